/** @file Below the search box: what could be meant by what is typed, and which part of it means nothing. */

import { h, on, setAttribute } from "../../core/dom.js";
import { formatCount } from "../../pure/text/format.js";
import {
  charactersBefore,
  splitAtMistake,
  applySuggestion,
  changingSuggestions,
  suggestionKind,
} from "../../pure/search/suggestions.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../pure/search/api-types.js").Suggestion} Suggestion */
/** @typedef {import("../../pure/search/api-types.js").Mistake} Mistake */

const ASK_DELAY = 120; // ms after the last key
const MISTAKE_DELAY = 700; // ms more before a part is called wrong: most mistakes are words half typed

/** Shows suggestions and mistakes for a text field. */
export class Suggestions {
  #api;
  #store;
  #input;
  #onAccepted;
  #list = h("div", { role: "listbox", id: "suggestions", "aria-label": t("search-suggestions") });
  #mistakes = h("div", { class: "suggestions__mistakes", role: "status" });
  #box = h("div", { class: "float suggestions", hidden: true }, this.#list, this.#mistakes);
  /** @type {Suggestion[]} */
  #suggestions = [];
  #active = -1;
  #timer = 0;
  /** @type {AbortController|null} */
  #request = null;

  /**
   * @param {Pick<import("../../core/types.js").Context, "api"|"store">} context - What the parts of the page share.
   * @param {HTMLInputElement} input - The text field.
   * @param {() => void} onTaken - Called when a suggestion has changed its text.
   */
  constructor({ api, store }, input, onTaken) {
    this.#api = api;
    this.#store = store;
    this.#input = input;
    this.#onAccepted = onTaken;
    input.parentElement?.append(this.#box);
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-controls", "suggestions"],
      ["aria-expanded", "false"],
    ])
      input.setAttribute(name, value);
    on(input, "input", () => this.#askLater());
    on(input, "blur", () => this.close());
    on(this.#box, "pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  }

  /** Hide the list. */
  close() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#show([], []);
  }

  /**
   * Take a key that is for the list. Returns whether it was.
   * @param {KeyboardEvent} event - The event.
   */
  handleKey({ key }) {
    const last = this.#suggestions.length - 1;
    if (last < 0) return false;
    if (key === "ArrowDown") return this.#activate(Math.min(last, this.#active + 1));
    if (this.#active < 0) return false;
    if (key === "ArrowUp") return this.#activate(this.#active - 1);
    if (key === "Escape") return this.#activate(-1);
    if (key === "Enter" || key === "Tab") return this.#accept(this.#suggestions[this.#active]);
    return false;
  }

  #askLater() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#mistakes.replaceChildren();
    this.#timer = window.setTimeout(() => this.#ask(), ASK_DELAY);
  }

  async #ask() {
    const request = (this.#request = new AbortController());
    const text = this.#input.value;
    if (!text.trim()) return this.#show([], []);
    const at = charactersBefore(text, this.#input.selectionEnd ?? text.length);
    const { place, view } = this.#store.state;
    const query = new URLSearchParams({ q: text, at: String(at) });
    if (place.folder !== null) {
      query.set("folder", String(place.folder));
      query.set("sub", view.subfolders ? "1" : "0");
    }
    const answer = await this.#api.get(`/api/suggest?${query}`, request.signal).catch(() => null);
    if (request.signal.aborted || document.activeElement !== this.#input) return;
    const suggestions = changingSuggestions(text, answer?.suggestions ?? []);
    this.#show(suggestions, []);
    // a term that can still become something is not wrong yet
    const mistakes = (answer?.mistakes ?? []).filter(
      (/** @type {Mistake} */ one) => !suggestions.some(({ start, end }) => start <= one.end && end >= one.start),
    );
    if (mistakes.length) this.#timer = window.setTimeout(() => this.#show(this.#suggestions, mistakes), MISTAKE_DELAY);
  }

  /**
   * @param {Suggestion[]} suggestions - What to suggest.
   * @param {Mistake[]} mistakes - What to call wrong.
   */
  #show(suggestions, mistakes) {
    if (suggestions !== this.#suggestions) {
      this.#suggestions = suggestions;
      this.#list.replaceChildren(...suggestions.map((one, index) => this.#option(one, index)));
      this.#activate(-1);
    }
    const text = this.#input.value;
    this.#mistakes.replaceChildren(...mistakes.slice(0, 2).map((mistake) => mistakeLine(text, mistake)));
    this.#box.hidden = !suggestions.length && !mistakes.length;
    setAttribute(this.#input, "aria-expanded", String(suggestions.length > 0));
  }

  /**
   * @param {Suggestion} suggestion - The suggestion.
   * @param {number} index - Its place in the list.
   */
  #option(suggestion, index) {
    const { label, kind, count } = suggestion;
    const option = h("div", { role: "option", id: `suggestion-${index}`, class: "item", "aria-selected": "false" },
      h("span", { class: "item__name clip", text: label }),
      h("span", { class: "item__kind", text: suggestionKind(kind) }),
      count !== null && h("span", { text: formatCount(count) }));
    option.addEventListener("click", () => this.#accept(suggestion));
    return option;
  }

  /**
   * @param {number} index - Place of the suggestion in the list; -1: none.
   * @returns {true}
   */
  #activate(index) {
    this.#active = index;
    [...this.#list.children].forEach((option, at) => {
      option.classList.toggle("is-hover", at === index);
      setAttribute(option, "aria-selected", String(at === index));
    });
    setAttribute(this.#input, "aria-activedescendant", index < 0 ? null : `suggestion-${index}`);
    return true;
  }

  /**
   * @param {Suggestion} suggestion - The suggestion.
   * @returns {true}
   */
  #accept(suggestion) {
    const { text, cursor } = applySuggestion(this.#input.value, suggestion);
    this.#input.value = text;
    this.#input.setSelectionRange(cursor, cursor);
    this.close();
    this.#onAccepted();
    if (suggestion.count === null) void this.#ask(); // its values come next
    return true;
  }
}

/**
 * @param {string} text - Text of the field.
 * @param {Mistake} mistake - The mistake.
 */
function mistakeLine(text, mistake) {
  const [before, wrong, after] = splitAtMistake(text, mistake);
  return h(
    "p",
    {},
    h("span", { class: "suggestions__text" }, before, h("span", { class: "suggestions__part", text: wrong }), after),
    mistake.message,
  );
}
