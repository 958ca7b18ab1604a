/** @file When the photo was taken, in the panel: written where it stands. */

import { h, icon, on } from "../../core/dom.js";
import { DateField } from "../../core/date-field.js";
import { t } from "../../pure/text/texts.js";
import { dateOrigin, takenWords } from "../../pure/viewer/date-text.js";
import { drawWhy } from "./date-evidence.js";

/** @typedef {import("../../pure/annotations/api-types.js").AnnotationChange} AnnotationChange */
/** @typedef {import("../../pure/api-types.js").Photo} Photo */

/** Shows the date of a photo and why it has it, and says another one. */
export class WhenEditor {
  #id = -1;
  #say;
  #field = new DateField(t("page-date"));
  #below = h("div", {});
  #words = ""; // the date as it is shown
  #whyIsOpen = false; // whether the reasons of a date are unfolded: they stay so from photo to photo

  /**
   * @param {(id: number, change: AnnotationChange) => Promise<boolean>} say - Says something about a photo; returns
   *   whether it was kept.
   */
  constructor(say) {
    this.#say = say;
    const { input } = this.#field;
    input.classList.add("write--title");
    on(input, "focus", () => input.select());
    on(input, "blur", () => this.#commit());
    on(input, "keydown", (event) => this.#onKeydown(event));
    this.element = h("section", { class: "detail detail--write" }, icon("calendar"),
      h("div", {}, this.#field.element, this.#below)); // prettier-ignore
  }

  /**
   * Show the date of a photo. What is being written stays.
   * @param {Photo} photo - The details.
   */
  show({ id, taken }) {
    const isOther = id !== this.#id;
    this.#id = id;
    const { input } = this.#field;
    if (isOther || document.activeElement !== input || !this.#field.isChanged) this.#show(takenWords(taken));
    input.readOnly = false;
    const why = taken.others.length > 0 && drawWhy(taken, this.#whyIsOpen);
    if (why) on(why, "toggle", () => (this.#whyIsOpen = why.open));
    const back = taken.origin === "said" &&
      h("button", { type: "button", class: "link", text: t("photo-file-date") });
    if (back) on(back, "click", () => void this.#say(this.#id, { date: "file" }));
    this.#below.replaceChildren(h("p", { text: dateOrigin(taken) }));
    if (back) this.#below.append(h("div", { class: "panel__do" }, back));
    if (why) this.#below.append(why);
  }

  /** Say what was written: another photo comes. Until its date is shown, nothing can be written. */
  finish() {
    this.#commit();
    this.#id = -1;
    this.#field.input.readOnly = true;
  }

  /** Say what was written, if it is a date; nothing: the file's date counts again. */
  #commit() {
    const id = this.#id;
    if (!this.#field.isChanged || id < 0) return;
    const before = this.#words;
    const text = this.#field.input.value.trim();
    const { date } = this.#field.typed;
    if (text && date === undefined) return this.#show(before);
    this.#show(text);
    void this.#say(id, { date: text ? date : "file" }).then((kept) => {
      if (!kept && this.#id === id) this.#show(before);
    });
  }

  /** @param {string} words - The date in words. */
  #show(words) {
    this.#words = words;
    this.#field.show(words);
  }

  /**
   * Enter says it, as long as it is a date; Escape leaves it as it was.
   * @param {KeyboardEvent} event - The event.
   */
  #onKeydown(event) {
    if (event.isComposing || !["Escape", "Enter"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const { input, isChanged, typed } = this.#field;
    if (event.key === "Escape") this.#show(this.#words);
    else if (isChanged && input.value.trim() && typed.problem) return;
    input.blur();
    /** @type {HTMLElement|null} */ (input.closest(".viewer"))?.focus(); // the keys are the viewer's again
  }
}
