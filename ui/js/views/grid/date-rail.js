/**
 * @file The date rail: the months of the whole timeline along the height of the grid, or what else it is sorted by:
 * letters, sizes. Drag, click, wheel and keys go anywhere at once.
 */

import { byId, h, on, setAttributes } from "../../core/dom.js";
import {
  currentRow,
  labelPlace,
  namingPhoto,
  nextStop,
  railLabel,
  railMarks,
  railStops,
  stopAt,
} from "../../pure/timeline/date-rail.js";
import { Scrub } from "./scrub.js";
import { Stretches, orderOf } from "./stretches.js";
import { halfLabel, wordDistance } from "./text-sizes.js";
import { alongLines, t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./grid.js").Grid} Grid */

const LABEL_TIME = 1000; // ms the label stays after scrolling
/** Keys of what the rail is called where photos are not in the order of their dates. */
const NAMES = new Map([["name", "grid-by-name"], ["size", "grid-by-size"], ["modified", "grid-by-change"]]);

/**
 * @param {import("../../pure/timeline/date-rail.js").Word} word - What to write.
 * @param {string} kind - What it is, for the style sheet; "": a word like all others.
 */
function writeWord({ y, text }, kind) {
  return h("span", { class: "rail__word", "data-kind": kind, text, "--y": `${y}px` });
}

/** Draws the rail and moves the grid along it. */
export class DateRail {
  #grid;
  #store;
  #scrub;
  #rail = byId("rail");
  #marker = h("i", { class: "rail__now" });
  #label = h("span", { class: "rail__label" });
  #marks = h("div", { class: "rail__marks", "aria-hidden": "true" });
  /** @type {import("../../pure/timeline/date-rail.js").RailStop[]} */
  #stops = [];
  #stretches;
  /** @type {import("../../pure/layout/layout.js").Layout|null} */
  #layout = null;
  #top = 0; // of the rail in the timeline, px: asked while it scrolls, it would have all laid out once more a frame
  #height = 0;
  #halfLabel = 0;
  #timer = 0;
  #index = -1;
  #y = 0;
  #percent = -1;
  #text = "";

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {Grid} grid - The grid it moves.
   */
  constructor({ api, keys, store }, grid) {
    this.#grid = grid;
    this.#store = store;
    this.#scrub = new Scrub((y) => grid.tinies.prepare(y), (y) => grid.scroller.jumpTo(y));
    this.#stretches = new Stretches(api, () => (this.#draw(), this.#follow()));
    this.#rail.append(this.#marks, this.#marker, this.#label);
    grid.watchVisible(() => this.#follow());
    on(this.#rail, "pointerdown", (event) => this.#onPointerDown(event));
    on(this.#rail, "pointermove", (event) => this.#onPointerMove(event));
    on(this.#rail, "lostpointercapture", () => this.#scrub.finish());
    on(this.#rail, "pointerleave", () => this.#drawLabel());
    on(this.#rail, "wheel", (event) => this.#onWheel(event), { passive: true });
    on(this.#rail, "keydown", (event) => this.#onKeydown(event));
    const size = new ResizeObserver(() => this.#draw());
    size.observe(this.#rail);
    keys.bind({ scope: "grid", keys: ["KeyG"], group: t("keys-move"), label: t("grid-go-to-date"),
      run: () => this.#rail.focus() });
    keys.bind({
      scope: "grid",
      keys: ["Ctrl+PageUp"],
      group: t("keys-move"),
      label: t("grid-month-above"),
      run: () => this.#step(-1, false),
    });
    keys.bind({
      scope: "grid",
      keys: ["Ctrl+PageDown"],
      group: t("keys-move"),
      label: t("grid-month-below"),
      run: () => this.#step(1, false),
    });
  }

  /** Show where the grid is. */
  #follow() {
    const { scroller, layout } = this.#grid;
    if (layout !== this.#layout) this.#draw();
    const y = scroller.total > scroller.viewport ? scroller.y / scroller.maxY : 0;
    this.#y = y * this.#height;
    this.#marker.style.transform = `translateY(${this.#y.toFixed(1)}px)`;
    this.#index = layout.rows ? namingPhoto(layout, currentRow(layout, scroller)) : -1;
    const percent = Math.round(100 * y);
    if (percent !== this.#percent) this.#rail.setAttribute("aria-valuenow", String((this.#percent = percent)));
    setAttributes(this.#rail, { "aria-valuetext": this.#textOf(this.#index) });
    this.#drawLabel();
  }

  /** @param {number} index - Index of a photo; -1: none. */
  #textOf(index) {
    return index >= 0 ? railLabel(this.#stops, this.#grid.layout, index) : "";
  }

  /** Write the label: the stop in sight, or the one under the pointer. */
  #drawLabel(index = this.#index, y = this.#y) {
    const text = this.#textOf(index);
    const end = this.#height + this.#top;
    const room = { half: this.#halfLabel, heading: this.#grid.headingHeight, end };
    const place = labelPlace(y, this.#headings(), room);
    this.#label.style.transform = `translateY(${place.toFixed(1)}px)`;
    if (text !== this.#text) this.#label.textContent = this.#text = text;
  }

  /**
   * Return where headings stand that the label must not cover, px on the rail: the one at the top, and while nothing
   * moves those of rows that days share, which reach to the right edge.
   */
  #headings() {
    const { layout, scroller } = this.#grid;
    if (!layout.dayCount) return [];
    const top = -this.#top;
    if (this.#rail.classList.contains("is-active")) return [top];
    const [from, end] = layout.daysBetween(scroller.y, scroller.y + scroller.viewport);
    const tops = [top];
    for (let day = from; day < end; day++)
      if (layout.dayTop[day] > scroller.y && layout.dayTop[day] === layout.dayTop[day + 1])
        tops.push(layout.dayTop[day] - scroller.y + top);
    return tops;
  }

  /** Draw the words and ticks anew. */
  #draw() {
    const { timeline, layout, scroller } = this.#grid;
    this.#layout = layout;
    this.#top = this.#rail.offsetTop;
    this.#height = this.#rail.clientHeight;
    this.#halfLabel = halfLabel();
    this.#rail.classList.toggle("is-idle", scroller.total <= scroller.viewport);
    void this.#stretches.load(timeline);
    const order = orderOf(timeline);
    this.#stops = railStops(timeline, layout, this.#stretches.shown, order);
    const name = layout.dayCount ? "page-date" : (NAMES.get(order.split("-")[0]) ?? "grid-position");
    this.#rail.setAttribute("aria-label", t(name));
    const { words, minors, ticks } = railMarks(this.#stops, this.#height, wordDistance());
    const kind = minors.length ? "year" : order.startsWith("size") ? "size" : "";
    this.#marks.replaceChildren(
      ...words.map((word) => writeWord(word, kind)), ...minors.map((word) => writeWord(word, "")),
      ...ticks.map((y) => h("i", { class: "rail__tick", "--y": `${y}px` })));
  }

  /** Show the label, and hide it after a rest. */
  showWhileScrolling() {
    this.#rail.classList.add("is-active");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#rail.classList.remove("is-active"), LABEL_TIME);
  }

  /** @param {PointerEvent} event - The event. */
  #onPointerDown(event) {
    if (event.button !== 0) return;
    this.#rail.setPointerCapture(event.pointerId); // the focus comes by itself, and so shows no ring
    this.#goTo(event);
  }

  /** @param {PointerEvent} event - The event. */
  #onPointerMove(event) {
    if (this.#rail.hasPointerCapture(event.pointerId)) {
      this.#scrub.moveTo(this.#share(event) * this.#grid.scroller.maxY);
      return this.showWhileScrolling();
    }
    const { layout } = this.#grid;
    if (!layout.rows || event.pointerType === "touch") return;
    const share = this.#share(event);
    this.#drawLabel(namingPhoto(layout, layout.rowAt(share * layout.total)), share * this.#height);
  }

  /** @param {PointerEvent} event - The event. */
  #goTo(event) {
    const { scroller } = this.#grid;
    scroller.jumpTo(this.#share(event) * scroller.maxY);
    this.showWhileScrolling();
  }

  /**
   * Return how far down the pointer is on the rail, 0 to 1.
   * @param {PointerEvent} event - The event.
   */
  #share(event) {
    const box = this.#rail.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientY - box.top) / box.height));
  }

  /** @param {WheelEvent} event - The event. */
  #onWheel(event) {
    if (!event.ctrlKey) byId("scroller").scrollBy({ top: event.deltaY });
  }

  /** @param {KeyboardEvent} event - The event. */
  #onKeydown(event) {
    const { scroller } = this.#grid;
    /** @type {Record<string, () => void>} */
    const moves = {
      ArrowUp: () => this.#step(-1, false), ArrowLeft: () => this.#step(-1, false),
      ArrowDown: () => this.#step(1, false), ArrowRight: () => this.#step(1, false),
      PageUp: () => this.#step(-1, true), PageDown: () => this.#step(1, true),
      Home: () => scroller.jumpTo(0), End: () => scroller.jumpTo(scroller.maxY),
      Enter: () => this.#grid.focus(this.#startPhoto()), Escape: () => this.#grid.focus(this.#startPhoto()),
    };
    // with Shift, Tab leads to the photos that are in sight
    if (event.key === "Tab") this.#store.setFocus(this.#startPhoto());
    const move = moves[alongLines(event.key)];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
    this.showWhileScrolling();
  }

  /**
   * Go a stop or a group of stops away; where there are none a hundredth or a tenth of the library.
   * @param {1|-1} step - 1: down; -1: up.
   * @param {boolean} far - True: such as a year.
   */
  #step(step, far) {
    const { scroller, layout } = this.#grid;
    if (!this.#stops.length) return scroller.jumpTo(scroller.y + step * scroller.maxY * (far ? 0.1 : 0.01));
    const now = stopAt(this.#stops, namingPhoto(layout, currentRow(layout, scroller)));
    let next = nextStop(this.#stops, now, step, far);
    // upwards, stops that begin no higher than the window are passed over: some share a row, and the last ones the last
    // window
    while (step < 0 && next > 0 && this.#stops[next].y * layout.total > scroller.y - 1) next -= 1;
    this.#grid.jumpToPhoto(this.#stops[next].index);
    this.showWhileScrolling();
  }

  /** Return the focused photo if it is in sight, else the first one in sight. */
  #startPhoto() {
    const { focus } = this.#store.state;
    return focus >= 0 && this.#grid.isVisible(focus) ? focus : this.#grid.firstVisible();
  }
}
