/** @file What can be done with photos and albums in the grid: put in, taken out, ordered by hand, chosen as cover. */

import { askToAddToAlbum } from "../../core/album-dialog.js";
import { chooseCover, removeFromAlbum, reorderAlbum } from "../../core/albums.js";
import { indexBefore } from "../../pure/albums/albums.js";
import { moveByRows } from "../../pure/grid/navigation.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../core/menu.js").MenuItem} MenuItem */
/** @typedef {import("./grid.js").Grid} Grid */

/** Acts on the selected photos, or the one with the focus. */
export class AlbumActions {
  #context;
  #grid;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {Grid} grid - The grid.
   * @param {(target: EventTarget|null) => boolean} isMeant - Whether a key on an element is for the photos.
   */
  constructor(context, grid, isMeant) {
    this.#context = context;
    this.#grid = grid;
    /** @type {(keys: string[], label: string, run: () => void|false) => void} */
    const bind = (keys, label, run) => context.keys.bind({ scope: "grid", part: "album", keys, label,
      group: t("common-albums"),
      run: ({ target }) => (isMeant(target) && this.indices.length ? run() : false) }); // prettier-ignore
    bind(["b", "KeyB"], t("common-add-to-album"), () => this.add());
    bind(["Delete"], t("common-take-out-of-album"), () => (this.album ? this.remove() : false));
    bind(["Alt+ArrowLeft"], t("grid-towards-beginning"), () => this.#step(() => -1));
    bind(["Alt+ArrowRight"], t("grid-towards-end"), () => this.#step(() => 1));
    bind(["Alt+ArrowUp"], t("grid-move-row-up"), () => this.#step((at) => this.#rowStep(at, -1)));
    bind(["Alt+ArrowDown"], t("grid-move-row-down"), () => this.#step((at) => this.#rowStep(at, 1)));
  }

  /** The album that is shown; null: none. */
  get album() {
    const { albums, place } = this.#context.store.state;
    return (place.album && albums?.find(({ id }) => id === place.album)) || null;
  }

  /** The album that is shown, if its photos can be put elsewhere: all of them, in the order of the hand. */
  get ordered() {
    const { album } = this;
    const { place, timeline } = this.#context.store.state;
    return album?.order === "hand" && !place.q && timeline?.n === album.own ? album : null;
  }

  /**
   * Indices of the photos that are meant, rising.
   * @returns {number[]}
   */
  get indices() {
    const { selection, focus } = this.#context.store.state;
    return selection ? [...selection.indices()] : focus >= 0 ? [focus] : [];
  }

  /** Ids of the photos that are meant. */
  get ids() {
    return this.indices.map((index) => this.#grid.timeline.ids[index]);
  }

  /** Ask for an album, and put the photos into it. */
  add() {
    askToAddToAlbum(this.#context, this.ids);
  }

  /** Take the photos out of the album that is shown. */
  remove() {
    const { album } = this;
    if (album) void removeFromAlbum(this.#context, album, this.ids);
  }

  /**
   * Put photos before another one of the album that is shown.
   * @param {number[]} indices - Indices of the photos.
   * @param {number} before - Index of the other one; n: at the end.
   */
  put(indices, before) {
    const album = this.ordered;
    if (album) void reorderAlbum(this.#context, album, indices, before);
  }

  /** @param {(at: number) => number} stepOf - Returns how many places from a photo. */
  #step(stepOf) {
    if (!this.ordered) return this.album ? undefined : false; // to the next folder, but not out of an album
    const { indices } = this;
    this.put(indices, indexBefore(indices, stepOf(indices[0]), this.#grid.timeline.n));
  }

  /**
   * @param {number} at - Index of a photo.
   * @param {1|-1} rows - Down or up.
   */
  #rowStep(at, rows) {
    return moveByRows(this.#grid.layout, at, rows, null).index - at;
  }

  /**
   * Return the entries of menus for the photos that are meant.
   * @returns {MenuItem[]}
   */
  menuItems() {
    const { album, ids } = this;
    /** @type {MenuItem[]} */
    const items = [{ label: t("common-add-to-album"), icon: "album", key: "B", asks: true, run: () => this.add() }];
    if (!album) return items;
    if (ids.length === 1)
      items.push({ label: t("grid-use-as-cover"), icon: "photos",
        run: () => void chooseCover(this.#context, album, ids[0]) });
    return [...items,
      { label: t("common-take-out-of-album"), icon: "minus", key: "Delete", run: () => this.remove() }];
  }
}
