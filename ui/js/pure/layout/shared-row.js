/** @file A row that several days share: how high it is, and which slot each day has in it. */

import { GOOD_HEIGHT } from "./row-breaks.js";

/**
 * Sizes in px.
 * @typedef {object} SharedRowOptions
 * @property {number} width - Width of a row.
 * @property {number} target - Height that rows should have.
 * @property {number} gap - Between two photos.
 * @property {number} sharedDayGap - Between two days.
 * @property {number} minDayWidth - Least width of a day, which its heading needs.
 */
/**
 * The part of a shared row that belongs to one day, px.
 * @typedef {object} DaySlot
 * @property {number} left - Where it begins.
 * @property {number} width - How wide it is.
 * @property {number} photosWidth - How much of it the photos take.
 * @property {number} count - How many photos the day has.
 */

/** Computes rows that days share. Indices are days; lengths are px. */
export class SharedRows {
  /** sum of the aspects of each day */
  aspectSums;
  /** row height at which each day is as wide as its heading, px */
  minHeights;
  #dayFirst;
  #aspects;
  #options;

  /**
   * @param {Uint32Array} dayFirst - First photo of each day, and n at the end.
   * @param {Float32Array} aspects - Width / height of each photo.
   * @param {SharedRowOptions} options - Sizes in px.
   */
  constructor(dayFirst, aspects, options) {
    this.#dayFirst = dayFirst;
    this.#aspects = aspects;
    this.#options = options;
    this.aspectSums = new Float64Array(dayFirst.length);
    this.minHeights = new Float64Array(dayFirst.length);
  }

  /**
   * Measure a day. To be called before the other methods are called for it.
   * @param {number} day - Index of the day.
   * @returns {boolean} Whether the day leaves room in a row.
   */
  measure(day) {
    const { width, target, minDayWidth } = this.#options;
    const [end, gaps] = [this.#dayFirst[day + 1], this.gaps(day)];
    const most = (width - gaps) / target;
    let sum = 0;
    for (let i = this.#dayFirst[day]; i < end && sum < most; i++) sum += this.#aspects[i];
    this.aspectSums[day] = sum;
    this.minHeights[day] = (minDayWidth - gaps) / sum;
    return sum > 0 && sum < most;
  }

  /**
   * Return the px between the photos of a day.
   * @param {number} day - Index of the day.
   */
  gaps(day) {
    return (this.#dayFirst[day + 1] - this.#dayFirst[day] - 1) * this.#options.gap;
  }

  /**
   * Return the height at which days fill the row when none is narrower than its heading; 0: there is none. Each pass
   * gives the days that are too narrow the width of their heading, which lowers the row, until a pass lowers it no
   * further.
   * @param {number} from - First day.
   * @param {number} end - Day after the last.
   * @param {number} height - Height at which the photos alone would fill it.
   */
  fitHeadings(from, end, height) {
    const { width, sharedDayGap, minDayWidth } = this.#options;
    for (let before = Infinity; height < before; ) {
      before = height;
      let sum = 0;
      let room = width + sharedDayGap;
      for (let day = from; day < end; day++) {
        const narrow = before < this.minHeights[day];
        if (!narrow) sum += this.aspectSums[day];
        room -= sharedDayGap + (narrow ? minDayWidth : this.gaps(day));
      }
      height = sum > 0 ? Math.min(before, room / sum) : 0;
    }
    return Math.max(0, height);
  }

  /**
   * Return the exact height of a row. A row that would be too high if it filled the width has the target height.
   * @param {number} from - First day.
   * @param {number} end - Day after the last.
   */
  heightOf(from, end) {
    const { width, target, sharedDayGap } = this.#options;
    let sum = 0;
    let room = width + sharedDayGap;
    for (let day = from; day < end; day++) {
      sum += this.aspectSums[day];
      room -= sharedDayGap + this.gaps(day);
    }
    const height = this.fitHeadings(from, end, room / sum);
    return height > GOOD_HEIGHT.most * target ? target : height;
  }

  /**
   * Return the slots of the days in a row.
   * @param {number} from - First day.
   * @param {number} end - Day after the last.
   * @returns {DaySlot[]} One for each day.
   */
  slots(from, end) {
    const { sharedDayGap, minDayWidth } = this.#options;
    const height = this.heightOf(from, end);
    const slots = [];
    let left = 0;
    for (let day = from; day < end; day++) {
      const photosWidth = this.aspectSums[day] * height + this.gaps(day);
      const width = Math.max(minDayWidth, photosWidth);
      slots.push({ left, width, photosWidth, count: this.#dayFirst[day + 1] - this.#dayFirst[day] });
      left += width + sharedDayGap;
    }
    return slots;
  }
}
