// Which short days stand side by side in one row, each below its own heading.

import { GOOD_HEIGHT, USUAL_ASPECT } from "./row-breaks.js";
import { UNDATED } from "../text/format.js";
import { chunkEnd } from "./chunks.js";

export const SHORT_DAY = 0.7; // a day that fills less of a row than this does not reach the edge by itself
const MIN_CHUNK_ROWS = 10; // rows: the shortest part that is cut by itself; each may end in a short row
const RAGGED_COST = 0.1; // what a row costs that does not reach the edge, and as much more as of it is bare

export class DayRows {
  #days;
  #sharedRows;
  #options;
  /** fewest days of a part */
  #minChunk;
  /** the days in a row that may be joined, and the part of them that was cut last */
  #runFrom = 0;
  #runEnd = 0;
  #chunkFrom = 0;
  #chunkEnd = 0;
  /** for each day of the part that begins a row: where that ends */
  #ends = new Uint32Array(64);
  /** what the best cutting up to each day costs, and where its last row begins */
  #costs = new Float64Array(64);
  #starts = new Uint32Array(64);

  /** @param {Int32Array} days  @param {import("./shared-row.js").SharedRows} sharing  @param {import("./shared-row.js").SharedRowOptions} measures */
  constructor(days, sharing, measures) {
    const { width, target, groupGap } = measures;
    this.#days = days;
    this.#sharedRows = sharing;
    this.#options = measures;
    this.#minChunk = Math.max(4, Math.round((MIN_CHUNK_ROWS * width) / (target * USUAL_ASPECT + groupGap)));
  }

  /** The day after the last one of the row that begins with this day. To be asked from row to row. @param {number} day */
  rowEnd(day) {
    if (day >= this.#chunkEnd) this.#nextChunk(day);
    return this.#ends[day - this.#chunkFrom];
  }

  /** @param {number} day  begins a part */
  #nextChunk(day) {
    if (day >= this.#runEnd) this.#findRun(day);
    const end = this.#runEnd;
    this.#chunkFrom = day;
    this.#chunkEnd = end > day + 1 ? chunkEnd(this.#days, this.#minChunk, this.#runFrom, end, day) : day + 1;
    if (this.#chunkEnd > day + 1) this.#breakChunk(day, this.#chunkEnd);
    else this.#ends[0] = this.#chunkEnd;
  }

  /** Days in a row that fill less than a row each. Those without a date are no day. @param {number} day */
  #findRun(day) {
    let end = day;
    while (end < this.#days.length && this.#days[end] !== UNDATED && this.#sharedRows.measure(end)) end += 1;
    this.#runFrom = day;
    this.#runEnd = Math.max(end, day + 1);
  }

  /**
   * The best of all ways to cut these days into rows: rows near the target height that reach the edge, and where that
   * cannot be, as little bare as can be.
   * @param {number} from  @param {number} end
   */
  #breakChunk(from, end) {
    if (this.#ends.length <= end - from) this.#grow(2 * (end - from));
    const starts = this.#starts;
    for (let to = from + 1; to <= end; to++) this.#bestRowBefore(from, to);
    for (let to = end; to > from; to = from + starts[to - from]) this.#ends[starts[to - from]] = to;
  }

  /** The best last row of all that may end before this day. @param {number} from  @param {number} to */
  #bestRowBefore(from, to) {
    const { width, target, groupGap } = this.#options;
    const sharing = this.#sharedRows;
    const costs = this.#costs;
    let least = Infinity;
    let sum = 0;
    let gaps = -groupGap;
    let need = 0;
    for (let day = to - 1; day >= from; day--) {
      sum += sharing.aspectSums[day];
      gaps += sharing.gaps(day) + groupGap;
      need = Math.max(need, sharing.minHeights[day]);
      let height = (width - gaps) / sum;
      if (height < need && day < to - 1) height = sharing.fitHeadings(day, to, height);
      if (height < GOOD_HEIGHT.least * target && day < to - 1) break;
      const fill = (sum * target + gaps) / width;
      const cost = costs[day - from] + this.#costOf(height / target, fill, to - day);
      if (cost < least) {
        least = cost;
        this.#starts[to - from] = day - from;
      }
    }
    costs[to - from] = least;
  }

  /** @param {number} ratio  row height / target  @param {number} fill  of the width at target  @param {number} days */
  #costOf(ratio, fill, days) {
    const ragged = days === 1 ? fill < SHORT_DAY : ratio > GOOD_HEIGHT.most;
    return ragged ? RAGGED_COST + 1 - fill : ratio + 1 / ratio - 2;
  }

  /** @param {number} room */
  #grow(room) {
    this.#ends = new Uint32Array(room);
    this.#costs = new Float64Array(room);
    this.#starts = new Uint32Array(room);
  }
}
