/** @file The albums in the sidebar, as a tree: shown, made, renamed, moved into each other; photos are dropped here. */

import { askForAlbum, deleteAlbum, followTakenBack, loadAlbums, moveAlbum, renameAlbum } from "../../core/albums.js";
import { coverOf } from "../../core/album-cover.js";
import { albumItems } from "../../core/album-menu.js";
import { byId, h, icon, menuSign, on, setAttributes } from "../../core/dom.js";
import { albumUnder, dragFrom, markDrop } from "../../core/drag.js";
import { albumsAbove, isWithin, MAX_ALBUM_NAME, visibleAlbums } from "../../pure/albums/albums.js";
import { formatCount } from "../../pure/text/format.js";
import { treeKeys } from "../../pure/sidebar/tree-keys.js";
import { TypeAhead } from "../../pure/sidebar/type-ahead.js";
import { alongLines, t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/albums/api-types.js").Album} Album */
/** @typedef {import("../../pure/albums/albums.js").AlbumRow} AlbumRow */

const REST = 500; // ms between two readings of the albums

/** Shows the albums. */
export class AlbumTree {
  #context;
  #closeDrawer;
  #tree = byId("albums-tree");
  /** @type {Set<number>} albums that are unfolded */
  #open = new Set();
  /** @type {AlbumRow[]} */
  #rows = [];
  #typeAhead = new TypeAhead();
  /** Id of the album whose name is edited; 0: none. */
  #renaming = 0;
  #timer = 0;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {() => void} closeDrawer - Closes the sidebar where it is a drawer.
   */
  constructor(context, closeDrawer) {
    this.#context = context;
    this.#closeDrawer = closeDrawer;
    const { store, route } = context;
    context.annotations.onTakenBack = (answer) => followTakenBack(context, answer);
    byId("albums").hidden = false;
    on(byId("album-add"), "click", () => void askForAlbum(context));
    on(byId("albums-label"), "click", (event) => {
      event.preventDefault();
      closeDrawer();
      route.go({ page: "albums" });
    }); // prettier-ignore
    on(this.#tree, "click", (event) => this.#onClick(event));
    on(this.#tree, "contextmenu", (event) => this.#showMenu(event));
    on(this.#tree, "keydown", (event) => this.#onKeydown(event));
    on(this.#tree, "pointerdown", (event) => this.#onPress(event));
    store.watchAny([(state) => state.albums, (state) => state.place.album, (state) => state.place.page],
      () => this.#draw()); // prettier-ignore
    store.watch((state) => state.place.album, (album) => this.#unfoldTo(album));
    store.watch((state) => state.status?.generation, () => this.#loadLater());
  }

  /** Load the albums anew when the library has changed; another page may have done something with them. */
  #loadLater() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      if (document.hidden) this.#loadLater();
      else void loadAlbums(this.#context);
    }, this.#context.store.state.albums ? REST : 0);
  }

  /** @param {number|null} album - The album that is shown. */
  #unfoldTo(album) {
    const above = albumsAbove(this.#context.store.state.albums ?? [], album).slice(0, -1);
    for (const { id } of above) this.#open.add(id);
    if (above.length) this.#draw();
  }

  /** @param {Album} album - The album. */
  #go({ id }) {
    this.#closeDrawer();
    this.#context.route.go({ album: id, photo: null });
  }

  #draw() {
    const { albums, place } = this.#context.store.state;
    setAttributes(byId("albums-label"), { "aria-current": place.page === "albums" });
    const focused = this.#rows.findIndex((_, i) => this.#tree.children[i] === document.activeElement);
    const id = this.#rows[focused]?.album.id;
    if (this.#renaming && albums?.some((album) => album.id === this.#renaming)) return; // what is typed stays
    this.#rows = visibleAlbums(albums ?? [], this.#open);
    this.#tree.replaceChildren(...this.#rows.map((row) => this.#row(row)));
    if (focused >= 0) this.#focus(Math.max(0, this.#rows.findIndex(({ album }) => album.id === id)));
    this.#rove();
  }

  /** @param {AlbumRow} row - The row. */
  #row({ album, depth, parent, open }) {
    const current = this.#context.store.state.place.album === album.id;
    const twist = icon("right", "s");
    twist.setAttribute("class", parent ? `icon twist${open ? " is-open" : ""}` : "icon twist twist--none");
    const more = menuSign(t("sidebar-album-menu"));
    const element = h("div", { class: "place", role: "treeitem", tabIndex: -1, "--depth": depth, title: album.name,
      "data-album": album.id }, twist, coverOf(this.#context, album),
      h("span", { class: "place__words" }, h("span", { class: "clip", text: album.name }), " ",
        h("span", { class: "count", text: formatCount(album.count) })), more); // prettier-ignore
    const count = t("count-photos", { count: album.count });
    const label = t("sidebar-with-count", { name: album.name, count });
    setAttributes(element, { "aria-level": depth + 1, "aria-expanded": parent ? open : null, "aria-current": current,
      "aria-selected": current, "aria-label": label }); // prettier-ignore
    return element;
  }

  /** @param {Event} event - The event. */
  #indexOf({ target }) {
    const element = target instanceof Element ? target.closest(".place") : null;
    return [...this.#tree.children].findIndex((one) => one === element);
  }

  /** @param {MouseEvent} event - The event. */
  #onClick(event) {
    const row = this.#rows[this.#indexOf(event)];
    if (!row || !(event.target instanceof Element) || event.target.closest("input")) return;
    if (event.target.closest(".place__more")) this.#showMenu(event);
    else if (row.parent && event.target.closest(".twist")) this.#unfold(row, !row.open);
    else this.#go(row.album);
  }

  /**
   * @param {AlbumRow} row - The row.
   * @param {boolean} open - Whether to unfold it.
   */
  #unfold({ album }, open) {
    if (open) this.#open.add(album.id);
    else this.#open.delete(album.id);
    this.#draw();
  }

  /** @param {MouseEvent} event - The event. */
  #showMenu(event) {
    const at = this.#indexOf(event);
    const row = this.#rows[at];
    if (!row) return;
    event.preventDefault();
    const element = /** @type {HTMLElement} */ (this.#tree.children[at]);
    const where = event.type === "contextmenu" && event.clientX ? { x: event.clientX, y: event.clientY } : element;
    this.#context.dialogs.menu(where, albumItems(this.#context, row.album, () => this.#rename(row.album)));
  }

  /**
   * Let a name be edited where it stands.
   * @param {Album} album - The album.
   */
  #rename(album) {
    const at = this.#rows.findIndex((row) => row.album.id === album.id);
    const name = this.#tree.children[at]?.querySelector(".clip");
    if (!name) return;
    this.#renaming = album.id;
    const input = h("input", { class: "place__input", type: "text", value: album.name, maxLength: MAX_ALBUM_NAME,
      spellcheck: false, "aria-label": t("sidebar-album-name") }); // prettier-ignore
    const end = (/** @type {boolean} */ keep) => {
      if (!this.#renaming) return;
      this.#renaming = 0;
      const wanted = keep && input.value.trim() && input.value.trim() !== album.name;
      this.#draw();
      this.#focus(this.#rows.findIndex((row) => row.album.id === album.id));
      if (wanted) void renameAlbum(this.#context, album, input.value);
    };
    on(input, "contextmenu", (event) => event.stopPropagation()); // the system's menu, with cut, copy and paste
    on(input, "blur", () => end(true));
    on(input, "keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
      event.preventDefault();
      end(event.key === "Enter");
    });
    name.replaceWith(input);
    input.select();
    input.focus();
  }

  /**
   * Drag an album into another one; to the line above the tree: into none.
   * @param {PointerEvent} press - The press.
   */
  #onPress(press) {
    const row = this.#rows[this.#indexOf(press)];
    if (!row || press.button !== 0 || press.pointerType === "touch" || this.#renaming) return;
    dragFrom(press, () => ({
      text: row.album.name,
      over: (under) => markDrop(this.#target(under, row.album)?.element ?? null),
      drop: (under) => {
        const target = this.#target(under, row.album);
        if (target) void moveAlbum(this.#context, row.album, target.album);
        if (target?.album) this.#open.add(target.album.id);
      },
      end: () => markDrop(null),
    }));
  }

  /**
   * Return where an album would be put; null: nowhere.
   * @param {Element|null} under - What is below the pointer.
   * @param {Album} album - The album.
   * @returns {{element: Element, album: Album|null}|null}
   */
  #target(under, album) {
    const albums = this.#context.store.state.albums ?? [];
    const label = under?.closest("#albums .side__label");
    if (label) return album.parent === null ? null : { element: label, album: null };
    const found = albumUnder(under);
    const into = albums.find(({ id }) => id === found?.id);
    if (!found || !into || into.id === album.parent || isWithin(albums, into.id, album.id)) return null;
    return { element: found.element, album: into };
  }

  /** @param {KeyboardEvent} event - The event. */
  #onKeydown(event) {
    const at = this.#indexOf(event);
    const row = this.#rows[at];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const typed = this.#context.store.state.selection
      ? null // letters say something about the selected photos
      : this.#typeAhead.rowFor(event, this.#rows.map(({ album }) => album.name), at);
    if (typed !== null) return (event.preventDefault(), this.#focus(typed));
    if (event.shiftKey) return;
    /** @type {Record<string, () => void>} */
    const acts = {
      ...treeKeys(this.#rows, at, {
        focus: (other) => this.#focus(other),
        unfold: (other, open) => this.#unfold(other, open),
        go: ({ album }) => this.#go(album),
      }),
      F2: () => this.#rename(row.album),
      Delete: () => void deleteAlbum(this.#context, row.album),
    };
    if (!acts[alongLines(event.key)]) return;
    event.preventDefault();
    acts[alongLines(event.key)]();
  }

  /** @param {number} at - Place in the list. */
  #focus(at) {
    const element = this.#tree.children[at];
    if (element instanceof HTMLElement) element.focus();
    this.#rove();
  }

  /** Let Tab reach one row: the one with the focus, the current one, or the first. */
  #rove() {
    const rows = /** @type {HTMLElement[]} */ ([...this.#tree.children]);
    const chosen = rows.find((row) => row === document.activeElement) ??
      rows.find((row) => row.ariaCurrent === "true") ?? rows[0];
    for (const row of rows) row.tabIndex = row === chosen ? 0 : -1;
  }
}
