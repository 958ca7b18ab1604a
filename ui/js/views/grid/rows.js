// Row elements, recycled: the mean colour first, the picture over it, then only what must be said.

import { h } from "../../core/dom.js";
import { rowDaysLabel } from "../../pure/timeline/day-names.js";
import { MAX_SPACER } from "../../pure/grid/scroll.js";
import { thumbnailSize } from "../../pure/layout/aspects.js";
import { ThumbnailQueue } from "./thumbnail-queue.js";
import { createCell, offlineChip, problemNote } from "./cell.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/layout/layout.js").Layout} Layout */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */
/** @typedef {import("../../pure/grid/selection.js").Selection} Selection */
/** @typedef {import("./cell.js").Cell} Cell */
/** @typedef {{element: HTMLElement, cells: Cell[], row: number, used: number, y: number}} Row */
/** @typedef {{timeline: Timeline, layout: Layout, selection: Selection|null, focus: number}} GridContent  what is to be shown */

const OUTSIDE = 4000; // px: where the focused row waits when it is not on screen

export class Rows {
  #api;
  #grid;
  #labels;
  #thumbs;
  /** @type {Map<number, Row>} */
  #shown = new Map();
  /** @type {Row[]} */
  #spare = [];
  /** @type {WeakMap<HTMLElement, Cell>} */
  #cellOf = new WeakMap();
  /** pictures already there, by photo and version @type {Map<string, HTMLImageElement>} */
  #kept = new Map();
  /** @type {GridContent|null} */
  #content = null;
  #changes = 0;
  #loadOrder = "";

  /**
   * @param {Context["api"]} api  @param {HTMLElement} grid
   * @param {import("./labels.js").Labels} labels  @param {() => number} speed
   */
  constructor(api, grid, labels, speed) {
    this.#api = api;
    this.#grid = grid;
    this.#labels = labels;
    this.#thumbs = new ThumbnailQueue(speed, {
      onShown: (image, late) => this.#onShown(image, late),
      onFailed: (image) => this.#onFailed(image),
    });
  }

  /**
   * Everything may have changed: another timeline or another layout. Pictures that are there stay, or a scan would
   * make the whole page flash with each of its steps.
   * @param {GridContent} sight
   */
  reset(sight) {
    for (const cell of this.#cells())
      if (cell.image.hasAttribute("src")) this.#kept.set(this.#keyOf(cell.index), cell.image);
    for (const row of this.#shown.values()) row.element.remove();
    this.#shown.clear();
    this.#content = sight;
    this.#grid.setAttribute("aria-rowcount", String(sight.layout.rows));
  }

  /**
   * @param {number} from  @param {number} end  rows to show, overscan included
   * @param {number} base  @param {number} pinned  the focused row: kept although it is elsewhere; -1: none
   */
  render(from, end, base, pinned) {
    const stays = (/** @type {number} */ row) => (row >= from && row < end) || row === pinned;
    for (const row of [...this.#shown.values()]) if (!stays(row.row)) this.#release(row);
    for (let row = from; row < end; row++) this.#place(row, base);
    if (pinned >= 0 && (pinned < from || pinned >= end)) this.#place(pinned, base, true);
    for (const image of this.#kept.values()) this.#thumbs.drop(image);
    this.#kept.clear();
  }

  /** Pictures in the order of the eye: visible first, then ahead, then behind. @param {number} from  @param {number} end  @param {boolean} down */
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
    this.#thumbs.setOrder(rows.flatMap((row) => row.cells.slice(0, row.used).map((cell) => cell.image)));
  }

  /** @param {number} index  @returns {HTMLElement|null} */
  elementOf(index) {
    return this.#cellAt(index)?.element ?? null;
  }

  /** @param {EventTarget|null} target  the photo under it, -1: none */
  indexOf(target) {
    const element = target instanceof Element ? /** @type {HTMLElement|null} */ (target.closest(".cell")) : null;
    return (element && this.#cellOf.get(element)?.index) ?? -1;
  }

  /** Selection and focus of what is on screen. @param {Selection|null} selection  @param {number} focus */
  markSelection(selection, focus) {
    if (!this.#content) return;
    this.#content = { ...this.#content, selection, focus };
    for (const cell of this.#cells()) this.#drawMarks(cell);
  }

  /** Names have arrived. */
  updateLabels() {
    for (const cell of this.#cells()) this.#drawLabel(cell);
  }

  /** Photos on screen whose names are wanted. */
  missingLabels() {
    return [...this.#cells()].map((cell) => this.#idAt(cell.index)).filter((id) => this.#labels.isMissing(id));
  }

  *#cells() {
    for (const row of this.#shown.values()) yield* row.cells.slice(0, row.used);
  }

  /** @param {number} index */
  #cellAt(index) {
    const row = this.#shown.get(this.#content?.layout.rowOf(index) ?? -1);
    return row && row.cells[index - row.cells[0].index];
  }

  /** @param {number} index */
  #idAt(index) {
    return /** @type {GridContent} */ (this.#content).timeline.ids[index];
  }

  /** @param {number} number  @param {number} base  @param {boolean} [away] */
  #place(number, base, away = false) {
    const { layout } = /** @type {GridContent} */ (this.#content);
    const row = this.#shown.get(number) ?? this.#show(number);
    const there = layout.top[number] - base;
    const y = away ? Math.max(-OUTSIDE, Math.min(there, MAX_SPACER + OUTSIDE)) : there;
    if (row.y === y) return;
    row.y = y;
    row.element.style.transform = `translateY(${y}px)`;
  }

  /** @param {number} number */
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

  /** In reading order; rows already there are never moved, one of them may hold the focus. @param {Row} row */
  #insert(row) {
    let next = null;
    for (const other of this.#shown.values()) if (other.row > row.row && (!next || other.row < next.row)) next = other;
    if (row.element.nextSibling !== (next?.element ?? null) || !row.element.isConnected)
      this.#grid.insertBefore(row.element, next?.element ?? null);
  }

  /** @param {Row} row */
  #release(row) {
    this.#shown.delete(row.row);
    for (const cell of row.cells.slice(0, row.used)) this.#thumbs.drop(cell.image);
    row.element.remove();
    this.#spare.push(row);
  }

  /** @param {Row} row */
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

  /** The headings stand outside the grid: each row says its days. @param {Row} row */
  #labelRow({ element, row }) {
    const { layout, timeline } = /** @type {GridContent} */ (this.#content);
    if (layout.days)
      element.setAttribute("aria-label", rowDaysLabel(timeline.days, ...layout.daysOf(row), new Date().getFullYear()));
    else element.removeAttribute("aria-label");
  }

  /** @param {Row} row  @returns {Cell} */
  #addCell(row) {
    const cell = createCell(row.cells.length + 1);
    row.element.append(cell.element);
    this.#cellOf.set(cell.element, cell);
    return cell;
  }

  /** @param {Cell} cell  @param {number} index  @param {number} left  @param {number} width  @param {number} height */
  #drawCell(cell, index, left, width, height) {
    const { timeline } = /** @type {GridContent} */ (this.#content);
    cell.index = index;
    cell.failed = timeline.has(index, "broken");
    const { style } = cell.element;
    style.left = `${left}px`;
    style.width = `${width}px`;
    style.setProperty("--c", timeline.colour(index) || "var(--sunk)");
    cell.element.className = "cell";
    if (cell.failed) this.#thumbs.drop(cell.image);
    else this.#setThumbnail(cell, thumbnailSize(width, height, devicePixelRatio));
    this.#drawState(cell);
    this.#drawMarks(cell);
    this.#drawLabel(cell);
  }

  /** @param {Cell} cell  @param {320|512} size  px on the long side of its thumbnail */
  #setThumbnail(cell, size) {
    const key = this.#keyOf(cell.index);
    const kept = this.#kept.get(key);
    if (kept) {
      this.#kept.delete(key);
      this.#thumbs.drop(cell.image);
      cell.image.replaceWith(kept);
      cell.image = kept;
    }
    this.#thumbs.want(cell.image, this.#thumbnailUrl(cell.index, size), Boolean(kept));
  }

  /** @param {number} index */
  #keyOf(index) {
    const { timeline } = /** @type {GridContent} */ (this.#content);
    return `${timeline.ids[index]}.${timeline.versions[index]}`;
  }

  /** @param {number} index  @param {320|512} size */
  #thumbnailUrl(index, size) {
    const { timeline } = /** @type {GridContent} */ (this.#content);
    return this.#api.media("thumb", timeline.ids[index], timeline.versions[index], size);
  }

  /** What the tile itself says: that it is offline, or why there is no picture. @param {Cell} cell */
  #drawState(cell) {
    const { timeline } = /** @type {GridContent} */ (this.#content);
    cell.extra?.remove();
    cell.extra = null;
    cell.element.classList.toggle("is-broken", cell.failed);
    if (cell.failed) cell.extra = problemNote(this.#labels.get(timeline.ids[cell.index]));
    else if (timeline.has(cell.index, "offline") && !timeline.isOffline) cell.extra = offlineChip(); // all of them: the banner says it
    if (cell.extra) cell.image.after(cell.extra);
  }

  /** @param {HTMLImageElement} image  @param {boolean} late */
  #onShown(image, late) {
    const cell = image.parentElement && this.#cellOf.get(image.parentElement);
    if (!cell) return;
    cell.element.classList.toggle("is-new", late);
    if (!cell.failed) return;
    cell.failed = false;
    this.#drawState(cell);
  }

  /** @param {HTMLImageElement} image */
  #onFailed(image) {
    const cell = image.parentElement && this.#cellOf.get(image.parentElement);
    if (!cell || cell.failed) return;
    cell.failed = true;
    this.#drawState(cell);
    this.#labels.load([this.#idAt(cell.index)]);
  }

  /** @param {Cell} cell */
  #drawMarks(cell) {
    const { selection, focus } = /** @type {GridContent} */ (this.#content);
    cell.element.setAttribute("aria-selected", String(selection?.has(cell.index) ?? false));
    cell.element.tabIndex = cell.index === focus ? 0 : -1;
  }

  /** @param {Cell} cell */
  #drawLabel(cell) {
    const { timeline } = /** @type {GridContent} */ (this.#content);
    const label = this.#labels.get(timeline.ids[cell.index]);
    cell.element.setAttribute("aria-label", this.#labels.spokenLabel(timeline, cell.index));
    cell.element.title = label?.name ?? "";
    if (cell.failed && label && cell.extra) {
      const extra = problemNote(label);
      cell.extra.replaceWith(extra);
      cell.extra = extra;
    }
  }
}
