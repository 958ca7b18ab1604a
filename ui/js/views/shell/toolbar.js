// The toolbar: where one is, the filter in the middle, how photos are shown. The selection bar takes its place.

import { byId, h, iconButton, on } from "../../core/dom.js";
import { lookAgain, MOST_IDS, toggleFullscreen } from "../../core/commands.js";
import { formatBytes, formatCount } from "../../pure/text/format.js";
import { keptAs, shown } from "../../pure/search/saved-searches.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../core/types.js").Order} Order */
/** @typedef {import("../../core/types.js").View} View */
/** @typedef {import("../grid/grid.js").Grid} Grid */
/** @typedef {import("../grid/selection-controller.js").Picking} Picking */
/** @typedef {import("../../core/dialogs.js").Item} Item */

/** @type {[Order, string][]} */
const ORDERS = [
  ["date", "Newest first"], ["date-asc", "Oldest first"], ["name", "Name, A to Z"], ["name-desc", "Name, Z to A"],
  ["modified", "Last changed first"], ["modified-asc", "Last changed last"], ["size", "Largest file first"], ["size-asc", "Smallest file first"],
];
/** @type {[View["theme"], string][]} */
const THEMES = [["system", "Theme of the system"], ["light", "Light"], ["dark", "Dark"]];
const SIZES = { least: 96, most: 320, step: 24 };
const GESTURE = 400; // ms of rest after which a turn of the wheel begins anew
const REST = 200; // ms a selection rests before its size is asked for

export class Toolbar {
  #context;
  #grid;
  #picking;
  #slider = /** @type {HTMLInputElement} */ (byId("size"));
  #lastWheel = -Infinity;
  #sum = h("span", { class: "quiet" });
  #summing = 0;

  /** @param {Context} context  @param {Grid} grid  @param {Picking} picking */
  constructor(context, grid, picking) {
    this.#context = context;
    this.#grid = grid;
    this.#picking = picking;
    this.#bindMenus();
    this.#bindSize();
    this.#bindNames();
    this.#buildSelectionBar();
  }

  /** @param {Partial<View>} change */
  #change(change) {
    const { store } = this.#context;
    store.set({ view: { ...store.state.view, ...change } });
  }

  #bindNames() {
    const { store, signal } = this.#context;
    const draw = () => {
      const { place, folders, timeline } = store.state;
      const name = shown(store.state)?.name ?? folders.find((folder) => folder.id === place.folder)?.name ?? (place.folder === null ? "All photos" : folders.length ? "Folder" : "");
      byId("name").textContent = name;
      byId("name").title = name;
      byId("count").textContent = timeline ? formatCount(timeline.n) : "";
      document.title = name ? `${name} - Shoebox` : "Shoebox";
    };
    for (const pick of /** @type {((state: import("../../core/types.js").State) => unknown)[]} */ ([(s) => s.place.folder, shown, (s) => s.folders, (s) => s.timeline])) store.watch(pick, draw, signal);
  }

  #bindMenus() {
    const { signal, store } = this.#context;
    this.#menu("sort", () => this.#sortItems());
    this.#menu("look", () => this.#viewItems());
    this.#menu("more", () => this.#moreItems());
    store.watch((state) => state.view.order, (order) => {
      const name = ORDERS.find(([one]) => one === order)?.[1] ?? "";
      byId("sort-name").textContent = name;
      byId("sort").setAttribute("aria-label", `Sort: ${name}`);
      byId("sort").title = `Sort: ${name}`;
    }, signal);
  }

  /** @param {string} id  @param {() => (Item|null)[]} items */
  #menu(id, items) {
    const button = byId(id);
    on(button, "click", () => this.#context.dialogs.menu(button, items()), this.#context.signal);
  }

  /** @returns {(Item|null)[]} */
  #sortItems() {
    const { order } = this.#context.store.state.view;
    const items = ORDERS.map(([one, label]) => ({ label, checked: one === order, run: () => this.#change({ order: one }) }));
    return [...items.slice(0, 2), null, ...items.slice(2, 4), null, ...items.slice(4, 6), null, ...items.slice(6)];
  }

  /** @returns {(Item|null)[]} */
  #viewItems() {
    const { view, place } = this.#context.store.state;
    return [
      { label: "Include subfolders", checked: view.subfolders, many: true, disabled: place.folder === null, run: () => this.#change({ subfolders: !view.subfolders }) },
      null,
      { label: "Larger photos", icon: "large", key: "+", run: () => this.#resize(SIZES.step) },
      { label: "Smaller photos", icon: "small", key: "−", run: () => this.#resize(-SIZES.step) },
      null,
      ...THEMES.map(([theme, label]) => ({ label, checked: view.theme === theme, run: () => this.#change({ theme }) })),
    ];
  }

  /** @returns {(Item|null)[]} */
  #moreItems() {
    const { searches, place } = this.#context.store.state;
    const saved = !place.q || keptAs(searches, place.q) !== undefined;
    return [
      { label: "Select all", icon: "check", key: "Ctrl+A", run: () => this.#picking.all() },
      { label: "Save this search", icon: "star", key: "Ctrl+D", disabled: saved, run: () => this.#context.keys.press("Ctrl+KeyD") },
      { label: "Look again", icon: "retry", run: () => lookAgain(this.#context) },
      null,
      { label: "Full screen", icon: "full", key: "F11", run: () => void toggleFullscreen(this.#context) },
      { label: "Keys", icon: "keyboard", key: "?", run: () => this.#context.keys.press("?") },
    ];
  }

  #bindSize() {
    const { signal, store, keys } = this.#context;
    Object.assign(this.#slider, { min: String(SIZES.least), max: String(SIZES.most), step: "4" });
    on(this.#slider, "input", () => this.#change({ row: Number(this.#slider.value) }), signal);
    store.watch((state) => state.view.row, () => this.#showSize(), signal);
    on(window, "resize", () => this.#showSize(), signal);
    on(byId("view"), "wheel", (event) => this.#wheel(event), signal, { passive: false });
    keys.bind({ scope: "grid", keys: ["+", "=", "Ctrl+=", "Ctrl++"], group: "View", label: "Larger photos", run: () => this.#resize(SIZES.step) }, signal);
    keys.bind({ scope: "grid", keys: ["-", "Ctrl+-"], group: "View", label: "Smaller photos", run: () => this.#resize(-SIZES.step) }, signal);
  }

  #showSize() {
    this.#slider.value = String(this.#grid.target);
  }

  /** @param {number} by */
  #resize(by) {
    this.#change({ row: Math.max(SIZES.least, Math.min(SIZES.most, this.#grid.target + by)) });
  }

  /** Ctrl and wheel: the photo that was under the pointer when it began stays, not the one that has come there since. @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const begins = event.timeStamp - this.#lastWheel > GESTURE;
    this.#lastWheel = event.timeStamp;
    const index = begins ? this.#grid.rows.indexOf(event.target) : -1;
    if (index >= 0) this.#grid.hold(index);
    this.#resize(-Math.sign(event.deltaY) * SIZES.step / 2);
  }

  #buildSelectionBar() {
    const { store, signal } = this.#context;
    const clear = iconButton("close", "Clear the selection");
    const count = h("h2", { class: "clip", role: "status" });
    const copy = this.#action("copy", "Copy path", () => this.#picking.copy());
    const show = this.#action("reveal", "Show in folder", () => this.#picking.show());
    const all = this.#action("check", "Select all", () => this.#picking.all());
    all.classList.add("only-wide");
    const more = iconButton("more", "More", { class: "button button--bare button--icon only-narrow", "aria-haspopup": "menu", "aria-expanded": "false" });
    const bar = byId("bar-select");
    bar.append(clear, h("div", { class: "bar__name" }, count, this.#sum), all, copy, show, more);
    on(clear, "click", () => this.#picking.clear(), signal);
    on(more, "click", () => this.#context.dialogs.menu(more, this.#selectionItems()), signal);
    store.watch((state) => state.status?.desktop, (desktop) => (show.hidden = !desktop), signal);
    store.watch((state) => state.selection, (selection) => {
      const inside = bar.contains(document.activeElement);
      bar.hidden = selection === null;
      byId("bar").hidden = selection !== null;
      if (selection) {
        count.textContent = `${formatCount(selection.count)} selected`;
        const label = selection.count > 1 ? "Copy paths" : "Copy path";
        copy.lastChild?.replaceWith(h("span", { class: "label", text: label }));
        Object.assign(copy, { title: label, ariaLabel: label });
      } else if (inside) this.#grid.focus(Math.max(0, store.state.focus)); // the focused button has gone
      this.#sumUp();
    }, signal);
  }

  /** @returns {(Item|null)[]} */
  #selectionItems() {
    return [
      { label: "Select all", icon: "check", key: "Ctrl+A", run: () => this.#picking.all() },
      { label: "Invert the selection", icon: "swap", key: "Ctrl+Shift+I", run: () => this.#picking.invert() },
    ];
  }

  /** How large the chosen files are together, once the choice rests. */
  #sumUp() {
    const { api, store } = this.#context;
    const { selection, timeline } = store.state;
    clearTimeout(this.#summing);
    this.#sum.textContent = "";
    if (!selection || !timeline || selection.count > MOST_IDS) return;
    this.#summing = window.setTimeout(async () => {
      const answer = await api.send("POST", "/api/photos/sum", { ids: [...selection.ids(timeline)] }).catch(() => null);
      if (store.state.selection === selection && Number.isFinite(answer?.bytes)) this.#sum.textContent = `· ${formatBytes(answer.bytes)}`;
    }, REST);
  }

  /** @param {string} name  @param {string} label  @param {() => void} run */
  #action(name, label, run) {
    const button = iconButton(name, label);
    button.className = "button button--bare";
    button.append(h("span", { class: "label", text: label }));
    on(button, "click", run, this.#context.signal);
    return button;
  }
}
