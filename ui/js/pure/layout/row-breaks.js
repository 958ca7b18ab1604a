/**
 * @file Where the photos of a day are broken into rows. The day is cut into chunks that do not depend on each other, so
 * that one photo more or less changes a few rows and not the whole day; then each chunk is broken so that its rows come
 * near the target height.
 */

import { findChunkEnd } from "./chunks.js";

/** Range of row heights as shares of the target height. Even breaks with a row outside it are replaced by the best. */
export const GOOD_HEIGHT = { least: 0.8, most: 1.25 };
const MAX_FILL = 3; // times the width at the target height: no fuller row is tried
const MIN_CHUNK_ROWS = 3; // rows of the shortest chunk of a day
export const USUAL_ASPECT = 1.35; // width / height of most photos

/** Breaks the photos of a day into rows. */
export class RowBreaks {
  /** end of each row of the last broken chunk: the photo after its last one */
  ends = new Uint32Array(64);
  /** cost of the best breaks up to each photo */
  #costs = new Float64Array(64);
  #ids;
  #aspects;
  #options;
  /** fewest photos of a chunk */
  #minChunk;

  /**
   * @param {Uint32Array} ids - Id of each photo.
   * @param {Float32Array} aspects - Width / height of each photo.
   * @param {{width: number, target: number, gap: number}} options - Width of the rows, target height and gap, px.
   */
  constructor(ids, aspects, options) {
    this.#ids = ids;
    this.#aspects = aspects;
    this.#options = options;
    this.#minChunk = Math.max(4, Math.round((MIN_CHUNK_ROWS * options.width) / options.target / USUAL_ASPECT));
  }

  /**
   * Return where a chunk ends.
   * @param {number} from - First photo of the day.
   * @param {number} end - Photo after the last of the day.
   * @param {number} start - First photo of the chunk.
   * @returns {number} Photo after its last one.
   */
  chunkEnd(from, end, start) {
    return findChunkEnd(this.#ids, this.#minChunk, from, end, start);
  }

  /**
   * Break a chunk into rows; `ends` says where each ends.
   * @param {number} from - First photo.
   * @param {number} end - Photo after the last.
   * @param {number} sum - Sum of the aspects.
   * @returns {number} How many rows.
   */
  breakChunk(from, end, sum) {
    if (this.ends.length <= end - from) {
      this.ends = new Uint32Array(2 * (end - from));
      this.#costs = new Float64Array(2 * (end - from));
    }
    return this.#breakEvenly(from, end, sum) || this.#breakBest(from, end);
  }

  /**
   * Break evenly and not greedily: into the number of rows that comes nearest to the target height. The break after row
   * k of n is where the running sum of the aspects is nearest to k/n of their sum.
   * @param {number} from - First photo.
   * @param {number} end - Photo after the last.
   * @param {number} sum - Sum of the aspects.
   * @returns {number} How many rows; 0: one of them would be too high or too low.
   */
  #breakEvenly(from, end, sum) {
    const { width, target, gap } = this.#options;
    const aspects = this.#aspects;
    const { ends } = this;
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
      // the row ends before i when that is nearer to the share than an end after i
      if (i === end || (k < n && i > start && share - running < reached - share)) {
        const aspect = running - before + (i - start - 1) * between;
        if (aspect < least || aspect > most) return 0;
        ends[k - 1] = i;
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
   * Find those of all possible breaks whose rows are nearest to the target height. Twice as high costs as much as half
   * as high.
   * @param {number} from - First photo.
   * @param {number} end - Photo after the last.
   * @returns {number} How many rows.
   */
  #breakBest(from, end) {
    const { width, target, gap } = this.#options;
    const aspects = this.#aspects;
    const [starts, costs] = [this.ends, this.#costs]; // by photo: where the row begins that ends before it
    costs[0] = 0;
    for (let i = from + 1; i <= end; i++) {
      let least = Infinity;
      let rowWidth = -gap;
      for (let start = i - 1; start >= from; start--) {
        rowWidth += aspects[start] * target + gap;
        const fill = rowWidth / width;
        if (fill > MAX_FILL && start < i - 1) break;
        const cost = costs[start - from] + fill + 1 / fill - 2;
        if (cost < least) [least, starts[i - from]] = [cost, start];
      }
      costs[i - from] = least;
    }
    // the starts, followed back from the end, give the ends of the rows, which then replace them
    const ends = [];
    for (let i = end; i > from; i = starts[i - from]) ends.push(i);
    ends.reverse().forEach((rowEnd, row) => (this.ends[row] = rowEnd));
    return ends.length;
  }
}
