/** @file The places of the photos of one row, in whole pixels that add up to its width. */

import { SHORT_DAY } from "./day-rows.js";

/**
 * The places of the photos of a row, px.
 * @typedef {object} RowCells
 * @property {number} first - Index of the first photo.
 * @property {Float64Array} left - Left edge of each photo.
 * @property {Float64Array} width - Width of each photo.
 */
/** @typedef {import("./shared-row.js").DaySlot} DaySlot */

/** Places photos side by side. */
export class RowPlacer {
  #aspects;
  #width;
  #gap;

  /**
   * @param {Float32Array} aspects - Width / height of each photo.
   * @param {{width: number, gap: number}} options - Width of the row and gap between photos, px.
   */
  constructor(aspects, { width, gap }) {
    this.#aspects = aspects;
    this.#width = width;
    this.#gap = gap;
  }

  /**
   * Return the exact height at which photos fill a row, px.
   * @param {number} first - First photo.
   * @param {number} end - Photo after the last.
   */
  heightOf(first, end) {
    return Math.max(end - first, this.#width - (end - first - 1) * this.#gap) / this.#sum(first, end);
  }

  /**
   * Place the photos of a row of one day.
   * @param {number} first - First photo.
   * @param {number} end - Photo after the last.
   * @param {number} height - Height of the row, px.
   * @returns {RowCells} Their places.
   */
  placeRow(first, end, height) {
    const cells = emptyRow(first, end);
    const width = this.#sum(first, end) * height + (end - first - 1) * this.#gap;
    const isShort = width < SHORT_DAY * this.#width + 1;
    this.#fill(cells, first, end, 0, isShort ? height : this.heightOf(first, end));
    return cells;
  }

  /**
   * Place the photos of a row that several days share. Each day begins at the left of its slot, as its heading does.
   * @param {number} first - First photo.
   * @param {number} end - Photo after the last.
   * @param {DaySlot[]} slots - The slots of the days.
   * @param {number} height - Exact height of the row, px.
   * @returns {RowCells} Their places.
   */
  placeShared(first, end, slots, height) {
    const cells = emptyRow(first, end);
    let from = first;
    for (const { left, count } of slots) {
      this.#fill(cells, from, from + count, left, height);
      from += count;
    }
    return cells;
  }

  /**
   * @param {RowCells} cells - The places, filled in.
   * @param {number} from - First photo.
   * @param {number} end - Photo after the last.
   * @param {number} x - Where the first begins, px.
   * @param {number} height - Height of the row, px.
   */
  #fill({ first, left, width }, from, end, x, height) {
    for (let i = from, gaps = 0; i < end; i++, gaps += this.#gap) {
      left[i - first] = Math.round(x) + gaps;
      x += this.#aspects[i] * height;
      width[i - first] = Math.max(1, Math.round(x) + gaps - left[i - first]);
    }
  }

  /**
   * @param {number} first - First photo.
   * @param {number} end - Photo after the last.
   */
  #sum(first, end) {
    let sum = 0;
    for (let i = first; i < end; i++) sum += this.#aspects[i];
    return sum;
  }
}

/**
 * @param {number} first - First photo.
 * @param {number} end - Photo after the last.
 * @returns {RowCells}
 */
function emptyRow(first, end) {
  return { first, left: new Float64Array(end - first), width: new Float64Array(end - first) };
}
