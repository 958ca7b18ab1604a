/**
 * @file Scrolling a layout taller than any browser allows: a spacer of at most 2,000,000 px over a base that moves. A
 * place in the layout is y = base + scrollTop. Chromium stops at 33,554,428 px divided by the pixel ratio, others
 * sooner.
 */

export const MAX_SPACER = 2_000_000;

/**
 * Heights in px.
 * @typedef {object} Extent
 * @property {number} total - Of the layout.
 * @property {number} viewport - Of the part of it that is in sight.
 */
/**
 * A place in the layout as base and scrollTop, px.
 * @typedef {object} ScrollPosition
 * @property {number} base - The y at the top of the spacer.
 * @property {number} scrollTop - Of the element that scrolls.
 */

/**
 * Return the height of the element that is scrolled, px.
 * @param {number} total - Height of the layout, px.
 */
export function spacerHeight(total) {
  return Math.min(total, MAX_SPACER);
}

/**
 * Return the largest y that can be scrolled to.
 * @param {Extent} extent - Heights of layout and viewport.
 */
export function maxY({ total, viewport }) {
  return Math.max(0, total - viewport);
}

/**
 * Return base and scrollTop for a y, with as much room above and below as there is.
 * @param {number} y - Place in the layout, px.
 * @param {Extent} extent - Heights of layout and viewport.
 * @returns {ScrollPosition} Where to scroll.
 */
export function positionAt(y, extent) {
  const spacer = spacerHeight(extent.total);
  const place = Math.max(0, Math.min(y, maxY(extent)));
  const base = Math.max(0, Math.min(Math.round(place - (spacer - extent.viewport) / 2), extent.total - spacer));
  return { base, scrollTop: place - base };
}

/**
 * Return whether to move the base now. At rest: when the position is outside the middle of the spacer. While scrolling:
 * only near an end of the spacer, because moving the base may end the fling. Never at an end of the spacer that is an
 * end of the layout.
 * @param {ScrollPosition} position - The present position.
 * @param {Extent} extent - Heights of layout and viewport.
 * @param {boolean} atRest - Whether nothing is scrolling.
 */
export function needsRebase({ base, scrollTop }, extent, atRest) {
  const spacer = spacerHeight(extent.total);
  const room = spacer - extent.viewport;
  const margin = atRest ? 0.1 : 0.05;
  if (room <= 0) return false;
  if (scrollTop < margin * room) return base > 0;
  return scrollTop > (1 - margin) * room && base < extent.total - spacer;
}

const SPEED_TIMEOUT = 70; // ms without a sample after which nothing moves any more
const SAMPLE_GAP = 150; // ms between two samples from which on nothing was moving

/** Speed of scrolling in px/ms, smoothed: one late frame is not a fling. */
export class Speed {
  value = 0;
  #y = 0;
  #at = -Infinity;

  /**
   * Take a position while scrolling.
   * @param {number} y - Place in the layout, px.
   * @param {number} now - Time in ms.
   */
  sample(y, now) {
    const dt = Math.max(1, now - this.#at);
    const speed = Math.abs(y - this.#y) / dt;
    this.value = dt > SAMPLE_GAP ? (dt === Infinity ? 0 : speed) : 0.5 * this.value + 0.5 * speed;
    this.#y = y;
    this.#at = now;
  }

  /**
   * Take the position after a jump. A jump from rest has no speed: the thumbnails there are wanted at once. Soon after
   * another sample it is a step of a drag along the rail, and counts as movement.
   * @param {number} y - Place in the layout, px.
   * @param {number} now - Time in ms.
   */
  sampleJump(y, now) {
    if (now - this.#at < SAMPLE_GAP) return this.sample(y, now);
    this.reset(y);
    this.#at = now;
  }

  /**
   * Return the speed at a time: 0 after a moment without a sample.
   * @param {number} now - Time in ms.
   */
  at(now) {
    return now - this.#at > SPEED_TIMEOUT ? 0 : this.value;
  }

  /**
   * Take a position that was not scrolled to: the speed is 0.
   * @param {number} y - Place in the layout, px.
   */
  reset(y) {
    this.value = 0;
    this.#y = y;
  }
}
