/**
 * @file The toolbar: what is shown, the search box in the middle, how photos are shown. The selection bar takes its
 * place.
 */

import { byId, on } from "../../core/dom.js";
import { rescan } from "../../core/commands.js";
import { canFillScreen, toggleFullscreen } from "../../core/full-screen.js";
import { ALBUM_ORDERS, orderItems } from "../../core/album-menu.js";
import { logOut } from "../../core/site.js";
import { showTitle } from "../../core/window-title.js";
import { formatCount } from "../../pure/text/format.js";
import { countHere } from "../../pure/sidebar/photo-counts.js";
import { findSaved } from "../../pure/search/saved-searches.js";
import { placeName } from "../../pure/text/place-name.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/api-types.js").Order} Order */
/** @typedef {import("../../pure/api-types.js").ViewState} ViewState */
/** @typedef {import("../../core/menu.js").MenuItem} MenuItem */

/** @type {[Order, string][]} each with the key of its name */
const ORDERS = [
  ["date", "common-newest"],
  ["date-asc", "common-oldest"],
  ["name", "shell-name"],
  ["name-desc", "shell-name-desc"],
  ["modified", "shell-modified"],
  ["modified-asc", "shell-modified-asc"],
  ["size", "shell-size"],
  ["size-asc", "shell-size-asc"],
];
/** @type {[ViewState["theme"], string][]} */
const THEMES = [["system", "shell-theme-system"], ["light", "shell-theme-light"], ["dark", "shell-theme-dark"]];

/**
 * What the menus do to the grid.
 * @typedef {object} GridCommands
 * @property {() => void} selectAll - Select all photos.
 * @property {() => void} larger - Make the photos a step larger.
 * @property {() => void} smaller - Make the photos a step smaller.
 * @property {() => void} months - Show the months in place of the photos.
 * @property {() => void} transfer - Bring in and take out what was said.
 */

/** Shows the name of the place, and the menus for order, view and more. */
export class Toolbar {
  #context;
  #grid;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {GridCommands} grid - What the menus do to the grid.
   */
  constructor(context, grid) {
    this.#context = context;
    this.#grid = grid;
    this.#bindMenus();
    this.#bindNames();
  }

  #bindNames() {
    const { store } = this.#context;
    const draw = () => {
      const count = countHere(store.state);
      const name = placeName(store.state);
      byId("name").textContent = name;
      byId("name").title = name;
      byId("count").textContent = count === null ? "" : formatCount(count);
      if (store.state.place.photo === null) showTitle(name); // else it is the photo's (overlay.js)
    };
    store.watchAny([placeName, countHere, (state) => state.place.photo], draw);
  }

  #bindMenus() {
    const { store } = this.#context;
    this.#menu("sort", () => this.sortItems());
    this.#menu("look", () => this.#viewItems());
    this.#menu("more", () => this.#moreItems());
    byId("more").hidden = this.#moreItems().length === 0;
    store.watch((state) => this.#orderName(state), (name) => {
      byId("sort-name").textContent = name;
      byId("sort").title = t("shell-sort", { order: name });
      byId("sort").setAttribute("aria-label", byId("sort").title);
    });
    store.watch((state) => state.place.visit, (visit) => (byId("sort").hidden = Boolean(visit))); // by name, always
  }

  /**
   * Return the name of the order that is shown.
   * @param {import("../../core/types.js").State} state - The state of the page.
   */
  #orderName({ place, albums, view }) {
    const album = albums?.find(({ id }) => id === place.album);
    const [, key] = (album ? ALBUM_ORDERS : ORDERS).find(([one]) => one === (album ?? view).order) ?? [];
    return key ? t(key) : "";
  }

  /**
   * @param {string} id - Id of the button.
   * @param {() => (MenuItem|null)[]} items - Returns the entries.
   */
  #menu(id, items) {
    const button = byId(id);
    on(button, "click", () => this.#context.dialogs.menu(button, items()));
  }

  /**
   * Return the orders that the photos may have.
   * @returns {(MenuItem|null)[]}
   */
  sortItems() {
    const { albums, place } = this.#context.store.state;
    const album = albums?.find(({ id }) => id === place.album);
    if (album) return orderItems(this.#context, album);
    const { order } = this.#context.store.state.view;
    const items = ORDERS.map(([one, key]) => ({
      label: t(key),
      checked: one === order,
      run: () => this.#context.store.updateView({ order: one }),
    }));
    return [...items.slice(0, 2), null, ...items.slice(2, 4), null, ...items.slice(4, 6), null, ...items.slice(6)];
  }

  /** @returns {(MenuItem|null)[]} */
  #viewItems() {
    const { view, place, timeline } = this.#context.store.state;
    return [
      {
        label: t("shell-subfolders"),
        checked: view.subfolders,
        many: true,
        disabled: place.folder === null,
        run: () => this.#context.store.updateView({ subfolders: !view.subfolders }),
      },
      ...(this.#context.isOwner ? [{ label: t("shell-advance"), checked: view.advance, many: true,
        run: () => this.#context.store.updateView({ advance: !view.advance }) }] : []),
      { label: t("shell-file-names"), checked: view.names, many: true,
        run: () => this.#context.store.updateView({ names: !view.names }) },
      null,
      { label: t("shell-larger"), icon: "large", key: "+", run: () => this.#grid.larger() },
      { label: t("shell-smaller"), icon: "small", key: "−", run: () => this.#grid.smaller() },
      { label: t("keys-months"), icon: "album", disabled: !timeline?.days.length, run: () =>
        this.#grid.months() },
      null,
      ...(this.#context.isOwner ? [this.#settingsItem(t("shell-theme-settings"))] : THEMES.map(([theme, key]) => ({
        label: t(key),
        checked: view.theme === theme,
        run: () => this.#context.store.updateView({ theme }),
      }))),
    ]; // prettier-ignore
  }

  /**
   * @param {string} label - What it is called.
   * @returns {MenuItem}
   */
  #settingsItem(label) {
    return { label, icon: "settings", key: "Ctrl+,", run: () => this.#context.route.go({ page: "settings" }) };
  }


  /** @returns {(MenuItem|null)[]} */
  #moreItems() {
    const { site, isOwner } = this.#context;
    const groups = [
      isOwner ? this.#ownerItems() : [],
      this.#windowItems(),
      site?.logOut ? [{ label: t("shell-log-out", { user: site.user }), icon: "leave", run: () =>
        void logOut(this.#context) }] : [],
    ];
    return groups.filter((items) => items.length).flatMap((items, i) => (i ? [null, ...items] : items));
  }

  /** @returns {MenuItem[]} */
  #windowItems() {
    /** @type {MenuItem} */
    const full = { label: t("common-full-screen"), icon: "full", key: "F11", run: () =>
      void toggleFullscreen(this.#context) };
    /** @type {MenuItem} */
    const keys = { label: t("common-keys"), icon: "keyboard", key: "?", run: () => this.#context.keys.press("?") };
    const hasKeys = !matchMedia("(pointer: coarse)").matches;
    return [...(canFillScreen(this.#context) ? [full] : []), ...(hasKeys ? [keys] : [])];
  }

  /** @returns {MenuItem[]} */
  #ownerItems() {
    const { searches, place } = this.#context.store.state;
    const saved = !place.q || findSaved(searches, place.q) !== undefined;
    return [
      { label: t("common-select-all"), icon: "select", key: "Ctrl+A", run: () => this.#grid.selectAll() },
      {
        label: t("search-save"),
        icon: "star",
        asks: true,
        key: "Ctrl+D",
        disabled: saved,
        run: () => this.#context.keys.press("Ctrl+KeyD"),
      },
      { label: t("common-look-again"), icon: "retry", run: () => rescan(this.#context) },
      { label: t("common-history"), icon: "recent", ...conflictsOf(this.#context),
        run: () => this.#context.route.go({ page: "history" }) },
      { label: t("shell-bring-in"), icon: "swap", asks: true, run: () => this.#grid.transfer() },
      { label: t("common-gone"), icon: "missing", run: () => this.#context.route.go({ page: "gone" }) },
      { label: t("common-backups"), icon: "box", run: () => this.#context.route.go({ page: "backups" }) },
      this.#settingsItem(t("common-settings")),
    ];
  }
}

/**
 * Say at the entry of the history how many conflicts are listed there.
 * @param {Context} context - What the parts of the page share.
 */
function conflictsOf({ store }) {
  const count = store.state.status?.sidecars?.conflicts ?? 0;
  return count ? { key: t("count-conflicts", { count }) } : {};
}
