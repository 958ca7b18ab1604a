/** @file What the user means by a turn of the wheel or a swipe. */

const LINE_HEIGHT = 33; // px for a line of wheels that count lines
const PAGE_DELTA = 40; // px of scrolling that are one page
const GESTURE_REST = 90; // ms of quiet after which a gesture is a new one
const PAGE_INTERVAL = 150; // ms between two pages of one gesture

/**
 * Turns a stream of wheel events into pages: one for a notch of a wheel, one for a flick on a trackpad, whose fading
 * tail turns none.
 */
export class WheelPages {
  #sum = 0;
  #last = -Infinity;
  #turned = -Infinity;
  #force = 0;
  #paged = false; // this gesture has turned a page already

  /**
   * Take a wheel event.
   * @param {{deltaX: number, deltaY: number, deltaMode: number, timeStamp: number}} event - The event.
   * @returns {-1|0|1} How many pages to turn: 1: forward.
   */
  turn({ deltaX, deltaY, deltaMode, timeStamp }) {
    const delta = (Math.abs(deltaX) > Math.abs(deltaY) ? deltaX : deltaY) * (deltaMode ? LINE_HEIGHT : 1);
    const fresh = timeStamp - this.#last > GESTURE_REST;
    if (fresh || Math.sign(delta) !== Math.sign(this.#sum)) this.#sum = 0;
    if (fresh) this.#paged = false;
    const fading = Math.abs(delta) < this.#force;
    this.#last = timeStamp;
    this.#force = Math.abs(delta);
    this.#sum += delta;
    const held = this.#paged && (timeStamp - this.#turned < PAGE_INTERVAL || fading);
    if (Math.abs(this.#sum) < PAGE_DELTA || held) return 0;
    this.#turned = timeStamp;
    this.#paged = true;
    const step = this.#sum > 0 ? 1 : -1;
    this.#sum = 0;
    return step;
  }
}

/**
 * Return the factor that one wheel event with Ctrl, or a pinch on a trackpad, zooms by.
 * @param {{deltaY: number, deltaMode: number}} event - The event.
 */
export function wheelFactor({ deltaY, deltaMode }) {
  const px = Math.max(-30, Math.min(30, deltaY * (deltaMode ? LINE_HEIGHT : 1)));
  return Math.exp(-px / 100);
}

/**
 * Return what a finger's swipe over a fitted photo means; null: nothing.
 * @param {number} dx - Way forward along the lines, px.
 * @param {number} dy - Way down, px.
 * @param {number} ms - How long it took.
 * @returns {"next"|"previous"|"close"|null}
 */
export function swipe(dx, dy, ms) {
  const across = Math.abs(dx) > Math.abs(dy) * 1.2;
  const way = across ? Math.abs(dx) : dy;
  const meant = way > 96 || (way > 24 && way / Math.max(1, ms) > 0.4);
  if (!meant) return null;
  if (across) return dx < 0 ? "next" : "previous";
  return Math.abs(dx) < dy ? "close" : null;
}
