// The field in the middle of the toolbar: searches while one types.

import { keepSearch } from "../../core/commands.js";
import { byId, on } from "../../core/dom.js";
import { keptAs } from "../../pure/search/saved-searches.js";
import { Hints } from "./suggestions.js";

/** @typedef {import("../../core/types.js").Context} Context */

const REST = 180; // ms after the last key

export class Filter {
  #context;
  #input = /** @type {HTMLInputElement} */ (byId("filter"));
  #clear = byId("filter-clear");
  #save = byId("filter-save");
  #timer = 0;
  #hints;

  /** @param {Context} context  @param {() => void} leave  to the photos */
  constructor(context, leave) {
    this.#context = context;
    const { store, keys } = context;
    this.#hints = new Hints(context, this.#input, () => this.#set(this.#input.value, true));
    on(this.#input, "input", () => this.#typed());
    on(this.#input, "keydown", (event) => this.#key(event, leave));
    on(this.#clear, "click", () => (this.#set(""), this.#input.focus()));
    on(this.#save, "click", () => this.#keep());
    store.watch((state) => state.searches, () => this.#mark());
    store.watch((state) => state.place.q, (q) => this.#show(q));
    keys.bind({ scope: "grid", keys: ["/", "Ctrl+KeyF", "Ctrl+KeyK"], group: "View", label: "Search", run: () => this.focus() });
    keys.bind({ scope: "grid", keys: ["Ctrl+KeyD"], group: "View", label: "Save this search", run: () => void this.#keep() });
  }

  /** While photos are selected, their bar stands where the field is. */
  focus() {
    if (this.#context.store.state.selection) this.#context.store.setSelection(null);
    this.#input.focus();
    this.#input.select();
  }

  /** What can be done with what stands in the field. */
  #mark() {
    const { value } = this.#input;
    this.#clear.hidden = !value;
    this.#save.hidden = !value.trim() || keptAs(this.#context.store.state.searches, value) !== undefined;
  }

  async #keep() {
    const button = document.activeElement === this.#save;
    this.#set(this.#input.value); // also what was typed just now
    await keepSearch(this.#context, this.#context.route.place.q.trim());
    if (button && this.#save.hidden) this.#input.focus();
  }

  /** @param {string} q */
  #show(q) {
    if (this.#input.value.trim() !== q) this.#input.value = q;
    this.#mark();
  }

  #typed() {
    this.#mark();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#set(this.#input.value, true), REST);
  }

  /** One step in the history for a filter, however many letters it took. @param {string} value  @param {boolean} [typing] */
  #set(value, typing = false) {
    clearTimeout(this.#timer);
    const { route } = this.#context;
    const q = value.trim();
    if (!q) this.#input.value = "";
    if (!typing) this.#hints.close();
    this.#mark();
    if (q === route.place.q) return;
    if (q) route.search(q);
    else route.clearSearch();
  }

  /** @param {KeyboardEvent} event  @param {() => void} leave */
  #key(event, leave) {
    if (event.isComposing) return;
    if (this.#hints.takes(event)) return void (event.preventDefault(), event.stopPropagation());
    if (!["Escape", "Enter", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") this.#set("");
    else this.#set(this.#input.value);
    this.#input.blur(); // also where there is no photo to go to: the keys are the grid's from here on
    leave();
  }
}
