// Date headings: one box per day on screen, as tall as the day, so that the browser itself keeps its heading in sight.
// Days that share a row have boxes side by side: their headings stick and leave together.

import { h, iconButton } from "../../core/dom.js";
import { fitDayNames, headingSlots } from "../../pure/timeline/day-names.js";
import { formatDay } from "../../pure/text/format.js";
import { spacerHeight } from "../../pure/grid/scroll.js";
import { TextWidth } from "./text-width.js";

/** @typedef {import("../../pure/layout/layout.js").Layout} Layout */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */
/** @typedef {{box: HTMLElement, title: HTMLElement, check: HTMLElement, day: number, base: number}} Heading */

const AROUND = 20; // px before and behind a name
const BEYOND = 2000; // px: a day may be taller than the spacer, its box is not

export class Headings {
  #layer;
  /** @type {Map<number, Heading>} */
  #shown = new Map();
  /** @type {Heading[]} */
  #spare = [];
  #hovered = -1;
  #textWidth = new TextWidth();
  #fontIsSet = false;

  /** @param {HTMLElement} layer  @param {(day: number) => void} select  a day was ticked */
  constructor(layer, select) {
    this.#layer = layer;
    layer.addEventListener("click", (event) => {
      const box =
        event.target instanceof Element &&
        event.target.closest("button") &&
        /** @type {HTMLElement} */ (event.target.closest(".day"));
      if (box) select(Number(box.dataset.day));
    });
  }

  reset() {
    for (const heading of [...this.#shown.values()]) this.#release(heading);
    this.#fontIsSet = false;
  }

  /**
   * @param {Timeline} timeline  @param {Layout} layout  @param {{base: number, y: number, viewport: number, total: number}} stand
   * @param {(day: number) => boolean} chosen  whether all of the day is selected
   */
  render(timeline, layout, stand, chosen) {
    if (!layout.days) return this.reset();
    const [from, end] = layout.daysBetween(stand.y, stand.y + stand.viewport);
    for (const heading of [...this.#shown.values()])
      if (heading.day < from || heading.day >= end) this.#release(heading);
    for (let day = from; day < end; day++) {
      if (!this.#shown.has(day)) this.#showRow(timeline, layout, day);
      const heading = /** @type {Heading} */ (this.#shown.get(day));
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
    const bottom = Math.min(spacerHeight(total) + BEYOND, layout.dayEnd(day) - base);
    box.style.top = `${top}px`;
    box.style.height = `${Math.max(0, bottom - top)}px`;
  }

  /** The day's, and those of the days that share its row. @param {Timeline} timeline  @param {Layout} layout  @param {number} day */
  #showRow(timeline, layout, day) {
    const row = layout.rowOf(timeline.dayFirst[day]);
    const joined = layout.isShared(row);
    const [from, end] = joined ? layout.daysOf(row) : [day, day + 1];
    const rooms = headingSlots(joined ? layout.daySlots(row) : [{ left: 0, width: 0 }], layout.width);
    this.#setFont();
    const names = fitDayNames(
      [...timeline.days.subarray(from, end)],
      rooms.map(({ width }) => width - AROUND),
      new Date().getFullYear(),
      (text) => this.#textWidth.measure(text),
    );
    rooms.forEach((room, i) => {
      if (!this.#shown.has(from + i))
        this.#show(timeline, from + i, names[i], room.left, i === rooms.length - 1 ? 0 : room.width);
    });
  }

  /** The text size may be another since the last layout. */
  #setFont() {
    if (this.#fontIsSet) return;
    const heading = this.#spare.pop() ?? createHeading();
    this.#layer.append(heading.box);
    this.#textWidth.setFont(heading.title);
    heading.box.remove();
    this.#spare.push(heading);
    this.#fontIsSet = true;
  }

  /** @param {Timeline} timeline  @param {number} day  @param {string} name  @param {number} left  @param {number} width  0: to the end of the line */
  #show(timeline, day, name, left, width) {
    const heading = this.#spare.pop() ?? createHeading();
    const { box, title, check } = heading;
    heading.day = day;
    heading.base = NaN;
    box.dataset.day = String(day);
    box.style.left = `${left}px`;
    box.style.width = width ? `${width}px` : "";
    box.classList.toggle("is-hover", day === this.#hovered);
    this.#setText(title, check, name, formatDay(timeline.days[day], new Date().getFullYear()));
    this.#shown.set(day, heading);
    this.#insert(heading);
  }

  /** @param {HTMLElement} title  @param {HTMLElement} check  @param {string} name  @param {string} whole */
  #setText(title, check, name, whole) {
    title.textContent = name;
    title.title = whole;
    if (name === whole) title.removeAttribute("aria-label");
    else title.setAttribute("aria-label", whole);
    check.setAttribute("aria-label", `Select ${whole}`);
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
function createHeading() {
  const title = h("h2");
  const check = iconButton("check", "Select this day");
  const box = h("section", { class: "day" }, h("header", { class: "day__head" }, title, check));
  return { box, title, check, day: -1, base: NaN };
}
