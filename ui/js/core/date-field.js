/** @file The field in which one types a date: below it stands how it was understood, or why it was not. */

import { h, on, setAttribute } from "./dom.js";
import { dateWords, readDate } from "../pure/dates/inexact.js";
import { readTypedDate } from "../pure/dates/read-typed.js";
import { t } from "../pure/text/texts.js";

let fields = 0; // so that each has ids of its own

/** Takes a date as people write it. */
export class DateField {
  #said = "";
  #hint;

  /**
   * @param {string} label - Its spoken label.
   * @param {() => void} [changed] - Something else was typed.
   */
  constructor(label, changed) {
    const id = `date-hint-${++fields}`;
    this.input = h("input", { type: "text", class: "write", placeholder: t("core-add-date"), autocomplete: "off",
      spellcheck: false, maxLength: 100, "aria-label": label, "aria-describedby": id }); // prettier-ignore
    this.#hint = h("p", { class: "hint", id, role: "status", hidden: true });
    this.element = h("div", { class: "date-field" }, this.input, this.#hint);
    on(this.input, "input", () => (this.#draw(), changed?.()));
  }

  /**
   * Show a date in words, as if it had been typed before.
   * @param {string} words - In words.
   */
  show(words) {
    this.#said = words;
    this.input.value = words;
    this.#draw();
  }

  /** Whether something else was typed than what is shown. */
  get isChanged() {
    return this.input.value.trim() !== this.#said;
  }

  /** What was typed: a date of ISO 8601-2, or why it is none. */
  get typed() {
    return readTypedDate(this.input.value);
  }

  #draw() {
    const isOpen = this.isChanged && this.input.value.trim() !== "";
    const { date, problem } = isOpen ? this.typed : { date: undefined, problem: undefined };
    const parts = date === undefined ? null : readDate(date);
    this.#hint.textContent = problem ?? (parts ? dateWords(parts) : "");
    this.#hint.hidden = !isOpen;
    this.#hint.classList.toggle("hint--wrong", problem !== undefined);
    setAttribute(this.input, "aria-invalid", problem === undefined ? null : true);
  }
}
