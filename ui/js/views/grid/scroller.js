// A window onto a library of any height: native scrolling over a spacer, with a base that moves when nobody can tell.

import { lastY, needsRebase, spacerOf, Speed, standAt } from "../../pure/grid/scroll.js";
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
  #heard;
  #timer = 0;
  /** the scrollTop we set ourselves, so that its event is not taken for the user's */
  #set = 0;

  /**
   * @param {HTMLElement} view  what scrolls  @param {HTMLElement} sheet  the spacer inside it
   * @param {{moved: (byUser: boolean) => void, settled: () => void}} heard
   */
  constructor(view, sheet, heard) {
    this.#view = view;
    this.#sheet = sheet;
    this.#heard = heard;
    on(view, "scroll", () => this.#onScroll(), { passive: true });
    on(view, "scrollend", () => this.#later(CALM));
  }

  get lastY() {
    return lastY(this);
  }

  /** @param {number} total  @param {number} viewport  @param {number} y  where to stand in the new library */
  resize(total, viewport, y) {
    this.total = total;
    this.viewport = viewport;
    this.#sheet.style.height = `${spacerOf(total)}px`;
    this.#stand(y);
    this.speed.jump(this.y);
  }

  /** A jump: nothing between here and there is shown. @param {number} y */
  go(y) {
    const there = Math.max(0, Math.min(y, this.lastY));
    if (Math.abs(there - this.y) < 1) return;
    this.#stand(there);
    this.speed.go(there, performance.now());
    this.#heard.moved(true);
    this.#later();
  }

  /** @param {number} y */
  #stand(y) {
    const near = y - this.base;
    const spacer = spacerOf(this.total);
    const keep = this.base <= this.total - spacer && !needsRebase({ base: this.base, scrollTop: near }, this, true) && near >= 0 && near <= spacer - this.viewport;
    const stand = keep ? { base: this.base, scrollTop: near } : standAt(y, this);
    this.base = stand.base;
    this.#view.scrollTop = stand.scrollTop;
    this.#noteSet();
  }

  #noteSet() {
    this.#set = this.#view.scrollTop;
    this.y = this.base + this.#set;
  }

  #onScroll() {
    const top = this.#view.scrollTop;
    this.y = this.base + top;
    const byUser = Math.abs(top - this.#set) >= 1;
    if (byUser) this.#set = NaN;
    this.speed.note(this.y, performance.now());
    if (needsRebase({ base: this.base, scrollTop: top }, this, false)) this.#rebase();
    this.#heard.moved(byUser || Number.isNaN(this.#set));
    this.#later();
  }

  /** @param {number} [wait] */
  #later(wait = SETTLED) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onSettled(), wait);
  }

  #onSettled() {
    clearTimeout(this.#timer);
    this.speed.value = 0;
    if (needsRebase({ base: this.base, scrollTop: this.#view.scrollTop }, this, true)) {
      this.#rebase();
      this.#heard.moved(false);
    }
    this.#heard.settled();
  }

  /** The same place over another base. */
  #rebase() {
    const stand = standAt(this.y, this);
    this.base = stand.base;
    this.#view.scrollTop = stand.scrollTop;
    this.#noteSet();
  }
}
