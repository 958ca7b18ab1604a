/** @file The field in which one types a place: a name, of which those that there are are proposed, or a point. */

import { h, on, setAttribute } from "./dom.js";
import { activateOption } from "./listbox.js";
import { readPoint, writePlace } from "../pure/places/point.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("../pure/places/api-types.js").ProposedPlace} ProposedPlace */

const DELAY = 150; // ms that typing rests before names are asked for
let fields = 0; // so that each has ids of its own

/** Takes a place, with completion. */
export class PlaceField {
  #api;
  #id = `place-field-${++fields}`;
  #take;
  #list;
  #hint = h("p", { class: "hint", id: `${this.#id}-hint`, role: "status", hidden: true });
  #said = "";
  #isRefused = false;
  /** @type {ProposedPlace[]} */
  #proposed = [];
  #active = -1;
  #timer = 0;
  /** @type {readonly ProposedPlace[]} places to propose while nothing is typed */
  own = [];

  /**
   * @param {import("./types.js").Context["api"]} api - The server.
   * @param {string} label - Its spoken label.
   * @param {(place: string) => void} take - A place was chosen or typed: as the server takes it.
   */
  constructor(api, label, take) {
    this.#api = api;
    this.#take = take;
    this.input = h("input", { type: "text", class: "write", role: "combobox", placeholder: t("core-add-place"),
      autocomplete: "off", spellcheck: false, maxLength: 200, "aria-label": label, "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": this.#id, "aria-describedby": `${this.#id}-hint` }); // prettier-ignore
    this.#list = h("div", { class: "float tag-list", role: "listbox", id: this.#id, "aria-label": t("core-places"),
      hidden: true }); // prettier-ignore
    this.element = h("div", { class: "place-field" }, this.input, this.#list, this.#hint);
    on(this.input, "input", () => this.#propose());
    on(this.input, "focus", () => !this.#isRefused && this.#propose()); // a list would hide why it was refused
    on(this.input, "blur", () => this.#show([]));
    on(this.input, "keydown", (event) => this.#onKeydown(event));
    on(this.#list, "pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  }

  /**
   * Show a place, as if it had been typed before.
   * @param {string} text - Its name, or where it is; "": none.
   */
  show(text) {
    this.#said = text;
    this.input.value = text;
    this.#tell("");
    this.#show([]);
  }

  /** Whether something else was typed than what is shown. */
  get isChanged() {
    return this.input.value.trim() !== this.#said;
  }

  /** Leave what was typed, and show what was there before. */
  reset() {
    this.show(this.#said);
  }

  /**
   * Keep what was typed, and tell below why it does not count. What was there before can be shown again.
   * @param {string} typed - What was typed or chosen.
   * @param {string} before - What is there.
   * @param {string} why - A sentence.
   */
  refuse(typed, before, why) {
    this.show(before);
    this.input.value = typed;
    this.#tell(why, true);
  }

  /** Whether what stands in the field was refused. */
  get isRefused() {
    return this.#isRefused;
  }

  #propose() {
    clearTimeout(this.#timer);
    this.#tell("");
    const text = this.input.value.trim();
    if (document.activeElement !== this.input || (text && !this.isChanged)) return this.#show([]);
    if (!text) return this.#show([...this.own]);
    const point = readPoint(text);
    const unnamed = { name: text, city: "", region: "", country: t("core-this-point"), isPoint: true };
    if (point) return this.#show([{ ...unnamed, ...point }]);
    this.#timer = window.setTimeout(() => void this.#ask(text), DELAY);
  }

  /** @param {string} text - What is typed. */
  async #ask(text) {
    const answer = await this.#api.get(`/api/places?q=${encodeURIComponent(text)}`).catch(() => null);
    if (this.input.value.trim() !== text || document.activeElement !== this.input) return;
    this.#show(answer?.places ?? []);
    if (answer && !answer.places.length) this.#tell(t("core-no-place"));
  }

  /**
   * @param {string} text - What stands below the field.
   * @param {boolean} [isRefused] - Whether it says why the place does not count.
   */
  #tell(text, isRefused = false) {
    this.#isRefused = isRefused;
    this.#hint.textContent = text;
    this.#hint.hidden = !text;
    this.#hint.classList.toggle("hint--wrong", isRefused);
    setAttribute(this.input, "aria-invalid", isRefused || null);
  }

  /** @param {ProposedPlace[]} proposed - The places to propose. */
  #show(proposed) {
    this.#proposed = proposed;
    this.#list.hidden = proposed.length === 0;
    setAttribute(this.input, "aria-expanded", proposed.length > 0);
    this.#list.replaceChildren(...proposed.map((place, i) => this.#option(place, i)));
    this.#activate(proposed.length ? 0 : -1);
  }

  /**
   * @param {ProposedPlace} place - The place.
   * @param {number} i - Its place in the list.
   */
  #option(place, i) {
    const around = [place.city === place.name ? "" : place.city, place.region, place.country];
    const where = around.filter((text, at) => text && around.indexOf(text) === at).join(", ");
    const option = h("div", { class: "item", role: "option", id: `${this.#id}-${i}`, "aria-selected": "false" },
      h("span", { class: "item__name clip", text: place.name }), h("span", { class: "clip quiet", text: where }));
    on(option, "click", () => this.#choose(place));
    return option;
  }

  /** @param {number} i - Place in the list; -1: none. */
  #activate(i) {
    this.#active = i;
    activateOption(this.input, this.#list, i);
  }

  /** @param {ProposedPlace} place - The place that was chosen. */
  #choose(place) {
    this.show(place.name);
    this.#take(writePlace(place, place.isPoint ? "" : place.name));
  }

  /** @param {KeyboardEvent} event - The event. */
  #onKeydown(event) {
    const { key } = event;
    const last = this.#proposed.length - 1;
    if (event.isComposing) return;
    if (key === "ArrowDown" && last >= 0) this.#activate(Math.min(last, this.#active + 1));
    else if (key === "ArrowUp" && last >= 0) this.#activate(Math.max(0, this.#active - 1));
    else if (key === "Enter" && this.#active >= 0) this.#choose(this.#proposed[this.#active]);
    else if (key === "Escape" && last >= 0) this.#show([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
