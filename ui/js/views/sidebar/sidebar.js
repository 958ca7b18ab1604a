/** @file The sidebar: all photos, and the folders as the user made them, with covers and counts. */

import { byId, h, icon, iconButton, on, setAttributes } from "../../core/dom.js";
import { addFolder, rescan, removeRoot } from "../../core/commands.js";
import { formatCount, formatMany } from "../../pure/text/format.js";
import { shownSearch } from "../../pure/search/saved-searches.js";
import { neighbourFolder, folderPath, visibleFolders } from "../../pure/sidebar/folder-tree.js";

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
 * @property {HTMLElement} name - Its name.
 * @property {HTMLElement} count - How many photos it holds.
 */

const NARROW = "(max-width: 859px)"; // as in the style sheets; see tokens.css

/** Shows the folder tree, and is a drawer in narrow windows. */
export class Sidebar {
  #context;
  #tree = byId("tree");
  #all = byId("all");
  /** @type {Map<number, FolderElement>} */
  #items = new Map();
  /** @type {FolderRow[]} */
  #rows = [];

  /** @param {Context} context - What the parts of the page share. */
  constructor(context) {
    this.#context = context;
    const { store, keys } = context;
    on(byId("add"), "click", () => addFolder(context));
    on(this.#all, "click", (event) => (event.preventDefault(), this.#go(null)));
    on(this.#tree, "click", (event) => this.#clicked(event));
    on(this.#tree, "contextmenu", (event) => this.#menu(event));
    on(this.#tree, "keydown", (event) => this.#key(event));
    store.watchAny([(state) => state.folders, (state) => state.place.folder, (state) => state.view.open,
      (state) => state.status?.counts.photos, shownSearch], () => this.#draw());
    store.watch((state) => state.place.folder, (folder) => this.#unfoldTo(folder));
    store.watch((state) => state.folders.length > 0, () => this.#unfoldTo(store.state.place.folder));
    this.#bindDrawer();
    keys.bind({ scope: "grid", keys: ["\\"], group: "Window", label: "Sidebar", run: () => this.toggle() });
    keys.bind({
      scope: "grid",
      keys: ["Alt+ArrowRight", "Ctrl+ArrowRight"],
      group: "Move",
      label: "Next folder",
      run: (event) => this.#goToNeighbour(event, 1),
    });
    keys.bind({
      scope: "grid",
      keys: ["Alt+ArrowLeft", "Ctrl+ArrowLeft"],
      group: "Move",
      label: "Folder before",
      run: (event) => this.#goToNeighbour(event, -1),
    });
    on(byId("toggle-side"), "click", () => this.toggle());
    store.watch((state) => state.view.sidebar, (shown) => byId("shell").classList.toggle("no-side", !shown));
  }

  #draw() {
    const { folders, place, view, status } = this.#context.store.state;
    this.#rows = visibleFolders(folders, new Set(view.open));
    this.#all.setAttribute("aria-current", String(place.folder === null && !shownSearch(this.#context.store.state)));
    this.#all.querySelector(".count")?.replaceChildren(status ? formatCount(status.counts.photos) : "");
    byId("folders").hidden = folders.length === 0;
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
    const current = this.#context.store.state.place.folder === folder.id;
    if (this.#tree.children[i] !== element) this.#tree.insertBefore(element, this.#tree.children[i] ?? null);
    element.classList.toggle("place--off", folder.offline);
    element.style.setProperty("--depth", String(depth));
    setAttributes(element, {
      "aria-level": depth + 1,
      "aria-expanded": parent ? open : null,
      "aria-selected": current,
      "aria-current": current,
      "aria-label": `${folder.name}, ${folder.offline ? "offline" : formatMany(folder.total, "photo")}`,
      title: folder.name,
    });
    item.twist.setAttribute("class", parent ? `icon twist${open ? " is-open" : ""}` : "icon twist twist--none");
    item.name.textContent = folder.name;
    item.count.textContent = folder.offline ? "Offline" : formatCount(folder.total);
    this.#drawCover(item, folder);
  }

  /**
   * @param {FolderElement} item - The elements of the row.
   * @param {Folder} folder - The folder.
   */
  #drawCover({ cover, image }, folder) {
    const url = folder.cover === null ? "" : this.#context.api.media("thumb", folder.cover, folder.version);
    if (url && image.getAttribute("src") === url) return;
    cover.classList.toggle("cover--none", !url);
    if (url) image.src = url;
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
    const more = iconButton("more", "Folder menu", {
      class: "button button--bare button--icon place__more",
      tabindex: "-1",
      "aria-hidden": "true",
    });
    const element = h(
      "div",
      { class: "place", role: "treeitem", tabIndex: -1, "data-id": id },
      twist,
      cover,
      name,
      count,
      more,
    );
    const item = { element, twist, cover, image, name, count };
    this.#items.set(id, item);
    return item;
  }

  /** Let Tab reach one row: the one with the focus, the current one, or the first. */
  #rove() {
    const { place } = this.#context.store.state;
    const focused = this.#rows.find((line) => this.#items.get(line.folder.id)?.element === document.activeElement);
    const chosen = focused ?? this.#rows.find((line) => line.folder.id === place.folder) ?? this.#rows[0];
    for (const line of this.#rows) this.#element(line).tabIndex = line === chosen ? 0 : -1;
  }

  /** @param {FolderRow} line - The row of the tree. */
  #element(line) {
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
  #clicked(event) {
    const line = this.#rowOf(event);
    const target = /** @type {Element} */ (event.target);
    if (!line) return;
    if (target.closest(".place__more")) this.#menu(event);
    else if (target.closest(".twist") && line.parent) this.#unfold(line, !line.open);
    else this.#go(line.folder.id);
  }

  /** @param {number|null} folder - Id of the folder; null: all photos. */
  #go(folder) {
    this.closeDrawer();
    this.#context.route.go({ folder, photo: null, q: "" });
  }

  /**
   * Go to the next or previous folder. In a text field these keys move between words instead.
   * @param {KeyboardEvent} event - The event.
   * @param {1|-1} step - 1: next; -1: previous.
   */
  #goToNeighbour(event, step) {
    if (event.target instanceof Element && event.target.matches("input, textarea")) return false;
    const { folders, place } = this.#context.store.state;
    const folder = neighbourFolder(folders, place.folder, step);
    if (folder) this.#go(folder.id);
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
  #unfoldTo(folder) {
    const { store } = this.#context;
    const above = folderPath(store.state.folders, folder).slice(0, -1).map(({ id }) => id);
    const open = new Set([...store.state.view.open, ...above]);
    if (open.size > store.state.view.open.length) store.updateView({ open: [...open] });
    if (folder !== null) this.#items.get(folder)?.element.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event - The event. */
  #key(event) {
    const line = this.#rowOf(event);
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.#rows.indexOf(line);
    /** @type {Record<string, () => void>} */
    const acts = {
      ArrowDown: () => this.#focus(at + 1), ArrowUp: () => this.#focus(at - 1),
      Home: () => this.#focus(0), End: () => this.#focus(this.#rows.length - 1),
      ArrowRight: () => (line.parent && !line.open ? this.#unfold(line, true) : line.parent && this.#focus(at + 1)),
      ArrowLeft: () =>
        line.open
          ? this.#unfold(line, false)
          : this.#focus(this.#rows.findIndex((other) => other.folder.id === line.folder.parent)),
      Enter: () => this.#go(line.folder.id),
      " ": () => this.#go(line.folder.id),
    };
    const act = event.shiftKey ? undefined : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** @param {number} at - Place in the list. */
  #focus(at) {
    const line = this.#rows[at];
    if (!line) return;
    this.#element(line).focus();
    this.#rove();
  }

  /**
   * Show the menu of a folder: by right click, by the menu key, or by the button on the row.
   * @param {MouseEvent} event - The event.
   */
  #menu(event) {
    const line = this.#rowOf(event);
    if (!line) return;
    event.preventDefault();
    const at =
      event.type === "contextmenu" && event.clientX ? { x: event.clientX, y: event.clientY } : this.#element(line);
    this.#context.dialogs.menu(at, this.#menuItems(line));
  }

  /** @param {FolderRow} line - The row of the tree. */
  #menuItems({ folder }) {
    const context = this.#context;
    const root = context.store.state.status?.roots.find((one) => one.folder === folder.id);
    return [
      { label: "Open", icon: "folder", key: "Enter", run: () => this.#go(folder.id) },
      { label: "Look again", icon: "retry", run: () => rescan(context, { root: folder.root }) },
      ...(root ? [null, { label: "Remove from Shoebox", icon: "close", run: () => removeRoot(context, root) }] : []),
    ];
  }

  /** Close the drawer by Escape, by a press beside it, and when the window grows wide. */
  #bindDrawer() {
    on(document, "keydown", (event) => {
      if (event.key !== "Escape" || document.querySelector("dialog[open], .menu, .pop") || !this.closeDrawer()) return;
      event.preventDefault();
      event.stopPropagation();
    }, { capture: true });
    on(byId("veil"), "click", () => this.closeDrawer());
    matchMedia(NARROW).addEventListener("change", () => this.closeDrawer());
  }

  /** Show the sidebar or hide it. */
  toggle() {
    const { store } = this.#context;
    if (!matchMedia(NARROW).matches) return store.updateView({ sidebar: !store.state.view.sidebar });
    if (this.closeDrawer()) return;
    byId("shell").dataset.drawer = "open";
    byId("main").inert = true;
    this.#all.focus();
  }

  /** Close the drawer. Returns whether it was open. */
  closeDrawer() {
    if (byId("shell").dataset.drawer !== "open") return false;
    byId("shell").dataset.drawer = "closed";
    byId("main").inert = false;
    byId("toggle-side").focus();
    return true;
  }
}
