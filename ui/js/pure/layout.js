// Justified rows for a whole timeline: every height is exact before a single picture is there, so nothing ever jumps.
// Only rows are kept (where, how high, which photos); places within a row are worked out for the rows on screen.

import { FLAG } from "./timeline-data.js";

/** @typedef {import("./timeline-data.js").Timeline} Timeline */
/** @typedef {{width: number, target: number, gap?: number, heading?: number, dayGap?: number}} Measures  px */
/** @typedef {{first: number, left: Float64Array, width: Float64Array}} Cells */

const NARROWEST = 0.45; // a strip narrower than this says nothing: it is cropped in the grid, never in the viewer
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
  width;

  /** @param {Timeline} timeline  @param {Measures} measures */
  constructor(timeline, measures) {
    this.#measures = { gap: 4, heading: 40, dayGap: 8, ...measures };
    this.width = measures.width;
    this.n = timeline.n;
    this.days = timeline.days.length;
    this.#aspects = aspectsFor(timeline, this.#measures);
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

  /**
   * Breaks evenly, not greedily: as many rows as fit best, cut where the running sum is nearest to each share.
   * @param {number} d  @param {number} from  @param {number} end  @param {number} y  @returns {number} y below the last row
   */
  #placeDay(d, from, end, y) {
    const { width, target, gap } = this.#measures;
    const aspects = this.#aspects;
    let sum = 0;
    for (let i = from; i < end; i++) sum += aspects[i];
    const n = Math.min(end - from, Math.max(1, Math.round((sum * target) / width)));
    let start = from;
    let before = 0;
    let running = 0;
    let k = 1;
    for (let i = from; i < end; i++) {
      const reached = running + aspects[i];
      const share = (sum * k) / n;
      // the cut goes before i when that is nearer to the share than the cut after it
      if (k < n && i > start && share - running < reached - share) {
        y = this.#row(d, start, i, running - before, y) + gap;
        start = i;
        before = running;
        k = Math.max(k + 1, Math.ceil((running * n) / sum + 0.5));
      }
      running = reached;
    }
    return start < end ? this.#row(d, start, end, running - before, y) : y;
  }

  /** @param {number} d  @param {number} start  @param {number} end  @param {number} sum  @param {number} y */
  #row(d, start, end, sum, y) {
    const { width, target, gap } = this.#measures;
    const gaps = (end - start - 1) * gap;
    const short = sum * target + gaps < SHORT * width;
    const height = Math.max(1, Math.round(short ? target : (width - gaps) / sum));
    this.first[this.rows] = start;
    this.top[this.rows] = y;
    this.height[this.rows] = height;
    this.day[this.rows] = d;
    this.rows += 1;
    return y + height;
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

/**
 * Aspects to lay out with: strips and panoramas cropped to what a row can hold, unreadable files as their neighbours are.
 * @param {Timeline} timeline  @param {Measures} measures
 */
function aspectsFor(timeline, { width, target }) {
  const widest = Math.max(2, (1.25 * width) / target);
  const { n, aspects, flags } = timeline;
  const out = new Float32Array(n);
  let known = 0; // the last readable photo's aspect
  let waiting = 0; // unreadable ones since then
  for (let i = 0; i < n; i++) {
    const aspect = aspects[i] / 4096;
    if (aspect === 0 || flags[i] & FLAG.broken) {
      waiting += 1;
      continue;
    }
    const fit = aspect < NARROWEST ? NARROWEST : aspect > widest ? widest : aspect;
    if (waiting) out.fill(((known || fit) + fit) / 2, i - waiting, i);
    out[i] = known = fit;
    waiting = 0;
  }
  return waiting ? out.fill(known || 1.5, n - waiting) : out;
}
