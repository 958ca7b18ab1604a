/** @file Which rows are on screen and where they lie; row elements are used again. */

import { h } from "../../core/dom.js";
import { MAX_SPACER } from "../../pure/grid/scroll.js";
import { rowDaysLabel } from "../../pure/timeline/day-names.js";
import { emptyTimeline } from "../../pure/timeline/timeline.js";
import { CellRenderer } from "./cell-renderer.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/layout/layout.js").Layout} Layout */
/** @typedef {import("../../pure/grid/selection.js").Selection} Selection */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */
/** @typedef {import("./cell.js").Cell} Cell */
/**
 * A row element and its cells.
 * @typedef {object} Row
 * @property {HTMLElement} element - The row.
 * @property {Cell[]} cells - Its cells; only the first `used` show.
 * @property {number} index - Index of the row in the layout.
 * @property {number} used - How many cells show.
 * @property {number} y - Where it was placed, px.
 * @property {HTMLCanvasElement|null} canvas - Its tiny pictures (tiny-layer.js); null: it has not had any.
 * @property {number} tinies - How many of these it shows; -1: it is to be found out; Infinity: none is needed.
 */
/**
 * What the rows show.
 * @typedef {object} GridContent
 * @property {Timeline} timeline - The timeline.
 * @property {Layout} layout - Its layout.
 * @property {Selection|null} selection - The selected photos; null: none.
 * @property {number} focus - Index of the focused photo; -1: none.
 * @property {import("../../pure/annotations/marks.js").Marks} marks - What was said about the photos.
 */

const OFFSCREEN_OFFSET = 4000; // px outside the spacer: where the focused row stands when it is not on screen

/** Shows the rows in sight. */
export class Rows {
  #grid;
  #labels;
  #cells;
  /** @type {Map<number, Row>} */
  #shown = new Map();
  /** @type {Row[]} */
  #spare = [];
  #timeline = emptyTimeline();
  /** @type {Layout|null} */
  #layout = null;
  #changes = 0;
  #loadOrderKey = "";

  /**
   * @param {Pick<Context, "api"|"pictures"|"store"|"isOwner">} context - What the parts of the page share.
   * @param {HTMLElement} grid - What the rows lie in.
   * @param {import("./labels.js").Labels} labels - Names of photos.
   * @param {() => number} speed - Returns the speed of scrolling, px/ms.
   */
  constructor(context, grid, labels, speed) {
    this.#grid = grid;
    this.#labels = labels;
    this.#cells = new CellRenderer(context, labels, speed);
  }

  /**
   * Take another timeline, layout, or both. A row that has the same photos again keeps its elements: one of them may
   * be pressed, pointed at, or have the focus. Others are made anew, so that no press ends on another photo.
   * @param {GridContent} content - What to show.
   */
  reset(content) {
    const before = [...this.#shown.values()].sort((a, b) => a.index - b.index);
    const shown = before.map((row) => ({ row, first: this.#timeline.ids[row.cells[0].index], photos: this.#key(row) }));
    this.#cells.reset(this.#shownCells(), content);
    this.#shown.clear();
    this.#timeline = content.timeline;
    this.#layout = content.layout;
    this.#changes += 1;
    this.#grid.setAttribute("aria-rowcount", String(content.layout.rows));
    let last = -1; // the rows that stay keep their order
    for (const { row, first, photos } of shown) {
      const index = this.#indexOfRow(first, row.used);
      if (index > last && this.#cells.keyOf(content.layout.first[index], row.used) === photos) {
        last = row.index = index;
        this.#fill(row);
        this.#shown.set(index, row);
      } else row.element.remove();
    }
  }

  /** @param {Row} row - The row. */
  #key(row) {
    return this.#cells.keyOf(row.cells[0].index, row.used);
  }

  /**
   * Return the row that begins with a photo and has so many; -1: there is none.
   * @param {number} id - Id of the photo.
   * @param {number} count - How many photos it has.
   */
  #indexOfRow(id, count) {
    const layout = /** @type {Layout} */ (this.#layout);
    const photo = this.#timeline.indexOf(id);
    const index = photo < 0 ? -1 : layout.rowOf(photo);
    const begins = index >= 0 && layout.first[index] === photo;
    return begins && layout.first[index + 1] - photo === count ? index : -1;
  }

  /**
   * Show rows, and take away all others.
   * @param {number} from - First row, overscan included.
   * @param {number} end - Row after the last.
   * @param {number} base - Base of the scroller, px.
   * @param {number} focusedRow - The row with the focus, kept when it is off screen; -1: none.
   */
  render(from, end, base, focusedRow) {
    const isKept = (/** @type {number} */ row) => (row >= from && row < end) || row === focusedRow;
    for (const row of [...this.#shown.values()]) if (!isKept(row.index)) this.#release(row);
    for (let row = from; row < end; row++) this.#place(row, base);
    if (focusedRow >= 0 && (focusedRow < from || focusedRow >= end)) this.#place(focusedRow, base, true);
    this.#cells.dropKept();
  }

  /**
   * Order the loading of thumbnails: visible rows first, then those ahead, then those behind.
   * @param {number} from - First visible row.
   * @param {number} end - Row after the last visible one.
   * @param {boolean} down - Whether the user scrolls down.
   */
  orderThumbnails(from, end, down) {
    const key = `${from} ${end} ${down} ${this.#changes}`;
    if (key === this.#loadOrderKey) return;
    this.#loadOrderKey = key;
    const rank = (/** @type {Row} */ { index }) => {
      const distance = Math.abs(index - from);
      if (index >= from && index < end) return distance;
      const isAhead = (index >= end) === down;
      return (isAhead ? 1e7 : 2e7) + distance;
    };
    const rows = [...this.#shown.values()].sort((a, b) => rank(a) - rank(b));
    this.#cells.loadInOrder(rows.flatMap((row) => row.cells.slice(0, row.used).map((cell) => cell.image)));
  }

  /**
   * Return the cell of a photo; null: it is not on screen.
   * @param {number} index - Index of the photo in the timeline.
   * @returns {HTMLElement|null}
   */
  elementOf(index) {
    return this.#cellAt(index)?.element ?? null;
  }

  /**
   * Return the photo that an element belongs to; -1: none.
   * @param {EventTarget|null} target - The element.
   */
  indexOf(target) {
    return this.#cells.cellOf(target)?.index ?? -1;
  }

  /**
   * Show selection and focus.
   * @param {Selection|null} selection - The selected photos; null: none.
   * @param {number} focus - Index of the focused photo; -1: none.
   */
  drawSelection(selection, focus) {
    this.#cells.drawSelection(this.#shownCells(), selection, focus);
  }

  /**
   * Show what was said about the photos.
   * @param {GridContent["marks"]} marks - What was said.
   */
  drawMarks(marks) {
    this.#cells.drawMarks(this.#shownCells(), marks);
  }

  /** Show the names that have been loaded. */
  updateLabels() {
    for (const cell of this.#shownCells()) this.#cells.drawLabel(cell);
  }

  /** Return the ids of photos on screen whose names are to be loaded. */
  missingLabels() {
    return [...this.#shownCells()].map((cell) => this.#cells.idOf(cell)).filter((id) => this.#labels.isMissing(id));
  }

  /**
   * Go through the rows that are shown, from one to before another.
   * @param {number} from - The first row.
   * @param {number} end - The row behind the last one.
   */
  *shownRows(from, end) {
    for (let index = from; index < end; index++) {
      const row = this.#shown.get(index);
      if (row) yield row;
    }
  }

  *#shownCells() {
    for (const row of this.#shown.values()) yield* row.cells.slice(0, row.used);
  }

  /** @param {number} index - Index of the photo in the timeline. */
  #cellAt(index) {
    const row = this.#shown.get(this.#layout?.rowOf(index) ?? -1);
    return row && row.cells[index - row.cells[0].index];
  }

  /**
   * @param {number} index - Index of the row.
   * @param {number} base - Base of the scroller, px.
   * @param {boolean} [offscreen] - Whether it stands out of sight, kept for the focus.
   */
  #place(index, base, offscreen = false) {
    const layout = /** @type {Layout} */ (this.#layout);
    const row = this.#shown.get(index) ?? this.#show(index);
    const there = layout.top[index] - base;
    const y = offscreen ? Math.max(-OFFSCREEN_OFFSET, Math.min(there, MAX_SPACER + OFFSCREEN_OFFSET)) : there;
    if (row.y === y) return;
    row.y = y;
    row.element.style.transform = `translateY(${y}px)`;
  }

  /** @param {number} index - Index of the row. */
  #show(index) {
    const row = this.#spare.pop() ?? {
      element: h("div", { class: "row", role: "row" }),
      cells: [],
      index: 0,
      used: 0,
      y: NaN,
      canvas: null,
      tinies: -1,
    };
    row.index = index;
    row.y = NaN;
    this.#changes += 1;
    this.#fill(row);
    this.#shown.set(index, row);
    this.#insert(row);
    return row;
  }

  /**
   * Insert a row in reading order. Rows already there are never moved: one of them may hold the focus.
   * @param {Row} row - The row.
   */
  #insert(row) {
    let next = null;
    for (const other of this.#shown.values()) {
      if (other.index > row.index && (!next || other.index < next.index)) next = other;
    }
    if (row.element.nextSibling !== (next?.element ?? null) || !row.element.isConnected)
      this.#grid.insertBefore(row.element, next?.element ?? null);
  }

  /** @param {Row} row - The row. */
  #release(row) {
    this.#shown.delete(row.index);
    for (const cell of row.cells.slice(0, row.used)) this.#cells.release(cell);
    row.element.remove();
    this.#spare.push(row);
  }

  /** @param {Row} row - The row. */
  #fill(row) {
    const layout = /** @type {Layout} */ (this.#layout);
    const { first, left, width } = layout.rowCells(row.index);
    const height = layout.height[row.index];
    row.element.style.height = `${height}px`;
    row.element.classList.toggle("is-low", height < 110);
    row.element.setAttribute("aria-rowindex", String(row.index + 1));
    this.#labelRow(row);
    while (row.cells.length < left.length) row.cells.push(this.#cells.add(row));
    row.used = left.length;
    row.tinies = -1;
    row.cells.forEach((cell, i) => (cell.element.hidden = i >= row.used));
    for (let i = 0; i < row.used; i++) this.#cells.draw(row.cells[i], first + i, left[i], width[i], height);
  }

  /**
   * Say the days of a row: the headings stand outside the grid.
   * @param {Row} row - The row.
   */
  #labelRow({ element, index }) {
    const layout = /** @type {Layout} */ (this.#layout);
    if (!layout.dayCount) return element.removeAttribute("aria-label");
    const label = rowDaysLabel(this.#timeline.days, ...layout.daysOf(index), new Date().getFullYear());
    element.setAttribute("aria-label", label);
  }
}
