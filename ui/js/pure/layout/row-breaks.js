// Where a day is cut into rows. First into parts that know nothing of each other, so that one photo more or less changes
// a few rows and not the whole day; then each part, so that its rows come as near to the target height as they can.

import { chunkEnd } from "./chunks.js";

export const GOOD_HEIGHT = { least: 0.8, most: 1.25 }; // of the target: an even cutting with other rows than these is made better
const MAX_WIDTH = 3; // times the width: no row is tried beyond it
const MIN_CHUNK_ROWS = 3; // rows: the shortest part of a day that is cut by itself
export const USUAL_ASPECT = 1.35; // width / height of most photos

export class RowBreaks {
  /** where the rows of the part end that was cut last */
  ends = new Uint32Array(64);
  /** what the best cutting up to each photo costs */
  #costs = new Float64Array(64);
  #ids;
  #aspects;
  #measures;
  /** fewest photos of a part */
  #minChunk;

  /** @param {Uint32Array} ids  @param {Float32Array} aspects  @param {{width: number, target: number, gap: number}} measures  px */
  constructor(ids, aspects, measures) {
    this.#ids = ids;
    this.#aspects = aspects;
    this.#measures = measures;
    this.#minChunk = Math.max(4, Math.round((MIN_CHUNK_ROWS * measures.width) / measures.target / USUAL_ASPECT));
  }

  /** @param {number} from  @param {number} end  the day's  @param {number} start  of the part  @returns {number} where it ends */
  chunkEnd(from, end, start) {
    return chunkEnd(this.#ids, this.#minChunk, from, end, start);
  }

  /**
   * Cuts a part: `ends` says where.
   * @param {number} from  @param {number} end  @param {number} sum  of its aspects  @returns {number} rows
   */
  breakChunk(from, end, sum) {
    if (this.ends.length <= end - from) {
      this.ends = new Uint32Array(2 * (end - from));
      this.#costs = new Float64Array(2 * (end - from));
    }
    return this.#breakEvenly(from, end, sum) || this.#breakBest(from, end);
  }

  /**
   * Breaks evenly, not greedily: as many rows as fit best, cut where the running sum is nearest to each share.
   * @param {number} from  @param {number} end  @param {number} sum  @returns {number} rows; 0: one of them would be too high or too low
   */
  #breakEvenly(from, end, sum) {
    const { width, target, gap } = this.#measures;
    const aspects = this.#aspects;
    const cuts = this.ends;
    const n = Math.min(end - from, Math.max(1, Math.round((sum * target) / width)));
    const least = (width / target) * (1 / GOOD_HEIGHT.most);
    const most = (width / target) * (1 / GOOD_HEIGHT.least);
    const between = gap / target;
    let start = from;
    let before = 0;
    let running = 0;
    for (let i = from, k = 1; i <= end; i++) {
      const share = (sum * k) / n;
      const reached = i < end ? running + aspects[i] : Infinity;
      // the cut goes before i when that is nearer to the share than the cut after it
      if (i === end || (k < n && i > start && share - running < reached - share)) {
        const natural = running - before + (i - start - 1) * between;
        if (natural < least || natural > most) return 0;
        cuts[k - 1] = i;
        start = i;
        before = running;
        k += 1;
        if (i === end) return k - 1;
      }
      running = reached;
    }
    return 0;
  }

  /**
   * The cutting whose rows are nearest to the target of all there are: twice as high is as bad as half as high.
   * @param {number} from  @param {number} end  @returns {number} rows
   */
  #breakBest(from, end) {
    const { width, target, gap } = this.#measures;
    const aspects = this.#aspects;
    const [cuts, costs] = [this.ends, this.#costs];
    costs[0] = 0;
    for (let i = from + 1; i <= end; i++) {
      let least = Infinity;
      let natural = -gap;
      for (let start = i - 1; start >= from; start--) {
        natural += aspects[start] * target + gap;
        const share = natural / width;
        if (share > MAX_WIDTH && start < i - 1) break;
        const cost = costs[start - from] + share + 1 / share - 2;
        if (cost < least) [least, cuts[i - from]] = [cost, start];
      }
      costs[i - from] = least;
    }
    // each photo knows where the row begins that ends before it: read backwards, then turn round
    const ends = [];
    for (let i = end; i > from; i = cuts[i - from]) ends.push(i);
    ends.reverse().forEach((at, row) => (cuts[row] = at));
    return ends.length;
  }
}
