/** @file The sidebar: all photos and the folders, where they lead, and the drawer that it is in narrow windows. */

import { byId, on, takesText } from "../../core/dom.js";
import { addFolder, rescan, removeRoot, revealItems } from "../../core/commands.js";
import { copyText } from "../../core/copying.js";
import { formatCount } from "../../pure/text/format.js";
import { countAll } from "../../pure/sidebar/photo-counts.js";
import { shownSearch } from "../../pure/search/saved-searches.js";
import { folderPath, neighbourFolder, pathOnDisk } from "../../pure/sidebar/folder-tree.js";
import { FolderTree } from "./folder-tree.js";
import { SideEdge } from "./side-edge.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/api-types.js").Folder} Folder */

const NARROW = "(max-width: 859px)"; // as in the style sheets; see tokens.css

/** Shows all photos and the folder tree, and is a drawer in narrow windows. */
export class Sidebar {
  #context;
  #tree;
  #all = byId("all");

  /** @param {Context} context - What the parts of the page share. */
  constructor(context) {
    this.#context = context;
    const { store, keys } = context;
    this.#tree = new FolderTree(context, {
      onOpen: (folder) => this.#go(folder.id),
      onMenu: (folder, at) => context.dialogs.menu(at, this.#menuItems(folder)),
    });
    on(byId("add"), "click", () => addFolder(context));
    byId("add").hidden = !context.isOwner;
    on(this.#all, "contextmenu", (event) => this.#showMenu(event));
    on(this.#all, "click", (event) => (event.preventDefault(), this.#go(null)));
    store.watchAny([(state) => state.folders, (state) => state.place,
      (state) => state.view.open, countAll, shownSearch], () => this.#draw());
    store.watch((state) => state.place.folder, (folder) => this.#tree.unfoldTo(folder));
    store.watch((state) => state.folders.length > 0, () => this.#tree.unfoldTo(store.state.place.folder));
    this.#bindDrawer();
    new SideEdge(context);
    keys.bind({ scope: "grid", keys: ["\\"], group: t("keys-window"), label: t("sidebar-sidebar"), run: () =>
      this.toggle() });
    keys.bind({
      scope: "grid",
      keys: ["Alt+ArrowRight", "Ctrl+ArrowRight"],
      group: t("keys-move"),
      label: t("sidebar-next-folder"),
      run: (event) => this.#goToNeighbour(event, 1),
    });
    keys.bind({
      scope: "grid",
      keys: ["Alt+ArrowLeft", "Ctrl+ArrowLeft"],
      group: t("keys-move"),
      label: t("sidebar-folder-before"),
      run: (event) => this.#goToNeighbour(event, -1),
    });
    on(byId("toggle-side"), "click", () => this.toggle());
    store.watch((state) => state.view.sidebar, (shown) => byId("shell").classList.toggle("no-side", !shown));
  }

  #draw() {
    const { folders, place } = this.#context.store.state;
    const count = countAll(this.#context.store.state);
    const isElsewhere = place.visit || place.album || place.page;
    const isOther = isElsewhere || place.q === "is:favourite" || shownSearch(this.#context.store.state);
    const isAll = place.folder === null && !isOther;
    this.#all.setAttribute("aria-current", String(isAll));
    this.#all.querySelector(".count")?.replaceChildren(count === null ? "" : formatCount(count));
    byId("folders").hidden = folders.length === 0;
    this.#tree.draw();
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
    if (takesText(event.target)) return false;
    const { folders, place } = this.#context.store.state;
    const folder = neighbourFolder(folders, place.folder, step);
    if (folder) this.#go(folder.id);
  }

  /**
   * Show the menu of all photos.
   * @param {MouseEvent} event - A right click, or the menu key.
   */
  #showMenu(event) {
    const context = this.#context;
    event.preventDefault();
    const at = event.clientX ? { x: event.clientX, y: event.clientY } : this.#all;
    context.dialogs.menu(at, [
      { label: t("common-open"), icon: "photos", ownKey: "Enter", run: () => this.#go(null) },
      ...(context.isOwner ? [
        { label: t("common-add-folder"), icon: "plus", asks: true, run: () => void addFolder(context) },
        { label: t("common-look-again"), icon: "retry", run: () => void rescan(context) },
      ] : []),
    ]); // prettier-ignore
  }

  /** @param {Folder} folder - The folder. */
  #menuItems(folder) {
    const context = this.#context;
    const open = { label: t("common-open"), icon: "folder", ownKey: "Enter", run: () => this.#go(folder.id) };
    if (!context.isOwner) return [open];
    const { folders, status } = context.store.state;
    const root = status?.roots.find((one) => one.folder === folder.id);
    const top = status?.roots.find((one) => one.id === folder.root)?.path;
    const path = top && pathOnDisk(top, folderPath(folders, folder.id));
    return [
      open,
      { label: t("common-look-again"), icon: "retry", run: () => rescan(context, { root: folder.root }) },
      ...revealItems(context, folder.id),
      ...(path ? [{ label: t("common-copy-path"), icon: "copy", run: () => void copyText(context, [path]) }] : []),
      ...(root ? [null, { label: t("sidebar-remove-root"), icon: "close", asks: true,
        run: () => removeRoot(context, root) }] : []),
    ];
  }

  /** Close the drawer by Escape, by a press beside it, when the window grows wide, and below a photo that opens. */
  #bindDrawer() {
    on(document, "keydown", (event) => {
      if (event.key !== "Escape" || document.querySelector("dialog[open], .menu, .pop") || !this.closeDrawer()) return;
      event.preventDefault();
      event.stopPropagation();
    }, { capture: true });
    on(byId("veil"), "click", () => this.closeDrawer());
    matchMedia(NARROW).addEventListener("change", () => this.closeDrawer());
    this.#context.store.watch((state) => state.place.photo !== null, (isOpen) => isOpen && this.closeDrawer());
  }

  /** Show the sidebar or hide it. */
  toggle() {
    const { store } = this.#context;
    if (!matchMedia(NARROW).matches) return this.#toggleWide(!store.state.view.sidebar);
    if (this.closeDrawer()) return;
    byId("shell").dataset.drawer = "open";
    byId("main").inert = true;
    this.#all.focus();
  }

  /**
   * Show or hide the sidebar beside the photos. The focus does not go with it.
   * @param {boolean} sidebar - Whether to show it.
   */
  #toggleWide(sidebar) {
    const inside = byId("side").contains(document.activeElement);
    this.#context.store.updateView({ sidebar });
    if (!inside) return;
    byId("toggle-side").focus();
    if (document.activeElement === document.body) byId("scroller").focus(); // the selection bar stands over the button
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
