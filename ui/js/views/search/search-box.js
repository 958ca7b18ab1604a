/** @file The search box in the middle of the toolbar: searches while one types. */

import { askToSaveSearch } from "../../core/commands.js";
import { byId, on } from "../../core/dom.js";
import { findSaved } from "../../pure/search/saved-searches.js";
import { Suggestions } from "./suggestions.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */

const SEARCH_DELAY = 180; // ms after the last key

/** Keeps text field and place in step. */
export class SearchBox {
  #context;
  #input = /** @type {HTMLInputElement} */ (byId("search"));
  #clear = byId("search-clear");
  #save = byId("search-save");
  #timer = 0;
  #suggestions;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {() => void} leave - Moves the focus to the photos.
   */
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
      group: t("keys-view"),
      label: t("search-search"),
      run: () => this.focus(),
    });
    if (!context.isOwner) return;
    keys.bind({
      scope: "grid",
      keys: ["Ctrl+KeyD"],
      group: t("keys-view"),
      label: t("search-save"),
      run: () => void this.#saveSearch(),
    });
  }

  /** Focus the field. A selection is cleared: its bar stands where the field is. */
  focus() {
    if (this.#context.store.state.selection) this.#context.store.setSelection(null);
    this.#input.focus();
    this.#input.select();
  }

  /** Show the buttons that are of use for the text in the field. */
  #showButtons() {
    const { value } = this.#input;
    this.#clear.hidden = !value;
    const { isOwner, store } = this.#context;
    this.#save.hidden = !isOwner || !value.trim() || findSaved(store.state.searches, value) !== undefined;
  }

  async #saveSearch() {
    const button = document.activeElement === this.#save;
    this.#search(this.#input.value); // also what was typed just now
    await askToSaveSearch(this.#context, this.#context.route.place.q.trim());
    if (button && this.#save.hidden) this.#input.focus();
  }

  /** @param {string} q - The search of the place. */
  #show(q) {
    if (this.#input.value.trim() !== q) this.#input.value = q;
    this.#showButtons();
  }

  #onInput() {
    this.#showButtons();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#search(this.#input.value, true), SEARCH_DELAY);
  }

  /**
   * Show the results of a search.
   * @param {string} value - Text of the field.
   * @param {boolean} [typing] - Whether more is being typed.
   */
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

  /**
   * @param {KeyboardEvent} event - The event.
   * @param {() => void} leave - Moves the focus to the photos.
   */
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
