/** @file The dialog that asks for date and place of many photos. */

import { h, on } from "../../core/dom.js";
import { DateField } from "../../core/date-field.js";
import { PlaceField } from "../../core/place-field.js";
import { dateWords } from "../../pure/dates/inexact.js";
import { previewOf, readWish, WAYS } from "../../pure/dates/wish.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/places/api-types.js").DatesOfPhotos} DatesOfPhotos */
/** @typedef {import("../../pure/dates/wish.js").Way} Way */

/**
 * Ask for another date or place of photos and say it: one act, however many they are.
 * @param {Context} context - What the parts of the page share.
 * @param {number[]} ids - Ids of the photos.
 */
export async function askForDate(context, ids) {
  // at once: what is typed before it is known what they have would else be commands, and rate them
  const label = titleOf(ids.length);
  const cancel = h("button", { type: "button", class: "button", text: t("common-cancel") });
  const content = h("div", { class: "dates dates--waiting", "aria-busy": true },
    h("h2", { text: label }), h("div", { class: "dialog__do" }, cancel)); // prettier-ignore
  const dialog = context.dialogs.show(content, { label });
  on(cancel, "click", () => dialog.close());
  /** @type {DatesOfPhotos|null} */
  const facts = await context.api.send("POST", "/api/photos/dates", { ids }).catch(() => null);
  if (!dialog.open) return;
  if (facts?.photos) return new DateDialog(context, ids, facts).fill(dialog);
  dialog.close();
  context.dialogs.toast(t("grid-nothing-known"));
}

/** @param {number} photos - How many they are. */
function titleOf(photos) {
  return t("grid-date-and-place-of", { count: photos });
}

/** What is in the dialog, from its opening to its end. */
class DateDialog {
  #context;
  #ids;
  #facts;
  /** @type {Way} */
  #way = "keep";
  /** @type {string|undefined} what is said of the place; undefined: nothing */
  #place;
  #date = new DateField(t("page-date"), () => this.#draw());
  #words = h("input", { type: "text", class: "write", autocomplete: "off", spellcheck: false, maxLength: 60 });
  #problem = h("p", { class: "hint", role: "status" });
  #preview = h("dl", { class: "dates__preview" });
  #done = h("button", { type: "submit", class: "button button--main", text: t("grid-apply") });
  #where;
  #fields = h("div", { class: "dates__field" });

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {number[]} ids - Ids of the photos.
   * @param {DatesOfPhotos} facts - What they have.
   */
  constructor(context, ids, facts) {
    this.#context = context;
    this.#ids = ids;
    this.#facts = facts;
    this.#where = new PlaceField(context.api, t("grid-place"), (place) => ((this.#place = place), this.#draw()));
    this.#way = facts.photos > 1 ? "keep" : "set";
    this.#where.own = facts.places.map(({ name, photos, latitude, longitude }) => ({ name, city: name, region: "",
      country: t("grid-as-photos", { count: photos }), latitude, longitude })); // prettier-ignore
    on(this.#words, "input", () => this.#draw());
    on(this.#where.input, "input", () => ((this.#place = undefined), this.#draw()));
  }

  /**
   * Fill a dialog that is open.
   * @param {HTMLDialogElement} dialog - The dialog.
   */
  fill(dialog) {
    const title = titleOf(this.#facts.photos);
    const cancel = h("button", { type: "button", class: "button", text: t("common-cancel") });
    const form = h("form", { class: "dates" }, h("h2", { text: title }), this.#ways(), this.#fields, this.#preview,
      h("div", { class: "dates__place" }, h("h3", { text: t("grid-place") }), this.#where.element, this.#placeLinks()),
      this.#problem, h("div", { class: "dialog__do" }, cancel, this.#done)); // prettier-ignore
    dialog.ariaLabel = title;
    dialog.replaceChildren(form);
    on(cancel, "click", () => dialog.close());
    on(form, "submit", (event) => {
      event.preventDefault();
      const { change } = this.#wish;
      if (!change) return;
      dialog.close();
      void this.#context.annotations.say(this.#ids, change);
    });
    this.#choose(this.#way);
    /** @type {HTMLElement|null} */ (form.querySelector("input:checked"))?.focus();
  }

  #ways() {
    const ways = WAYS.filter(({ way }) => this.#facts.photos > 1 || way !== "first");
    const legend = h("legend", { text: t("page-date") });
    return h("fieldset", { class: "dates__ways" }, legend, ...ways.map(({ way, label }) => {
      const input = h("input", { type: "radio", name: "way", value: way, checked: way === this.#way });
      on(input, "change", () => this.#choose(way));
      return h("label", {}, input, h("span", { text: t(label) }));
    })); // prettier-ignore
  }

  #placeLinks() {
    const link = (/** @type {string} */ text, /** @type {string} */ place) => {
      const button = h("button", { type: "button", class: "link", text });
      on(button, "click", () => {
        this.#place = place;
        this.#where.show(t(place ? "dates-way-file" : "grid-no-place"));
        this.#draw();
      });
      return button;
    };
    return h("div", { class: "panel__do" }, link(t("common-remove"), ""), link(t("grid-places-of-files"), "file"));
  }

  /** @param {Way} way - What is to become of the date. */
  #choose(way) {
    this.#way = way;
    const { example, label } = WAYS.find((one) => one.way === way) ?? WAYS[0];
    this.#words.placeholder = this.#date.input.placeholder = example && t(example);
    this.#words.ariaLabel = this.#date.input.ariaLabel = t(label);
    const field = { keep: null, file: null, set: this.#date.element, first: this.#date.element, shift: this.#words,
      zone: this.#words }[way]; // prettier-ignore
    this.#fields.replaceChildren(...(field ? [field] : []));
    this.#fields.hidden = !field;
    this.#draw();
  }

  /** Whether a place was typed, and none chosen yet. */
  get #isPlaceOpen() {
    return this.#place === undefined && this.#where.input.value.trim() !== "";
  }

  /** What is wished: the change, or why there is none. */
  get #wish() {
    if (this.#isPlaceOpen) return { problem: t("grid-choose-place") };
    const text = ["shift", "zone"].includes(this.#way) ? this.#words.value : this.#date.input.value;
    return readWish(this.#way, text, this.#facts, this.#place);
  }

  #draw() {
    const { change, problem } = this.#wish;
    const isTyped = this.#isPlaceOpen || (this.#words.isConnected && this.#words.value.trim() !== "");
    this.#problem.textContent = isTyped ? (problem ?? "") : "";
    this.#problem.hidden = !this.#problem.textContent;
    this.#done.disabled = !change;
    const rows = previewOf(this.#facts, change);
    this.#preview.replaceChildren(...rows.flatMap(({ name, before, after }) => [
      h("dt", { class: "clip", text: name }),
      h("dd", {}, dateWords(before), after && h("strong", { text: `→ ${after}` })),
    ]), ...stays(this.#facts, change)); // prettier-ignore
  }
}

/**
 * Say how many photos are not shifted, because nobody knows their time.
 * @param {DatesOfPhotos} facts - What they have.
 * @param {import("../../pure/annotations/api-types.js").AnnotationChange|undefined} change - What is said.
 */
function stays({ photos, exact }, change) {
  const isByTime = change && (change.shift_s !== undefined || change.offset_min !== undefined);
  if (!isByTime || photos === exact) return [];
  const text = t("grid-may-stay", { count: photos - exact });
  return [h("dd", { class: "dates__stays quiet", text })];
}
