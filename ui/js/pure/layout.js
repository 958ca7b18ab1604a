// Justified rows for a whole timeline: every height is exact before a single picture is there, so nothing ever jumps.
// Only rows are kept (where, how high, which photos); places within a row are worked out for the rows on screen.

import { Cutter } from "./cutting.js";
import { aspectsFor } from "./shapes.js";

/** @typedef {import("./timeline-data.js").Timeline} Timeline */
/** @typedef {{width: number, target: number, gap?: number, heading?: number, dayGap?: number}} Measures  px */
/** @typedef {{first: number, left: Float64Array, width: Float64Array}} Cells */

const SHORT = 0.7; // a day that fills less of a row than this stays at the target height

export class Layout {
  rows = 0;
  total = 0;
  /** first photo of each row, and n at the end */
  first;
  top;
  height;
  /** the day run each row belongs to */
  day;
  /** where each day's heading begins, and the total at the end */
  dayTop;
  #aspects;
  #measures;
  #cutter;
  width;

  /** @param {Timeline} timeline  @param {Measures} measures */
  constructor(timeline, measures) {
    this.#measures = { gap: 4, heading: 40, dayGap: 8, ...measures };
    this.width = measures.width;
    this.n = timeline.n;
    this.days = timeline.days.length;
    this.#aspects = aspectsFor(timeline, this.#measures);
    this.#cutter = new Cutter(timeline.ids, this.#aspects, this.#measures);
    const room = timeline.n + 1;
    this.first = new Uint32Array(room);
    this.top = new Float64Array(room);
    this.height = new Uint16Array(room);
    this.day = new Uint32Array(room);
    this.dayTop = new Float64Array(Math.max(this.days, 1) + 1);
    this.#place(timeline);
  }

  /** @param {Timeline} timeline */
  #place(timeline) {
    const { heading, gap, dayGap } = this.#measures;
    const runs = this.days || (this.n ? 1 : 0);
    let y = this.days ? 0 : gap;
    for (let d = 0; d < runs; d++) {
      this.dayTop[d] = y;
      y = this.#placeDay(d, this.days ? timeline.dayFirst[d] : 0, this.days ? timeline.dayFirst[d + 1] : this.n, y + (this.days ? heading : 0));
      y += dayGap;
    }
    this.first[this.rows] = this.n;
    this.total = y;
    this.dayTop[runs] = y;
  }

  /** @param {number} d  @param {number} from  @param {number} end  @param {number} y  @returns {number} y below the last row */
  #placeDay(d, from, end, y) {
    const { width, target, gap } = this.#measures;
    for (let start = from; start < end; ) {
      const stop = this.#cutter.partEnd(from, end, start);
      let sum = 0;
      for (let i = start; i < stop; i++) sum += this.#aspects[i];
      const alone = start === from && stop === end && sum * target + (stop - start - 1) * gap < SHORT * width;
      if (alone) y = this.#row(d, start, target, y);
      else y = this.#placePart(d, start, stop, sum, y);
      start = stop;
    }
    return y - gap;
  }

  /** @param {number} d  @param {number} from  @param {number} end  @param {number} sum  @param {number} y */
  #placePart(d, from, end, sum, y) {
    const rows = this.#cutter.cut(from, end, sum);
    const { ends } = this.#cutter;
    let start = from;
    for (let row = 0; row < rows; row++) {
      y = this.#row(d, start, this.#heightOf(start, ends[row]), y);
      start = ends[row];
    }
    return y;
  }

  /** Of a row that reaches the edge. @param {number} start  @param {number} end */
  #heightOf(start, end) {
    const { width, gap } = this.#measures;
    let sum = 0;
    for (let i = start; i < end; i++) sum += this.#aspects[i];
    return Math.max(1, Math.round((width - (end - start - 1) * gap) / sum));
  }

  /** @param {number} d  @param {number} start  @param {number} height  @param {number} y  @returns {number} where the next may begin */
  #row(d, start, height, y) {
    this.first[this.rows] = start;
    this.top[this.rows] = y;
    this.height[this.rows] = height;
    this.day[this.rows] = d;
    this.rows += 1;
    return y + height + this.#measures.gap;
  }

  /** Where the photos of a row stand. A full row ends exactly at the width. @param {number} row  @returns {Cells} */
  cells(row) {
    const { width, gap } = this.#measures;
    const first = this.first[row];
    const count = this.first[row + 1] - first;
    const gaps = (count - 1) * gap;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += this.#aspects[first + i];
    const natural = sum * this.height[row];
    const scale = this.#isShort(natural, gaps) ? this.height[row] : Math.max(count, width - gaps) / sum;
    const left = new Float64Array(count);
    const wide = new Float64Array(count);
    let x = 0;
    for (let i = 0; i < count; i++) {
      left[i] = Math.round(x) + i * gap;
      x += this.#aspects[first + i] * scale;
      wide[i] = Math.max(1, Math.round(x) + i * gap - left[i]);
    }
    return { first, left, width: wide };
  }

  /** @param {number} natural  @param {number} gaps */
  #isShort(natural, gaps) {
    return natural + gaps < SHORT * this.#measures.width + 1;
  }

  /** The row at a height, or the nearest. @param {number} y */
  rowAt(y) {
    return Math.max(0, Math.min(search(this.top, this.rows, y), this.rows - 1));
  }

  /** The row of a photo, -1 without rows. @param {number} index */
  rowOf(index) {
    return Math.min(search(this.first, this.rows, index), this.rows - 1);
  }

  /** The day whose heading or rows stand at a height. @param {number} y */
  dayAt(y) {
    return Math.max(0, Math.min(search(this.dayTop, this.days, y), this.days - 1));
  }

  /** The last row above a height plus one: the end of what is visible. @param {number} y */
  rowAfter(y) {
    return Math.min(this.rows, search(this.top, this.rows, y) + 1);
  }
}

/**
 * The last of the first `n` values that is not above `value`, -1 when all are.
 * @param {ArrayLike<number>} values  @param {number} n  @param {number} value
 */
function search(values, n, value) {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
