/**
 * @file The pixels of one photo, from coarse to fine: the thumbnail at once, then the rendition, then the original;
 * each decoded before it is swapped in, so that nothing flashes and nothing moves.
 */

import { thumbnailSize } from "../../pure/layout/aspects.js";
import { needsOriginal } from "../../pure/viewer/zoom.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../core/types.js").Context} Context */
/**
 * What a timeline knows of a photo.
 * @typedef {object} TimelinePhoto
 * @property {string} key - Id and version: the key of what is loaded for it.
 * @property {number} id - Its id.
 * @property {number} version - Its version; 0: not known.
 * @property {number} aspect - Width / height.
 * @property {string} colour - Mean colour for CSS; "": not known.
 * @property {number} flags - The bits of FLAG.
 * @property {boolean} broken - Whether it could not be read.
 * @property {boolean} offline - Whether its drive is away.
 */
/** @typedef {import("../../pure/viewer/preload.js").Pending<HTMLImageElement>} PendingImage */
/** @typedef {import("../../pure/viewer/preload.js").Preloader<HTMLImageElement>} Images */

/**
 * Load a picture, and decode it.
 * @param {import("../../core/types.js").Pictures} pictures - What loads it.
 * @param {string} address - Address of the picture.
 * @param {"auto"|"low"|"high"} [priority] - How urgent it is.
 * @returns {PendingImage} The picture on its way.
 */
export function loadImage(pictures, address, priority = "auto") {
  const image = createImage("sync");
  const loading = new AbortController();
  image.fetchPriority = priority;
  const ready = pictures.decode(image, address, loading.signal).then(() => image);
  return { ready, cancel: () => loading.abort() };
}

/**
 * Return the address of the thumbnail that the grid has most likely shown: of this row height, in this shape.
 * @param {Context} context - What the parts of the page share.
 * @param {{id: number, version: number, aspect: number}} details - The photo.
 */
export function thumbnailUrl({ api, store }, { id, version, aspect }) {
  const row = store.state.view.row ?? parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row"));
  return api.media("thumb", id, version, thumbnailSize(row * aspect, row, devicePixelRatio));
}

/** @param {"sync"|"async"} decoding - "sync": in one frame with the element. */
function createImage(decoding) {
  const image = new Image();
  image.alt = "";
  image.draggable = false;
  image.decoding = decoding;
  return image;
}

/**
 * What the image tells.
 * @typedef {object} ImageEvents
 * @property {() => void} onLoaded - A finer picture is shown.
 * @property {() => void} onFailed - The rendition did not come.
 * @property {(waits: boolean) => void} onWaiting - The original takes long, or no longer.
 */

const MAX_RETRIES = 4; // with the 5 s that the server waits each time, more than it takes to make any picture
const MAX_VARIANT_RETRIES = 24; // a RAW file may take a minute or two to be developed
const RETRY_DELAY = 1000; // ms

/** Shows the finest picture of a photo that there is. */
export class ProgressiveImage {
  /** @type {TimelinePhoto|null} */
  #current = null;
  /** @type {Photo|null} */
  #details = null;
  /** @type {PendingImage|null} */
  #original = null;
  #width = 0; // px of the finest layer on screen
  #variant = ""; // which picture of the photo is shown; "": the photo itself
  #context;
  #figure;
  #images;
  #events;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {HTMLElement} figure - What the picture lies in.
   * @param {Images} images - Renditions, ready or on their way.
   * @param {ImageEvents} events - What the image tells.
   */
  constructor(context, figure, images, events) {
    this.#context = context;
    this.#figure = figure;
    this.#images = images;
    this.#events = events;
  }

  /** Whether every pixel of the file is on screen. */
  get isSharp() {
    return Boolean(this.#details?.width && this.#width >= this.#details.width);
  }

  /** Width / height of what is on screen; 0: nothing. */
  get aspect() {
    const image = this.#figure.querySelector("img");
    return image?.naturalHeight ? image.naturalWidth / image.naturalHeight : 0;
  }

  /**
   * Show the first frame: the rendition if it is ready, else the thumbnail that the grid has shown. In a visit there
   * is most often none, and to make it would take as long as the rendition.
   * @param {TimelinePhoto} photo - The photo.
   */
  show(photo) {
    this.clear();
    this.#current = photo;
    const ready = this.#images.peek(photo.key);
    if (ready) this.#setPicture(ready, "screen");
    else if (!photo.broken && !this.#context.store.state.place.visit) this.#setPicture(this.#thumbnail(photo), "thumb");
  }

  /** @param {TimelinePhoto} photo - The photo. */
  #thumbnail(photo) {
    const image = createImage("sync");
    this.#context.pictures.setSource(image, thumbnailUrl(this.#context, photo), () => this.#current === photo);
    return image;
  }

  /** Wait for the rendition that is on its way. */
  followRendition() {
    const photo = this.#current;
    const load = photo && this.#images.get(photo.key);
    load?.ready.then(
      (image) => this.#current === photo && !this.#figure.contains(image) && this.#onRendition(image),
      () => this.#current === photo && this.#events.onFailed(),
    );
  }

  /** @param {HTMLImageElement} image - The image element. */
  #onRendition(image) {
    if (this.#variant || (this.#details?.animated && this.#width)) return; // another is shown, or it moves already
    if (this.#figure.dataset.layer === "original") return; // asked for again as the library has changed: no step back
    this.#setPicture(image, "screen");
    this.#events.onLoaded();
  }

  /**
   * Take the details: an animated photo is shown as the file itself, if it looks there as in its rendition.
   * @param {Photo} details - The details.
   */
  setDetails(details) {
    this.#details = details;
    if (details.animated && details.inline && !details.offline) this.#fetchOriginal();
  }

  /**
   * Show another picture of the photo, or the photo itself again, from now on.
   * @param {HTMLImageElement} image - Its rendition, decoded.
   * @param {string} variant - Which picture it is; "": the photo itself.
   * @param {Photo} details - The details, with its size.
   */
  replace(image, variant, details) {
    this.#dropOriginal();
    this.#variant = variant;
    this.#details = details;
    this.#setPicture(image, "screen");
  }

  /**
   * Load the original when the rendition has no more to give.
   * @param {number} zoom - The new zoom.
   */
  showZoom(zoom) {
    const details = this.#details;
    if (!details?.width || details.offline || details.broken || !this.#width) return;
    if (needsOriginal(zoom, details.width, this.#width)) this.#fetchOriginal();
  }

  /** @param {number} [tries] - How often it has failed: a large one may still be in the making. */
  #fetchOriginal(tries = 0) {
    if (this.#original || !this.#current) return;
    const { id, version } = this.#current;
    const { api, pictures } = this.#context;
    const load = loadImage(pictures, api.media("original", id, version, undefined, this.#variant), "high");
    this.#original = load;
    const late = setTimeout(() => this.#original === load && this.#events.onWaiting(true), 400);
    load.ready.then((image) => this.#original === load && this.#onOriginal(image), () => {
      if (this.#original === load) this.#retryOriginal(load, tries + 1);
    }).finally(() => {
      clearTimeout(late);
      if (this.#original === load) this.#events.onWaiting(false);
    });
  }

  /**
   * Load the original again, if the photo is still the same by then.
   * @param {PendingImage} failed - What did not come.
   * @param {number} tries - How often it has failed.
   */
  #retryOriginal(failed, tries) {
    if (tries > (this.#variant ? MAX_VARIANT_RETRIES : MAX_RETRIES)) return;
    setTimeout(() => {
      if (this.#original !== failed) return;
      this.#original = null;
      this.#fetchOriginal(tries);
    }, RETRY_DELAY);
  }

  /** @param {HTMLImageElement} image - The image element. */
  #onOriginal(image) {
    this.#setPicture(image, "original"); // in place of the rendition, which would show through where the photo is clear
    this.#events.onLoaded();
  }

  /**
   * @param {HTMLImageElement} image - The picture to show.
   * @param {"thumb"|"screen"|"original"} layer - Which one it is.
   */
  #setPicture(image, layer) {
    this.#figure.replaceChildren(image);
    // the engine may give the original another natural size, for a screen of other density
    this.#width = { thumb: 0, original: this.#details?.width ?? 0, screen: image.naturalWidth }[layer];
    this.#figure.dataset.layer = layer;
  }

  /** Give up an original that is on its way. */
  #dropOriginal() {
    if (this.#original) this.#events.onWaiting(false);
    this.#original?.ready.catch(() => {});
    this.#original?.cancel();
    this.#original = null;
  }

  /** Show nothing. */
  clear() {
    this.#dropOriginal();
    this.#details = this.#current = null;
    this.#variant = "";
    this.#width = 0;
    this.#figure.replaceChildren();
    this.#figure.dataset.layer = "";
  }
}
