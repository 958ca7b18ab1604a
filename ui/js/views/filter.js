// The field in the middle of the toolbar: searches while one types.

import { byId, on } from "../core/dom.js";
import { Hints } from "./hints.js";

/** @typedef {import("../core/types.js").Context} Context */

const REST = 180; // ms after the last key
const MINE = "filter"; // marks the entry of the history that a filter made

/** Without the filter: where one came from, when the filter made the entry, so that Back is not pressed for nothing. @param {Context["route"]} route */
export function clearFilter(route) {
  if (history.state?.[MINE]) history.back();
  else route.go({ q: "" }, { replace: true });
}

export class Filter {
  #context;
  #input = /** @type {HTMLInputElement} */ (byId("filter"));
  #clear = byId("filter-clear");
  #timer = 0;
  #hints;

  /** @param {Context} context  @param {() => void} leave  to the photos */
  constructor(context, leave) {
    this.#context = context;
    const { signal, store, keys } = context;
    this.#hints = new Hints(context, this.#input, () => this.#set(this.#input.value, true));
    on(this.#input, "input", () => this.#typed(), signal);
    on(this.#input, "keydown", (event) => this.#key(event, leave), signal);
    on(this.#clear, "click", () => (this.#set(""), this.#input.focus()), signal);
    store.watch((state) => state.place.q, (q) => this.#show(q), signal);
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
    keys.bind({ scope: "grid", keys: ["/", "Ctrl+KeyF", "Ctrl+KeyK"], group: "View", label: "Search", run: () => this.focus() }, signal);
  }

  /** While photos are selected, their bar stands where the field is. */
  focus() {
    if (this.#context.store.state.selection) this.#context.store.set({ selection: null });
    this.#input.focus();
    this.#input.select();
  }

  /** @param {string} q */
  #show(q) {
    if (this.#input.value.trim() !== q) this.#input.value = q;
    this.#clear.hidden = !this.#input.value;
  }

  #typed() {
    this.#clear.hidden = !this.#input.value;
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
    this.#clear.hidden = !this.#input.value;
    if (q === route.place.q) return;
    if (!q) return clearFilter(route);
    const first = route.place.q === "";
    route.go({ q }, { replace: !first });
    if (first) history.replaceState({ ...history.state, [MINE]: true }, "");
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
