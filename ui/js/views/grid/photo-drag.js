/** @file Dragging photos: onto an album of the sidebar, and to another place in an album that is ordered by hand. */

import { addToAlbum } from "../../core/albums.js";
import { byId, placeIn, h, on } from "../../core/dom.js";
import { albumUnder, dragFrom, markDrop } from "../../core/drag.js";
import { lineDirection, t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./grid.js").Grid} Grid */

const SCROLL_EDGE = 48; // px from the edge where the grid scrolls on

/** Drags the selected photos, or in an album ordered by hand any photo. */
export class PhotoDrag {
  #context;
  #grid;
  #albums;
  #line = h("div", { class: "drop-line", hidden: true, "aria-hidden": "true" });
  #scrollBy = 0;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {Grid} grid - The grid.
   * @param {import("./album-actions.js").AlbumActions} albums - What puts photos elsewhere.
   */
  constructor(context, grid, albums) {
    this.#context = context;
    this.#grid = grid;
    this.#albums = albums;
    document.body.append(this.#line);
    on(byId("grid"), "pointerdown", (event) => this.takes(event) && this.#begin(event));
  }

  /**
   * Return whether a press begins to drag photos, and not to select.
   * @param {PointerEvent} press - The press.
   */
  takes({ target, button, pointerType, ctrlKey, metaKey, shiftKey }) {
    const index = this.#grid.rows.indexOf(target);
    if (index < 0 || button !== 0 || pointerType === "touch" || ctrlKey || metaKey || shiftKey) return false;
    if (/** @type {Element} */ (target).closest("button, .cell__pick, .cell__heart")) return false;
    return this.#context.store.state.selection?.has(index) === true || this.#albums.ordered !== null;
  }

  /** @param {PointerEvent} press - The press. */
  #begin(press) {
    const index = this.#grid.rows.indexOf(press.target);
    dragFrom(press, () => {
      const { selection } = this.#context.store.state;
      const { timeline } = this.#grid;
      const indices = selection?.has(index) ? [...selection.indices()] : [index];
      const ids = indices.map((one) => timeline.ids[one]);
      requestAnimationFrame(() => this.#scroll());
      this.#scrollBy = 0.001; // it is not zero while something is dragged
      return {
        text: t("count-photos", { count: indices.length }),
        over: (under, at) => this.#over(under, at),
        drop: (under, at) => this.#drop(under, at, ids),
        end: () => ((this.#line.hidden = true), (this.#scrollBy = 0), markDrop(null)),
      };
    });
  }

  /**
   * @param {Element|null} under - What is below the pointer.
   * @param {{x: number, y: number}} at - Where it is.
   */
  #over(under, at) {
    markDrop(albumUnder(under)?.element ?? null);
    const place = this.#place(under, at);
    this.#line.hidden = !place;
    const px = (/** @type {number} */ length) => `${length}px`;
    if (place)
      Object.assign(this.#line.style, { left: px(place.x), top: px(place.top), height: px(place.height) });
    const scroller = byId("scroller");
    const { x, y } = placeIn(scroller, at);
    const beyond = y < SCROLL_EDGE ? y - SCROLL_EDGE : Math.max(0, y - scroller.clientHeight + SCROLL_EDGE);
    this.#scrollBy = x > 0 && beyond ? beyond / 4 : 0.001;
  }

  /** Scroll on while the pointer is held at an edge. */
  #scroll() {
    if (!this.#scrollBy) return;
    byId("scroller").scrollTop += this.#scrollBy;
    requestAnimationFrame(() => this.#scroll());
  }

  /**
   * Return where in the album photos would come to stand; null: nowhere.
   * @param {Element|null} under - What is below the pointer.
   * @param {{x: number, y: number}} at - Where it is.
   */
  #place(under, at) {
    const index = this.#albums.ordered ? this.#grid.rows.indexOf(under) : -1;
    const cell = index >= 0 ? this.#grid.rows.elementOf(index) : null;
    if (!cell) return null;
    const box = cell.getBoundingClientRect();
    const isBehind = placeIn(cell, at).x > box.width / 2;
    const x = isBehind === lineDirection() > 0 ? box.right : box.left - 4;
    return { before: index + (isBehind ? 1 : 0), x, top: box.top, height: box.height };
  }

  /**
   * @param {Element|null} under - What is below the pointer.
   * @param {{x: number, y: number}} at - Where it is.
   * @param {number[]} ids - Ids of the photos.
   */
  #drop(under, at, ids) {
    const found = albumUnder(under);
    const album = this.#context.store.state.albums?.find(({ id }) => id === found?.id);
    if (album) return void addToAlbum(this.#context, album, ids);
    const place = this.#place(under, at);
    const indices = ids.map((id) => this.#grid.timeline.indexOf(id)).filter((index) => index >= 0);
    if (place && indices.length) this.#albums.put(indices, beforeRest(indices, place.before, this.#grid.timeline.n));
  }
}

/**
 * Return the next index that is none of the moved ones.
 * @param {number[]} indices - Indices of the photos that are moved.
 * @param {number} before - Index before which they were dropped.
 * @param {number} n - How many photos there are.
 */
function beforeRest(indices, before, n) {
  const moved = new Set(indices);
  let at = before;
  while (at < n && moved.has(at)) at++;
  return at;
}
