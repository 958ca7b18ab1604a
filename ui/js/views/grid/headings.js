/**
 * @file Date headings: one box for each day on screen, as tall as the day, in which the browser keeps the heading in
 * sight (position: sticky). Days that share a row have boxes side by side: their headings stick and leave together.
 */

import { h, iconButton } from "../../core/dom.js";
import {
  dayPlaceTexts,
  fitDayNames,
  fitDayPlace,
  headingSlots,
  PLACE_SEPARATOR,
} from "../../pure/timeline/day-names.js";
import { formatDay, formatShortestDay } from "../../pure/text/format.js";
import { spacerHeight } from "../../pure/grid/scroll.js";
import { DayKeys } from "./day-keys.js";
import { TextWidth } from "./text-width.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../pure/layout/layout.js").Layout} Layout */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */
/**
 * The elements of a heading.
 * @typedef {object} Heading
 * @property {HTMLElement} box - As tall as the day.
 * @property {HTMLElement} title - The date and the place.
 * @property {Text} date - What of it is the date.
 * @property {HTMLElement} place - What of it is the place.
 * @property {HTMLElement} check - The tick that selects the day.
 * @property {number} day - Index of the day; -1: none yet.
 * @property {number} number - The day, in days since 1970-01-01.
 * @property {number} room - Width for date and place, px.
 * @property {number} base - Base of the scroller that its place was computed for.
 */

const NAME_ROOM = 42; // px before a name, and behind it for the tick
const BOX_OVERHANG = 2000; // px outside the spacer at which the box of a day is cut off that is taller than the spacer

/** Shows the headings of the days in sight; reuses their elements. */
export class Headings {
  #layer;
  #places;
  #keys;
  /** @type {Map<number, Heading>} */
  #shown = new Map();
  /** @type {Map<number, Heading>} those of the layout before, by their days since 1970-01-01 */
  #former = new Map();
  /** @type {Heading[]} */
  #spare = [];
  #hovered = -1;
  #isAdded = false; // a heading may not stand in its place yet
  #textWidth = new TextWidth();
  #fontIsSet = false;

  /**
   * @param {HTMLElement} layer - What the boxes lie in.
   * @param {import("./day-places.js").DayPlaces} places - Where the photos of days were taken.
   * @param {(day: number) => void} select - Called when the tick of a day is pressed.
   * @param {(day: number) => void} reveal - Scrolls to a day that is out of sight.
   */
  constructor(layer, places, select, reveal) {
    this.#layer = layer;
    this.#keys = new DayKeys(layer, this.#shown, reveal);
    this.#places = places;
    layer.addEventListener("click", (event) => {
      const box =
        event.target instanceof Element &&
        event.target.closest("button") &&
        /** @type {HTMLElement} */ (event.target.closest(".day"));
      if (box) select(Number(box.dataset.day));
    });
  }

  /**
   * Let the next rendering place all headings anew: the layout has changed. A day keeps its elements, and with them the
   * focus and a press that has begun.
   */
  reset() {
    for (const heading of this.#shown.values()) this.#former.set(heading.number, heading);
    this.#shown.clear();
    this.#fontIsSet = false;
  }

  /**
   * Show the headings of the days in sight.
   * @param {Timeline} timeline - The timeline shown.
   * @param {Layout} layout - The layout of that timeline.
   * @param {{base: number, y: number, viewport: number, total: number}} position - Base of the scroller, y, height of
   *   the viewport and of the layout, px.
   * @param {(day: number) => boolean} isSelected - Returns whether all of a day is selected.
   */
  render(timeline, layout, position, isSelected) {
    if (!layout.dayCount) return this.clear();
    const [from, end] = layout.daysBetween(position.y, position.y + position.viewport);
    for (const heading of [...this.#shown.values()])
      if (heading.day < from || heading.day >= end) {
        this.#shown.delete(heading.day);
        this.#release(heading);
      }
    for (let day = from; day < end; day++) {
      if (!this.#shown.has(day)) this.#showRow(timeline, layout, day);
      const heading = /** @type {Heading} */ (this.#shown.get(day));
      this.#place(heading, layout, position);
      heading.box.classList.toggle("is-stuck", layout.dayTop[day] < position.y);
      heading.check.setAttribute("aria-pressed", String(isSelected(day)));
    }
    this.#releaseFormer();
    if (this.#isAdded) this.#sort();
    this.#keys.rove();
  }

  /** Least width of a day in which the shortest form of its date can be read, px; the text size may change it. */
  get minWidth() {
    this.#setFont();
    const names = [...Array(12).keys()].map((month) => formatShortestDay(Date.UTC(2000, month, 28) / 86_400_000));
    return Math.ceil(Math.max(...names.map((name) => this.#textWidth.measure(name)))) + NAME_ROOM;
  }

  /** Return the days whose headings are shown, in days since 1970-01-01. */
  shownDays() {
    return [...this.#shown.values()].map(({ number }) => number);
  }

  /**
   * Show the places that have been loaded.
   * @param {Timeline} timeline - The timeline shown.
   * @param {Layout} layout - The layout of that timeline.
   */
  updatePlaces(timeline, layout) {
    for (const heading of this.#shown.values()) {
      const { from, names } = this.#nameRow(timeline, layout, heading.day);
      heading.date.data = names[heading.day - from];
      this.#setText(heading);
    }
  }

  /**
   * Show the tick of the day under the pointer.
   * @param {number} day - Index of the day.
   */
  hover(day) {
    if (day === this.#hovered) return;
    this.#shown.get(this.#hovered)?.box.classList.remove("is-hover");
    this.#shown.get(day)?.box.classList.add("is-hover");
    this.#hovered = day;
  }

  /**
   * @param {Heading} heading - The heading.
   * @param {Layout} layout - The layout of that timeline.
   * @param {{base: number, total: number}} position - Base of the scroller and height of the layout, px.
   */
  #place(heading, layout, { base, total }) {
    if (heading.base === base) return;
    heading.base = base;
    const { box, day } = heading;
    const top = Math.max(-BOX_OVERHANG, layout.dayTop[day] - base);
    const bottom = Math.min(spacerHeight(total) + BOX_OVERHANG, layout.dayEnd(day) - base);
    box.style.top = `${top}px`;
    box.style.height = `${Math.max(0, bottom - top)}px`;
  }

  /**
   * Show the heading of a day, and of the days that share its row.
   * @param {Timeline} timeline - The timeline shown.
   * @param {Layout} layout - The layout of that timeline.
   * @param {number} day - Index of the day.
   */
  #showRow(timeline, layout, day) {
    const { from, slots, names } = this.#nameRow(timeline, layout, day);
    slots.forEach((slot, i) => {
      if (!this.#shown.has(from + i)) this.#show(timeline, from + i, names[i], slot, i === slots.length - 1);
    });
  }

  /**
   * Return the headings of a row: where they stand, and what of the dates they say. A shorter date makes room for the
   * place, if that is enough for all in the row.
   * @param {Timeline} timeline - The timeline shown.
   * @param {Layout} layout - The layout of that timeline.
   * @param {number} day - Index of a day in the row.
   */
  #nameRow(timeline, layout, day) {
    const row = layout.rowOf(timeline.dayFirst[day]);
    const shared = layout.isShared(row);
    const [from, end] = shared ? layout.daysOf(row) : [day, day + 1];
    const slots = headingSlots(shared ? layout.daySlots(row) : [{ left: 0, width: 0 }], layout.width);
    this.#setFont();
    const days = [...timeline.days.subarray(from, end)];
    const names = fitDayNames(
      days,
      slots.map(({ width }) => width - NAME_ROOM),
      days.map((number) => dayPlaceTexts(this.#places.get(number))[1]),
      new Date().getFullYear(),
      (text) => this.#textWidth.measure(text),
    );
    return { from, slots, names };
  }

  /** Measure texts in the font of the headings; the text size may have changed since the last layout. */
  #setFont() {
    if (this.#fontIsSet) return;
    const heading = this.#spare.pop() ?? createHeading();
    this.#layer.append(heading.box);
    this.#textWidth.setFont(heading.title);
    heading.box.remove();
    this.#spare.push(heading);
    this.#fontIsSet = true;
  }

  /**
   * @param {Timeline} timeline - The timeline shown.
   * @param {number} day - Index of the day.
   * @param {string} name - What the heading says.
   * @param {import("../../pure/timeline/day-names.js").Slot} slot - Its place on the line.
   * @param {boolean} isLast - Whether it reaches to the end of the line.
   */
  #show(timeline, day, name, { left, width }, isLast) {
    const number = timeline.days[day];
    const heading = this.#former.get(number) ?? this.#spare.pop() ?? createHeading();
    this.#former.delete(number);
    const { box } = heading;
    heading.day = day;
    heading.number = number;
    heading.room = width - NAME_ROOM;
    heading.base = NaN;
    heading.date.data = name;
    box.dataset.day = String(day);
    box.style.insetInlineStart = `${left}px`;
    box.style.width = isLast ? "" : `${width}px`;
    box.classList.toggle("is-hover", day === this.#hovered);
    this.#setText(heading);
    this.#shown.set(day, heading);
    this.#isAdded = true;
  }

  /**
   * Say the place behind the date, as much of it as has room; all of it to those who point at it or listen.
   * @param {Heading} heading - The heading.
   */
  #setText({ title, date, place, check, number, room }) {
    const whole = formatDay(number, new Date().getFullYear());
    const texts = dayPlaceTexts(this.#places.get(number));
    const measure = (/** @type {string} */ text) => this.#textWidth.measure(text);
    const fits = fitDayPlace(texts, room - measure(date.data), measure);
    place.textContent = fits && PLACE_SEPARATOR + fits;
    const label = whole + (texts[0] && PLACE_SEPARATOR + texts[0]);
    title.title = label;
    if (title.textContent === label) title.removeAttribute("aria-label");
    else title.setAttribute("aria-label", label);
    check.setAttribute("aria-label", t("grid-select-that-day", { day: whole }));
  }

  /** Bring the headings into the order of the days, in which they are read out. Those in their places are not moved. */
  #sort() {
    let place = this.#layer.firstChild;
    for (const { box } of [...this.#shown.values()].sort((a, b) => a.day - b.day)) {
      if (box === place) place = place.nextSibling;
      else this.#layer.insertBefore(box, place);
    }
    this.#isAdded = false;
  }

  /** Show no headings. */
  clear() {
    this.reset();
    this.#releaseFormer();
  }

  /** Take away what the layout before showed and this one does not. */
  #releaseFormer() {
    for (const heading of this.#former.values()) this.#release(heading);
    this.#former.clear();
  }

  /** @param {Heading} heading - The heading. */
  #release(heading) {
    heading.box.remove();
    this.#spare.push(heading);
  }
}

/** @returns {Heading} */
function createHeading() {
  const date = new Text();
  const place = h("span", { class: "day__place" });
  const title = h("h2", {}, date, place);
  const check = iconButton("check", t("grid-select-day"));
  const box = h("section", { class: "day" }, h("header", { class: "day__head" }, title, check));
  return { box, title, date, place, check, day: -1, number: NaN, room: 0, base: NaN };
}
