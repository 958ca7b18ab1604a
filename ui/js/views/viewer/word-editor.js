/** @file Title and caption in the panel, written where they stand. */

import { h, on } from "../../core/dom.js";
import { quote } from "../../pure/annotations/sentences.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../pure/annotations/api-types.js").AnnotationChange} AnnotationChange */
/** @typedef {"title"|"caption"} Field */

const MAX_LENGTH = { title: 500, caption: 10_000 }; // characters

/** Shows title and caption of a photo, and says what is written. */
export class WordEditor {
  #id = -1;
  #say;
  #words = { title: "", caption: "" };
  #fields;
  #elsewhere = h("p", { class: "hint", role: "status", hidden: true });

  /**
   * @param {(id: number, change: AnnotationChange) => Promise<boolean>} say - Says something about a photo; returns
   *   whether it was kept.
   */
  constructor(say) {
    this.#say = say;
    // a long title is as many lines as it needs, and still one line of text
    const title = h("textarea", { class: "write write--title", placeholder: t("photo-add-title"),
      "aria-label": t("photo-title"), rows: 1, maxLength: MAX_LENGTH.title }); // prettier-ignore
    const caption = h("textarea", { class: "write", placeholder: t("photo-write-caption"),
      "aria-label": t("photo-caption"), rows: 1, maxLength: MAX_LENGTH.caption }); // prettier-ignore
    this.#fields = { title, caption };
    for (const name of /** @type {const} */ (["title", "caption"])) {
      on(this.#fields[name], "blur", () => this.#commit(name));
      on(this.#fields[name], "keydown", (event) => this.#onKeydown(event, name));
    }
    this.element = h("div", { class: "panel__words" }, title, caption, this.#elsewhere);
  }

  /**
   * Show the words of a photo. What is being written stays.
   * @param {number} id - Id of the photo.
   * @param {{title: string, caption: string}} words - Its words; "": none.
   */
  show(id, words) {
    const isOther = id !== this.#id;
    this.#id = id;
    for (const name of /** @type {const} */ (["title", "caption"])) {
      const field = this.#fields[name];
      const isWritten = document.activeElement === field && field.value !== this.#words[name];
      if (isOther || !isWritten) field.value = words[name];
      else if (words[name] !== this.#words[name] && words[name] !== field.value) this.#tellOther(name, words[name]);
      field.readOnly = false;
    }
    this.#words = words;
  }

  /** Say what was written: another photo comes. Until its words are shown, nothing can be written. */
  finish() {
    this.#commit("title");
    this.#commit("caption");
    this.#id = -1;
    for (const field of Object.values(this.#fields)) field.readOnly = true;
  }

  /**
   * Tell that the words were changed elsewhere while they are being written here.
   * @param {Field} name - Name of the field.
   * @param {string} words - What they are now.
   */
  #tellOther(name, words) {
    const said = { field: name, words: quote(words) };
    this.#elsewhere.textContent = words ? t("photo-elsewhere", said) : t("photo-elsewhere-off", { field: name });
    this.#elsewhere.hidden = false;
  }

  /** @param {Field} name - Name of the field. */
  #commit(name) {
    this.#elsewhere.hidden = true;
    const written = this.#fields[name].value.trim();
    const text = name === "title" ? written.replace(/\s*\n\s*/g, " ") : written; // pasted
    const before = this.#words[name];
    const id = this.#id;
    if (text === before || id < 0) return;
    this.#words = { ...this.#words, [name]: text };
    void this.#say(id, { [name]: text }).then((kept) => {
      if (kept || this.#id !== id || this.#words[name] !== text) return;
      this.#words = { ...this.#words, [name]: before };
      this.#fields[name].value = before;
    });
  }

  /**
   * Enter says it, in a caption with Ctrl; Escape leaves it as it was.
   * @param {KeyboardEvent} event - The event.
   * @param {Field} name - Name of the field.
   */
  #onKeydown(event, name) {
    if (event.isComposing) return;
    const field = this.#fields[name];
    if (event.key === "Escape") field.value = this.#words[name];
    else if (event.key !== "Enter" || (name === "caption" && !event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    field.blur();
    /** @type {HTMLElement|null} */ (field.closest(".viewer"))?.focus(); // the keys are the viewer's again
  }
}
