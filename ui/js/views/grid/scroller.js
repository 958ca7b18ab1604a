/**
 * @file Scrolls a layout of any height: native scrolling over a spacer, with a base that moves at rest or at an end of
 * the spacer (pure/grid/scroll.js).
 */

import { maxY, needsRebase, spacerHeight, Speed, positionAt } from "../../pure/grid/scroll.js";
import { on } from "../../core/dom.js";

const SETTLE_DELAY = 150; // ms without a scroll event, for engines that have no scrollend
const SCROLLEND_DELAY = 60; // ms: each step of a drag along the rail has a scrollend of its own

/**
 * What the scroller tells.
 * @typedef {object} ScrollEvents
 * @property {(byUser: boolean) => void} onMoved - It has scrolled.
 * @property {() => void} onSettled - It has come to rest.
 */

/** Scrolls the grid and knows where it is. Lengths are px. */
export class Scroller {
  base = 0;
  /** Place in the layout at the top of the viewport; kept, because reading scrollTop in a frame may force a layout. */
  y = 0;
  total = 0;
  viewport = 0;
  speed = new Speed();
  #scrollArea;
  #spacer;
  #events;
  #timer = 0;
  /** the scrollTop set here last, whose event is not the user's; NaN: the user has scrolled since */
  #ownTop = 0;

  /**
   * @param {HTMLElement} scrollArea - The element that scrolls.
   * @param {HTMLElement} spacer - The spacer inside it.
   * @param {ScrollEvents} events - What the scroller tells.
   */
  constructor(scrollArea, spacer, events) {
    this.#scrollArea = scrollArea;
    this.#spacer = spacer;
    this.#events = events;
    on(scrollArea, "scroll", () => this.#onScroll(), { passive: true });
    on(scrollArea, "scrollend", () => this.#settleLater(SCROLLEND_DELAY));
  }

  /** The largest y. */
  get maxY() {
    return maxY(this);
  }

  /**
   * Take a layout of another height.
   * @param {number} total - Height of the layout.
   * @param {number} viewport - Height of the viewport.
   * @param {number} y - Where to be in the new layout.
   */
  resize(total, viewport, y) {
    this.total = total;
    this.viewport = viewport;
    this.#spacer.style.height = `${spacerHeight(total)}px`;
    this.#scrollTo(y);
    this.speed.reset(this.y);
  }

  /**
   * Go to a place at once; nothing between is shown.
   * @param {number} y - Place in the layout.
   */
  jumpTo(y) {
    const there = Math.max(0, Math.min(y, this.maxY));
    if (Math.abs(there - this.y) < 1) return;
    this.#scrollTo(there);
    this.speed.sampleJump(there, performance.now());
    this.#events.onMoved(true);
    this.#settleLater();
  }

  /** @param {number} y - Place in the layout. */
  #scrollTo(y) {
    const near = y - this.base;
    const spacer = spacerHeight(this.total);
    const keep =
      this.base <= this.total - spacer &&
      !needsRebase({ base: this.base, scrollTop: near }, this, true) &&
      near >= 0 &&
      near <= spacer - this.viewport;
    const position = keep ? { base: this.base, scrollTop: near } : positionAt(y, this);
    this.base = position.base;
    this.#scrollArea.scrollTop = position.scrollTop;
    this.#noteOwnTop();
  }

  #noteOwnTop() {
    this.#ownTop = this.#scrollArea.scrollTop;
    this.y = this.base + this.#ownTop;
  }

  /** Take notice of scrolling of which the browser tells only with the next frame. */
  catchUp() {
    if (Math.abs(this.#scrollArea.scrollTop - (this.y - this.base)) >= 1) this.#onScroll();
  }

  #onScroll() {
    const top = this.#scrollArea.scrollTop;
    this.y = this.base + top;
    const byUser = Math.abs(top - this.#ownTop) >= 1;
    if (byUser) this.#ownTop = NaN;
    this.speed.sample(this.y, performance.now());
    if (needsRebase({ base: this.base, scrollTop: top }, this, false)) this.#rebase();
    this.#events.onMoved(byUser || Number.isNaN(this.#ownTop));
    this.#settleLater();
  }

  /** @param {number} [wait] - How long nothing must have moved, ms. */
  #settleLater(wait = SETTLE_DELAY) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onSettled(), wait);
  }

  #onSettled() {
    clearTimeout(this.#timer);
    this.speed.value = 0;
    if (needsRebase({ base: this.base, scrollTop: this.#scrollArea.scrollTop }, this, true)) {
      this.#rebase();
      this.#events.onMoved(false);
    }
    this.#events.onSettled();
  }

  /** Keep the place over another base. */
  #rebase() {
    const position = positionAt(this.y, this);
    this.base = position.base;
    this.#scrollArea.scrollTop = position.scrollTop;
    this.#noteOwnTop();
  }
}
