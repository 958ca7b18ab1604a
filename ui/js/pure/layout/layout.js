/**
 * @file Justified rows for a whole timeline. Every height is exact before a picture is loaded, so that nothing
 * moves when it comes. Only rows are kept (top, height, first photo); places within a row are computed for the rows on
 * screen.
 */

import { RowBreaks } from "./row-breaks.js";
import { DayRows, SHORT_DAY } from "./day-rows.js";
import { RowPlacer } from "./place-row.js";
import { aspectsFor } from "./aspects.js";
import { SharedRows } from "./shared-row.js";

/** @typedef {import("../timeline/timeline.js").Timeline} Timeline */
/** @typedef {import("./place-row.js").RowCells} RowCells */
/**
 * Sizes in px.
 * @typedef {object} LayoutOptions
 * @property {number} width - Width of a row.
 * @property {number} target - Height that rows should have.
 * @property {number} [gap] - Between two photos.
 * @property {number} [heading] - Height of a date heading.
 * @property {number} [caption] - Below each row, for the names of its photos.
 * @property {number} [dayGap] - Below a day.
 * @property {number} [sharedDayGap] - Between two days that share a row.
 * @property {number} [minDayWidth] - Least width of a day that shares a row.
 */

/** The rows of a timeline. Its arrays are indexed by row; lengths and positions are px. */
export class Layout {
  rows = 0;
  total = 0;
  /** first photo of each row, and n at the end */
  first;
  top;
  height;
  /** the day of each row; of a row that several days share, the first of them */
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
  /** height of the names below each row; 0: none are shown */
  caption;
  /** height of a date heading; 0: there are none */
  heading;

  /**
   * @param {Timeline} timeline - The timeline shown.
   * @param {LayoutOptions} options - Sizes in px; those left out have their usual value.
   */
  constructor(timeline, options) {
    this.#options = { gap: 4, heading: 40, caption: 0, dayGap: 8, sharedDayGap: 24, minDayWidth: 120, ...options };
    this.width = options.width;
    this.caption = this.#options.caption;
    this.n = timeline.n;
    this.dayCount = timeline.days.length;
    this.heading = this.dayCount ? this.#options.heading : 0;
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
    this.dayTop = new Float64Array(Math.max(this.dayCount, 1) + 1);
    if (this.dayCount) this.#placeDays();
    else if (this.n) this.#placeAll();
    this.first[this.rows] = this.n;
  }

  #placeDays() {
    const { heading, dayGap } = this.#options;
    for (let day = 0; day < this.dayCount; ) {
      const end = this.#dayRows.rowEnd(day);
      const [top, y] = [this.total, this.total + heading];
      const isShared = end > day + 1;
      const below = isShared
        ? this.#placeShared(day, end, y)
        : this.#placeDay(day, this.#dayFirst[day], this.#dayFirst[end], y);
      while (day < end) this.dayTop[day++] = top;
      this.total = below + dayGap;
    }
    this.dayTop[this.dayCount] = this.total;
  }

  /** Place the photos of an order without days. */
  #placeAll() {
    const { gap, dayGap } = this.#options;
    this.total = this.#placeDay(0, 0, this.n, gap) + dayGap;
  }

  /**
   * @param {number} from - First of the days that share the row.
   * @param {number} end - Day after the last.
   * @param {number} y - Where the row begins.
   * @returns {number} y below the row.
   */
  #placeShared(from, end, y) {
    const height = Math.max(1, Math.round(this.#sharedRows.heightOf(from, end)));
    return this.#addRow(from, this.#dayFirst[from], height, y) - this.#options.gap;
  }

  /**
   * @param {number} day - Index of the day.
   * @param {number} from - First photo.
   * @param {number} end - Photo after the last.
   * @param {number} y - Where its rows begin.
   * @returns {number} y below the last row.
   */
  #placeDay(day, from, end, y) {
    const { width, target, gap } = this.#options;
    for (let start = from; start < end; ) {
      const stop = this.#rowBreaks.chunkEnd(from, end, start);
      let sum = 0;
      for (let i = start; i < stop; i++) sum += this.#aspects[i];
      const isShortDay = start === from && stop === end && sum * target + (stop - start - 1) * gap < SHORT_DAY * width;
      if (isShortDay) y = this.#addRow(day, start, target, y);
      else y = this.#placeChunk(day, start, stop, sum, y);
      start = stop;
    }
    return y - gap;
  }

  /**
   * @param {number} day - Index of the day.
   * @param {number} from - First photo.
   * @param {number} end - Photo after the last.
   * @param {number} sum - Sum of the aspects.
   * @param {number} y - Where its rows begin.
   */
  #placeChunk(day, from, end, sum, y) {
    const rows = this.#rowBreaks.breakChunk(from, end, sum);
    const { ends } = this.#rowBreaks;
    let start = from;
    for (let row = 0; row < rows; row++) {
      y = this.#addRow(day, start, Math.max(1, Math.round(this.#placer.heightOf(start, ends[row]))), y);
      start = ends[row];
    }
    return y;
  }

  /**
   * @param {number} day - Index of the day.
   * @param {number} start - First photo of the row.
   * @param {number} height - Height of the row.
   * @param {number} y - Where the row begins.
   * @returns {number} y of the next row.
   */
  #addRow(day, start, height, y) {
    this.first[this.rows] = start;
    this.top[this.rows] = y;
    this.height[this.rows] = height;
    this.day[this.rows] = day;
    this.rows += 1;
    return y + height + this.caption + this.#options.gap;
  }

  /**
   * Return where a row ends, names included, px.
   * @param {number} row - Index of the row.
   */
  bottom(row) {
    return this.top[row] + this.height[row] + this.caption;
  }

  /**
   * Return where the photos of a row stand. A full row ends exactly at the width.
   * @param {number} row - Index of the row.
   * @returns {RowCells} Whole px.
   */
  rowCells(row) {
    const [first, end] = [this.first[row], this.first[row + 1]];
    if (!this.isShared(row)) return this.#placer.placeRow(first, end, this.height[row]);
    return this.#placer.placeShared(first, end, this.daySlots(row), this.#sharedRows.heightOf(...this.daysOf(row)));
  }

  /**
   * Return the days of a row.
   * @param {number} row - Index of the row.
   * @returns {[number, number]} [first, end]
   */
  daysOf(row) {
    const from = this.day[row];
    if (!this.dayCount) return [0, 0];
    let end = from + 1;
    while (end < this.dayCount && this.#dayFirst[end] < this.first[row + 1]) end += 1;
    return [from, end];
  }

  /**
   * Return whether several days stand side by side in a row.
   * @param {number} row - Index of the row.
   */
  isShared(row) {
    return this.dayCount > 0 && this.#dayFirst[this.day[row] + 1] < this.first[row + 1];
  }

  /**
   * Return the slot of each day in a row they share.
   * @param {number} row - Index of the row.
   * @returns {import("./shared-row.js").DaySlot[]} One for each day.
   */
  daySlots(row) {
    return this.#sharedRows.slots(...this.daysOf(row));
  }

  /**
   * Return the row at a height, or the nearest one.
   * @param {number} y - Place in the layout, px.
   */
  rowAt(y) {
    return Math.max(0, Math.min(lastAtMost(this.top, this.rows, y), this.rows - 1));
  }

  /**
   * Return the row of a photo; -1: there are no rows.
   * @param {number} index - Index of the photo in the timeline.
   */
  rowOf(index) {
    return Math.min(lastAtMost(this.first, this.rows, index), this.rows - 1);
  }

  /**
   * Return the day whose heading or rows stand at a height; of days that share a row the last.
   * @param {number} y - Place in the layout, px.
   */
  dayAt(y) {
    return Math.max(0, Math.min(lastAtMost(this.dayTop, this.dayCount, y), this.dayCount - 1));
  }

  /**
   * Return where the rows of a day end and those of the next begin, px.
   * @param {number} day - Index of the day.
   */
  dayEnd(day) {
    let next = day + 1;
    while (next < this.dayCount && this.dayTop[next] === this.dayTop[day]) next += 1;
    return this.dayTop[next];
  }

  /**
   * Return the days that stand between two heights, all days of a shared row included.
   * @param {number} top - The upper height, px.
   * @param {number} bottom - The lower height, px.
   * @returns {[number, number]} [first, end]
   */
  daysBetween(top, bottom) {
    const first = this.#dayFirst[this.dayAt(top)];
    return [this.day[Math.max(0, this.rowOf(first))], this.dayAt(bottom) + 1];
  }

  /**
   * Return the row after the last one that begins above a height: the end of the visible rows.
   * @param {number} y - Place in the layout, px.
   */
  rowAfter(y) {
    return Math.min(this.rows, lastAtMost(this.top, this.rows, y) + 1);
  }
}

/**
 * Return the index of the last value that is not larger than another, by bisection; -1: all are larger.
 * @param {ArrayLike<number>} values - Ascending values.
 * @param {number} n - How many of them count.
 * @param {number} value - The value to compare with.
 */
function lastAtMost(values, n, value) {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
