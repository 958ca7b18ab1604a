// Date headings: one box per day on screen, as tall as the day, so that the browser itself keeps its heading in sight.

import { h, iconButton } from "../core/dom.js";
import { formatDay } from "../pure/format.js";
import { spacerOf } from "../pure/scroll.js";

/** @typedef {import("../pure/layout.js").Layout} Layout */
/** @typedef {import("../pure/timeline-data.js").Timeline} Timeline */
/** @typedef {{box: HTMLElement, title: HTMLElement, check: HTMLElement, day: number, base: number}} Heading */

const BEYOND = 2000; // px: a day may be taller than the spacer, its box is not

export class Headings {
  #layer;
  /** @type {Map<number, Heading>} */
  #shown = new Map();
  /** @type {Heading[]} */
  #spare = [];
  #hovered = -1;

  /** @param {HTMLElement} layer  @param {(day: number) => void} select  a day was ticked  @param {AbortSignal} signal */
  constructor(layer, select, signal) {
    this.#layer = layer;
    layer.addEventListener("click", (event) => {
      const box = event.target instanceof Element && event.target.closest("button") && /** @type {HTMLElement} */ (event.target.closest(".day"));
      if (box) select(Number(box.dataset.day));
    }, { signal });
  }

  reset() {
    for (const heading of [...this.#shown.values()]) this.#release(heading);
  }

  /**
   * @param {Timeline} timeline  @param {Layout} layout  @param {{base: number, y: number, viewport: number, total: number}} stand
   * @param {(day: number) => boolean} chosen  whether all of the day is selected
   */
  render(timeline, layout, stand, chosen) {
    if (!layout.days) return this.reset();
    const from = layout.dayAt(stand.y);
    const end = layout.dayAt(stand.y + stand.viewport) + 1;
    for (const heading of [...this.#shown.values()]) if (heading.day < from || heading.day >= end) this.#release(heading);
    for (let day = from; day < end; day++) {
      const heading = this.#shown.get(day) ?? this.#take(timeline, day);
      this.#place(heading, layout, stand);
      heading.box.classList.toggle("is-stuck", layout.dayTop[day] < stand.y);
      heading.check.setAttribute("aria-pressed", String(chosen(day)));
    }
  }

  /** The check shows on the day under the pointer. @param {number} day */
  hover(day) {
    if (day === this.#hovered) return;
    this.#shown.get(this.#hovered)?.box.classList.remove("is-hover");
    this.#shown.get(day)?.box.classList.add("is-hover");
    this.#hovered = day;
  }

  /** @param {Heading} heading  @param {Layout} layout  @param {{base: number, total: number}} stand */
  #place(heading, layout, { base, total }) {
    if (heading.base === base) return;
    heading.base = base;
    const { box, day } = heading;
    const top = Math.max(-BEYOND, layout.dayTop[day] - base);
    const bottom = Math.min(spacerOf(total) + BEYOND, layout.dayTop[day + 1] - base);
    box.style.top = `${top}px`;
    box.style.height = `${Math.max(0, bottom - top)}px`;
  }

  /** @param {Timeline} timeline  @param {number} day */
  #take(timeline, day) {
    const heading = this.#spare.pop() ?? make();
    heading.day = day;
    heading.base = NaN;
    heading.box.dataset.day = String(day);
    heading.box.classList.toggle("is-hover", day === this.#hovered);
    const name = formatDay(timeline.days[day], new Date().getFullYear());
    heading.title.textContent = name;
    heading.check.setAttribute("aria-label", `Select ${name}`);
    this.#shown.set(day, heading);
    this.#insert(heading);
    return heading;
  }

  /** In the order of the days, as they are read out. @param {Heading} heading */
  #insert({ box, day }) {
    let next = null;
    for (const other of this.#shown.values()) if (other.day > day && (!next || other.day < next.day)) next = other;
    this.#layer.insertBefore(box, next?.box ?? null);
  }

  /** @param {Heading} heading */
  #release(heading) {
    this.#shown.delete(heading.day);
    heading.box.remove();
    this.#spare.push(heading);
  }
}

/** @returns {Heading} */
function make() {
  const title = h("h2");
  const check = iconButton("check", "Select this day");
  const box = h("section", { class: "day" }, h("header", { class: "day__head" }, title, check));
  return { box, title, check, day: -1, base: NaN };
}
