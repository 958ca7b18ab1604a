/**
 * @file Loads thumbnails into cells in a given order: four at a time, none during a fling, none for cells that were
 * taken away.
 */

import { directPictures } from "../../core/pictures.js";

const MAX_LOADING = 4; // of six connections: one is the feed's, one is left for the API
export const FLING_SPEED = 4; // px/ms: faster, no thumbnail is loaded
const FLING_CHECK = 70; // ms between two looks whether the fling is over
const RETRIES = [1000, 5000]; // ms: the server answers 503 while it is busy, and <img> cannot see the number
const LAST_RETRY = 15_000; // ms, without end: the cell says by then that there is no picture, but it may still come
export const LOADED = "is-there"; // class of loaded images; others are hidden, or the browser would draw a frame
const NO_FADE = 80; // ms: a thumbnail loaded this soon does not fade in

/**
 * A thumbnail to load.
 * @typedef {object} Thumbnail
 * @property {HTMLImageElement} image - Where it goes.
 * @property {string} url - Address of the picture.
 * @property {number} tries - How often it has failed.
 * @property {number} since - When it was wanted, ms.
 * @property {"waiting"|"loading"|"retrying"|"loaded"} state - "waiting": for its turn; "retrying": until the next try.
 * @property {number} timer - Of the next try.
 */

/**
 * Called by the loader.
 * @typedef {object} ThumbnailEvents
 * @property {(image: HTMLImageElement, fadeIn: boolean) => void} onShown - A thumbnail is loaded; `fadeIn`: it took
 *   so long that it fades in.
 * @property {(image: HTMLImageElement) => void} onFailed - A thumbnail could not be loaded so far; it is tried again.
 */

/** Loads images into cells. */
export class ThumbnailLoader {
  /** @type {Map<HTMLImageElement, Thumbnail>} */
  #thumbnails = new Map();
  /** @type {HTMLImageElement[]} */
  #order = [];
  #loading = 0;
  #timer = 0;
  #speed;
  #events;
  #pictures;
  #isLost;

  /**
   * @param {() => number} speed - Returns the speed of scrolling, px/ms.
   * @param {ThumbnailEvents} events - Called by the loader.
   * @param {import("../../core/types.js").Pictures} [pictures] - What loads them.
   * @param {() => boolean} [isLost] - Returns whether nothing is to be had from the server: then it is left in peace.
   */
  constructor(speed, events, pictures = directPictures, isLost = () => false) {
    this.#speed = speed;
    this.#events = events;
    this.#pictures = pictures;
    this.#isLost = isLost;
  }

  /**
   * Load a picture into an image element.
   * @param {HTMLImageElement} image - The image element.
   * @param {string} url - Address of the picture.
   * @param {boolean} [same] - Whether the element shows the same photo in another size, which stays meanwhile.
   */
  want(image, url, same = false) {
    if (this.#thumbnails.get(image)?.url === url) return;
    if (same) this.#forget(image);
    else this.drop(image);
    this.#thumbnails.set(image, { image, url, tries: 0, since: performance.now(), state: "waiting", timer: 0 });
  }

  /**
   * Stop loading into an element, and clear it. Without src the browser gives up the connection.
   * @param {HTMLImageElement} image - The image element.
   */
  drop(image) {
    if (!this.#forget(image)) return;
    image.removeAttribute("src");
    image.classList.remove(LOADED);
  }

  /** @param {HTMLImageElement} image - The image element. */
  #forget(image) {
    const thumbnail = this.#thumbnails.get(image);
    if (!thumbnail) return false;
    this.#thumbnails.delete(image);
    clearTimeout(thumbnail.timer);
    image.onload = image.onerror = null;
    if (thumbnail.state === "loading") this.#loading -= 1;
    return true;
  }

  /**
   * Set the order of loading.
   * @param {HTMLImageElement[]} images - The image elements, the first one first.
   */
  setOrder(images) {
    this.#order = images;
    this.pump();
  }

  /** Begin to load as many thumbnails as may be loaded now. */
  pump() {
    if (this.#loading >= MAX_LOADING) return;
    if (this.#speed() > FLING_SPEED) return this.#pumpLater();
    this.#pictures.announce?.(this.#order.flatMap((image) => this.#thumbnails.get(image)?.url ?? []));
    for (const image of this.#order) {
      const thumbnail = this.#thumbnails.get(image);
      if (thumbnail?.state === "waiting") this.#start(thumbnail);
      if (this.#loading >= MAX_LOADING) return;
    }
  }

  #pumpLater() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.pump(), FLING_CHECK);
  }

  /** @param {Thumbnail} thumbnail - The thumbnail. */
  #start(thumbnail) {
    thumbnail.state = "loading";
    this.#loading += 1;
    thumbnail.image.onload = () => this.#onEnded(thumbnail, "loaded");
    thumbnail.image.onerror = () => this.#onEnded(thumbnail, "failed");
    const isWanted = () => this.#thumbnails.get(thumbnail.image) === thumbnail;
    this.#pictures.setSource(thumbnail.image, thumbnail.url, isWanted);
  }

  /**
   * @param {Thumbnail} thumbnail - The thumbnail.
   * @param {"loaded"|"failed"} outcome - Whether it is there.
   */
  #onEnded(thumbnail, outcome) {
    if (thumbnail.state !== "loading") return;
    this.#loading -= 1;
    thumbnail.image.onload = thumbnail.image.onerror = null;
    if (outcome === "failed") return this.#retryLater(thumbnail);
    thumbnail.state = outcome;
    thumbnail.image.classList.add(LOADED);
    this.#events.onShown(thumbnail.image, performance.now() - thumbnail.since > NO_FADE);
    this.pump();
  }

  /** @param {Thumbnail} thumbnail - The thumbnail. */
  #retryLater(thumbnail) {
    thumbnail.image.removeAttribute("src");
    thumbnail.image.classList.remove(LOADED);
    thumbnail.state = "retrying";
    const wait = RETRIES[thumbnail.tries++] ?? LAST_RETRY;
    const retry = () => {
      if (this.#isLost()) return void (thumbnail.timer = setTimeout(retry, LAST_RETRY));
      thumbnail.state = "waiting";
      this.pump();
    };
    thumbnail.timer = setTimeout(retry, wait);
    if (wait === LAST_RETRY) this.#events.onFailed(thumbnail.image);
    this.pump();
  }
}
