/** @file What lies on the stage: the picture, the note over it, or the message why it cannot be shown. */

import { h, icon } from "../../core/dom.js";
import { t } from "../../pure/text/texts.js";
import { FLAG } from "../../pure/timeline/timeline.js";
import { problemText } from "../../pure/viewer/problem-text.js";
import { ProgressiveImage } from "./progressive-image.js";
import { VideoPlayer } from "./video-player.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./progressive-image.js").TimelinePhoto} TimelinePhoto */
/**
 * What stands in place of the picture.
 * @typedef {object} ProblemMessage
 * @property {string} title - What is said first.
 * @property {string} text - What is said after it.
 * @property {string} icon - Name of the icon.
 * @property {HTMLElement[]} actions - Buttons.
 */
/**
 * What the content tells.
 * @typedef {object} ContentEvents
 * @property {() => void} onLoaded - A finer picture is shown.
 * @property {() => void} onFailed - The rendition did not come.
 */

/** Shows the picture of a photo, or says what is wrong with it. */
export class StageContent {
  /** @type {TimelinePhoto|null} the photo; null: none */
  photo = null;
  /** @type {Photo|null} its details; null: not loaded yet */
  details = null;
  figure = h("figure", { class: "stage__picture", role: "img" });
  image;
  #waiting = false;
  #note = h("p", { class: "stage__note", hidden: true });
  #problem = h("div", { class: "stage__problem", hidden: true });
  #onLoaded;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {import("./progressive-image.js").Images} images - Renditions, ready or on their way.
   * @param {ContentEvents} events - What the content tells.
   */
  constructor(context, images, { onLoaded, onFailed }) {
    this.#onLoaded = onLoaded;
    this.video = new VideoPlayer(context, this.figure, () => this.#updateNote({}));
    this.elements = [this.figure, this.video.element, this.#problem, this.#note];
    this.image = new ProgressiveImage(context, this.figure, images, {
      onLoaded: () => this.#showPicture(),
      onFailed,
      onWaiting: (waits) => this.#updateNote({ waits }),
    });
  }

  /** Whether there is a photo and no message. */
  get hasPicture() {
    return this.photo !== null && !this.figure.hidden;
  }

  /** Whether something of the photo can be seen, if only the thumbnail. */
  get hasPixels() {
    return this.hasPicture && [...this.figure.querySelectorAll("img")].some((image) => image.naturalWidth > 0);
  }

  /**
   * Show a photo as far as it is there.
   * @param {TimelinePhoto} photo - The photo.
   * @param {Photo|null} details - Its details; null: not loaded yet.
   */
  show(photo, details) {
    if (photo.key !== this.photo?.key) this.video.show(null, (photo.flags & FLAG.video) !== 0 && !photo.broken);
    this.photo = photo;
    this.details = null;
    this.#problem.hidden = true;
    this.figure.hidden = photo.broken;
    this.figure.style.setProperty("--c", photo.colour || "var(--sunk)");
    this.image.show(photo);
    if (details) this.setDetails(details);
    else this.#updateNote({});
  }

  /**
   * Take the details of the photo.
   * @param {Photo} details - The details.
   */
  setDetails(details) {
    this.details = details;
    this.figure.setAttribute("aria-label", details.title || details.name);
    this.image.setDetails(details);
    this.video.show(details);
    this.#updateNote({});
  }

  /**
   * Show another picture of the photo in place of the one that is shown.
   * @param {HTMLImageElement} image - Its rendition, decoded.
   * @param {string} variant - Which picture it is; "": the photo itself.
   * @param {Photo} details - The details, with its size.
   */
  showVariant(image, variant, details) {
    this.details = details;
    this.image.replace(image, variant, details);
    this.#showPicture();
  }

  /** Show nothing. */
  clear() {
    this.video.show(null);
    this.image.clear();
    this.photo = this.details = null;
    this.#problem.hidden = true;
  }

  /**
   * Show a message instead of the picture.
   * @param {ProblemMessage} message - The message.
   */
  showProblem({ title, text, icon: sign, actions }) {
    this.video.show(null);
    this.figure.hidden = true;
    this.#note.hidden = true;
    this.#problem.hidden = false;
    this.#problem.replaceChildren(
      icon(sign),
      h("h2", { text: title }),
      h("p", { text }),
      h("div", { class: "stage__do" }, ...actions),
    );
  }

  /** Show the picture instead of a message. */
  #showPicture() {
    this.figure.hidden = false;
    this.#problem.hidden = true;
    if (this.details) this.video.show(this.details);
    this.#updateNote({});
    this.#onLoaded();
  }

  /**
   * Write the line over the picture: what is wrong with it, or what it waits for.
   * @param {{waits?: boolean}} change - `waits`: whether the original takes long.
   */
  #updateNote({ waits = this.#waiting }) {
    this.#waiting = waits;
    const offline = this.details?.offline ?? this.photo?.offline ?? false;
    const problem = this.details?.problem;
    const waiting = offline ? t("viewer-opens-later") : waits ? t("viewer-opening") : "";
    const text = problem ? problemText(problem, true) : waiting;
    const { note } = this.video;
    this.#note.hidden = !(text || note) || this.figure.hidden;
    if (text) this.#note.replaceChildren(icon(offline ? "offline" : waits ? "photos" : "warning", "s"), text);
    else if (note) this.#note.replaceChildren(icon("play", "s"), note);
  }
}
