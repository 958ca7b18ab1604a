/** @file Which short days stand side by side in one row, each below its own heading. */

import { GOOD_HEIGHT, USUAL_ASPECT } from "./row-breaks.js";
import { UNDATED } from "../text/format.js";
import { findChunkEnd } from "./chunks.js";

/** Share of the width: a day that fills less of a row is not stretched to the edge. */
export const SHORT_DAY = 0.7;
const MIN_CHUNK_ROWS = 10; // rows of the shortest chunk; more than within a day, as each may end in a short row
// Share of the target height that shared rows have at least. Any two days that would leave a row bare can share one:
// both fill less than SHORT_DAY, and the gap between them takes a little, too.
const LEAST_HEIGHT = 0.67;
const RAGGED_COST = 0.1; // cost of a row that does not reach the edge, added to the share of it that is bare
const NARROW_COST = 4; // cost of what is bare because the last day is narrower than its heading, for its share

/** Chooses the rows that short days share. Costs are minimised over each chunk of days. */
export class DayRows {
  #days;
  #sharedRows;
  #options;
  /** fewest days of a chunk */
  #minChunk;
  /** the run of days that may share rows, and the chunk of it that was broken last */
  #runFrom = 0;
  #runEnd = 0;
  #chunkFrom = 0;
  #chunkEnd = 0;
  /** for each day of the chunk that begins a row: where the row ends */
  #ends = new Uint32Array(64);
  /** what the best breaks up to each day cost, and where the last row begins */
  #costs = new Float64Array(64);
  #starts = new Uint32Array(64);

  /**
   * @param {Int32Array} days - Day number of each day, as in the timeline.
   * @param {import("./shared-row.js").SharedRows} sharedRows - Sizes of days in a row they share.
   * @param {import("./shared-row.js").SharedRowOptions} options - Sizes in px.
   */
  constructor(days, sharedRows, options) {
    const { width, target, sharedDayGap } = options;
    this.#days = days;
    this.#sharedRows = sharedRows;
    this.#options = options;
    this.#minChunk = Math.max(4, Math.round((MIN_CHUNK_ROWS * width) / (target * USUAL_ASPECT + sharedDayGap)));
  }

  /**
   * Return the day after the last one of the row that begins with this day. To be called from row to row.
   * @param {number} day - Index of the first day of the row.
   */
  rowEnd(day) {
    if (day >= this.#chunkEnd) this.#nextChunk(day);
    return this.#ends[day - this.#chunkFrom];
  }

  /** @param {number} day - Index of the first day of the chunk. */
  #nextChunk(day) {
    if (day >= this.#runEnd) this.#findRun(day);
    const end = this.#runEnd;
    this.#chunkFrom = day;
    this.#chunkEnd = end > day + 1 ? findChunkEnd(this.#days, this.#minChunk, this.#runFrom, end, day) : day + 1;
    if (this.#chunkEnd > day + 1) this.#breakChunk(day, this.#chunkEnd);
    else this.#ends[0] = this.#chunkEnd;
  }

  /**
   * Find the run of days that fill less than a row each. Photos without a date are no day.
   * @param {number} day - Index of the day.
   */
  #findRun(day) {
    let end = day;
    while (end < this.#days.length && this.#days[end] !== UNDATED && this.#sharedRows.measure(end)) end += 1;
    this.#runFrom = day;
    this.#runEnd = Math.max(end, day + 1);
  }

  /**
   * Find the best of all ways to break these days into rows: rows near the target height that reach the right edge, and
   * where that cannot be, as little bare as can be.
   * @param {number} from - First day.
   * @param {number} end - Day after the last.
   */
  #breakChunk(from, end) {
    if (this.#ends.length <= end - from) this.#grow(2 * (end - from));
    const starts = this.#starts;
    for (let to = from + 1; to <= end; to++) this.#bestRowBefore(from, to);
    for (let to = end; to > from; to = from + starts[to - from]) this.#ends[starts[to - from]] = to;
  }

  /**
   * Find the best row of all that end before a day.
   * @param {number} from - First day of the chunk.
   * @param {number} to - Day after the last of the row.
   */
  #bestRowBefore(from, to) {
    const { width, target, sharedDayGap } = this.#options;
    const sharedRows = this.#sharedRows;
    const costs = this.#costs;
    let least = Infinity;
    let sum = 0;
    let gaps = -sharedDayGap;
    let need = 0;
    for (let day = to - 1; day >= from; day--) {
      sum += sharedRows.aspectSums[day];
      gaps += sharedRows.gaps(day) + sharedDayGap;
      need = Math.max(need, sharedRows.minHeights[day]);
      let height = (width - gaps) / sum;
      if (height < need && day < to - 1) height = sharedRows.fitHeadings(day, to, height);
      if (height < LEAST_HEIGHT * target && day < to - 1) break;
      const fill = (sum * target + gaps) / width;
      const bare = Math.max(0, sharedRows.minHeights[to - 1] - height) * sharedRows.aspectSums[to - 1];
      const cost = costs[day - from] + this.#costOf(height / target, fill, to - day) + (NARROW_COST * bare) / width;
      if (cost < least) {
        least = cost;
        this.#starts[to - from] = day - from;
      }
    }
    costs[to - from] = least;
  }

  /**
   * Return what a row costs: its distance from the target height, or how much of it is bare.
   * @param {number} ratio - Height of the row / target height.
   * @param {number} fill - Share of the width that is filled at the target height.
   * @param {number} days - How many days share the row.
   */
  #costOf(ratio, fill, days) {
    const ragged = days === 1 ? fill < SHORT_DAY : ratio > GOOD_HEIGHT.most;
    return ragged ? RAGGED_COST + 1 - fill : ratio + 1 / ratio - 2;
  }

  /** @param {number} room - Days there must be room for. */
  #grow(room) {
    this.#ends = new Uint32Array(room);
    this.#costs = new Float64Array(room);
    this.#starts = new Uint32Array(room);
  }
}
