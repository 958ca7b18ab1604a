// The field in the middle of the toolbar: searches while one types.

import { askToSaveSearch } from "../../core/commands.js";
import { byId, on } from "../../core/dom.js";
import { findSaved } from "../../pure/search/saved-searches.js";
import { Suggestions } from "./suggestions.js";

/** @typedef {import("../../core/types.js").Context} Context */

const REST = 180; // ms after the last key

export class SearchBox {
  #context;
  #input = /** @type {HTMLInputElement} */ (byId("search"));
  #clear = byId("search-clear");
  #save = byId("search-save");
  #timer = 0;
  #suggestions;

  /** @param {Context} context  @param {() => void} leave  to the photos */
  constructor(context, leave) {
    this.#context = context;
    const { store, keys } = context;
    this.#suggestions = new Suggestions(context, this.#input, () => this.#search(this.#input.value, true));
    on(this.#input, "input", () => this.#onInput());
    on(this.#input, "keydown", (event) => this.#key(event, leave));
    on(this.#clear, "click", () => (this.#search(""), this.#input.focus()));
    on(this.#save, "click", () => this.#saveSearch());
    store.watch(
      (state) => state.searches,
      () => this.#showButtons(),
    );
    store.watch(
      (state) => state.place.q,
      (q) => this.#show(q),
    );
    keys.bind({
      scope: "grid",
      keys: ["/", "Ctrl+KeyF", "Ctrl+KeyK"],
      group: "View",
      label: "Search",
      run: () => this.focus(),
    });
    keys.bind({
      scope: "grid",
      keys: ["Ctrl+KeyD"],
      group: "View",
      label: "Save this search",
      run: () => void this.#saveSearch(),
    });
  }

  /** While photos are selected, their bar stands where the field is. */
  focus() {
    if (this.#context.store.state.selection) this.#context.store.setSelection(null);
    this.#input.focus();
    this.#input.select();
  }

  /** What can be done with what stands in the field. */
  #showButtons() {
    const { value } = this.#input;
    this.#clear.hidden = !value;
    this.#save.hidden = !value.trim() || findSaved(this.#context.store.state.searches, value) !== undefined;
  }

  async #saveSearch() {
    const button = document.activeElement === this.#save;
    this.#search(this.#input.value); // also what was typed just now
    await askToSaveSearch(this.#context, this.#context.route.place.q.trim());
    if (button && this.#save.hidden) this.#input.focus();
  }

  /** @param {string} q */
  #show(q) {
    if (this.#input.value.trim() !== q) this.#input.value = q;
    this.#showButtons();
  }

  #onInput() {
    this.#showButtons();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#search(this.#input.value, true), REST);
  }

  /** One step in the history for a filter, however many letters it took. @param {string} value  @param {boolean} [typing] */
  #search(value, typing = false) {
    clearTimeout(this.#timer);
    const { route } = this.#context;
    const q = value.trim();
    if (!q) this.#input.value = "";
    if (!typing) this.#suggestions.close();
    this.#showButtons();
    if (q === route.place.q) return;
    if (q) route.search(q);
    else route.clearSearch();
  }

  /** @param {KeyboardEvent} event  @param {() => void} leave */
  #key(event, leave) {
    if (event.isComposing) return;
    if (this.#suggestions.handleKey(event)) return void (event.preventDefault(), event.stopPropagation());
    if (!["Escape", "Enter", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") this.#search("");
    else this.#search(this.#input.value);
    this.#input.blur(); // also where there is no photo to go to: the keys are the grid's from here on
    leave();
  }
}
