/**
 * @file The small control that changes between the pictures of one photo: the camera's and the developed one of a RAW
 * file, the pages of a document. What is shown stays until the other is decoded.
 */

import { h, on, setAttribute } from "../../core/dom.js";
import { keyedButton, nameKey } from "../../core/key-names.js";
import {
  DEVELOPED,
  formatPage,
  formatShown,
  indexOfVariant,
  variantsOf,
  variantsToLoad,
} from "../../pure/viewer/variants.js";
import { VariantLoader } from "./variant-loader.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../pure/api-types.js").Problem} Problem */
/** @typedef {import("./progressive-image.js").TimelinePhoto} TimelinePhoto */
/** @typedef {import("./stage.js").Stage} Stage */
/**
 * What the control tells.
 * @typedef {object} VariantEvents
 * @property {(text: string) => void} onShown - Which picture of the file is shown, in words; "": there is only one.
 * @property {() => void} onPhotoItself - The photo itself is to be shown anew.
 * @property {(text: string) => void} onSaid - What screen readers are to be told.
 */

const BUSY_DELAY = 300; // ms until it is said that a picture is being made

/** Shows which picture of a photo is on the stage, and changes it. */
export class VariantSwitch {
  element = h("div", { class: "variants", role: "group", hidden: true });
  /** @type {TimelinePhoto|null} */
  #photo = null;
  /** @type {Photo|null} */
  #details = null;
  /** @type {import("../../pure/viewer/variants.js").Variant[]} */
  #variants = [];
  #wanted = ""; // name of the picture that the user has chosen
  #shown = ""; // name of the picture on the stage
  #busy = 0; // timer
  /** @type {object|null} the load that is under way; one begun later takes its place */
  #fetching = null;
  /** @type {(() => void)[]} */
  #pending = []; // what was asked for before the details were there
  /** @type {Map<string, string>} what was chosen for which photo, as long as the viewer is open */
  #chosen = new Map();
  #loader;
  #context;
  #stage;
  #events;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {Stage} stage - Where the pictures are shown.
   * @param {VariantEvents} events - What the control tells.
   */
  constructor(context, stage, events) {
    this.#context = context;
    this.#stage = stage;
    this.#events = events;
    this.#loader = new VariantLoader(context);
    this.#bindKeys();
    stage.element.append(this.element);
  }

  #bindKeys() {
    const { keys, isOwner } = this.#context;
    /** @type {[string[], string, () => void|false][]} */
    const table = [
      [["Shift+PageDown"], t("viewer-document-next"), () => this.#step(1)],
      [["Shift+PageUp"], t("viewer-document-before"), () => this.#step(-1)],
    ];
    if (isOwner) table.push([["d", "KeyD"], t("viewer-toggle-developed"), () => this.#toggle()]);
    for (const [names, label, run] of table)
      keys.bind({ scope: "viewer", keys: names, group: t("keys-one-photo"), label, run });
  }

  /** Show nothing, and forget what was chosen: the viewer is closed. */
  clear() {
    this.begin(null);
    this.#chosen.clear();
  }

  /**
   * Let the photo before go.
   * @param {TimelinePhoto|null} photo - The one that comes, whose details follow; null: none.
   */
  begin(photo) {
    if (photo?.id !== this.#photo?.id) this.#pending = [];
    this.#setBusy(false);
    this.#loader.clear();
    this.#photo = photo;
    this.#details = this.#fetching = null;
    this.#variants = [];
    this.#wanted = this.#shown = "";
    this.element.hidden = true;
  }

  /**
   * Take the photo that the stage shows, with its details: the picture that was chosen for it comes back.
   * @param {TimelinePhoto} photo - The photo.
   * @param {Photo} details - The details.
   */
  setDetails(photo, details) {
    if (!this.hasReplaced(photo)) this.#shown = "";
    this.#photo = photo;
    this.#details = details;
    this.#fetching = null;
    this.#variants = variantsOf(details, this.#context.isOwner);
    this.#wanted = this.#variants[indexOfVariant(this.#variants, this.#chosen.get(photo.key) ?? "")]?.name ?? "";
    this.#build();
    if (this.#wanted) void this.#fetch();
    else this.#tell();
    for (const run of this.#pending.splice(0)) run();
  }

  /** Change between the two pictures of a RAW file. */
  #toggle() {
    if (!this.#details) return void this.#pending.push(() => this.#toggle());
    if (!this.#has(DEVELOPED)) return false;
    this.#choose(this.#wanted === DEVELOPED ? "" : DEVELOPED);
  }

  /**
   * Turn a page of a document.
   * @param {1|-1} step - 1: the next; -1: the one before.
   */
  #step(step) {
    if (!this.#details) return void this.#pending.push(() => this.#step(step));
    if (!this.#variants.length || this.#has(DEVELOPED)) return false;
    const next = this.#variants[indexOfVariant(this.#variants, this.#wanted) + step];
    if (next) this.#choose(next.name);
  }

  /** @param {string} name - Name of a picture. */
  #has(name) {
    return this.#variants.some((one) => one.name === name);
  }

  /** @param {string} name - Name of the picture that is to be shown. */
  #choose(name) {
    if (!this.#photo || name === this.#wanted) return;
    this.#wanted = name;
    this.#chosen.set(this.#photo.key, name);
    this.#draw();
    if (name === "" && this.#details?.broken) this.#events.onPhotoItself(); // there is no picture of it
    else void this.#fetch();
  }

  /** Load the picture that is wanted, and show it once it is there. */
  async #fetch() {
    const [photo, name] = [this.#photo, this.#wanted];
    if (!photo) return;
    const fetching = (this.#fetching = {});
    const isCurrent = () => this.#fetching === fetching;
    const around = variantsToLoad(this.#variants, indexOfVariant(this.#variants, name));
    this.#setBusy(true);
    const { image, why } = await this.#loader.load(photo, name, around, isCurrent);
    if (!isCurrent()) return;
    if (!image) return this.#fail(why);
    this.#show(image);
    const problem = name ? await this.#loader.findProblem(photo, name) : this.#details?.problem ?? null;
    if (isCurrent()) this.#stage.setDetails(this.#detailsOf(problem));
  }

  /**
   * Put a picture in place of the one on the stage.
   * @param {HTMLImageElement} image - The picture, decoded.
   */
  #show(image) {
    this.#shown = this.#wanted;
    this.#setBusy(false);
    this.#stage.showVariant(image, this.#wanted, this.#detailsOf(null));
    this.#draw();
    this.#tell();
    if (this.#has(DEVELOPED)) this.#events.onSaid(t(this.#wanted ? "viewer-developed" : "viewer-camera-picture"));
  }

  /**
   * Return the details of the photo with the size of the picture that is shown.
   * @param {Problem|null} problem - What is wrong with that.
   * @returns {Photo}
   */
  #detailsOf(problem) {
    const { width, height } = this.#variants[indexOfVariant(this.#variants, this.#shown)];
    return { .../** @type {Photo} */ (this.#details), width, height, problem };
  }

  /**
   * Return whether another picture of this photo is shown than the photo itself.
   * @param {TimelinePhoto} photo - The photo.
   */
  hasReplaced(photo) {
    return this.#photo?.key === photo.key && this.#shown !== "";
  }

  /**
   * Say why a picture did not come: the camera's picture stays; of a page there is none to stay.
   * @param {string} message - The reason.
   */
  #fail(message) {
    this.#setBusy(false);
    if (!this.#photo || !this.#details) return;
    this.#events.onSaid(message);
    if (!this.#has(DEVELOPED)) {
      this.#events.onShown("");
      const page = formatPage(indexOfVariant(this.#variants, this.#wanted), this.#variants.length);
      const title = t("viewer-page-unshown", { page });
      return this.#stage.showProblem({ title, text: message, icon: "broken", actions: [] });
    }
    this.#wanted = this.#shown;
    this.#chosen.delete(this.#photo.key);
    this.#stage.setDetails({ ...this.#details, problem: { code: "", message } });
    this.#draw();
    this.#tell();
  }

  /** @param {boolean} busy - Whether a picture is on its way. */
  #setBusy(busy) {
    clearTimeout(this.#busy);
    if (busy) this.#busy = window.setTimeout(() => this.#markBusy(true), BUSY_DELAY);
    else this.#markBusy(false);
  }

  /** @param {boolean} busy - Whether it is said that a picture is on its way. */
  #markBusy(busy) {
    setAttribute(this.element, "aria-busy", busy || null);
    const button = this.element.querySelector(`[data-name="${DEVELOPED}"]`);
    if (button) button.textContent = t(busy && this.#wanted === DEVELOPED ? "viewer-developing" : "viewer-developed");
  }

  #tell() {
    this.#events.onShown(this.#details ? formatShown(this.#details, this.#shown) : "");
  }

  /** Make the buttons for what the photo has. */
  #build() {
    this.element.hidden = this.#variants.length === 0;
    const isRaw = this.#has(DEVELOPED);
    setAttribute(this.element, "aria-label", t(isRaw ? "viewer-picture" : "viewer-pages"));
    const pager = this.#variants.length && !isRaw ? this.#pager() : [];
    this.element.replaceChildren(...(isRaw ? this.#choices() : pager));
    this.#draw();
  }

  #choices() {
    const texts = /** @type {const} */ ([
      ["", t("viewer-camera-picture"), t("viewer-camera-picture-why")],
      [DEVELOPED, t("viewer-developed"), t("viewer-developed-why")],
    ]);
    return texts.map(([name, text, title]) => {
      const button = h("button", { type: "button", class: "variants__choice", "data-name": name, text });
      on(button, "click", () => this.#choose(name));
      return nameKey(button, title, this.#context.isOwner ? "viewer/KeyD" : "", false);
    });
  }

  #pager() {
    const before = keyedButton("left", t("viewer-page-before"), "viewer/Shift+PageUp", { "data-step": "-1" });
    const next = keyedButton("right", t("viewer-next-page"), "viewer/Shift+PageDown", { "data-step": "1" });
    on(before, "click", () => void this.#step(-1));
    on(next, "click", () => void this.#step(1));
    return [before, h("output", { "aria-live": "polite" }), next];
  }

  /** Show which picture is chosen. */
  #draw() {
    const index = indexOfVariant(this.#variants, this.#wanted);
    for (const button of this.element.querySelectorAll("button")) {
      const { name, step } = button.dataset;
      if (name !== undefined) setAttribute(button, "aria-pressed", name === this.#wanted);
      else setAttribute(button, "aria-disabled", this.#variants[index + Number(step)] ? null : true);
    }
    const output = this.element.querySelector("output");
    if (output) output.textContent = formatPage(index, this.#variants.length);
  }
}
