// A row that days share: how high it is, and how much room each of them has in it.

import { GOOD_HEIGHT } from "./row-breaks.js";

/** @typedef {{width: number, target: number, gap: number, groupGap: number, groupWidth: number}} SharedRowOptions  px; groupGap: between two days, groupWidth: what a heading needs */
/** @typedef {{left: number, width: number, photos: number, count: number}} DaySlot  room of one day in its row, and what its photos take of it, px */

export class SharedRows {
  /** by day, where days may share a row: its aspects together, and the row height at which it is as wide as its heading */
  aspectSums;
  minHeights;
  #dayFirst;
  #aspects;
  #options;

  /** @param {Uint32Array} dayFirst  @param {Float32Array} aspects  @param {SharedRowOptions} measures */
  constructor(dayFirst, aspects, measures) {
    this.#dayFirst = dayFirst;
    this.#aspects = aspects;
    this.#options = measures;
    this.aspectSums = new Float64Array(dayFirst.length);
    this.minHeights = new Float64Array(dayFirst.length);
  }

  /** To be asked before anything else about a day. @param {number} day  @returns {boolean} whether it leaves room in a row */
  measure(day) {
    const { width, target, groupWidth } = this.#options;
    const [end, gaps] = [this.#dayFirst[day + 1], this.gaps(day)];
    const most = (width - gaps) / target;
    let sum = 0;
    for (let i = this.#dayFirst[day]; i < end && sum < most; i++) sum += this.#aspects[i];
    this.aspectSums[day] = sum;
    this.minHeights[day] = (groupWidth - gaps) / sum;
    return sum > 0 && sum < most;
  }

  /** px between the photos of a day @param {number} day */
  gaps(day) {
    return (this.#dayFirst[day + 1] - this.#dayFirst[day] - 1) * this.#options.gap;
  }

  /**
   * The height at which days fill the row when none is narrower than its heading; 0 when there is none.
   * @param {number} from  @param {number} end  @param {number} height  at which they would if photos alone counted
   */
  fitHeadings(from, end, height) {
    const { width, groupGap, groupWidth } = this.#options;
    for (let before = Infinity; height < before; ) {
      before = height;
      let sum = 0;
      let room = width + groupGap;
      for (let day = from; day < end; day++) {
        const narrow = before < this.minHeights[day];
        if (!narrow) sum += this.aspectSums[day];
        room -= groupGap + (narrow ? groupWidth : this.gaps(day));
      }
      height = sum > 0 ? Math.min(before, room / sum) : 0;
    }
    return Math.max(0, height);
  }

  /** Exact height of the row: at target where it would have to be too high to reach the edge. @param {number} from  @param {number} end */
  heightOf(from, end) {
    const { width, target, groupGap } = this.#options;
    let sum = 0;
    let room = width + groupGap;
    for (let day = from; day < end; day++) {
      sum += this.aspectSums[day];
      room -= groupGap + this.gaps(day);
    }
    const height = this.fitHeadings(from, end, room / sum);
    return height > GOOD_HEIGHT.most * target ? target : height;
  }

  /** @param {number} from  @param {number} end  days of the row  @returns {DaySlot[]} */
  slots(from, end) {
    const { groupGap, groupWidth } = this.#options;
    const height = this.heightOf(from, end);
    const groups = [];
    let left = 0;
    for (let day = from; day < end; day++) {
      const photos = this.aspectSums[day] * height + this.gaps(day);
      const width = Math.max(groupWidth, photos);
      groups.push({ left, width, photos, count: this.#dayFirst[day + 1] - this.#dayFirst[day] });
      left += width + groupGap;
    }
    return groups;
  }
}
