// The stage: one photo, fitted or zoomed, or the reason why it cannot be shown. Everything moves by CSS transform.

import { h, icon, onDensity } from "../../core/dom.js";
import { bounded, corner, fitted, isFitted, moved, onto, otherZoom, percent, pinched, rungFrom, zoomedAt, fitZoom } from "../../pure/viewer/zoom.js";
import { Picture } from "./progressive-image.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./progressive-image.js").Shown} Shown */
/** @typedef {import("../../pure/viewer/zoom.js").Point} Point */
/** @typedef {import("../../pure/viewer/zoom.js").View} View */
/** @typedef {import("../../pure/viewer/zoom.js").Scene} Scene */
/** @typedef {{title: string, text: string, icon: string, actions: HTMLElement[]}} Trouble */

const UNKNOWN = 10_000; // height of a photo whose size is not known yet: large, so that it fills the stage
const NOTES = { offline: "The original opens when the drive is back", waiting: "Opening the original" };

export class Stage {
  /** @type {Scene} */
  #scene = { picture: { width: UNKNOWN * 1.5, height: UNKNOWN }, stage: { width: 1, height: 1 }, ratio: 1 };
  /** @type {View} */
  #view = { zoom: 1, x: 0, y: 0 };
  #pull = { x: 0, y: 0 }; // a finger draws a fitted photo aside
  /** @type {Shown|null} */
  #shown = null;
  /** @type {Photo|null} */
  #photo = null;
  #waiting = false;
  /** @type {(() => void)[]} */
  #later = []; // zooms asked for before the photo's size was known
  #figure = h("figure", { class: "stage__picture", role: "img" });
  #note = h("p", { class: "stage__note", hidden: true });
  #tile = h("div", { class: "stage__trouble", hidden: true });
  #heard;
  #picture;

  /**
   * @param {Context} context  @param {import("./progressive-image.js").Images} images
   * @param {{zoomed: (percent: string) => void, failed: () => void}} heard
   */
  constructor(context, images, heard) {
    this.#heard = heard;
    this.element = h("div", { class: "stage" }, this.#figure, this.#tile, this.#note);
    this.#picture = new Picture(context, this.#figure, images, {
      arrived: () => this.#arrived(),
      failed: heard.failed,
      waiting: (waits) => this.#say({ waits }),
    });
    const observer = new ResizeObserver(() => this.#resized());
    observer.observe(this.element);
    onDensity(() => this.#resized());
  }

  /** The photo in its exact shape at once. @param {Shown} shown  @param {Photo|null} photo  its details, if they are here */
  show(shown, photo) {
    this.#shown = shown;
    this.#photo = null;
    this.#later = [];
    this.#pull = { x: 0, y: 0 };
    this.#tile.hidden = true;
    this.#figure.hidden = shown.broken;
    this.#figure.classList.remove("is-gliding");
    this.#figure.style.setProperty("--c", shown.colour || "var(--sunk)");
    this.#scene = { ...this.#measured(), picture: sizeOf(shown, photo) };
    this.#view = fitted(this.#scene);
    this.#picture.show(shown);
    if (photo) this.describe(photo);
    else this.#say({});
    this.#place();
  }

  /** @param {Photo} photo */
  describe(photo) {
    this.#photo = photo;
    this.#figure.setAttribute("aria-label", photo.title || photo.name);
    if (this.#shown) this.#rescene({ ...this.#scene, picture: sizeOf(this.#shown, photo) });
    this.#picture.describe(photo);
    this.#say({});
    this.#place();
    for (const zoom of this.#later.splice(0)) zoom();
  }

  follow() {
    this.#picture.follow();
  }

  clear() {
    this.#picture.clear();
    this.#shown = this.#photo = null;
    this.#tile.hidden = true;
  }

  /** The reason instead of the picture. @param {Trouble} trouble */
  trouble({ title, text, icon: sign, actions }) {
    this.#figure.hidden = true;
    this.#note.hidden = true;
    this.#tile.hidden = false;
    this.#tile.replaceChildren(icon(sign), h("h2", { text: title }), h("p", { text }), h("div", { class: "stage__do" }, ...actions));
  }

  get isFitted() {
    return isFitted(this.#view, this.#scene);
  }

  get hasPicture() {
    return this.#shown !== null && !this.#figure.hidden;
  }

  /** Whether something of it can be seen, if only the thumbnail. */
  get hasPixels() {
    return this.hasPicture && [...this.#figure.querySelectorAll("img")].some((image) => image.naturalWidth > 0);
  }

  /** One rung closer or further. @param {1|-1} direction  @param {Point} [at] */
  step(direction, at) {
    this.#zoom(() => rungFrom(this.#view.zoom, direction, this.#scene), at);
  }

  /** @param {Point} [at] */
  toggle(at) {
    this.#zoom(() => otherZoom(this.#view.zoom, this.#scene), at);
  }

  fit() {
    this.#zoom(() => fitZoom(this.#scene));
  }

  actual() {
    this.#zoom(() => 1);
  }

  /** Percents need the photo's size: without it they wait for the details. @param {() => number} zoom  @param {Point} [at] */
  #zoom(zoom, at = { x: 0, y: 0 }) {
    if (!this.#photo) return void this.#later.push(() => this.#zoom(zoom, at));
    this.#figure.classList.add("is-gliding");
    this.#look(zoomedAt(this.#view, at, zoom(), this.#scene));
  }

  /** By hand, without gliding. @param {number} factor  @param {Point} at */
  magnify(factor, at) {
    this.#byHand(zoomedAt(this.#view, at, this.#view.zoom * factor, this.#scene));
  }

  /** @param {number} dx  @param {number} dy */
  pan(dx, dy) {
    this.#byHand(moved(this.#view, dx, dy, this.#scene));
  }

  /** @param {{middle: Point, apart: number}} from  @param {{middle: Point, apart: number}} to */
  pinch(from, to) {
    this.#byHand(pinched(this.#view, from, to, this.#scene));
  }

  /** A finger draws the fitted photo aside; let go, it glides back. @param {number} dx  @param {number} dy  @param {boolean} held */
  pull(dx, dy, held) {
    this.#figure.classList.toggle("is-gliding", !held);
    this.#pull = { x: dx, y: dy };
    this.#place();
  }

  /** @param {View} view */
  #byHand(view) {
    this.#figure.classList.remove("is-gliding");
    this.#look(view);
  }

  /** @param {View} view */
  #look(view) {
    if (!this.hasPicture) return;
    this.#view = view;
    this.#place();
  }

  /** From a place in the window to one on the stage. @param {{clientX: number, clientY: number}} event  @returns {Point} */
  pointOf({ clientX, clientY }) {
    const box = this.element.getBoundingClientRect();
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  }

  #measured() {
    const stage = { width: Math.max(1, this.element.clientWidth), height: Math.max(1, this.element.clientHeight) };
    return { stage, ratio: devicePixelRatio };
  }

  #resized() {
    this.#figure.classList.remove("is-gliding");
    this.#rescene({ ...this.#scene, ...this.#measured() });
    this.#place();
  }

  /** @param {Scene} scene */
  #rescene(scene) {
    this.#view = onto(this.#view, this.#scene, scene);
    this.#scene = scene;
  }

  #arrived() {
    this.#figure.hidden = false;
    this.#tile.hidden = true;
    this.#say({});
    this.#place();
  }

  #place() {
    if (!this.#shown) return;
    const { picture, ratio } = this.#scene;
    const view = bounded(this.#view, this.#scene);
    const { left, top } = corner(view, this.#scene);
    // The box is as large as the photo at 100 %, so that at 100 % there is no scaling left that could blur it.
    this.#figure.style.width = `${picture.width / ratio}px`;
    this.#figure.style.height = `${picture.height / ratio}px`;
    this.#figure.style.transform = `translate(${left + this.#pull.x}px, ${top + this.#pull.y}px) scale(${view.zoom})`;
    this.#figure.classList.toggle("is-pixels", view.zoom >= 4 && this.#picture.sharp);
    this.element.classList.toggle("is-zoomed", !this.isFitted);
    this.#heard.zoomed(this.#photo?.width && this.hasPicture ? percent(view.zoom) : "");
    this.#picture.want(view.zoom);
  }

  /** The one line over the picture: what is wrong with it, or what it waits for. @param {{waits?: boolean}} change */
  #say({ waits = this.#waiting }) {
    this.#waiting = waits;
    const offline = this.#photo?.offline ?? this.#shown?.offline ?? false;
    const text = this.#photo?.problem?.message ?? (offline ? NOTES.offline : waits ? NOTES.waiting : "");
    this.#note.hidden = !text || this.#figure.hidden;
    if (text) this.#note.replaceChildren(icon(offline ? "offline" : waits ? "photos" : "warning", "s"), text);
  }
}

/** @param {Shown} shown  @param {Photo|null} photo */
function sizeOf(shown, photo) {
  if (photo?.width && photo.height) return { width: photo.width, height: photo.height };
  return { width: UNKNOWN * shown.aspect, height: UNKNOWN };
}
