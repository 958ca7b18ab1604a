/** @file The stage: where one photo lies on it, fitted, zoomed or moved. Everything moves by CSS transform. */

import { h, onDensityChange } from "../../core/dom.js";
import { fillsStage, pictureSize, UNKNOWN_HEIGHT } from "../../pure/viewer/picture-size.js";
import { isLarge } from "../../pure/viewer/tiles.js";
import {
  clampTransform,
  drawnBox,
  fitTransform,
  isFitted,
  isTiny,
  panBy,
  reachesBeyond,
  transferTransform,
  toggledZoom,
  formatZoom,
  groundSquare,
  pinchBy,
  nextZoomStep,
  visiblePart,
  zoomAt,
  fitZoom,
} from "../../pure/viewer/zoom.js";
import { StageContent } from "./stage-content.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./progressive-image.js").TimelinePhoto} TimelinePhoto */
/** @typedef {import("../../pure/viewer/zoom.js").Point} Point */
/** @typedef {import("../../pure/viewer/zoom.js").Transform} Transform */
/** @typedef {import("../../pure/viewer/zoom.js").Scene} Scene */
/** @typedef {import("./stage-content.js").ProblemMessage} ProblemMessage */

/**
 * What the stage tells.
 * @typedef {object} StageEvents
 * @property {(percent: string) => void} onZoomed - The zoom has changed; "": it is not known.
 * @property {() => void} onFailed - The rendition did not come.
 */

/** Shows one photo. */
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
  /** @type {(() => void)[]} */
  #pendingZooms = []; // zooms asked for before the photo's size was known
  #events;
  #content;
  #figure;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {import("./progressive-image.js").Images} images - Renditions, ready or on their way.
   * @param {StageEvents} events - What the stage tells.
   */
  constructor(context, images, events) {
    this.#events = events;
    this.#content = new StageContent(context, images, { onLoaded: () => this.#onLoaded(), onFailed: events.onFailed });
    this.#figure = this.#content.figure;
    this.element = h("div", { class: "stage" }, ...this.#content.elements);
    const observer = new ResizeObserver(() => this.#resized());
    observer.observe(this.element);
    onDensityChange(() => this.#resized());
  }

  /**
   * Show a photo in its exact shape at once.
   * @param {TimelinePhoto} photo - The photo.
   * @param {Photo|null} details - Its details; null: not loaded yet.
   */
  show(photo, details) {
    this.#pendingZooms = [];
    this.#offset = { x: 0, y: 0 };
    this.#figure.classList.remove("is-gliding");
    this.#scene = { ...this.#measure(), picture: pictureSize(photo, details), fills: fillsStage(details) };
    this.#transform = fitTransform(this.#scene);
    this.#content.show(photo, details);
    this.#draw();
  }

  /**
   * Take the details of the photo.
   * @param {Photo} details - The details.
   */
  setDetails(details) {
    this.#content.setDetails(details);
    const { photo } = this.#content;
    if (photo) this.#setScene({ ...this.#scene, picture: pictureSize(photo, details), fills: fillsStage(details) });
    this.#draw();
    for (const zoom of this.#pendingZooms.splice(0)) zoom();
  }

  /**
   * Show another picture of the photo in place of the one that is shown.
   * @param {HTMLImageElement} image - Its rendition, decoded.
   * @param {string} variant - Which picture it is; "": the photo itself.
   * @param {Photo} details - The details, with its size.
   */
  showVariant(image, variant, details) {
    const { photo } = this.#content;
    if (photo) this.#setScene({ ...this.#scene, picture: pictureSize(photo, details) });
    this.#content.showVariant(image, variant, details);
  }

  /** Wait for the rendition that is on its way. */
  followRendition() {
    this.#content.image.followRendition();
  }

  /** Show nothing. */
  clear() {
    this.#content.clear();
  }

  /**
   * Show a message instead of the picture.
   * @param {ProblemMessage} message - The message.
   */
  showProblem(message) {
    this.#content.showProblem(message);
  }

  /** The element that the picture fills. */
  get figure() {
    return this.#figure;
  }

  /** What plays the video. */
  get video() {
    return this.#content.video;
  }

  /** Whether the whole photo is shown. */
  get isFitted() {
    return isFitted(this.#transform, this.#scene);
  }

  /** Whether there is a photo and no message. */
  get hasPicture() {
    return this.#content.hasPicture;
  }

  /** Whether something of the photo can be seen, if only the thumbnail. */
  get hasPixels() {
    return this.#content.hasPixels;
  }

  /**
   * Zoom to the next of the usual steps.
   * @param {1|-1} direction - 1: closer; -1: further.
   * @param {Point} [at] - The point to keep; none: the middle.
   */
  zoomStep(direction, at) {
    this.#zoom(() => nextZoomStep(this.#transform.zoom, direction, this.#scene), at);
  }

  /**
   * Change between fit and actual size.
   * @param {Point} [at] - The point to keep; none: the middle.
   */
  toggleZoom(at) {
    this.#zoom(() => toggledZoom(this.#transform.zoom, this.#scene), at);
  }

  /** Show the whole photo. */
  fit() {
    this.#zoom(() => fitZoom(this.#scene));
  }

  /** Show the photo at 100 %. */
  actualSize() {
    this.#zoom(() => 1);
  }

  /**
   * Zoom. Per cents need the size of the photo: without it the zoom waits for the details.
   * @param {() => number} zoom - Returns the new zoom.
   * @param {Point} [at] - The point to keep.
   */
  #zoom(zoom, at = { x: 0, y: 0 }) {
    if (!this.#content.details) return void this.#pendingZooms.push(() => this.#zoom(zoom, at));
    // the engine would paint all of a gliding picture at the larger zoom: half a gigabyte of a very large one
    this.#figure.classList.toggle("is-gliding", !isLarge(this.#scene.picture));
    this.#setTransform(zoomAt(this.#transform, at, zoom(), this.#scene));
  }

  /**
   * Zoom by hand, without an animation.
   * @param {number} factor - What to multiply the zoom by.
   * @param {Point} at - The point to keep.
   */
  zoomBy(factor, at) {
    this.#byHand(zoomAt(this.#transform, at, this.#transform.zoom * factor, this.#scene));
  }

  /**
   * Move the photo.
   * @param {number} dx - Way to the right, CSS px.
   * @param {number} dy - Way down, CSS px.
   * @returns {boolean} Whether it reaches beyond the stage in that direction: else it cannot be moved.
   */
  pan(dx, dy) {
    this.#byHand(panBy(this.#transform, dx, dy, this.#scene));
    return reachesBeyond(this.#transform.zoom, dx ? "width" : "height", this.#scene);
  }

  /**
   * Follow two fingers.
   * @param {{middle: Point, apart: number}} from - Where the fingers were.
   * @param {{middle: Point, apart: number}} to - Where they are.
   */
  pinch(from, to) {
    this.#byHand(pinchBy(this.#transform, from, to, this.#scene));
  }

  /**
   * Draw the fitted photo aside by a finger. Let go, it glides back.
   * @param {number} dx - Way to the right, CSS px.
   * @param {number} dy - Way down, CSS px.
   * @param {boolean} held - False: let go.
   */
  dragAside(dx, dy, held) {
    this.#figure.classList.toggle("is-gliding", !held);
    this.#offset = { x: dx, y: dy };
    this.#draw();
  }

  /** @param {Transform} transform - The new transform. */
  #byHand(transform) {
    this.#figure.classList.remove("is-gliding");
    this.#setTransform(transform);
  }

  /** @param {Transform} transform - The new transform. */
  #setTransform(transform) {
    if (!this.hasPicture) return;
    this.#transform = transform;
    this.#draw();
  }

  /**
   * Return a point of the window as a point of the stage.
   * @param {{clientX: number, clientY: number}} event - The event.
   * @returns {Point} From the middle of the stage.
   */
  pointOf({ clientX, clientY }) {
    const box = this.element.getBoundingClientRect();
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  }

  #measure() {
    const stage = { width: Math.max(1, this.element.clientWidth), height: Math.max(1, this.element.clientHeight) };
    return { stage, ratio: devicePixelRatio };
  }

  /** A finer picture is there: as long as the size of the photo is not known, its shape is the picture's. */
  #onLoaded() {
    const { details, image } = this.#content;
    const picture = { width: UNKNOWN_HEIGHT * image.aspect, height: UNKNOWN_HEIGHT };
    if (!details?.width && image.aspect) this.#setScene({ ...this.#scene, picture });
    this.#draw();
  }

  #resized() {
    this.#figure.classList.remove("is-gliding");
    this.#setScene({ ...this.#scene, ...this.#measure() });
    this.#draw();
  }

  /** @param {Scene} scene - Picture and stage. */
  #setScene(scene) {
    this.#transform = transferTransform(this.#transform, this.#scene, scene);
    this.#scene = scene;
  }

  #draw() {
    const { photo, details, image, hasPicture } = this.#content;
    if (!photo) return;
    const { picture, ratio } = this.#scene;
    const transform = clampTransform(this.#transform, this.#scene);
    const { left, top, scaleX, scaleY } = drawnBox(transform, this.#scene);
    // The box is as large as the photo at 100 %, so that at 100 % there is no scaling left that could blur it.
    this.#figure.style.width = `${picture.width / ratio}px`;
    this.#figure.style.height = `${picture.height / ratio}px`;
    this.#figure.style.setProperty("--square", `${groundSquare(picture) / ratio}px`);
    const place = `translate(${left + this.#offset.x}px, ${top + this.#offset.y}px)`;
    this.#figure.style.transform = `${place} scale(${scaleX}, ${scaleY})`;
    this.#figure.classList.toggle("is-pixels", (transform.zoom >= 4 || isTiny(picture)) && image.isSharp);
    this.element.classList.toggle("is-zoomed", !this.isFitted);
    this.#events.onZoomed(details?.width && hasPicture ? formatZoom(transform.zoom) : "");
    image.showZoom(transform.zoom, visiblePart(transform, this.#scene));
  }
}
