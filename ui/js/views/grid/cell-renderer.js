/** @file What a cell shows: the mean colour first, the thumbnail over it, then only signs that are needed. */

import { thumbnailSize } from "../../pure/layout/aspects.js";
import { smallPicture } from "../../pure/layout/small-picture.js";
import { emptyTimeline } from "../../pure/timeline/timeline.js";
import { Marks, NOTHING_SAID } from "../../pure/annotations/marks.js";
import { createCell, drawLabel, drawName, drawSelection, drawState } from "./cell.js";
import { drawSaid } from "./said-badge.js";
import { ThumbnailLoader } from "./thumbnail-loader.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */
/** @typedef {import("../../pure/grid/selection.js").Selection} Selection */
/** @typedef {import("./cell.js").Cell} Cell */

/** Makes and draws the cells of rows, and loads their thumbnails. */
export class CellRenderer {
  #api;
  #labels;
  #thumbnails;
  /** @type {WeakMap<HTMLElement, Cell>} */
  #cellOf = new WeakMap();
  /** @type {Map<string, HTMLImageElement>} loaded pictures, by photo and version */
  #kept = new Map();
  /** @type {Timeline} */
  #timeline = emptyTimeline();
  /** @type {Selection|null} */
  #selection = null;
  #focus = -1;
  #marks = new Marks(new Uint8Array(0), new Uint8Array(0));
  #isOwner;
  #isCovered = false;
  #hasNames = false;
  /** @type {HTMLImageElement[]} */
  #inOrder = [];

  /**
   * @param {Pick<Context, "api"|"pictures"|"store"|"isOwner">} context - What the parts of the page share.
   * @param {import("./labels.js").Labels} labels - Names of photos.
   * @param {() => number} speed - Returns the speed of scrolling, px/ms.
   */
  constructor({ api, pictures, store, isOwner }, labels, speed) {
    this.#api = api;
    this.#isOwner = isOwner;
    this.#labels = labels;
    const events = {
      onShown: (/** @type {HTMLImageElement} */ image, /** @type {boolean} */ fadeIn) => this.#onShown(image, fadeIn),
      onFailed: (/** @type {HTMLImageElement} */ image) => this.#onFailed(image),
    };
    this.#thumbnails = new ThumbnailLoader(speed, events, pictures, () => store.state.lost !== null);
    // beneath a photo of a visit nothing is loaded: each thumbnail would have its file read before the neighbours'
    store.watch((state) => Boolean(state.place.visit && state.place.photo), (isCovered) => {
      this.#isCovered = isCovered;
      this.loadInOrder(this.#inOrder);
    });
  }

  /**
   * Take another timeline, or the same before its cells are drawn anew. Pictures that are loaded stay: else the whole
   * page would flash with each step of a scan.
   * @param {Iterable<Cell>} cells - The cells shown so far.
   * @param {import("./rows.js").GridContent} content - What to show.
   */
  reset(cells, { timeline, layout, selection, focus, marks }) {
    for (const cell of cells)
      if (cell.image.hasAttribute("src")) this.#kept.set(this.#keyOf(cell.index), cell.image);
    this.#timeline = timeline;
    this.#selection = selection;
    this.#focus = focus;
    this.#marks = marks;
    this.#hasNames = layout.caption > 0;
  }

  /** Drop the kept pictures that no cell has taken. */
  dropKept() {
    for (const image of this.#kept.values()) this.#thumbnails.drop(image);
    this.#kept.clear();
  }

  /**
   * Load thumbnails in an order.
   * @param {HTMLImageElement[]} images - The images of cells, the first one first.
   */
  loadInOrder(images) {
    this.#inOrder = images;
    this.#thumbnails.setOrder(this.#isCovered ? [] : images);
  }

  /**
   * Return the cell that an element belongs to; undefined: none.
   * @param {EventTarget|null} target - The element.
   */
  cellOf(target) {
    const element = target instanceof Element ? /** @type {HTMLElement|null} */ (target.closest(".cell")) : null;
    return element ? this.#cellOf.get(element) : undefined;
  }

  /**
   * Return the id of the photo in a cell.
   * @param {Cell} cell - The cell.
   */
  idOf(cell) {
    return this.#timeline.ids[cell.index];
  }

  /**
   * Show selection and focus.
   * @param {Iterable<Cell>} cells - The cells that are shown.
   * @param {Selection|null} selection - The selected photos; null: none.
   * @param {number} focus - Index of the focused photo; -1: none.
   */
  drawSelection(cells, selection, focus) {
    this.#selection = selection;
    this.#focus = focus;
    for (const cell of cells) drawSelection(cell, selection, focus);
  }

  /**
   * Show what was said about photos.
   * @param {Iterable<Cell>} cells - The cells that are shown.
   * @param {Marks} marks - What was said.
   */
  drawMarks(cells, marks) {
    this.#marks = marks;
    for (const cell of cells) {
      const before = cell.saidKey;
      this.#drawSaid(cell);
      if (cell.saidKey !== before) this.drawLabel(cell);
    }
  }

  /** @param {Cell} cell - The cell. */
  #drawSaid(cell) {
    drawSaid(cell, this.#said(cell), cell.width);
  }

  /**
   * Return what is shown of what was said; what its owner thinks of a photo is no business of visitors.
   * @param {Cell} cell - The cell.
   */
  #said(cell) {
    return this.#isOwner ? this.#marks.of(cell.index) : NOTHING_SAID;
  }

  /**
   * Make the next cell of a row.
   * @param {import("./rows.js").Row} row - The row.
   * @returns {Cell}
   */
  add(row) {
    const cell = createCell(row.cells.length + 1);
    row.element.append(cell.element);
    this.#cellOf.set(cell.element, cell);
    return cell;
  }

  /**
   * Stop loading the picture of a cell that is taken away.
   * @param {Cell} cell - The cell.
   */
  release(cell) {
    this.#thumbnails.drop(cell.image);
  }

  /**
   * Draw the photo of a cell.
   * @param {Cell} cell - The cell.
   * @param {number} index - Index of the photo in the timeline.
   * @param {number} left - Where it begins, px.
   * @param {number} width - Its width, px.
   * @param {number} height - Its height, px.
   */
  draw(cell, index, left, width, height) {
    const timeline = this.#timeline;
    cell.index = index;
    cell.failed = timeline.has(index, "broken");
    const { style } = cell.element;
    style.insetInlineStart = `${left}px`;
    style.width = `${width}px`;
    style.setProperty("--c", timeline.colour(index) || "var(--sunk)");
    cell.element.className = "cell";
    if (cell.failed) this.#thumbnails.drop(cell.image);
    else this.#setThumbnail(cell, thumbnailSize(width, height, devicePixelRatio, timeline.aspects[index] / 4096));
    cell.width = width;
    cell.height = height;
    this.#fit(cell);
    this.#drawState(cell);
    this.#drawSaid(cell);
    this.drawLabel(cell);
    drawSelection(cell, this.#selection, this.#focus);
  }

  /**
   * Show a picture that is smaller than its cell no larger than it is, in the middle.
   * @param {Cell} cell - The cell.
   */
  #fit({ element, image, width, height }) {
    const picture = { width: image.naturalWidth, height: image.naturalHeight };
    const small = picture.width ? smallPicture(picture, { width, height }, devicePixelRatio) : null;
    element.classList.toggle("is-small", small !== null);
    element.classList.toggle("is-pixels", small?.pixels ?? false);
    image.style.width = small ? `${small.width}px` : "";
    image.style.height = small ? `${small.height}px` : "";
  }

  /**
   * @param {Cell} cell - The cell.
   * @param {import("../../pure/layout/aspects.js").ThumbnailSize} size - Long side of the thumbnail, px.
   */
  #setThumbnail(cell, size) {
    const key = this.#keyOf(cell.index);
    const kept = this.#kept.get(key);
    if (kept) this.#kept.delete(key);
    if (kept && kept !== cell.image) {
      this.#thumbnails.drop(cell.image);
      cell.image.replaceWith(kept);
      cell.image = kept;
    }
    this.#thumbnails.want(cell.image, this.#thumbnailUrl(cell.index, size), Boolean(kept));
  }

  /**
   * Return what tells photos that follow each other from all others, and from what their files were before.
   * @param {number} first - Index of the first photo in the timeline.
   * @param {number} count - How many there are.
   */
  keyOf(first, count) {
    return Array.from({ length: count }, (_, i) => this.#keyOf(first + i)).join(" ");
  }

  /** @param {number} index - Index of the photo in the timeline. */
  #keyOf(index) {
    const timeline = this.#timeline;
    return `${timeline.ids[index]}.${timeline.versions[index]}`;
  }

  /**
   * @param {number} index - Index of the photo in the timeline.
   * @param {import("../../pure/layout/aspects.js").ThumbnailSize} size - Long side of the thumbnail, px.
   */
  #thumbnailUrl(index, size) {
    const timeline = this.#timeline;
    return this.#api.media("thumb", timeline.ids[index], timeline.versions[index], size);
  }

  /**
   * @param {HTMLImageElement} image - The image element.
   * @param {boolean} fadeIn - Whether the picture fades in.
   */
  #onShown(image, fadeIn) {
    const cell = image.parentElement && this.#cellOf.get(image.parentElement);
    if (!cell) return;
    this.#fit(cell);
    cell.element.classList.toggle("is-new", fadeIn);
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
    void this.#labels.load([this.idOf(cell)]);
  }

  /** @param {Cell} cell - The cell. */
  #drawState(cell) {
    const timeline = this.#timeline;
    drawState(cell, timeline, this.#labels.get(timeline.ids[cell.index]));
  }

  /**
   * Show the name of the photo in a cell, as far as it is loaded.
   * @param {Cell} cell - The cell.
   */
  drawLabel(cell) {
    const timeline = this.#timeline;
    const label = this.#labels.get(timeline.ids[cell.index]);
    drawLabel(cell, label, this.#labels.spokenLabel(timeline, cell.index, this.#said(cell)));
    drawName(cell, this.#hasNames ? (label?.name ?? "") : null);
    const isSigned = label?.problem || label?.moving || timeline.has(cell.index, "stack"); // whose number is known now
    if (label && isSigned) drawState(cell, timeline, label);
  }
}
