/** @file The bar that takes the toolbar's place while photos are selected. */

import { byId, h, iconButton, on } from "../../core/dom.js";
import { MAX_IDS } from "../../core/commands.js";
import { createHeart, createLabels, createPicks, createStars } from "../../core/said-controls.js";
import { SAY_KEYS } from "../../pure/annotations/keys.js";
import { LABELS, NOTHING_SAID } from "../../pure/annotations/marks.js";
import { formatBytes } from "../../pure/text/format.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../core/menu.js").MenuItem} MenuItem */
/** @typedef {import("./grid.js").Grid} Grid */
/** @typedef {import("./selection-controller.js").SelectionController} SelectionController */

const SUM_DELAY = 200; // ms a selection rests before its size is asked for

/** Shows how many photos are selected, and what can be done with them. */
export class SelectionBar {
  #context;
  #grid;
  #selection;
  #saying;
  #albums;
  #said;
  #bar = byId("bar-select");
  #count = h("span", { role: "status" });
  #sum = h("span", { class: "quiet" });
  #copy;
  #together;
  #summing = 0;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {Grid} grid - The grid.
   * @param {SelectionController} selection - What selects photos.
   * @param {import("./saying.js").Saying} saying - What says things about them.
   * @param {import("./album-actions.js").AlbumActions} albums - What puts them into albums.
   */
  constructor(context, grid, selection, saying, albums) {
    this.#albums = albums;
    this.#context = context;
    this.#grid = grid;
    this.#selection = selection;
    this.#saying = saying;
    const { store } = context;
    const clear = iconButton("close", t("grid-clear-selection"));
    this.#copy = this.#action("copy", t("common-copy-path"), () => selection.copyPaths());
    const show = this.#action("reveal", t("common-show-in-folder"), () => selection.reveal());
    this.#together = this.#action("stack", t("grid-put-together"), () => void selection.putTogether());
    const all = this.#action("select", t("common-select-all"), () => selection.selectAll());
    all.classList.add("only-wide");
    this.#copy.classList.add("only-wide");
    show.classList.add("only-wide");
    const tag = this.#action("tag", t("page-tags"), () => saying.tag());
    const album = this.#action("album", t("common-add-to-album"), () => albums.add());
    const say = saying.say.bind(saying);
    this.#said = [createHeart, createStars, createPicks, createLabels].map((create) => create(say, "grid"));
    const said = h("div", { class: "bar__said" }, ...this.#said.map(({ element }) => element), tag, album);
    const more = iconButton("more", t("page-more"), { "aria-haspopup": "menu", "aria-expanded": "false" });
    const name = h("div", { class: "bar__name" }, h("h1", { class: "clip" }, this.#count), this.#sum);
    this.#bar.append(clear, name, said, h("span", { class: "bar__sep" }), all, this.#copy, show, this.#together, more);
    on(clear, "click", () => selection.clear());
    on(more, "click", () => context.dialogs.menu(more, this.#menuItems()));
    store.watch((state) => state.status?.desktop, (desktop) => (show.hidden = !desktop));
    store.watch((state) => state.selection, (selection) => this.#draw(selection));
    store.watchAny([(state) => state.selection, (state) => state.marks], () => this.#drawSaid());
  }

  /** Show what was said about all of the selected photos. */
  #drawSaid() {
    const { store } = this.#context;
    const { selection } = store.state;
    if (!selection) return;
    const [first] = selection.indices();
    const one = store.state.marks.of(first);
    /** @type {<K extends keyof typeof one>(field: K) => typeof one[K]} */
    const common = (field) => (this.#saying.allHave({ [field]: one[field] }) ? one[field] : NOTHING_SAID[field]);
    const marks = { rating: common("rating"), pick: common("pick"), label: common("label") };
    for (const control of this.#said) control.show({ favourite: common("favourite"), ...marks });
  }

  /** @param {import("../../pure/grid/selection.js").Selection|null} selection - The selected photos; null: none. */
  #draw(selection) {
    const inside = this.#bar.contains(document.activeElement);
    this.#bar.hidden = selection === null;
    byId("bar").hidden = selection !== null;
    if (selection) {
      this.#count.textContent = t("grid-selected", { count: selection.count });
      this.#together.hidden = selection.count < 2;
      const label = t(selection.count > 1 ? "grid-copy-paths" : "common-copy-path");
      this.#copy.lastChild?.replaceWith(h("span", { class: "label", text: label }));
      Object.assign(this.#copy, { title: label, ariaLabel: label });
    } else if (inside) this.#grid.focus(Math.max(0, this.#context.store.state.focus)); // the focused button has gone
    this.#sumUp();
  }

  /** @returns {(MenuItem|null)[]} */
  #menuItems() {
    const { selection, status } = this.#context.store.state;
    return [
      { label: t("common-select-all"), icon: "select", key: "Ctrl+A", run: () => this.#selection.selectAll() },
      { label: t("grid-invert"), icon: "swap", key: "Ctrl+Shift+I", run: () => this.#selection.invert() },
      null,
      { label: t("common-date-and-place"), icon: "calendar", key: "Shift+D", asks: true,
        run: () => this.#saying.date() },
      ...this.#albums.menuItems(),
      null,
      ...this.#sayItems(),
      null,
      { label: t("common-copy"), icon: "copy", key: "Ctrl+C", run: () => this.#selection.copy() },
      {
        label: t((selection?.count ?? 0) > 1 ? "grid-copy-paths" : "common-copy-path"),
        icon: "copy",
        key: "Ctrl+Shift+C",
        run: () => this.#selection.copyPaths(),
      },
      ...(status?.desktop
        ? [{ label: t("common-show-in-folder"), icon: "reveal", key: "Ctrl+Enter",
            run: () => this.#selection.reveal() }]
        : []),
    ];
  }

  /**
   * Return what may be said, for bars that have no room for it: one row for each control of the bar.
   * @returns {MenuItem[]}
   */
  #sayItems() {
    const all = [...SAY_KEYS, ...LABELS_WITHOUT_KEY];
    return SAID_ROWS.map(([field, key]) => ({
      label: t(key),
      row: all.filter(({ says }) => says[field] !== undefined).map(({ keys, says }) => ({
        label: wordsOf(says), icon: signOf(says), dot: says.label === "none" ? undefined : says.label,
        short: says.rating ? String(says.rating) : t("grid-none"), key: keys[0]?.toUpperCase(),
        run: () => this.#saying.say(says),
      })),
    })); // prettier-ignore
  }

  /** Show how large the selected files are together, once the selection rests. */
  #sumUp() {
    const { api, store } = this.#context;
    const { selection, timeline } = store.state;
    clearTimeout(this.#summing);
    this.#sum.textContent = "";
    if (!selection || !timeline || selection.count > MAX_IDS) return;
    this.#summing = window.setTimeout(async () => {
      const answer = await api.send("POST", "/api/photos/sum", { ids: selection.ids(timeline) }).catch(() => null);
      if (store.state.selection === selection && Number.isFinite(answer?.bytes))
        this.#sum.textContent = `· ${formatBytes(answer.bytes)}`;
    }, SUM_DELAY);
  }

  /**
   * @param {string} name - Name of the icon.
   * @param {string} label - What it does.
   * @param {() => void} run - What to do.
   */
  #action(name, label, run) {
    const button = iconButton(name, label);
    button.className = "button button--bare";
    button.append(h("span", { class: "label", text: label }));
    on(button, "click", run);
    return button;
  }
}

/** @typedef {Partial<import("../../pure/annotations/api-types.js").SaidMarks>} Says */

/** @type {[keyof Says, string][]} the rows of the menu in which something may be said, and keys of their names */
const SAID_ROWS = [["rating", "grid-stars"], ["pick", "said-key-pick"], ["label", "shell-label"]]; // prettier-ignore
/** @type {{keys: string[], says: Says}[]} */
const LABELS_WITHOUT_KEY = LABELS.filter((label) => !SAY_KEYS.some(({ says }) => says.label === label))
  .reverse().map((label) => ({ keys: [], says: { label } })); // prettier-ignore

/** @param {Says} says - What is said. */
function wordsOf({ rating, pick, label }) {
  if (rating !== undefined) return rating ? t("said-stars", { count: rating }) : t("said-key-no-stars");
  const picks = { picked: "said-key-pick", rejected: "said-key-reject", none: "said-key-neither" };
  if (pick !== undefined) return t(picks[pick]);
  return label === undefined || label === "none" ? t("grid-no-label") : t("grid-label", { label });
}

/** @param {Says} says - What is said. */
function signOf({ pick }) {
  if (pick === "picked") return "pick";
  return pick === "rejected" ? "reject" : undefined;
}
