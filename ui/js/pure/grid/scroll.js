// Scrolling a library taller than any browser allows: a spacer of at most 2,000,000 px over a base that moves.
// A place in the library is y = base + scrollTop. Chromium stops at 33,554,428 px divided by the pixel ratio, others sooner.

export const MAX_SPACER = 2_000_000;

/** @typedef {{total: number, viewport: number}} Extent  heights in px: of the library, of the window onto it */
/** @typedef {{base: number, scrollTop: number}} ScrollPosition */

/** Height of the element that is scrolled. @param {number} total */
export function spacerHeight(total) {
  return Math.min(total, MAX_SPACER);
}

/** The furthest place. @param {Extent} extent */
export function maxY({ total, viewport }) {
  return Math.max(0, total - viewport);
}

/** ScrollPosition at a place, with as much room above and below as there is. @param {number} y  @param {Extent} extent  @returns {ScrollPosition} */
export function positionAt(y, extent) {
  const spacer = spacerHeight(extent.total);
  const place = Math.max(0, Math.min(y, maxY(extent)));
  const base = Math.max(0, Math.min(Math.round(place - (spacer - extent.viewport) / 2), extent.total - spacer));
  return { base, scrollTop: place - base };
}

/**
 * Whether to move the base now. At rest outside the middle; on the way only when the end of the spacer is near, because
 * moving it then may end the fling. Never where the spacer's end is the library's end.
 * @param {ScrollPosition} stand  @param {Extent} extent  @param {boolean} atRest
 */
export function needsRebase({ base, scrollTop }, extent, atRest) {
  const spacer = spacerHeight(extent.total);
  const room = spacer - extent.viewport;
  const margin = atRest ? 0.1 : 0.05;
  if (room <= 0) return false;
  if (scrollTop < margin * room) return base > 0;
  return scrollTop > (1 - margin) * room && base < extent.total - spacer;
}

const CALM = 70; // ms after which a flight's end is believed
const REST = 150; // ms without news: nothing was moving

/** Speed in px/ms, smoothed: one late frame is not a fling. */
export class Speed {
  value = 0;
  #y = 0;
  #at = -Infinity;

  /** @param {number} y  @param {number} now  ms */
  sample(y, now) {
    const dt = Math.max(1, now - this.#at);
    const speed = Math.abs(y - this.#y) / dt;
    this.value = dt > REST ? (dt === Infinity ? 0 : speed) : 0.5 * this.value + 0.5 * speed;
    this.#y = y;
    this.#at = now;
  }

  /** A jump from rest is to a place that is wanted at once; on the heels of another it is a drag along the rail. @param {number} y  @param {number} now */
  jumpTo(y, now) {
    if (now - this.#at < REST) return this.sample(y, now);
    this.stand(y);
    this.#at = now;
  }

  /** What it is by now: after a moment without news, none. @param {number} now */
  at(now) {
    return now - this.#at > CALM ? 0 : this.value;
  }

  /** Standing here on purpose, not having travelled. @param {number} y */
  stand(y) {
    this.value = 0;
    this.#y = y;
  }
}
