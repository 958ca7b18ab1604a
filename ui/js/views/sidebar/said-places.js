/** @file The places of the sidebar that lead to what the user said: favourites, and the tree of tags. */

import { byId, h, icon, on, setAttributes } from "../../core/dom.js";
import { loadTags } from "../../core/tags.js";
import { tagQuery, visibleTags } from "../../pure/annotations/tags.js";
import { formatCount, formatMany } from "../../pure/text/format.js";
import { SearchCounts } from "./search-counts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../pure/annotations/tags.js").TagRow} TagRow */

const FAVOURITES = "is:favourite";
const MAX_ROWS = 500; // more are found by typing "tag:"
const REST = 3000; // ms between two readings of the tags

/** Shows favourites and tags. */
export class SaidPlaces {
  #context;
  #closeDrawer;
  #favourites = byId("favourites");
  #tree = byId("tags-tree");
  #counts;
  /** @type {Set<string>} paths of the tags that are unfolded */
  #open = new Set();
  /** @type {TagRow[]} */
  #rows = [];
  #timer = 0;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {() => void} closeDrawer - Closes the sidebar where it is a drawer.
   */
  constructor(context, closeDrawer) {
    this.#context = context;
    this.#closeDrawer = closeDrawer;
    const { store } = context;
    this.#favourites.hidden = false;
    this.#counts = new SearchCounts(context, this.#favourites, () => [FAVOURITES], () => this.#drawCount());
    on(this.#favourites, "click", (event) => (event.preventDefault(), this.#go(FAVOURITES)));
    on(this.#tree, "click", (event) => this.#onClick(event));
    on(this.#tree, "keydown", (event) => this.#onKeydown(event));
    const picks = [(/** @type {State} */ state) => state.tags, (/** @type {State} */ state) => state.place];
    store.watchAny(picks, () => this.#draw());
    store.watch((state) => state.status?.generation, () => this.#loadLater());
  }

  /** Load the tags once the library rests, and not while a photo is looked at. */
  #loadLater() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      if (document.hidden || this.#context.store.state.place.photo !== null) this.#loadLater();
      else void loadTags(this.#context);
    }, this.#context.store.state.tags ? REST : 0);
  }

  /** @param {string} q - The search. */
  #go(q) {
    this.#closeDrawer();
    this.#context.route.go({ folder: null, photo: null, q });
  }

  #drawCount() {
    const count = this.#counts.of(FAVOURITES);
    this.#favourites.querySelector(".count")?.replaceChildren(count === null ? "" : formatCount(count));
  }

  #draw() {
    const { tags, place } = this.#context.store.state;
    setAttributes(this.#favourites, { "aria-current": isShown(place, FAVOURITES) });
    byId("tags").hidden = !tags?.length;
    const focused = this.#rows.findIndex((_, i) => this.#tree.children[i] === document.activeElement);
    const path = this.#rows[focused]?.path;
    this.#rows = visibleTags(tags ?? [], this.#open).slice(0, MAX_ROWS);
    this.#tree.replaceChildren(...this.#rows.map((row) => this.#row(row)));
    const at = this.#rows.findIndex((row) => row.path === path);
    if (focused >= 0) this.#focus(Math.max(0, at));
    this.#rove();
  }

  /** @param {TagRow} row - The row. */
  #row({ path, name, count, depth, parent, open }) {
    const { place } = this.#context.store.state;
    const twist = icon("right", "s");
    twist.setAttribute("class", parent ? `icon twist${open ? " is-open" : ""}` : "icon twist twist--none");
    const current = isShown(place, tagQuery(path));
    const element = h("div", { class: "place", role: "treeitem", tabIndex: -1, "--depth": depth, title: path },
      twist, icon("tag"), h("span", { class: "clip", text: name }),
      h("span", { class: "count", text: formatCount(count) }));
    setAttributes(element, {
      "aria-level": depth + 1,
      "aria-expanded": parent ? open : null,
      "aria-current": current,
      "aria-selected": current,
      "aria-label": `${name}, ${formatMany(count, "photo")}`,
    });
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
    if (!row) return;
    if (row.parent && event.target instanceof Element && event.target.closest(".twist")) this.#unfold(row, !row.open);
    else this.#go(tagQuery(row.path));
  }

  /**
   * @param {TagRow} row - The row.
   * @param {boolean} open - Whether to unfold it.
   */
  #unfold({ path }, open) {
    if (open) this.#open.add(path);
    else this.#open.delete(path);
    this.#draw();
  }

  /** @param {KeyboardEvent} event - The event. */
  #onKeydown(event) {
    const at = this.#indexOf(event);
    const row = this.#rows[at];
    if (!row || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const above = this.#rows.slice(0, at).findLastIndex(({ depth }) => depth < row.depth);
    /** @type {Record<string, () => void>} */
    const acts = {
      ArrowDown: () => this.#focus(at + 1),
      ArrowUp: () => this.#focus(at - 1),
      Home: () => this.#focus(0),
      End: () => this.#focus(this.#rows.length - 1),
      ArrowRight: () => (row.parent && !row.open ? this.#unfold(row, true) : row.parent && this.#focus(at + 1)),
      ArrowLeft: () => (row.open ? this.#unfold(row, false) : this.#focus(above)),
      Enter: () => this.#go(tagQuery(row.path)),
      " ": () => this.#go(tagQuery(row.path)),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
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

/**
 * Return whether a search is what is shown.
 * @param {import("../../pure/api-types.js").Place} place - What the page shows.
 * @param {string} q - The search, in all folders.
 */
function isShown({ folder, q: shown, page }, q) {
  return page === "" && folder === null && shown === q;
}
