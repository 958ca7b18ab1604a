/** @file The grid: shows a timeline with a layout, a scroller, rows and headings. */

import { byId, placeIn, on, onDensityChange } from "../../core/dom.js";
import { Layout } from "../../pure/layout/layout.js";
import { emptyTimeline } from "../../pure/timeline/timeline.js";
import { DayPlaces } from "./day-places.js";
import { FirstScreen } from "./first-screen.js";
import { Headings } from "./headings.js";
import { Labels } from "./labels.js";
import { Rows } from "./rows.js";
import { ScrollAnchor } from "./scroll-anchor.js";
import { Scroller } from "./scroller.js";
import { captionHeight, headingHeight } from "./text-sizes.js";
import { TinyLayer } from "./tiny-layer.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */

const GAP = 4; // px between photos, and left of the rows
const OVERSCAN_AHEAD = 0.65; // rows beyond the viewport that are rendered ahead, as a share of its height
const OVERSCAN_BEHIND = 0.25;

/** Shows the timeline of the store. */
export class Grid {
  layout;
  /** @type {Timeline} */
  timeline = emptyTimeline();
  #context;
  #scrollArea = byId("scroller");
  #element = byId("grid");
  #anchor = new ScrollAnchor(this);
  #firstScreen;
  /** @type {Set<() => void>} */
  #watchers = new Set();
  /** Height of what stands below the last row, px. */
  endHeight = 0;
  #lastY = 0;
  #down = true;

  /** @param {Context} context - What the parts of the page share. */
  constructor(context) {
    this.#context = context;
    const { store, api } = context;
    this.labels = new Labels(api, () => this.rows.updateLabels());
    this.scroller = new Scroller(this.#scrollArea, byId("sheet"), {
      onMoved: (byUser) => this.#onMoved(byUser),
      onSettled: () => this.#onSettled(),
    });
    this.rows = new Rows(context, this.#element, this.labels, () => this.scroller.speed.at(performance.now()));
    this.dayPlaces = new DayPlaces(api, () => this.headings.updatePlaces(this.timeline, this.layout));
    this.headings = new Headings(byId("days"), this.dayPlaces, (day) => this.onDaySelect(day),
      (day) => this.scrollIntoView(this.timeline.dayFirst[day] ?? -1));
    this.layout = new Layout(this.timeline, this.#layoutOptions());
    this.tinies = new TinyLayer(this, context.site ? null : api, store);
    this.#firstScreen = new FirstScreen(this, store, this.#scrollArea);
    new ResizeObserver(() => this.#onResize()).observe(this.#scrollArea);
    onDensityChange(() => (this.#anchor.keep(), this.relayout()));
    on(this.#scrollArea, "pointerover", (event) => this.#onPointerOver(event), { passive: true });
    store.watch((state) => state.timeline, (timeline) => timeline && this.#setTimeline(timeline));
    store.watchAny([({ view }) => view.row, ({ view }) => view.names], () => (this.#anchor.keep(), this.relayout()));
    store.watchAny([(state) => state.selection, (state) => state.focus], () => this.#drawSelection());
    store.watch((state) => state.marks, (marks) => this.rows.drawMarks(marks));
  }

  /**
   * Call a function after each rendering: other photos may be in sight.
   * @param {() => void} onRendered - The function.
   */
  watchVisible(onRendered) {
    this.#watchers.add(onRendered);
  }

  /**
   * Leave room below the last row.
   * @param {number} height - Its height, px.
   */
  setEndHeight(height) {
    if (height === this.endHeight) return;
    this.endHeight = height;
    this.#anchor.keep();
    this.relayout();
  }

  /** Target height of a row in px: the user's, or the style sheet's for this window. */
  get rowHeight() {
    return (
      this.#context.store.state.view.row ??
      (parseInt(getComputedStyle(document.documentElement).getPropertyValue("--row"), 10) || 168)
    );
  }

  /** Height of the date heading at the top of the viewport, px; 0: an order without days has no headings. */
  get headingHeight() {
    return this.layout.heading;
  }

  #layoutOptions() {
    const width = Math.max(80, this.#scrollArea.clientWidth - GAP);
    const caption = this.#context.store.state.view.names ? captionHeight() : 0;
    const sizes = { width, target: this.rowHeight, gap: GAP, heading: headingHeight(), caption };
    return { ...sizes, minDayWidth: this.headings.minWidth };
  }

  /** @param {Timeline} timeline - The timeline to show. */
  #setTimeline(timeline) {
    this.#anchor.keep();
    const before = this.timeline;
    const isHeld = before.key === timeline.key ? this.#firstScreen.hold() : this.#firstScreen.reset();
    this.timeline = timeline;
    if (before.key !== timeline.key || before.generation !== timeline.generation) this.dayPlaces.setView(timeline.key);
    if (before.key === timeline.key) {
      if (before.generation !== timeline.generation) this.labels.markOutdated();
      if (this.scroller.y < 1 && !isHeld) this.#anchor.release(); // at the very top the newest photos stay in sight
      this.relayout(timeline.hasPlacesOf(before)); // a million photos are not laid out anew for one that was rated
      return;
    }
    const { view, place } = this.#context.store.state;
    const saved = before.n || before.key || place.visit ? null : view.anchor;
    this.#anchor.changeView(before.key, timeline.key, saved);
    if (!this.#anchor.isSet) this.#lastY = 0;
    this.relayout();
  }

  #onResize() {
    const { width } = this.#layoutOptions();
    if (width !== this.layout.width || this.#scrollArea.clientHeight !== this.scroller.viewport) {
      this.#anchor.keep();
      this.relayout();
    }
  }

  /**
   * Lay everything out anew; the anchor stays where it is.
   * @param {boolean} [isSame] - Whether all photos stay where they are.
   */
  relayout(isSame = false) {
    const focused = this.#element.contains(document.activeElement);
    const { selection, focus, marks } = this.#context.store.state;
    if (!isSame) this.layout = new Layout(this.timeline, this.#layoutOptions());
    this.rows.reset({ timeline: this.timeline, layout: this.layout, selection, focus, marks });
    this.headings.reset();
    this.scroller.resize(this.layout.total + this.endHeight, this.#scrollArea.clientHeight, this.#anchor.scrollTop());
    this.#render();
    if (focused && focus >= 0) this.rows.elementOf(focus)?.focus({ preventScroll: true });
    this.#onSettled();
    if (focused && focus < 0) this.focus(this.firstVisible()); // another view: the first photo in sight takes the focus
  }

  /** @param {boolean} byUser - Whether the user scrolled. */
  #onMoved(byUser) {
    const { y } = this.scroller;
    if (Math.abs(y - this.#lastY) >= 1) this.#down = y > this.#lastY;
    this.#lastY = y;
    if (byUser) (this.#anchor.release(), this.#firstScreen.release());
    this.#render();
    if (this.layout.caption) this.labels.loadWhileReading(() => this.rows.missingLabels(), this.scroller.speed);
  }

  #onSettled() {
    if (!this.timeline.n) return;
    const { photo, offset } = this.#anchor.settle();
    this.#render();
    void this.labels.load(this.rows.missingLabels());
    const { view, place } = this.#context.store.state;
    void this.dayPlaces.load(this.headings.shownDays());
    if (place.visit) return; // forgotten at exit
    if (view.anchor?.photo !== photo || view.anchor.offset !== offset)
      this.#context.store.updateView({ anchor: { photo, offset } });
  }

  /**
   * Keep a photo where it is through the next layout.
   * @param {number} index - Index of the photo in the timeline.
   * @returns {number} Its id.
   */
  anchorTo(index) {
    this.#anchor.set(index);
    return this.timeline.ids[index];
  }

  /** Id of the photo that keeps its place through the next layout; -1: the grid is being scrolled. */
  get anchoredPhoto() {
    return this.#anchor.photo;
  }

  #render() {
    const { y, viewport, base, total } = this.scroller;
    if (!this.layout.rows) return (this.headings.clear(), this.#notify());
    const from = this.layout.rowAt(y - viewport * (this.#down ? OVERSCAN_BEHIND : OVERSCAN_AHEAD));
    const end = this.layout.rowAfter(y + viewport * (1 + (this.#down ? OVERSCAN_AHEAD : OVERSCAN_BEHIND)));
    const { focus } = this.#context.store.state;
    this.rows.render(from, end, base, focus >= 0 ? this.layout.rowOf(focus) : -1);
    this.headings.render(this.timeline, this.layout, { base, y, viewport, total }, (day) => this.#isDaySelected(day));
    this.rows.orderThumbnails(this.layout.rowAt(y), this.layout.rowAfter(y + viewport), this.#down);
    this.tinies.update(this.#down);
    this.#notify();
  }

  #notify() {
    for (const onRendered of this.#watchers) onRendered();
  }

  #drawSelection() {
    const { selection, focus } = this.#context.store.state;
    this.#element.classList.toggle("is-selecting", selection !== null);
    this.rows.drawSelection(selection, focus);
    if (this.layout.rows === 0 || this.timeline !== this.#context.store.state.timeline) return;
    this.#render();
  }

  /** @param {number} day - Index of the day. */
  #isDaySelected(day) {
    const { dayFirst } = this.timeline;
    return this.#context.store.state.selection?.covers(dayFirst[day], dayFirst[day + 1]) ?? false;
  }

  /** @type {(day: number) => void} */
  onDaySelect = () => {};

  /** @param {PointerEvent} event - The event. */
  #onPointerOver(event) {
    const index = this.rows.indexOf(event.target);
    if (index >= 0) this.headings.hover(this.timeline.dayOf(index));
  }

  /**
   * Scroll as little as is needed to see a photo; one that is far away comes to the middle.
   * @param {number} index - Index of the photo in the timeline.
   */
  scrollIntoView(index) {
    if (index < 0 || index >= this.timeline.n) return;
    const { y, viewport } = this.scroller;
    const row = this.layout.rowOf(index);
    const top = this.layout.top[row];
    const height = this.layout.bottom(row) - top;
    const yAtTop = top - (this.headingHeight || GAP); // where the row is at the top of the viewport
    const yAtBottom = top + height + GAP - viewport;
    const isFar = yAtTop < y - viewport || yAtBottom > y + viewport;
    if (isFar) this.scroller.jumpTo(top + height / 2 - viewport / 2);
    else if (yAtTop < y || height + this.headingHeight > viewport) this.scroller.jumpTo(yAtTop);
    else if (yAtBottom > y) this.scroller.jumpTo(yAtBottom);
  }

  /**
   * Go to a photo; to the heading of its day when the day begins with it.
   * @param {number} index - Index of the photo in the timeline.
   */
  jumpToPhoto(index) {
    const day = this.timeline.dayOf(index);
    this.scroller.jumpTo(
      day >= 0 && this.timeline.dayFirst[day] === index
        ? this.layout.dayTop[day]
        : this.layout.top[this.layout.rowOf(index)],
    );
  }

  /**
   * Give the focus to a photo and scroll it into view.
   * @param {number} index - Index of the photo in the timeline.
   */
  focus(index) {
    if (index < 0 || index >= this.timeline.n) return;
    this.#context.store.setFocus(index);
    this.scrollIntoView(index);
    this.rows.elementOf(index)?.focus({ preventScroll: true });
  }

  /**
   * Return a point of the window in the coordinates of the layout.
   * @param {{clientX: number, clientY: number}} point - The point, CSS px.
   */
  pointAt({ clientX, clientY }) {
    const { x, y } = placeIn(this.#scrollArea, { x: clientX, y: clientY });
    return { x: x - GAP, y: y + this.scroller.base + this.#scrollArea.scrollTop };
  }

  /**
   * Return the photo that a click means; -1: none.
   * @param {MouseEvent} event - The click.
   */
  meantBy(event) {
    return this.#firstScreen.meant(event);
  }

  /**
   * Return whether the whole height of a photo is in sight.
   * @param {number} index - Index of the photo in the timeline.
   */
  isVisible(index) {
    const { y, viewport } = this.scroller;
    const row = this.layout.rowOf(index);
    const top = this.layout.top[row];
    return top >= y + this.headingHeight - 1 && this.layout.bottom(row) <= y + viewport + 1;
  }

  /** Return the first photo in sight; -1: there are none. */
  firstVisible() {
    return this.layout.rows ? this.#anchor.firstVisible() : -1;
  }
}
