// Justified rows for a whole timeline: every height is exact before a single picture is there, so nothing ever jumps.
// Only rows are kept (where, how high, which photos); places within a row are worked out for the rows on screen.

import { FLAG } from "./timeline-data.js";

/** @typedef {import("./timeline-data.js").Timeline} Timeline */
/** @typedef {{width: number, target: number, gap?: number, heading?: number, dayGap?: number}} Measures  px */
/** @typedef {{first: number, left: Float64Array, width: Float64Array}} Cells */

const NARROWEST = 0.45; // a strip narrower than this says nothing: it is cropped in the grid, never in the viewer
const SHORT = 0.7; // a day that fills less of a row than this stays at the target height
const GOOD = { least: 0.8, most: 1.25 }; // of the target: an even cutting with other rows than these is made better
const WORST = 3; // times the width: no row is tried beyond it
const PART = 3; // rows: the shortest part of a day that is cut by itself
const USUAL = 1.35; // width / height of most photos

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
  #ids;
  #measures;
  /** fewest photos of a part */
  #apart;
  /** where the rows of a part end, and what the best cutting up to each photo costs */
  #cuts = new Uint32Array(64);
  #costs = new Float64Array(64);
  width;

  /** @param {Timeline} timeline  @param {Measures} measures */
  constructor(timeline, measures) {
    this.#measures = { gap: 4, heading: 40, dayGap: 8, ...measures };
    this.width = measures.width;
    this.n = timeline.n;
    this.days = timeline.days.length;
    this.#aspects = aspectsFor(timeline, this.#measures);
    this.#ids = timeline.ids;
    this.#apart = Math.max(4, Math.round((PART * measures.width) / measures.target / USUAL));
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
   * A day is cut in parts that know nothing of each other, so that one photo more or less changes a few rows and not the
   * whole day.
   * @param {number} d  @param {number} from  @param {number} end  @param {number} y  @returns {number} y below the last row
   */
  #placeDay(d, from, end, y) {
    const { width, target, gap } = this.#measures;
    for (let start = from; start < end; ) {
      const stop = this.#partEnd(from, end, start);
      let sum = 0;
      for (let i = start; i < stop; i++) sum += this.#aspects[i];
      const alone = start === from && stop === end && sum * target + (stop - start - 1) * gap < SHORT * width;
      if (alone) y = this.#row(d, start, target, y);
      else y = this.#placePart(d, start, stop, sum, y);
      start = stop;
    }
    return y - gap;
  }

  /**
   * Parts begin where the photo says so itself, by its id: where its hash is the least far and wide. So they begin at
   * the same photos whatever comes or goes elsewhere, and are never shorter than `#apart`.
   * @param {number} from  @param {number} end  the day's  @param {number} start
   */
  #partEnd(from, end, start) {
    const apart = this.#apart;
    const last = end - apart; // beyond it the rest would be too short
    let i = start + apart;
    while (i <= last) {
      const mine = hash(this.#ids[i]);
      const ahead = Math.min(end, i + apart);
      let j = i + 1;
      while (j < ahead && hash(this.#ids[j]) > mine) j++;
      if (j < ahead) {
        i = j; // a lesser one: it is asked next
        continue;
      }
      const behind = Math.max(from, i - apart + 1);
      j = i - 1;
      while (j >= behind && hash(this.#ids[j]) > mine) j--;
      if (j < behind) return i;
      i = ahead;
    }
    return end;
  }

  /** @param {number} d  @param {number} from  @param {number} end  @param {number} sum  @param {number} y */
  #placePart(d, from, end, sum, y) {
    if (this.#cuts.length <= end - from) {
      this.#cuts = new Uint32Array(2 * (end - from));
      this.#costs = new Float64Array(2 * (end - from));
    }
    const rows = this.#cutEvenly(from, end, sum) || this.#cutBest(from, end);
    let start = from;
    for (let row = 0; row < rows; row++) {
      y = this.#row(d, start, this.#heightOf(start, this.#cuts[row]), y);
      start = this.#cuts[row];
    }
    return y;
  }

  /**
   * Breaks evenly, not greedily: as many rows as fit best, cut where the running sum is nearest to each share.
   * @param {number} from  @param {number} end  @param {number} sum  @returns {number} rows; 0: one of them would be too high or too low
   */
  #cutEvenly(from, end, sum) {
    const { width, target, gap } = this.#measures;
    const aspects = this.#aspects;
    const cuts = this.#cuts;
    const n = Math.min(end - from, Math.max(1, Math.round((sum * target) / width)));
    const least = (width / target) * (1 / GOOD.most);
    const most = (width / target) * (1 / GOOD.least);
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
  #cutBest(from, end) {
    const { width, target, gap } = this.#measures;
    const aspects = this.#aspects;
    const [cuts, costs] = [this.#cuts, this.#costs];
    costs[0] = 0;
    for (let i = from + 1; i <= end; i++) {
      let least = Infinity;
      let natural = -gap;
      for (let start = i - 1; start >= from; start--) {
        natural += aspects[start] * target + gap;
        const share = natural / width;
        if (share > WORST && start < i - 1) break;
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

/** Which of two photos begins a part is as good as by lot, but always the same. @param {number} id */
function hash(id) {
  const mixed = Math.imul(id ^ (id >>> 15), 0x2c1b3c6d);
  return Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39) >>> 0;
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
