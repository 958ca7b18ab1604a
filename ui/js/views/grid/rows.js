/** @file Row elements, used again: the mean colour first, the picture over it, then only what must be said. */

import { h } from "../../core/dom.js";
import { rowDaysLabel } from "../../pure/timeline/day-names.js";
import { MAX_SPACER } from "../../pure/grid/scroll.js";
import { thumbnailSize } from "../../pure/layout/aspects.js";
import { ThumbnailQueue } from "./thumbnail-queue.js";
import { createCell, drawLabel, drawMarks, drawState } from "./cell.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/layout/layout.js").Layout} Layout */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */
/** @typedef {import("../../pure/grid/selection.js").Selection} Selection */
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
  #api;
  #grid;
  #labels;
  #thumbnails;
  /** @type {Map<number, Row>} */
  #shown = new Map();
  /** @type {Row[]} */
  #spare = [];
  /** @type {WeakMap<HTMLElement, Cell>} */
  #cellOf = new WeakMap();
  /** @type {Map<string, HTMLImageElement>} loaded pictures, by photo and version */
  #kept = new Map();
  /** @type {GridContent|null} */
  #content = null;
  #changes = 0;
  #loadOrder = "";

  /**
   * @param {Context["api"]} api - The server.
   * @param {HTMLElement} grid - What the rows lie in.
   * @param {import("./labels.js").Labels} labels - Names of photos.
   * @param {() => number} speed - Returns the speed of scrolling, px/ms.
   */
  constructor(api, grid, labels, speed) {
    this.#api = api;
    this.#grid = grid;
    this.#labels = labels;
    this.#thumbnails = new ThumbnailQueue(speed, {
      onShown: (image, late) => this.#onShown(image, late),
      onFailed: (image) => this.#onFailed(image),
    });
  }

  /**
   * Take another timeline, layout, or both. Pictures that are loaded stay: else the whole page would flash with each
   * step of a scan.
   * @param {GridContent} content - What to show.
   */
  reset(content) {
    for (const cell of this.#cells())
      if (cell.image.hasAttribute("src")) this.#kept.set(this.#keyOf(cell.index), cell.image);
    for (const row of this.#shown.values()) row.element.remove();
    this.#shown.clear();
    this.#content = content;
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
    for (const image of this.#kept.values()) this.#thumbnails.drop(image);
    this.#kept.clear();
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
    this.#thumbnails.setOrder(rows.flatMap((row) => row.cells.slice(0, row.used).map((cell) => cell.image)));
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
    const element = target instanceof Element ? /** @type {HTMLElement|null} */ (target.closest(".cell")) : null;
    return (element && this.#cellOf.get(element)?.index) ?? -1;
  }

  /**
   * Show selection and focus.
   * @param {Selection|null} selection - The selected photos; null: none.
   * @param {number} focus - Index of the focused photo; -1: none.
   */
  markSelection(selection, focus) {
    if (!this.#content) return;
    this.#content = { ...this.#content, selection, focus };
    for (const cell of this.#cells()) drawMarks(cell, selection, focus);
  }

  /** Show the names that have been loaded. */
  updateLabels() {
    for (const cell of this.#cells()) this.#drawLabel(cell);
  }

  /** Return the ids of photos on screen whose names are to be loaded. */
  missingLabels() {
    return [...this.#cells()].map((cell) => this.#idAt(cell.index)).filter((id) => this.#labels.isMissing(id));
  }

  *#cells() {
    for (const row of this.#shown.values()) yield* row.cells.slice(0, row.used);
  }

  /** @param {number} index - Index of the photo in the timeline. */
  #cellAt(index) {
    const row = this.#shown.get(this.#content?.layout.rowOf(index) ?? -1);
    return row && row.cells[index - row.cells[0].index];
  }

  /** @param {number} index - Index of the photo in the timeline. */
  #idAt(index) {
    return /** @type {GridContent} */ (this.#content).timeline.ids[index];
  }

  /**
   * @param {number} number - Index of the row.
   * @param {number} base - Base of the scroller, px.
   * @param {boolean} [away] - Whether it waits out of sight.
   */
  #place(number, base, away = false) {
    const { layout } = /** @type {GridContent} */ (this.#content);
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
    for (const cell of row.cells.slice(0, row.used)) this.#thumbnails.drop(cell.image);
    row.element.remove();
    this.#spare.push(row);
  }

  /** @param {Row} row - The row. */
  #fill(row) {
    const { layout } = /** @type {GridContent} */ (this.#content);
    const { first, left, width } = layout.rowCells(row.row);
    const height = layout.height[row.row];
    row.element.style.height = `${height}px`;
    row.element.classList.toggle("is-low", height < 110);
    row.element.setAttribute("aria-rowindex", String(row.row + 1));
    this.#labelRow(row);
    while (row.cells.length < left.length) row.cells.push(this.#addCell(row));
    row.used = left.length;
    row.cells.forEach((cell, i) => (cell.element.hidden = i >= row.used));
    for (let i = 0; i < row.used; i++) this.#drawCell(row.cells[i], first + i, left[i], width[i], height);
  }

  /**
   * Say the days of a row: the headings stand outside the grid.
   * @param {Row} row - The row.
   */
  #labelRow({ element, row }) {
    const { layout, timeline } = /** @type {GridContent} */ (this.#content);
    if (layout.days)
      element.setAttribute("aria-label", rowDaysLabel(timeline.days, ...layout.daysOf(row), new Date().getFullYear()));
    else element.removeAttribute("aria-label");
  }

  /**
   * @param {Row} row - The row.
   * @returns {Cell}
   */
  #addCell(row) {
    const cell = createCell(row.cells.length + 1);
    row.element.append(cell.element);
    this.#cellOf.set(cell.element, cell);
    return cell;
  }

  /**
   * @param {Cell} cell - The cell.
   * @param {number} index - Index of the photo in the timeline.
   * @param {number} left - Where it begins, px.
   * @param {number} width - Its width, px.
   * @param {number} height - Its height, px.
   */
  #drawCell(cell, index, left, width, height) {
    const { timeline, selection, focus } = /** @type {GridContent} */ (this.#content);
    cell.index = index;
    cell.failed = timeline.has(index, "broken");
    const { style } = cell.element;
    style.left = `${left}px`;
    style.width = `${width}px`;
    style.setProperty("--c", timeline.colour(index) || "var(--sunk)");
    cell.element.className = "cell";
    if (cell.failed) this.#thumbnails.drop(cell.image);
    else this.#setThumbnail(cell, thumbnailSize(width, height, devicePixelRatio));
    this.#drawState(cell);
    this.#drawLabel(cell);
    drawMarks(cell, selection, focus);
  }

  /**
   * @param {Cell} cell - The cell.
   * @param {320|512} size - Long side of the thumbnail, px.
   */
  #setThumbnail(cell, size) {
    const key = this.#keyOf(cell.index);
    const kept = this.#kept.get(key);
    if (kept) {
      this.#kept.delete(key);
      this.#thumbnails.drop(cell.image);
      cell.image.replaceWith(kept);
      cell.image = kept;
    }
    this.#thumbnails.want(cell.image, this.#thumbnailUrl(cell.index, size), Boolean(kept));
  }

  /** @param {number} index - Index of the photo in the timeline. */
  #keyOf(index) {
    const { timeline } = /** @type {GridContent} */ (this.#content);
    return `${timeline.ids[index]}.${timeline.versions[index]}`;
  }

  /**
   * @param {number} index - Index of the photo in the timeline.
   * @param {320|512} size - Long side of the thumbnail, px.
   */
  #thumbnailUrl(index, size) {
    const { timeline } = /** @type {GridContent} */ (this.#content);
    return this.#api.media("thumb", timeline.ids[index], timeline.versions[index], size);
  }

  /**
   * @param {HTMLImageElement} image - The image element.
   * @param {boolean} late - Whether the picture took long enough to fade in.
   */
  #onShown(image, late) {
    const cell = image.parentElement && this.#cellOf.get(image.parentElement);
    if (!cell) return;
    cell.element.classList.toggle("is-new", late);
    if (!cell.failed) return;
    cell.failed = false;
    this.#drawState(cell);
  }

  /** @param {HTMLImageElement} image - The image element. */
  #onFailed(image) {
    const cell = image.parentElement && this.#cellOf.get(image.parentElement);
    if (!cell || cell.failed) return;
    cell.failed = true;
    this.#drawState(cell);
    void this.#labels.load([this.#idAt(cell.index)]);
  }

  /** @param {Cell} cell - The cell. */
  #drawState(cell) {
    const { timeline } = /** @type {GridContent} */ (this.#content);
    drawState(cell, timeline, this.#labels.get(timeline.ids[cell.index]));
  }

  /** @param {Cell} cell - The cell. */
  #drawLabel(cell) {
    const { timeline } = /** @type {GridContent} */ (this.#content);
    const label = this.#labels.get(timeline.ids[cell.index]);
    drawLabel(cell, label, this.#labels.spokenLabel(timeline, cell.index));
  }
}
