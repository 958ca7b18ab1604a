/** @file The keys of the ticks that select days: Tab reaches one of them, and arrows lead to the others. */

import { on } from "../../core/dom.js";
import { alongLines } from "../../pure/text/texts.js";

/** @typedef {import("./headings.js").Heading} Heading */

/** Moves the focus between the ticks of days. */
export class DayKeys {
  #shown;
  #reveal;

  /**
   * @param {HTMLElement} layer - What the headings lie in.
   * @param {ReadonlyMap<number, Heading>} shown - Those in sight, by the indices of their days.
   * @param {(day: number) => void} reveal - Scrolls to a day; does nothing where there is none.
   */
  constructor(layer, shown, reveal) {
    this.#shown = shown;
    this.#reveal = reveal;
    on(layer, "keydown", (event) => this.#onKeydown(event));
  }

  /** Let Tab reach one tick: the one with the focus, or the first in sight. */
  rove() {
    const headings = [...this.#shown.values()];
    const first = headings.reduce((one, other) => (other.day < one.day ? other : one), headings[0]);
    const chosen = headings.find(({ check }) => check === document.activeElement) ?? first;
    for (const heading of headings) {
      const tabIndex = heading === chosen ? 0 : -1;
      if (heading.check.tabIndex !== tabIndex) heading.check.tabIndex = tabIndex;
    }
  }

  /** @param {KeyboardEvent} event - The event. */
  #onKeydown(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[alongLines(event.key)];
    const heading = [...this.#shown.values()].find(({ check }) => check === event.target);
    if (!step || !heading || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const day = heading.day + step;
    if (!this.#shown.has(day)) this.#reveal(day);
    this.#shown.get(day)?.check.focus({ preventScroll: true });
    this.rove();
  }
}
