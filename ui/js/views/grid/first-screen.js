/**
 * @file Keeps the first screen where it is while a new folder is read: newer photos come above it, and when all is read
 * the view goes to its top once. Knows on which photo the pointer is.
 */

import { on } from "../../core/dom.js";
import { isAimedAt, staysInSight } from "../../pure/grid/first-screen.js";

/** @typedef {import("./grid.js").Grid} Grid */
/** @typedef {import("../../core/types.js").State} State */

const REST = 500; // ms beside all photos, after which the pointer rests elsewhere

/** Holds what is in sight. */
export class FirstScreen {
  #grid;
  #store;
  /** id of the photo that the pointer is on; -1: none */
  #pointed = -1;
  /** where the pointer is, px */
  #x = 0;
  #y = 0;
  /** @type {import("../../pure/grid/first-screen.js").Aim|null} what the pointer was on when photos moved last */
  #aim = null;
  /** whether newer photos have come above what is in sight, which was the top */
  #held = false;
  #timer = 0;

  /**
   * @param {Grid} grid - The grid.
   * @param {import("../../core/store.js").Store} store - The state of the page.
   * @param {HTMLElement} scrollArea - What the pointer moves over.
   */
  constructor(grid, store, scrollArea) {
    this.#grid = grid;
    this.#store = store;
    on(scrollArea, "pointerover", (event) => this.#point(event.target), { passive: true });
    on(scrollArea, "pointerleave", () => this.#point(null), { passive: true });
    on(scrollArea, "pointermove", ({ clientX, clientY }) => ([this.#x, this.#y] = [clientX, clientY]), {
      passive: true,
    });
    store.watch((state) => this.#isReading(state), () => this.#settle());
  }

  /** @param {EventTarget|null} target - What the pointer is on. */
  #point(target) {
    const index = target ? this.#grid.rows.indexOf(target) : -1;
    this.#pointed = index < 0 ? -1 : this.#grid.timeline.ids[index];
    clearTimeout(this.#timer);
    if (index < 0) this.#timer = window.setTimeout(() => this.#settle(), REST);
  }

  /** @param {State} state - The state of the page. */
  #isReading({ status, timeline }) {
    return staysInSight(timeline?.n ?? 0, status?.progress.unread ?? 0);
  }

  /**
   * Take the next timeline of the same view, before it is shown: the photo that the pointer is on, or the first in
   * sight, keeps its place, if the view is at its top and more is being read.
   * @returns {boolean} Whether it does.
   */
  hold() {
    const { timeline, scroller } = this.#grid;
    const pointed = timeline.indexOf(this.#pointed);
    this.#aim = pointed < 0 ? null : { photo: this.#pointed, at: performance.now(), x: this.#x, y: this.#y };
    const { status } = this.#store.state;
    if (scroller.y >= 1 && !this.#held) return false;
    if (!staysInSight(timeline.n, status?.progress.unread ?? 0)) return false;
    this.#held = true;
    if (pointed >= 0) this.#grid.anchorTo(pointed);
    return true;
  }

  /**
   * Forget what the pointer was on: another view is shown.
   * @returns {boolean} False: nothing of it is held.
   */
  reset() {
    clearTimeout(this.#timer);
    this.#held = false;
    this.#aim = null;
    this.#pointed = -1;
    return false;
  }

  /** The user scrolls: the view is where it is wanted. */
  release() {
    this.#held = false;
  }

  /** Go to the top, if all is read, nothing is pointed at, and the user has done nothing with the view yet. */
  #settle() {
    const { state } = this.#store;
    if (!this.#held || this.#pointed >= 0 || this.#isReading(state)) return;
    this.#held = false;
    if (state.focus < 0 && state.place.photo === null) this.#grid.scroller.jumpTo(0);
  }

  /**
   * Return the photo that a click means; -1: none.
   * @param {MouseEvent} event - The click.
   */
  meant(event) {
    const click = { at: performance.now(), x: event.clientX, y: event.clientY };
    const index = this.#grid.rows.indexOf(event.target);
    if (index < 0 || !event.detail || !this.#aim || !isAimedAt(this.#aim, click)) return index;
    const aimed = this.#grid.timeline.indexOf(this.#aim.photo);
    return aimed < 0 ? index : aimed;
  }
}
