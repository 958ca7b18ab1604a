// A window onto a library of any height: native scrolling over a spacer, with a base that moves when nobody can tell.

import { maxY, needsRebase, spacerHeight, Speed, positionAt } from "../../pure/grid/scroll.js";
import { on } from "../../core/dom.js";

const SETTLED = 150; // ms: for engines that do not say scrollend
const CALM = 60; // ms after scrollend: each step of a drag along the rail has its own

export class Scroller {
  base = 0;
  /** Place in the library at the top edge of the view: remembered, since asking the browser in mid-frame costs a layout. */
  y = 0;
  total = 0;
  viewport = 0;
  speed = new Speed();
  #view;
  #sheet;
  #events;
  #timer = 0;
  /** the scrollTop we set ourselves, so that its event is not taken for the user's */
  #ownTop = 0;

  /**
   * @param {HTMLElement} view  what scrolls  @param {HTMLElement} sheet  the spacer inside it
   * @param {{onMoved: (byUser: boolean) => void, onSettled: () => void}} events
   */
  constructor(view, sheet, events) {
    this.#view = view;
    this.#sheet = sheet;
    this.#events = events;
    on(view, "scroll", () => this.#onScroll(), { passive: true });
    on(view, "scrollend", () => this.#settleLater(CALM));
  }

  get maxY() {
    return maxY(this);
  }

  /** @param {number} total  @param {number} viewport  @param {number} y  where to stand in the new library */
  resize(total, viewport, y) {
    this.total = total;
    this.viewport = viewport;
    this.#sheet.style.height = `${spacerHeight(total)}px`;
    this.#scrollTo(y);
    this.speed.stand(this.y);
  }

  /** A jump: nothing between here and there is shown. @param {number} y */
  jumpTo(y) {
    const there = Math.max(0, Math.min(y, this.maxY));
    if (Math.abs(there - this.y) < 1) return;
    this.#scrollTo(there);
    this.speed.jumpTo(there, performance.now());
    this.#events.onMoved(true);
    this.#settleLater();
  }

  /** @param {number} y */
  #scrollTo(y) {
    const near = y - this.base;
    const spacer = spacerHeight(this.total);
    const keep =
      this.base <= this.total - spacer &&
      !needsRebase({ base: this.base, scrollTop: near }, this, true) &&
      near >= 0 &&
      near <= spacer - this.viewport;
    const stand = keep ? { base: this.base, scrollTop: near } : positionAt(y, this);
    this.base = stand.base;
    this.#view.scrollTop = stand.scrollTop;
    this.#noteOwnTop();
  }

  #noteOwnTop() {
    this.#ownTop = this.#view.scrollTop;
    this.y = this.base + this.#ownTop;
  }

  #onScroll() {
    const top = this.#view.scrollTop;
    this.y = this.base + top;
    const byUser = Math.abs(top - this.#ownTop) >= 1;
    if (byUser) this.#ownTop = NaN;
    this.speed.sample(this.y, performance.now());
    if (needsRebase({ base: this.base, scrollTop: top }, this, false)) this.#rebase();
    this.#events.onMoved(byUser || Number.isNaN(this.#ownTop));
    this.#settleLater();
  }

  /** @param {number} [wait] */
  #settleLater(wait = SETTLED) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onSettled(), wait);
  }

  #onSettled() {
    clearTimeout(this.#timer);
    this.speed.value = 0;
    if (needsRebase({ base: this.base, scrollTop: this.#view.scrollTop }, this, true)) {
      this.#rebase();
      this.#events.onMoved(false);
    }
    this.#events.onSettled();
  }

  /** The same place over another base. */
  #rebase() {
    const stand = positionAt(this.y, this);
    this.base = stand.base;
    this.#view.scrollTop = stand.scrollTop;
    this.#noteOwnTop();
  }
}
