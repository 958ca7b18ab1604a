// The stage: one photo, fitted or zoomed, or the reason why it cannot be shown. Everything moves by CSS transform.

import { h, icon, onDensityChange } from "../../core/dom.js";
import {
  clampTransform,
  topLeft,
  fitTransform,
  isFitted,
  panBy,
  transferTransform,
  toggledZoom,
  formatZoom,
  pinchBy,
  nextZoomStep,
  zoomAt,
  fitZoom,
} from "../../pure/viewer/zoom.js";
import { ProgressiveImage } from "./progressive-image.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./progressive-image.js").TimelinePhoto} TimelinePhoto */
/** @typedef {import("../../pure/viewer/zoom.js").Point} Point */
/** @typedef {import("../../pure/viewer/zoom.js").Transform} Transform */
/** @typedef {import("../../pure/viewer/zoom.js").Scene} Scene */
/** @typedef {{title: string, text: string, icon: string, actions: HTMLElement[]}} ProblemMessage */

const UNKNOWN_HEIGHT = 10_000; // height of a photo whose size is not known yet: large, so that it fills the stage
const NOTES = { offline: "The original opens when the drive is back", waiting: "Opening the original" };

export class Stage {
  /** @type {Scene} */
  #scene = {
    picture: { width: UNKNOWN_HEIGHT * 1.5, height: UNKNOWN_HEIGHT },
    stage: { width: 1, height: 1 },
    ratio: 1,
  };
  /** @type {Transform} */
  #transform = { zoom: 1, x: 0, y: 0 };
  #offset = { x: 0, y: 0 }; // a finger draws a fitted photo aside
  /** @type {TimelinePhoto|null} */
  #current = null;
  /** @type {Photo|null} */
  #details = null;
  #waiting = false;
  /** @type {(() => void)[]} */
  #pendingZooms = []; // zooms asked for before the photo's size was known
  #figure = h("figure", { class: "stage__picture", role: "img" });
  #note = h("p", { class: "stage__note", hidden: true });
  #problem = h("div", { class: "stage__problem", hidden: true });
  #events;
  #picture;

  /**
   * @param {Context} context  @param {import("./progressive-image.js").Images} images
   * @param {{onZoomed: (percent: string) => void, onFailed: () => void}} events
   */
  constructor(context, images, events) {
    this.#events = events;
    this.element = h("div", { class: "stage" }, this.#figure, this.#problem, this.#note);
    this.#picture = new ProgressiveImage(context, this.#figure, images, {
      onLoaded: () => this.#onLoaded(),
      onFailed: events.onFailed,
      onWaiting: (waits) => this.#updateNote({ waits }),
    });
    const observer = new ResizeObserver(() => this.#resized());
    observer.observe(this.element);
    onDensityChange(() => this.#resized());
  }

  /** The photo in its exact shape at once. @param {TimelinePhoto} photo  @param {Photo|null} details  its details, if they are here */
  show(photo, details) {
    this.#current = photo;
    this.#details = null;
    this.#pendingZooms = [];
    this.#offset = { x: 0, y: 0 };
    this.#problem.hidden = true;
    this.#figure.hidden = photo.broken;
    this.#figure.classList.remove("is-gliding");
    this.#figure.style.setProperty("--c", photo.colour || "var(--sunk)");
    this.#scene = { ...this.#measure(), picture: sizeOf(photo, details) };
    this.#transform = fitTransform(this.#scene);
    this.#picture.show(photo);
    if (details) this.setDetails(details);
    else this.#updateNote({});
    this.#draw();
  }

  /** @param {Photo} details */
  setDetails(details) {
    this.#details = details;
    this.#figure.setAttribute("aria-label", details.title || details.name);
    if (this.#current) this.#setScene({ ...this.#scene, picture: sizeOf(this.#current, details) });
    this.#picture.setDetails(details);
    this.#updateNote({});
    this.#draw();
    for (const zoom of this.#pendingZooms.splice(0)) zoom();
  }

  followRendition() {
    this.#picture.followRendition();
  }

  clear() {
    this.#picture.clear();
    this.#current = this.#details = null;
    this.#problem.hidden = true;
  }

  /** The reason instead of the picture. @param {ProblemMessage} trouble */
  showProblem({ title, text, icon: sign, actions }) {
    this.#figure.hidden = true;
    this.#note.hidden = true;
    this.#problem.hidden = false;
    this.#problem.replaceChildren(
      icon(sign),
      h("h2", { text: title }),
      h("p", { text }),
      h("div", { class: "stage__do" }, ...actions),
    );
  }

  get isFitted() {
    return isFitted(this.#transform, this.#scene);
  }

  get hasPicture() {
    return this.#current !== null && !this.#figure.hidden;
  }

  /** Whether something of it can be seen, if only the thumbnail. */
  get hasPixels() {
    return this.hasPicture && [...this.#figure.querySelectorAll("img")].some((image) => image.naturalWidth > 0);
  }

  /** One rung closer or further. @param {1|-1} direction  @param {Point} [at] */
  zoomStep(direction, at) {
    this.#zoom(() => nextZoomStep(this.#transform.zoom, direction, this.#scene), at);
  }

  /** @param {Point} [at] */
  toggleZoom(at) {
    this.#zoom(() => toggledZoom(this.#transform.zoom, this.#scene), at);
  }

  fit() {
    this.#zoom(() => fitZoom(this.#scene));
  }

  actualSize() {
    this.#zoom(() => 1);
  }

  /** Percents need the photo's size: without it they wait for the details. @param {() => number} zoom  @param {Point} [at] */
  #zoom(zoom, at = { x: 0, y: 0 }) {
    if (!this.#details) return void this.#pendingZooms.push(() => this.#zoom(zoom, at));
    this.#figure.classList.add("is-gliding");
    this.#setTransform(zoomAt(this.#transform, at, zoom(), this.#scene));
  }

  /** By hand, without gliding. @param {number} factor  @param {Point} at */
  zoomBy(factor, at) {
    this.#byHand(zoomAt(this.#transform, at, this.#transform.zoom * factor, this.#scene));
  }

  /** @param {number} dx  @param {number} dy */
  pan(dx, dy) {
    this.#byHand(panBy(this.#transform, dx, dy, this.#scene));
  }

  /** @param {{middle: Point, apart: number}} from  @param {{middle: Point, apart: number}} to */
  pinch(from, to) {
    this.#byHand(pinchBy(this.#transform, from, to, this.#scene));
  }

  /** A finger draws the fitted photo aside; let go, it glides back. @param {number} dx  @param {number} dy  @param {boolean} held */
  dragAside(dx, dy, held) {
    this.#figure.classList.toggle("is-gliding", !held);
    this.#offset = { x: dx, y: dy };
    this.#draw();
  }

  /** @param {Transform} view */
  #byHand(view) {
    this.#figure.classList.remove("is-gliding");
    this.#setTransform(view);
  }

  /** @param {Transform} view */
  #setTransform(view) {
    if (!this.hasPicture) return;
    this.#transform = view;
    this.#draw();
  }

  /** From a place in the window to one on the stage. @param {{clientX: number, clientY: number}} event  @returns {Point} */
  pointOf({ clientX, clientY }) {
    const box = this.element.getBoundingClientRect();
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  }

  #measure() {
    const stage = { width: Math.max(1, this.element.clientWidth), height: Math.max(1, this.element.clientHeight) };
    return { stage, ratio: devicePixelRatio };
  }

  #resized() {
    this.#figure.classList.remove("is-gliding");
    this.#setScene({ ...this.#scene, ...this.#measure() });
    this.#draw();
  }

  /** @param {Scene} scene */
  #setScene(scene) {
    this.#transform = transferTransform(this.#transform, this.#scene, scene);
    this.#scene = scene;
  }

  #onLoaded() {
    this.#figure.hidden = false;
    this.#problem.hidden = true;
    this.#updateNote({});
    this.#draw();
  }

  #draw() {
    if (!this.#current) return;
    const { picture, ratio } = this.#scene;
    const view = clampTransform(this.#transform, this.#scene);
    const { left, top } = topLeft(view, this.#scene);
    // The box is as large as the photo at 100 %, so that at 100 % there is no scaling left that could blur it.
    this.#figure.style.width = `${picture.width / ratio}px`;
    this.#figure.style.height = `${picture.height / ratio}px`;
    this.#figure.style.transform = `translate(${left + this.#offset.x}px, ${top + this.#offset.y}px) scale(${view.zoom})`;
    this.#figure.classList.toggle("is-pixels", view.zoom >= 4 && this.#picture.isSharp);
    this.element.classList.toggle("is-zoomed", !this.isFitted);
    this.#events.onZoomed(this.#details?.width && this.hasPicture ? formatZoom(view.zoom) : "");
    this.#picture.showZoom(view.zoom);
  }

  /** The one line over the picture: what is wrong with it, or what it waits for. @param {{waits?: boolean}} change */
  #updateNote({ waits = this.#waiting }) {
    this.#waiting = waits;
    const offline = this.#details?.offline ?? this.#current?.offline ?? false;
    const text = this.#details?.problem?.message ?? (offline ? NOTES.offline : waits ? NOTES.waiting : "");
    this.#note.hidden = !text || this.#figure.hidden;
    if (text) this.#note.replaceChildren(icon(offline ? "offline" : waits ? "photos" : "warning", "s"), text);
  }
}

/** @param {TimelinePhoto} photo  @param {Photo|null} details */
function sizeOf(photo, details) {
  if (details?.width && details.height) return { width: details.width, height: details.height };
  return { width: UNKNOWN_HEIGHT * photo.aspect, height: UNKNOWN_HEIGHT };
}
