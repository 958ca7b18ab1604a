/** @file Where the photo was taken, in the panel: written where it stands. */

import { h, icon, on } from "../../core/dom.js";
import { PlaceField } from "../../core/place-field.js";
import { t } from "../../pure/text/texts.js";
import { formatAltitude, formatPosition, placeWords } from "../../pure/viewer/photo-text.js";

/** @typedef {import("../../pure/annotations/api-types.js").AnnotationChange} AnnotationChange */
/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../core/annotations.js").OnRefused} OnRefused */

/** Shows the place of a photo, and says another one. */
export class WhereEditor {
  #id = -1;
  #say;
  #field;
  #below = h("div", {});
  #name = ""; // of the place that it has, as it is shown
  #tried = ""; // the place that was said last

  /**
   * @param {import("../../core/types.js").Context["api"]} api - The server.
   * @param {(id: number, change: AnnotationChange, onRefused?: OnRefused) => Promise<boolean>} say - Says something
   *   about a photo; returns whether it was kept.
   */
  constructor(api, say) {
    this.#say = say;
    this.#field = new PlaceField(api, t("photo-place"), (place) => this.#choose(place));
    const { input } = this.#field;
    input.classList.add("write--title");
    on(input, "focus", () => input.select());
    on(input, "blur", () => this.#leave());
    on(input, "keydown", (event) => this.#onKeydown(event));
    this.element = h("section", { class: "detail detail--write" }, icon("pin"),
      h("div", {}, this.#field.element, this.#below)); // prettier-ignore
  }

  /**
   * Show the place of a photo. What is being written stays.
   * @param {Photo} photo - The details.
   */
  show({ id, place, said = [] }) {
    const isOther = id !== this.#id;
    this.#id = id;
    const { input } = this.#field;
    const [name, around] = placeWords(place);
    this.#name = name;
    const isWritten = this.#field.isRefused || (document.activeElement === input && this.#field.isChanged);
    if (isOther || !isWritten) this.#field.show(name);
    input.readOnly = false;
    const isSaid = said.includes("place");
    this.#below.replaceChildren();
    const lines = [around, place ? formatPosition(place) : "", place ? formatAltitude(place.altitude_m) : "",
      isSaid ? t(place ? "photo-said-so" : "photo-said-no-place") : ""]; // prettier-ignore
    this.#below.append(...lines.filter(Boolean).map((text) => h("p", { class: "select", text })));
    const links = [
      place && this.#link(t("common-remove"), ""),
      isSaid && this.#link(t("photo-file-place"), "file"),
    ].filter((link) => link !== false && link !== null);
    if (links.length) this.#below.append(h("div", { class: "panel__do" }, ...links));
    if (place?.name) this.#below.append(h("p", { class: "panel__source", text: t("photo-places-source") }));
  }

  /** Another photo comes. Until its place is shown, nothing can be written. */
  finish() {
    this.#id = -1;
    this.#field.reset();
    this.#field.input.readOnly = true;
  }

  /**
   * @param {string} text - What it says.
   * @param {string} place - What is said of the place.
   */
  #link(text, place) {
    const link = h("button", { type: "button", class: "link", text });
    on(link, "click", () => void this.#say(this.#id, { place }));
    return link;
  }

  /** @param {string} place - The place that was chosen. */
  #choose(place) {
    if (this.#id < 0) return;
    this.#backToViewer();
    this.#sayTyped(place);
  }

  /** @param {string} place - What is said of the place by what stands in the field. */
  #sayTyped(place) {
    const id = this.#id;
    const typed = this.#field.input.value.trim();
    this.#tried = place;
    this.#field.show(typed);
    void this.#say(id, { place }, (reason) => id === this.#id && this.#refuse(typed, reason));
  }

  /**
   * The server refused a place: it stands in the field still, to be said again, corrected or left.
   * @param {string} typed - What was typed or chosen.
   * @param {string} reason - Why it was refused.
   */
  #refuse(typed, reason) {
    const { input } = this.#field;
    if (!input.checkVisibility()) return (this.#field.show(this.#name), false); // the panel was closed
    this.#field.refuse(typed, this.#name, t("core-unchanged", { reason }));
    if (document.activeElement === input.closest(".viewer")) input.focus();
    return true;
  }

  /** What was typed and not chosen is no place; a field that was emptied: there is none. */
  #leave() {
    if (!this.#field.isChanged || this.#field.isRefused || this.#id < 0) return;
    if (this.#field.input.value.trim() === "") this.#sayTyped("");
    else this.#field.reset();
  }

  /** @param {KeyboardEvent} event - The event. */
  #onKeydown(event) {
    if (event.isComposing || event.defaultPrevented || !["Escape", "Enter"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") this.#field.reset();
    else if (this.#field.isRefused) return this.#choose(this.#tried);
    else if (this.#field.isChanged && this.#field.input.value.trim()) return; // no place is known by this name
    this.#backToViewer();
  }

  #backToViewer() {
    const { input } = this.#field;
    input.blur();
    /** @type {HTMLElement|null} */ (input.closest(".viewer"))?.focus(); // the keys are the viewer's again
  }
}
