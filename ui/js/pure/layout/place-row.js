// The photos of one row, set down one after the other in whole pixels that add up.

import { SHORT_DAY } from "./day-rows.js";

/** @typedef {{first: number, left: Float64Array, width: Float64Array}} RowCells */
/** @typedef {import("./shared-row.js").DaySlot} DaySlot */

export class RowPlacer {
  #aspects;
  #width;
  #gap;

  /** @param {Float32Array} aspects  @param {{width: number, gap: number}} measures  px */
  constructor(aspects, { width, gap }) {
    this.#aspects = aspects;
    this.#width = width;
    this.#gap = gap;
  }

  /** Exact height at which these photos reach the edge. @param {number} first  @param {number} end */
  heightOf(first, end) {
    return Math.max(end - first, this.#width - (end - first - 1) * this.#gap) / this.#sum(first, end);
  }

  /** A row of one day. @param {number} first  @param {number} end  @param {number} height  @returns {RowCells} */
  placeDay(first, end, height) {
    const cells = emptyRow(first, end);
    const natural = this.#sum(first, end) * height + (end - first - 1) * this.#gap;
    this.#fill(cells, first, end, 0, natural < SHORT_DAY * this.#width + 1 ? height : this.heightOf(first, end));
    return cells;
  }

  /**
   * A row that days share. Each begins at the left of its room; only the last, where the row reaches the edge, ends there.
   * @param {number} first  @param {number} end  @param {DaySlot[]} groups  @param {number} height  exact  @returns {RowCells}
   */
  placeShared(first, end, groups, height) {
    const cells = emptyRow(first, end);
    let from = first;
    for (const { left, width, photos, count } of groups) {
      const atEdge = left + width > this.#width - 1;
      this.#fill(cells, from, from + count, atEdge ? left + width - photos : left, height);
      from += count;
    }
    return cells;
  }

  /** @param {RowCells} cells  @param {number} from  @param {number} end  @param {number} x  where they begin  @param {number} height */
  #fill({ first, left, width }, from, end, x, height) {
    for (let i = from, gaps = 0; i < end; i++, gaps += this.#gap) {
      left[i - first] = Math.round(x) + gaps;
      x += this.#aspects[i] * height;
      width[i - first] = Math.max(1, Math.round(x) + gaps - left[i - first]);
    }
  }

  /** @param {number} first  @param {number} end */
  #sum(first, end) {
    let sum = 0;
    for (let i = first; i < end; i++) sum += this.#aspects[i];
    return sum;
  }
}

/** @param {number} first  @param {number} end  @returns {RowCells} */
function emptyRow(first, end) {
  return { first, left: new Float64Array(end - first), width: new Float64Array(end - first) };
}
