/**
 * @file The saved searches in the sidebar, below the folders: listed with their counts, shown, named, renamed, removed.
 */

import { byId, h, icon, menuSign, on, setAttribute } from "../../core/dom.js";
import { attempt, editSearch, renameSearch, saveSearch } from "../../core/commands.js";
import { formatCount } from "../../pure/text/format.js";
import { shownSearch, sortSearches } from "../../pure/search/saved-searches.js";
import { TypeAhead } from "../../pure/sidebar/type-ahead.js";
import { SearchCounts } from "./search-counts.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/search/api-types.js").SavedSearch} SavedSearch */
/**
 * The elements of a saved search.
 * @typedef {object} SearchElement
 * @property {HTMLElement} element - The row.
 * @property {HTMLElement} name - Its name.
 * @property {HTMLElement} count - How many photos it finds.
 */

/** Lists the saved searches. */
export class SavedSearches {
  #context;
  #closeDrawer;
  #list = byId("saved");
  #counts;
  /** @type {Map<number, SearchElement>} */
  #items = new Map();
  /** @type {SavedSearch[]} in the order of the list */
  #listed = [];
  #typeAhead = new TypeAhead();

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {() => void} closeDrawer - Closes the sidebar where it is a drawer.
   */
  constructor(context, closeDrawer) {
    this.#context = context;
    this.#closeDrawer = closeDrawer;
    const { store } = context;
    const queries = () => store.state.searches.map(({ query }) => query);
    this.#counts = new SearchCounts(context, byId("searches"), queries, () => this.#drawCounts());
    on(this.#list, "click", (event) => this.#onClick(event));
    on(this.#list, "contextmenu", (event) => this.#showMenu(event));
    on(this.#list, "keydown", (event) => this.#onKeydown(event));
    store.watchAny([(state) => state.searches, shownSearch], () => this.#draw());
    store.watch(
      (state) => shownSearch(state)?.id,
      (id) => id !== undefined && this.#items.get(id)?.element.scrollIntoView({ block: "nearest" }),
    );
  }

  /** @param {SavedSearch} search - The search. */
  async #remove(search) {
    const { annotations, api, dialogs, store } = this.#context;
    if (!(await attempt(this.#context, api.send("DELETE", `/api/searches/${search.id}`)))) return;
    store.removeSearch(search.id);
    annotations.offerUndo(() => void this.#restore(search));
    dialogs.toast(t("sidebar-not-saved", { name: search.name }), { label: t("common-undo"), run: () =>
      void annotations.undo() });
  }

  /** @param {SavedSearch} gone - The search that was removed. */
  async #restore(gone) {
    const search = await saveSearch(this.#context, gone.query, gone.name);
    // it failed, and can be tried again
    if (!search) this.#context.annotations.offerUndo(() => void this.#restore(gone));
    // the toast's button has gone, and the focus with it
    if (search && document.activeElement === document.body) this.#items.get(search.id)?.element.focus();
  }

  #draw() {
    const focused = this.#listed.findIndex(({ id }) => this.#items.get(id)?.element === document.activeElement);
    const before = this.#listed[focused];
    this.#listed = sortSearches(this.#context.store.state.searches);
    byId("searches").hidden = this.#listed.length === 0;
    const kept = new Set(this.#listed.map(({ id }) => id));
    for (const [id, item] of this.#items) if (!kept.has(id)) (item.element.remove(), this.#items.delete(id));
    this.#listed.forEach((search, i) => this.#drawLine(search, i));
    // a row that moved has lost the focus, and one that has gone leaves it to the next
    if (before && kept.has(before.id)) this.#element(before).focus({ preventScroll: true });
    else if (before) this.#focus(Math.min(focused, this.#listed.length - 1));
    this.#rove();
    this.#drawCounts();
  }

  /**
   * @param {SavedSearch} search - The search.
   * @param {number} i - Its place in the list.
   */
  #drawLine(search, i) {
    const { element, name } = this.#items.get(search.id) ?? this.#make(search.id);
    const current = shownSearch(this.#context.store.state) === search;
    if (this.#list.children[i] !== element) this.#list.insertBefore(element, this.#list.children[i] ?? null);
    setAttribute(element, "aria-selected", current);
    setAttribute(element, "aria-current", current);
    element.title = search.name === search.query ? search.name : `${search.name}\n${search.query}`;
    name.textContent = search.name;
  }

  #drawCounts() {
    for (const search of this.#listed) {
      const item = this.#items.get(search.id);
      const count = this.#counts.of(search.query);
      if (!item) continue;
      const label = count === null ? search.name : t("sidebar-with-count", { name: search.name,
        count: t("count-photos", { count }) });
      if (item.element.ariaLabel === label) continue;
      item.element.ariaLabel = label;
      item.count.textContent = count === null ? "" : formatCount(count);
    }
  }

  /**
   * @param {number} id - Id of the search.
   * @returns {SearchElement}
   */
  #make(id) {
    const name = h("span", { class: "clip" });
    const count = h("span", { class: "count" });
    const more = menuSign(t("sidebar-search-menu"));
    const element = h(
      "div",
      { class: "place", role: "option", tabIndex: -1, "data-id": id },
      icon("search"),
      h("span", { class: "place__words" }, name, " ", count),
      more,
    );
    const item = { element, name, count };
    this.#items.set(id, item);
    return item;
  }

  /** @param {SavedSearch} search - The search. */
  #element(search) {
    return /** @type {SearchElement} */ (this.#items.get(search.id)).element;
  }

  /** Let Tab reach one row: the one with the focus, the one shown, or the first. */
  #rove() {
    const focused = this.#listed.find((search) => this.#element(search) === document.activeElement);
    const chosen = focused ?? shownSearch(this.#context.store.state) ?? this.#listed[0];
    for (const search of this.#listed) this.#element(search).tabIndex = search === chosen ? 0 : -1;
  }

  /** @param {number} at - Place in the list; where there is none, the place above the list gets the focus. */
  #focus(at) {
    const search = this.#listed[at];
    (search ? this.#element(search) : byId("all")).focus();
    this.#rove();
  }

  /** @param {Event} event - The event. */
  #searchOf(event) {
    const element =
      event.target instanceof Element ? /** @type {HTMLElement|null} */ (event.target.closest(".place")) : null;
    return this.#listed.find(({ id }) => String(id) === element?.dataset.id);
  }

  /** @param {MouseEvent} event - The event. */
  #onClick(event) {
    const search = this.#searchOf(event);
    if (!search) return;
    if (/** @type {Element} */ (event.target).closest(".place__more")) this.#showMenu(event);
    else this.#go(search);
  }

  /** @param {SavedSearch} search - The search. */
  #go({ query }) {
    this.#closeDrawer();
    this.#context.route.go({ folder: null, photo: null, q: query });
  }

  /** @param {KeyboardEvent} event - The event. */
  #onKeydown(event) {
    const search = this.#searchOf(event);
    if (!search || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.#listed.indexOf(search);
    const typed = this.#context.store.state.selection
      ? null // letters say something about the selected photos
      : this.#typeAhead.rowFor(event, this.#listed.map(({ name }) => name), at);
    if (typed !== null) return (event.preventDefault(), typed < 0 ? undefined : this.#focus(typed));
    if (event.shiftKey) return;
    const last = this.#listed.length - 1;
    /** @type {Record<string, () => void>} */
    const acts = {
      ArrowDown: () => this.#focus(Math.min(last, at + 1)),
      ArrowUp: () => this.#focus(Math.max(0, at - 1)),
      Home: () => this.#focus(0),
      End: () => this.#focus(last),
      Enter: () => this.#go(search),
      " ": () => this.#go(search),
      F2: () => void renameSearch(this.#context, search),
      Delete: () => void this.#remove(search),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  /**
   * Show the menu of a search: by right click, by the menu key, or by the button on the row.
   * @param {MouseEvent} event - The event.
   */
  #showMenu(event) {
    const search = this.#searchOf(event);
    if (!search) return;
    event.preventDefault();
    const at =
      event.type === "contextmenu" && event.clientX ? { x: event.clientX, y: event.clientY } : this.#element(search);
    this.#context.dialogs.menu(at, [
      { label: t("common-open"), icon: "search", ownKey: "Enter", run: () => this.#go(search) },
      { label: t("common-rename"), icon: "text", ownKey: "F2", asks: true,
        run: () => void renameSearch(this.#context, search) },
      { label: t("sidebar-edit-search"), icon: "filter", asks: true,
        run: () => void editSearch(this.#context, search) },
      null,
      { label: t("common-remove"), icon: "close", ownKey: "Delete", run: () => void this.#remove(search) },
    ]);
  }
}
