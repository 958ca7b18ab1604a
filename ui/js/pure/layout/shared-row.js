/** @file A row that several days share: how high it is, and how much room each day has in it. */

import { GOOD_HEIGHT } from "./row-breaks.js";

/**
 * Sizes in px.
 * @typedef {object} SharedRowOptions
 * @property {number} width - Width of a row.
 * @property {number} target - Height that rows should have.
 * @property {number} gap - Between two photos.
 * @property {number} groupGap - Between two days.
 * @property {number} groupWidth - What a heading needs at least.
 */
/**
 * The room of one day in a row it shares, px.
 * @typedef {object} DaySlot
 * @property {number} left - Where it begins.
 * @property {number} width - How wide it is.
 * @property {number} photos - How much of it the photos take.
 * @property {number} count - How many photos the day has.
 */

/** Computes rows that days share. Indices are days; lengths are px. */
export class SharedRows {
  /** by day: the sum of its aspects, and the row height at which it is as wide as its heading */
  aspectSums;
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
   * Measure a day. To be called before anything else is asked of it.
   * @param {number} day - Index of the day.
   * @returns {boolean} Whether the day leaves room in a row.
   */
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

  /**
   * Return the px between the photos of a day.
   * @param {number} day - Index of the day.
   */
  gaps(day) {
    return (this.#dayFirst[day + 1] - this.#dayFirst[day] - 1) * this.#options.gap;
  }

  /**
   * Return the height at which days fill the row when none is narrower than its heading; 0: there is none.
   * @param {number} from - First day.
   * @param {number} end - Day after the last.
   * @param {number} height - Height at which the photos alone would fill it.
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

  /**
   * Return the exact height of a row: the target height where it would be too high when it filled the width.
   * @param {number} from - First day.
   * @param {number} end - Day after the last.
   */
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

  /**
   * Return the room of each day in a row.
   * @param {number} from - First day.
   * @param {number} end - Day after the last.
   * @returns {DaySlot[]} One for each day.
   */
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
