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
 * @property {number} row - Index of the row.
 * @property {number} used - How many cells show.
 * @property {number} y - Where it was placed, px.
 */
/**
 * What the rows show.
 * @typedef {object} GridContent
 * @property {Timeline} timeline - The timeline.
 * @property {Layout} layout - Its layout.
 * @property {Selection|null} selection - The selected photos; null: none.
 * @property {number} focus - Index of the focused photo; -1: none.
 */

const PARKED = 4000; // px outside the spacer: where the focused row waits when it is not on screen

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
  #loadOrder = "";

  /**
   * @param {Context["api"]} api - The server.
   * @param {HTMLElement} grid - What the rows lie in.
   * @param {import("./labels.js").Labels} labels - Names of photos.
   * @param {() => number} speed - Returns the speed of scrolling, px/ms.
   */
  constructor(api, grid, labels, speed) {
    this.#grid = grid;
    this.#labels = labels;
    this.#cells = new CellRenderer(api, labels, speed);
  }

  /**
   * Take another timeline, layout, or both.
   * @param {GridContent} content - What to show.
   */
  reset(content) {
    this.#cells.reset(this.#shownCells(), content);
    for (const row of this.#shown.values()) row.element.remove();
    this.#shown.clear();
    this.#timeline = content.timeline;
    this.#layout = content.layout;
    this.#grid.setAttribute("aria-rowcount", String(content.layout.rows));
  }

  /**
   * Show rows, and take away all others.
   * @param {number} from - First row, overscan included.
   * @param {number} end - Row after the last.
   * @param {number} base - Base of the scroller, px.
   * @param {number} pinned - The row with the focus, kept although it is elsewhere; -1: none.
   */
  render(from, end, base, pinned) {
    const stays = (/** @type {number} */ row) => (row >= from && row < end) || row === pinned;
    for (const row of [...this.#shown.values()]) if (!stays(row.row)) this.#release(row);
    for (let row = from; row < end; row++) this.#place(row, base);
    if (pinned >= 0 && (pinned < from || pinned >= end)) this.#place(pinned, base, true);
    this.#cells.dropKept();
  }

  /**
   * Order the loading of thumbnails: visible rows first, then those ahead, then those behind.
   * @param {number} from - First visible row.
   * @param {number} end - Row after the last visible one.
   * @param {boolean} down - Whether one scrolls down.
   */
  orderThumbnails(from, end, down) {
    const state = `${from} ${end} ${down} ${this.#changes}`;
    if (state === this.#loadOrder) return;
    this.#loadOrder = state;
    const middle = (/** @type {Row} */ row) =>
      row.row >= from && row.row < end
        ? row.row - from
        : row.row >= end === down
          ? 1e7 + Math.abs(row.row - from)
          : 2e7 + Math.abs(row.row - from);
    const rows = [...this.#shown.values()].sort((a, b) => middle(a) - middle(b));
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
  markSelection(selection, focus) {
    this.#cells.markSelection(this.#shownCells(), selection, focus);
  }

  /** Show the names that have been loaded. */
  updateLabels() {
    for (const cell of this.#shownCells()) this.#cells.drawLabel(cell);
  }

  /** Return the ids of photos on screen whose names are to be loaded. */
  missingLabels() {
    return [...this.#shownCells()].map((cell) => this.#cells.idOf(cell)).filter((id) => this.#labels.isMissing(id));
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
   * @param {number} number - Index of the row.
   * @param {number} base - Base of the scroller, px.
   * @param {boolean} [away] - Whether it waits out of sight.
   */
  #place(number, base, away = false) {
    const layout = /** @type {Layout} */ (this.#layout);
    const row = this.#shown.get(number) ?? this.#show(number);
    const there = layout.top[number] - base;
    const y = away ? Math.max(-PARKED, Math.min(there, MAX_SPACER + PARKED)) : there;
    if (row.y === y) return;
    row.y = y;
    row.element.style.transform = `translateY(${y}px)`;
  }

  /** @param {number} number - Index of the row. */
  #show(number) {
    const row = this.#spare.pop() ?? {
      element: h("div", { class: "row", role: "row" }),
      cells: [],
      row: 0,
      used: 0,
      y: NaN,
    };
    row.row = number;
    row.y = NaN;
    this.#changes += 1;
    this.#fill(row);
    this.#shown.set(number, row);
    this.#insert(row);
    return row;
  }

  /**
   * Insert a row in reading order. Rows already there are never moved: one of them may hold the focus.
   * @param {Row} row - The row.
   */
  #insert(row) {
    let next = null;
    for (const other of this.#shown.values()) if (other.row > row.row && (!next || other.row < next.row)) next = other;
    if (row.element.nextSibling !== (next?.element ?? null) || !row.element.isConnected)
      this.#grid.insertBefore(row.element, next?.element ?? null);
  }

  /** @param {Row} row - The row. */
  #release(row) {
    this.#shown.delete(row.row);
    for (const cell of row.cells.slice(0, row.used)) this.#cells.release(cell);
    row.element.remove();
    this.#spare.push(row);
  }

  /** @param {Row} row - The row. */
  #fill(row) {
    const layout = /** @type {Layout} */ (this.#layout);
    const { first, left, width } = layout.rowCells(row.row);
    const height = layout.height[row.row];
    row.element.style.height = `${height}px`;
    row.element.classList.toggle("is-low", height < 110);
    row.element.setAttribute("aria-rowindex", String(row.row + 1));
    this.#labelRow(row);
    while (row.cells.length < left.length) row.cells.push(this.#cells.add(row));
    row.used = left.length;
    row.cells.forEach((cell, i) => (cell.element.hidden = i >= row.used));
    for (let i = 0; i < row.used; i++) this.#cells.draw(row.cells[i], first + i, left[i], width[i], height);
  }

  /**
   * Say the days of a row: the headings stand outside the grid.
   * @param {Row} row - The row.
   */
  #labelRow({ element, row }) {
    const layout = /** @type {Layout} */ (this.#layout);
    if (!layout.days) return element.removeAttribute("aria-label");
    const label = rowDaysLabel(this.#timeline.days, ...layout.daysOf(row), new Date().getFullYear());
    element.setAttribute("aria-label", label);
  }
}
