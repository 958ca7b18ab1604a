/** @file The tree of the folders as the user made them, with covers and counts: drawn, unfolded, moved in. */

import { byId, h, icon, menuSign, on, setAttributes } from "../../core/dom.js";
import { formatCount } from "../../pure/text/format.js";
import { folderPath, visibleFolders } from "../../pure/sidebar/folder-tree.js";
import { treeKeys } from "../../pure/sidebar/tree-keys.js";
import { TypeAhead } from "../../pure/sidebar/type-ahead.js";
import { alongLines, t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/api-types.js").Folder} Folder */
/** @typedef {import("../../pure/sidebar/folder-tree.js").FolderRow} FolderRow */
/**
 * The elements of a folder.
 * @typedef {object} FolderElement
 * @property {HTMLElement} element - The row.
 * @property {SVGElement} twist - What unfolds it.
 * @property {HTMLElement} cover - The frame of its cover.
 * @property {HTMLImageElement} image - The cover.
 * @property {string} url - Its address; "": none.
 * @property {HTMLElement} name - Its name.
 * @property {HTMLElement} count - How many photos it holds.
 */

/**
 * What the tree tells.
 * @typedef {object} FolderTreeEvents
 * @property {(folder: Folder) => void} onOpen - The user wants to see a folder.
 * @property {(folder: Folder, at: HTMLElement|{x: number, y: number}) => void} onMenu - The user wants the menu of a
 *   folder, at its row or at a point of the window.
 */

/** Shows the folder tree. */
export class FolderTree {
  #context;
  #events;
  #element = byId("tree");
  /** @type {Map<number, FolderElement>} */
  #items = new Map();
  /** @type {FolderRow[]} */
  #rows = [];
  #typeAhead = new TypeAhead();

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {FolderTreeEvents} events - What the tree tells.
   */
  constructor(context, events) {
    this.#context = context;
    this.#events = events;
    on(this.#element, "click", (event) => this.#onClick(event));
    on(this.#element, "contextmenu", (event) => this.#showMenu(event));
    on(this.#element, "keydown", (event) => this.#onKeydown(event));
  }

  /** Show the folders of the store. */
  draw() {
    const { folders, view } = this.#context.store.state;
    this.#rows = visibleFolders(folders, new Set(view.open));
    const kept = new Set(this.#rows.map((line) => line.folder.id));
    for (const [id, item] of this.#items) if (!kept.has(id)) (item.element.remove(), this.#items.delete(id));
    this.#rows.forEach((line, i) => this.#drawRow(line, i));
    this.#rove();
  }

  /**
   * @param {FolderRow} line - The row of the tree.
   * @param {number} i - Its place in the list.
   */
  #drawRow({ folder, depth, parent, open }, i) {
    const item = this.#items.get(folder.id) ?? this.#make(folder.id);
    const { element } = item;
    const { folders, place } = this.#context.store.state;
    const current = place.folder === folder.id;
    if (this.#element.children[i] !== element) this.#element.insertBefore(element, this.#element.children[i] ?? null);
    element.classList.toggle("place--off", folder.offline);
    element.style.setProperty("--depth", String(depth));
    setAttributes(element, {
      "aria-level": depth + 1,
      "aria-expanded": parent ? open : null,
      "aria-selected": current,
      "aria-current": current,
      "aria-label": spokenFolder(folder),
      title: folderPath(folders, folder.id).map(({ name }) => name).join(" / "),
    });
    item.twist.setAttribute("class", parent ? `icon twist${open ? " is-open" : ""}` : "icon twist twist--none");
    item.name.textContent = folder.name;
    item.count.textContent = folder.offline ? t("sidebar-offline") : formatCount(folder.total);
    this.#drawCover(item, folder);
  }

  /**
   * @param {FolderElement} item - The elements of the row.
   * @param {Folder} folder - The folder.
   */
  #drawCover(item, folder) {
    const { cover, image } = item;
    const url = folder.cover === null ? "" : this.#context.api.media("thumb", folder.cover, folder.version);
    if (url && item.url === url) return;
    item.url = url;
    cover.classList.toggle("cover--none", !url);
    if (url) this.#context.pictures.setSource(image, url, () => item.url === url);
    else image.removeAttribute("src");
  }

  /**
   * @param {number} id - Id of the folder.
   * @returns {FolderElement}
   */
  #make(id) {
    const twist = icon("right", "s");
    const image = h("img", { alt: "", draggable: false, loading: "lazy", decoding: "async", fetchPriority: "low" });
    const cover = h("span", { class: "cover" }, icon("folder", "s"), image);
    on(image, "error", () => cover.classList.add("cover--none"));
    const name = h("span", { class: "clip" });
    const count = h("span", { class: "count" });
    const more = menuSign(t("sidebar-folder-menu"));
    const element = h(
      "div",
      { class: "place", role: "treeitem", tabIndex: -1, "data-id": id },
      twist,
      cover,
      h("span", { class: "place__words" }, name, " ", count), // the blank is read, and not drawn
      more,
    );
    const item = { element, twist, cover, image, url: "", name, count };
    this.#items.set(id, item);
    return item;
  }

  /** Let Tab reach one row: the one with the focus, the current one, or the first. */
  #rove() {
    const { place } = this.#context.store.state;
    const focused = this.#rows.find((line) => this.#items.get(line.folder.id)?.element === document.activeElement);
    const chosen = focused ?? this.#rows.find((line) => line.folder.id === place.folder) ?? this.#rows[0];
    for (const line of this.#rows) this.#elementOf(line).tabIndex = line === chosen ? 0 : -1;
  }

  /** @param {FolderRow} line - The row of the tree. */
  #elementOf(line) {
    return /** @type {FolderElement} */ (this.#items.get(line.folder.id)).element;
  }

  /**
   * @param {Event} event - The event.
   * @returns {FolderRow|undefined}
   */
  #rowOf(event) {
    const element =
      event.target instanceof Element ? /** @type {HTMLElement|null} */ (event.target.closest(".place")) : null;
    return this.#rows.find((line) => String(line.folder.id) === element?.dataset.id);
  }

  /** @param {MouseEvent} event - The event. */
  #onClick(event) {
    const line = this.#rowOf(event);
    const target = /** @type {Element} */ (event.target);
    if (!line) return;
    if (target.closest(".place__more")) this.#showMenu(event);
    else if (target.closest(".twist") && line.parent) this.#unfold(line, !line.open);
    else this.#events.onOpen(line.folder);
  }

  /**
   * @param {FolderRow} line - The row of the tree.
   * @param {boolean} open - Whether to unfold it.
   */
  #unfold({ folder }, open) {
    const { store } = this.#context;
    const others = store.state.view.open.filter((id) => id !== folder.id);
    store.updateView({ open: open ? [...others, folder.id] : others });
  }

  /**
   * Unfold what is above a folder and scroll it into view.
   * @param {number|null} folder - Id of the folder; null: all photos.
   */
  unfoldTo(folder) {
    const { store } = this.#context;
    const above = folderPath(store.state.folders, folder).slice(0, -1).map(({ id }) => id);
    const open = new Set([...store.state.view.open, ...above]);
    if (open.size > store.state.view.open.length) store.updateView({ open: [...open] });
    if (folder !== null) this.#items.get(folder)?.element.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event - The event. */
  #onKeydown(event) {
    const line = this.#rowOf(event);
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.#rows.indexOf(line);
    const typed = this.#typedRow(event, at);
    if (typed !== null) return (event.preventDefault(), this.#focus(typed));
    const acts = treeKeys(this.#rows, at, {
      focus: (other) => this.#focus(other),
      unfold: (other, open) => this.#unfold(other, open),
      go: ({ folder }) => this.#events.onOpen(folder),
    });
    const act = event.shiftKey ? undefined : acts[alongLines(event.key)];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /**
   * Return the row that a letter leads to; null: the key is no letter, or says something about the selected photos.
   * @param {KeyboardEvent} event - The event.
   * @param {number} at - Place of the row with the focus.
   */
  #typedRow(event, at) {
    if (this.#context.store.state.selection) return null;
    return this.#typeAhead.rowFor(event, this.#rows.map(({ folder }) => folder.name), at);
  }

  /** @param {number} at - Place in the list. */
  #focus(at) {
    const line = this.#rows[at];
    if (!line) return;
    this.#elementOf(line).focus();
    this.#rove();
  }

  /**
   * Show the menu of a folder: by right click, by the menu key, or by the button on the row.
   * @param {MouseEvent} event - The event.
   */
  #showMenu(event) {
    const line = this.#rowOf(event);
    if (!line) return;
    event.preventDefault();
    const at =
      event.type === "contextmenu" && event.clientX ? { x: event.clientX, y: event.clientY } : this.#elementOf(line);
    this.#events.onMenu(line.folder, at);
  }
}

/** @param {Pick<import("../../pure/api-types.js").Folder, "name"|"total"|"offline">} folder - The folder. */
function spokenFolder({ name, total, offline }) {
  if (offline) return t("sidebar-is-offline", { name });
  return t("sidebar-with-count", { name, count: t("count-photos", { count: total }) });
}
