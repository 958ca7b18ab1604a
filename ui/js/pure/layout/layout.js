// Justified rows for a whole timeline: every height is exact before a single picture is there, so nothing ever jumps.
// Only rows are kept (where, how high, which photos); places within a row are worked out for the rows on screen.

import { RowBreaks } from "./row-breaks.js";
import { DayRows, SHORT_DAY } from "./day-rows.js";
import { RowPlacer } from "./place-row.js";
import { aspectsFor } from "./aspects.js";
import { SharedRows } from "./shared-row.js";

/** @typedef {import("../timeline/timeline.js").Timeline} Timeline */
/** @typedef {import("./place-row.js").RowCells} RowCells */
/**
 * @typedef {{width: number, target: number, gap?: number, heading?: number, dayGap?: number, groupGap?: number, groupWidth?: number}} LayoutOptions
 *   px; dayGap: below a day, groupGap: between two days that share a row, groupWidth: the least a day has there
 */

export class Layout {
  rows = 0;
  total = 0;
  /** first photo of each row, and n at the end */
  first;
  top;
  height;
  /** the day run each row belongs to, the first of those that share it */
  day;
  /** where each day's heading begins, and the total at the end; days that share a row begin at the same place */
  dayTop;
  #aspects;
  #options;
  #rowBreaks;
  #dayRows;
  #sharedRows;
  #placer;
  #dayFirst;
  width;

  /** @param {Timeline} timeline  @param {LayoutOptions} measures */
  constructor(timeline, measures) {
    this.#options = { gap: 4, heading: 40, dayGap: 8, groupGap: 24, groupWidth: 120, ...measures };
    this.width = measures.width;
    this.n = timeline.n;
    this.days = timeline.days.length;
    this.#aspects = aspectsFor(timeline, this.#options);
    this.#rowBreaks = new RowBreaks(timeline.ids, this.#aspects, this.#options);
    this.#sharedRows = new SharedRows(timeline.dayFirst, this.#aspects, this.#options);
    this.#dayRows = new DayRows(timeline.days, this.#sharedRows, this.#options);
    this.#placer = new RowPlacer(this.#aspects, this.#options);
    this.#dayFirst = timeline.dayFirst;
    const room = timeline.n + 1;
    this.first = new Uint32Array(room);
    this.top = new Float64Array(room);
    this.height = new Uint16Array(room);
    this.day = new Uint32Array(room);
    this.dayTop = new Float64Array(Math.max(this.days, 1) + 1);
    if (this.days) this.#placeDays();
    else if (this.n) this.#placeAll();
    this.first[this.rows] = this.n;
  }

  #placeDays() {
    const { heading, dayGap } = this.#options;
    for (let d = 0; d < this.days; ) {
      const end = this.#dayRows.rowEnd(d);
      const [top, y] = [this.total, this.total + heading];
      const below =
        end > d + 1 ? this.#placeShared(d, end, y) : this.#placeDay(d, this.#dayFirst[d], this.#dayFirst[end], y);
      while (d < end) this.dayTop[d++] = top;
      this.total = below + dayGap;
    }
    this.dayTop[this.days] = this.total;
  }

  /** In an order that knows no days. */
  #placeAll() {
    const { gap, dayGap } = this.#options;
    this.total = this.#placeDay(0, 0, this.n, gap) + dayGap;
  }

  /** @param {number} from  @param {number} end  days that share a row  @param {number} y  @returns {number} y below it */
  #placeShared(from, end, y) {
    const height = Math.max(1, Math.round(this.#sharedRows.heightOf(from, end)));
    return this.#addRow(from, this.#dayFirst[from], height, y) - this.#options.gap;
  }

  /** @param {number} d  @param {number} from  @param {number} end  @param {number} y  @returns {number} y below the last row */
  #placeDay(d, from, end, y) {
    const { width, target, gap } = this.#options;
    for (let start = from; start < end; ) {
      const stop = this.#rowBreaks.chunkEnd(from, end, start);
      let sum = 0;
      for (let i = start; i < stop; i++) sum += this.#aspects[i];
      const alone = start === from && stop === end && sum * target + (stop - start - 1) * gap < SHORT_DAY * width;
      if (alone) y = this.#addRow(d, start, target, y);
      else y = this.#placeChunk(d, start, stop, sum, y);
      start = stop;
    }
    return y - gap;
  }

  /** @param {number} d  @param {number} from  @param {number} end  @param {number} sum  @param {number} y */
  #placeChunk(d, from, end, sum, y) {
    const rows = this.#rowBreaks.breakChunk(from, end, sum);
    const { ends } = this.#rowBreaks;
    let start = from;
    for (let row = 0; row < rows; row++) {
      y = this.#addRow(d, start, Math.max(1, Math.round(this.#placer.heightOf(start, ends[row]))), y);
      start = ends[row];
    }
    return y;
  }

  /** @param {number} d  @param {number} start  @param {number} height  @param {number} y  @returns {number} where the next may begin */
  #addRow(d, start, height, y) {
    this.first[this.rows] = start;
    this.top[this.rows] = y;
    this.height[this.rows] = height;
    this.day[this.rows] = d;
    this.rows += 1;
    return y + height + this.#options.gap;
  }

  /** Where the photos of a row stand. A full row ends exactly at the width. @param {number} row  @returns {RowCells} */
  rowCells(row) {
    const [first, end] = [this.first[row], this.first[row + 1]];
    if (!this.isShared(row)) return this.#placer.placeDay(first, end, this.height[row]);
    return this.#placer.placeShared(first, end, this.daySlots(row), this.#sharedRows.heightOf(...this.daysOf(row)));
  }

  /** The days of a row, as [first, end]. @param {number} row  @returns {[number, number]} */
  daysOf(row) {
    const from = this.day[row];
    if (!this.days) return [0, 0];
    let end = from + 1;
    while (end < this.days && this.#dayFirst[end] < this.first[row + 1]) end += 1;
    return [from, end];
  }

  /** Whether days stand side by side in a row. @param {number} row */
  isShared(row) {
    return this.days > 0 && this.#dayFirst[this.day[row] + 1] < this.first[row + 1];
  }

  /** The room each day has in a row they share. @param {number} row  @returns {import("./shared-row.js").DaySlot[]} */
  daySlots(row) {
    return this.#sharedRows.slots(...this.daysOf(row));
  }

  /** The row at a height, or the nearest. @param {number} y */
  rowAt(y) {
    return Math.max(0, Math.min(lastNotAbove(this.top, this.rows, y), this.rows - 1));
  }

  /** The row of a photo, -1 without rows. @param {number} index */
  rowOf(index) {
    return Math.min(lastNotAbove(this.first, this.rows, index), this.rows - 1);
  }

  /** The day whose heading or rows stand at a height, the last of those that share a row. @param {number} y */
  dayAt(y) {
    return Math.max(0, Math.min(lastNotAbove(this.dayTop, this.days, y), this.days - 1));
  }

  /** Where the next row of days begins. @param {number} day */
  dayEnd(day) {
    let next = day + 1;
    while (next < this.days && this.dayTop[next] === this.dayTop[day]) next += 1;
    return this.dayTop[next];
  }

  /** Days of which something stands between two heights, none of a shared row left out. @param {number} top  @param {number} bottom  @returns {[number, number]}  [first, end] */
  daysBetween(top, bottom) {
    const first = this.#dayFirst[this.dayAt(top)];
    return [this.day[Math.max(0, this.rowOf(first))], this.dayAt(bottom) + 1];
  }

  /** The last row above a height plus one: the end of what is visible. @param {number} y */
  rowAfter(y) {
    return Math.min(this.rows, lastNotAbove(this.top, this.rows, y) + 1);
  }
}

/**
 * The last of the first `n` values that is not above `value`, -1 when all are.
 * @param {ArrayLike<number>} values  @param {number} n  @param {number} value
 */
function lastNotAbove(values, n, value) {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
