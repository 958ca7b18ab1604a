/**
 * @file Shows tiny pictures where the thumbnails are not there yet: a canvas in each row, beneath its cells. They are
 * asked for while the grid flies past, when no thumbnail is loaded. At rest thumbnails come as fast; tiny pictures are
 * asked for only if some do not: they are made in another size, or their drive is slow.
 */

import { TinyPictures } from "../../core/tiny-pictures.js";
import { h } from "../../core/dom.js";
import { TinyPainter } from "../../pure/grid/tiny.js";
import { FLING_SPEED, LOADED } from "./thumbnail-loader.js";
import { lineDirection } from "../../pure/text/texts.js";

/** @typedef {import("./grid.js").Grid} Grid */
/** @typedef {import("./rows.js").Row} Row */

const SCALE = 4; // CSS px for each pixel of a canvas, across
const HEIGHT = 28; // px: of each canvas, whatever the height of its row, so that it is never made anew
const SHOWN = "has-tiny"; // class of cells whose tiny picture shows through
const NONE_NEEDED = Infinity; // tiny pictures of a row whose thumbnails are all there
const LATE = 400; // ms at rest after which a thumbnail is late
const MAX_WAIT = 80; // ms that a drag along the rail waits for the pictures of the next place

/** Draws the tiny pictures of the grid. */
export class TinyLayer {
  #grid;
  #tinies;
  #painter = new TinyPainter();
  /** @type {ImageData|null} the pixels of one row, for all rows */
  #pixels = null;
  #timer = 0;
  #isInVain = false; // whether it is no use to wait for thumbnails

  /**
   * @param {Grid} grid - The grid.
   * @param {import("../../core/api.js").Api|null} api - The server; null: it has no tiny pictures.
   * @param {import("../../core/store.js").Store} store - The state.
   */
  constructor(grid, api, store) {
    this.#grid = grid;
    this.#tinies = new TinyPictures(api, () => this.draw());
    // beneath a photo of a visit, and where the server is gone, no thumbnail will come
    store.watch(({ lost, place }) => !api || lost !== null || Boolean(place.visit && place.photo), (isInVain) => {
      clearTimeout(this.#timer);
      this.#isInVain = isInVain;
      this.#waitForThumbnails();
    }); // prettier-ignore
  }

  /**
   * Show what is here of the rows in sight, and ask for more during a fling, or when thumbnails are late.
   * @param {boolean} down - Whether the user scrolls down.
   */
  update(down) {
    this.draw();
    clearTimeout(this.#timer);
    this.#waitForThumbnails();
    const { layout, scroller, timeline } = this.#grid;
    if (!layout.rows || scroller.speed.at(performance.now()) <= FLING_SPEED) return;
    const { y, viewport } = scroller;
    const ahead = (/** @type {number} */ far) => this.#photos(down ? y : y - far * viewport, (1 + far) * viewport);
    if (this.#tinies.areHere(timeline, ...ahead(0.5))) return;
    void this.#tinies.load(timeline, ...ahead(1.5), !down);
  }

  /** Show what is here of the rows in sight. */
  draw() {
    for (const row of this.#shownRows()) this.#update(row);
  }

  /** The rows in sight. */
  #shownRows() {
    const { layout, rows, scroller } = this.#grid;
    if (!layout.rows) return [];
    const { y, viewport } = scroller;
    return [...rows.shownRows(layout.rowAt(y), layout.rowAfter(y + viewport))];
  }

  /** While thumbnails in sight are late, show tiny pictures; no longer. */
  #waitForThumbnails() {
    if (this.#isInVain || this.#shownRows().every((row) => row.tinies === NONE_NEEDED)) return;
    this.#timer = setTimeout(() => {
      this.draw();
      const { scroller, timeline } = this.#grid;
      if (this.#shownRows().some((row) => row.tinies !== NONE_NEEDED)) {
        const photos = this.#photos(scroller.y, scroller.viewport);
        if (!this.#tinies.areHere(timeline, ...photos)) void this.#tinies.load(timeline, ...photos);
      }
      this.#waitForThumbnails();
    }, LATE);
  }

  /**
   * Wait until the tiny pictures of a place are here; no longer than an eye would see.
   * @param {number} y - The place in the layout, px.
   */
  async prepare(y) {
    const { layout, scroller, timeline } = this.#grid;
    if (!layout.rows) return;
    const photos = this.#photos(y, scroller.viewport);
    if (this.#tinies.areHere(timeline, ...photos)) return;
    const late = new Promise((resolve) => setTimeout(resolve, MAX_WAIT));
    await Promise.race([this.#tinies.load(timeline, ...photos), late]);
  }

  /**
   * Return the photos in a part of the layout: the index of the first one, and that behind the last one.
   * @param {number} top - Where the part begins, px.
   * @param {number} height - Its height, px.
   * @returns {[number, number]}
   */
  #photos(top, height) {
    const { layout } = this.#grid;
    return [layout.first[layout.rowAt(top)], layout.first[layout.rowAfter(top + height)]];
  }

  /** @param {Row} row - A row in sight. */
  #update(row) {
    if (row.tinies === NONE_NEEDED) return;
    const cells = row.cells.slice(0, row.used);
    if (cells.every(({ image, failed }) => failed || image.classList.contains(LOADED))) return this.#hide(row);
    const known = cells.filter(({ index }) => this.#tinies.get(this.#grid.timeline, index)).length;
    if (known === row.tinies) return;
    row.tinies = known;
    this.#draw(row);
  }

  /** @param {Row} row - A row whose thumbnails are all there. */
  #hide(row) {
    row.tinies = NONE_NEEDED;
    if (row.canvas) row.canvas.hidden = true;
    for (const { element } of row.cells) element.classList.remove(SHOWN);
  }

  /** @param {Row} row - The row. */
  #draw(row) {
    const { layout, timeline } = this.#grid;
    const width = Math.ceil(layout.width / SCALE);
    if (this.#pixels?.width !== width) this.#pixels = new ImageData(width, HEIGHT);
    const pixels = this.#pixels;
    pixels.data.fill(0);
    const { left, width: widths } = layout.rowCells(row.index);
    for (let i = 0; i < row.used; i++) {
      const cell = row.cells[i];
      const tiny = cell.failed ? undefined : this.#tinies.get(timeline, cell.index);
      cell.element.classList.toggle(SHOWN, tiny !== undefined);
      if (!tiny) continue;
      const x = Math.min(width - 1, Math.round(left[i] / SCALE));
      const end = Math.max(x + 1, Math.min(width, Math.round((left[i] + widths[i]) / SCALE)));
      const box = { x: lineDirection() > 0 ? x : width - end, y: 0, width: end - x, height: HEIGHT };
      this.#painter.draw(pixels, box, tiny, timeline.aspect(cell.index), widths[i] / layout.height[row.index]);
    }
    const canvas = canvasOf(row);
    if (canvas.width !== width) Object.assign(canvas, { width, height: HEIGHT });
    canvas.getContext("2d", { willReadFrequently: true })?.putImageData(pixels, 0, 0);
    canvas.hidden = false;
  }
}

/**
 * Return the canvas of a row, made if it has none.
 * @param {Row} row - The row.
 */
function canvasOf(row) {
  if (!row.canvas) {
    row.canvas = h("canvas", { class: "row__tiny", "aria-hidden": "true" });
    row.element.prepend(row.canvas);
  }
  return row.canvas;
}
