// The grid: brings timeline, layout, scroller and rows together, and keeps the photo under the eye where it is.

import { byId, on, onDensityChange } from "../../core/dom.js";
import { Layout } from "../../pure/layout/layout.js";
import { emptyTimeline } from "../../pure/timeline/timeline.js";
import { Headings } from "./headings.js";
import { Labels } from "./labels.js";
import { Rows } from "./rows.js";
import { Scroller } from "./scroller.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */
/** @typedef {{photo: number, offset: number, index: number}} Anchor  offset: px from the top of the view to the photo's row */

const GAP = 4; // px left of the rows, as between photographs
export const HEADING = 40;
const AHEAD = 0.65; // windows of overscan in the direction of travel
const BEHIND = 0.25;

export class Grid {
  layout;
  /** @type {Timeline} */
  timeline = emptyTimeline();
  #context;
  #view = byId("scroller");
  #element = byId("grid");
  /** @type {Anchor|null} */
  #anchor = null;
  /** where each view was left @type {Map<string, Anchor>} */
  #leftAnchors = new Map();
  /** @type {Set<() => void>} */
  #watchers = new Set();
  #lastY = 0;
  #down = true;

  /** @param {Context} context */
  constructor(context) {
    this.#context = context;
    const { store, api } = context;
    this.labels = new Labels(api, () => this.rows.updateLabels());
    this.scroller = new Scroller(this.#view, byId("sheet"), {
      onMoved: (byUser) => this.#onMoved(byUser),
      onSettled: () => this.#onSettled(),
    });
    this.rows = new Rows(api, this.#element, this.labels, () => this.scroller.speed.at(performance.now()));
    this.headings = new Headings(byId("days"), (day) => this.#selectDay(day));
    this.layout = new Layout(this.timeline, this.#layoutOptions());
    const size = new ResizeObserver(() => this.#resized());
    size.observe(this.#view);
    onDensityChange(() => (this.#keepAnchor(), this.relayout()));
    on(this.#view, "pointerover", (event) => this.#hover(event), { passive: true });
    store.watch((state) => state.timeline, (timeline) => timeline && this.#setTimeline(timeline));
    store.watch((state) => state.view.row, () => (this.#keepAnchor(), this.relayout()));
    store.watch((state) => state.selection, () => this.#drawMarks());
    store.watch((state) => state.focus, () => this.#drawMarks());
  }

  /** Calls `tell` whenever what is in sight has changed. @param {() => void} tell */
  watchVisible(tell) {
    this.#watchers.add(tell);
  }

  /** Row height in px: the user's, or the style sheet's for this window. */
  get rowHeight() {
    return (
      this.#context.store.state.view.row ??
      (parseInt(getComputedStyle(document.documentElement).getPropertyValue("--row"), 10) || 168)
    );
  }

  #layoutOptions() {
    return { width: Math.max(80, this.#view.clientWidth - GAP), target: this.rowHeight, gap: GAP, heading: HEADING };
  }

  /** @param {Timeline} timeline */
  #setTimeline(timeline) {
    this.#keepAnchor();
    const before = this.timeline;
    this.timeline = timeline;
    if (before.key === timeline.key) {
      if (before.generation !== timeline.generation) this.labels.markStale();
      if (this.scroller.y < 1) this.#anchor = null; // at the very top one stays with the newest
      this.relayout();
      return;
    }
    if (this.#anchor) this.#leftAnchors.set(before.key, this.#anchor);
    const saved = before.n || before.key ? null : this.#context.store.state.view.anchor;
    this.#anchor = this.#leftAnchors.get(timeline.key) ?? (saved && { ...saved, index: 0 });
    if (!this.#anchor) this.#lastY = 0;
    this.relayout();
  }

  #resized() {
    const { width } = this.#layoutOptions();
    if (width !== this.layout.width || this.#view.clientHeight !== this.scroller.viewport) {
      this.#keepAnchor();
      this.relayout();
    }
  }

  /** While one scrolls there is no anchor; a change in the middle of it needs one. */
  #keepAnchor() {
    if (this.layout.rows && this.scroller.y >= 1) this.#anchor ??= this.#currentAnchor();
  }

  /** Lays everything out again; the anchor stays where it is. */
  relayout() {
    const focused = this.#element.contains(document.activeElement);
    const { selection, focus } = this.#context.store.state;
    this.layout = new Layout(this.timeline, this.#layoutOptions());
    this.rows.reset({ timeline: this.timeline, layout: this.layout, selection, focus });
    this.headings.reset();
    this.scroller.resize(
      this.layout.total,
      this.#view.clientHeight,
      this.#anchor ? this.#scrollTopFor(this.#anchor) : 0,
    );
    this.#render();
    if (focused && focus >= 0) this.rows.elementOf(focus)?.focus({ preventScroll: true });
    this.#onSettled();
    if (focused && focus < 0) this.focus(this.firstVisible()); // other photos have come beneath the keys
  }

  /** Where to stand so that the anchor is where it was; a photo that is gone leaves its place to the next. @param {Anchor} anchor */
  #scrollTopFor(anchor) {
    const found = this.timeline.indexOf(anchor.photo);
    const index = (anchor.index = found >= 0 ? found : Math.min(anchor.index, this.timeline.n - 1));
    return index < 0 ? 0 : this.layout.top[this.layout.rowOf(index)] - anchor.offset;
  }

  /** @param {boolean} byUser */
  #onMoved(byUser) {
    const { y } = this.scroller;
    if (Math.abs(y - this.#lastY) >= 1) this.#down = y > this.#lastY;
    this.#lastY = y;
    if (byUser) this.#anchor = null;
    this.#render();
  }

  #onSettled() {
    if (!this.timeline.n) return;
    this.#anchor ??= this.#currentAnchor();
    this.#render();
    this.labels.load(this.rows.missingLabels());
    const { view } = this.#context.store.state;
    const { photo, offset } = this.#anchor;
    if (view.anchor?.photo !== photo || view.anchor.offset !== offset)
      this.#context.store.updateView({ anchor: { photo, offset } });
  }

  /** The first photo that is wholly in sight below the heading. @returns {Anchor} */
  #currentAnchor() {
    const { y } = this.scroller;
    const edge = y + (this.layout.days ? HEADING : 0);
    const at = this.layout.rowAt(edge);
    const row = this.layout.top[at] < edge - 1 && at + 1 < this.layout.rows ? at + 1 : at;
    return this.anchorOf(this.layout.first[row]);
  }

  /** This photo keeps its place through the next layout. @param {number} index */
  anchorTo(index) {
    this.#anchor = this.anchorOf(index);
  }

  /** @param {number} index  @returns {Anchor} */
  anchorOf(index) {
    return {
      photo: this.timeline.ids[index],
      index,
      offset: Math.round(this.layout.top[this.layout.rowOf(index)] - this.scroller.y),
    };
  }

  #render() {
    const { y, viewport, base, total } = this.scroller;
    if (!this.layout.rows) return void this.#notify();
    const from = this.layout.rowAt(y - viewport * (this.#down ? BEHIND : AHEAD));
    const end = this.layout.rowAfter(y + viewport * (1 + (this.#down ? AHEAD : BEHIND)));
    const { focus } = this.#context.store.state;
    this.rows.render(from, end, base, focus >= 0 ? this.layout.rowOf(focus) : -1);
    this.headings.render(this.timeline, this.layout, { base, y, viewport, total }, (day) => this.#isDaySelected(day));
    this.rows.orderThumbnails(this.layout.rowAt(y), this.layout.rowAfter(y + viewport), this.#down);
    this.#notify();
  }

  #notify() {
    for (const tell of this.#watchers) tell();
  }

  #drawMarks() {
    const { selection, focus } = this.#context.store.state;
    this.#element.classList.toggle("is-selecting", selection !== null);
    this.rows.markSelection(selection, focus);
    if (this.layout.rows === 0 || this.timeline !== this.#context.store.state.timeline) return;
    this.#render();
  }

  /** @param {number} day */
  #isDaySelected(day) {
    const { dayFirst } = this.timeline;
    return this.#context.store.state.selection?.covers(dayFirst[day], dayFirst[day + 1]) ?? false;
  }

  /** @type {(day: number) => void} */
  onDaySelect = () => {};

  /** @param {number} day */
  #selectDay(day) {
    this.onDaySelect(day);
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    const index = this.rows.indexOf(event.target);
    if (index >= 0) this.headings.hover(this.timeline.dayOf(index));
  }

  /** Scrolls as little as is needed to see the photo; one that is far away comes to the middle. @param {number} index */
  scrollIntoView(index) {
    const { y, viewport } = this.scroller;
    const row = this.layout.rowOf(index);
    const top = this.layout.top[row];
    const height = this.layout.height[row];
    const high = top - (this.layout.days ? HEADING : GAP);
    const low = top + height + GAP - viewport;
    if (high < y - viewport || low > y + viewport) this.scroller.jumpTo(top + height / 2 - viewport / 2);
    else if (high < y || height + HEADING > viewport) this.scroller.jumpTo(high);
    else if (low > y) this.scroller.jumpTo(low);
  }

  /** The day or month that begins with this photo, heading first. @param {number} index */
  jumpTo(index) {
    const day = this.timeline.dayOf(index);
    this.scroller.jumpTo(
      day >= 0 && this.timeline.dayFirst[day] === index
        ? this.layout.dayTop[day]
        : this.layout.top[this.layout.rowOf(index)],
    );
  }

  /** @param {number} index */
  focus(index) {
    if (index < 0 || index >= this.timeline.n) return;
    this.#context.store.setFocus(index);
    this.scrollIntoView(index);
    this.rows.elementOf(index)?.focus({ preventScroll: true });
  }

  /** A point of the window as a place in the library. @param {{clientX: number, clientY: number}} point */
  pointAt({ clientX, clientY }) {
    const { left, top } = this.#view.getBoundingClientRect();
    return { x: clientX - left - GAP, y: clientY - top + this.scroller.base + this.#view.scrollTop };
  }

  /** Whether all of its height is on screen. @param {number} index */
  isVisible(index) {
    const { y, viewport } = this.scroller;
    const row = this.layout.rowOf(index);
    const top = this.layout.top[row];
    return top >= y + (this.layout.days ? HEADING : 0) - 1 && top + this.layout.height[row] <= y + viewport + 1;
  }

  /** The photo in sight to start from when none has the focus. */
  firstVisible() {
    return this.layout.rows ? this.#currentAnchor().index : -1;
  }
}
