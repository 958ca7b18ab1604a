/**
 * @file The pixels of one photo, from coarse to fine: the thumbnail at once, then the rendition, then the original, or
 * tiles of it; each decoded before it is swapped in, so that nothing flashes and nothing moves.
 */

import { thumbnailSize } from "../../pure/layout/aspects.js";
import { tiledSize } from "../../pure/viewer/tiles.js";
import { needsOriginal } from "../../pure/viewer/zoom.js";
import { createImage, loadImage } from "./load-image.js";
import { TileLayer } from "./tile-layer.js";

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
 * Return the address of the thumbnail that the grid has most likely shown: of this row height, in this shape.
 * @param {Context} context - What the parts of the page share.
 * @param {{id: number, version: number, aspect: number}} details - The photo.
 */
export function thumbnailUrl({ api, store }, { id, version, aspect }) {
  const row = store.state.view.row ?? parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row"));
  return api.media("thumb", id, version, thumbnailSize(row * aspect, row, devicePixelRatio));
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
  #longSide = 0; // px of the finest layer on screen
  #tiles;
  #isUntiled = false; // its tiles could not be made
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
    this.#tiles = new TileLayer(context, figure, {
      onSharp: () => this.#onTiles(),
      onFailed: () => this.#onTilesFailed(),
      onWaiting: events.onWaiting,
    });
  }

  /** Whether every pixel of the file is on screen. */
  get isSharp() {
    return this.#tiles.isSharp || Boolean(this.#details?.width && this.#longSide >= longSide(this.#details));
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
    if (this.#variant || (this.#details?.animated && this.#longSide)) return; // another is shown, or it moves already
    // asked for again as the library has changed: no step back
    if (/original|tiles/.test(this.#figure.dataset.layer ?? "")) return;
    this.#setPicture(image, "screen");
    this.#events.onLoaded();
  }

  /**
   * Take the details: an animated photo is shown as the file itself, if it looks there as in its rendition, and if it
   * is not so large that a browser had better not hold its frames.
   * @param {Photo} details - The details.
   */
  setDetails(details) {
    this.#details = details;
    const isMoving = details.animated && details.inline && !details.offline;
    if (isMoving && !tiledSize(details, "")) this.#fetchOriginal();
  }

  /**
   * Show another picture of the photo, or the photo itself again, from now on.
   * @param {HTMLImageElement} image - Its rendition, decoded.
   * @param {string} variant - Which picture it is; "": the photo itself.
   * @param {Photo} details - The details, with its size.
   */
  replace(image, variant, details) {
    this.#dropOriginal();
    this.#isUntiled = false;
    this.#variant = variant;
    this.#details = details;
    this.#setPicture(image, "screen");
  }

  /**
   * Load the original when the rendition has no more to give; of a very large picture the tiles that are seen.
   * @param {number} zoom - The new zoom.
   * @param {import("../../pure/viewer/zoom.js").Part} part - What is seen of the picture.
   */
  showZoom(zoom, part) {
    const details = this.#details;
    if (!details?.width || details.offline || details.broken || !this.#longSide) return;
    if (!needsOriginal(zoom, longSide(details), this.#longSide)) return;
    const size = this.#isUntiled ? null : tiledSize(details, this.#variant);
    if (!size || !this.#current) return this.#fetchOriginal();
    const { id, version } = this.#current;
    const width = details.width / devicePixelRatio;
    this.#tiles.show({ id, version, variant: this.#variant, size }, width, (zoom * details.width) / size.width, part);
  }

  #onTiles() {
    this.#figure.dataset.layer = "tiles";
    this.#events.onLoaded();
  }

  /** Let the browser show the file itself, if it can: the server may have less memory than this takes. */
  #onTilesFailed() {
    this.#isUntiled = true;
    if (this.#details?.inline) this.#fetchOriginal();
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
    for (const other of [...this.#figure.children]) if (!other.matches(".motion")) other.remove(); // it goes on
    this.#figure.prepend(image);
    // the engine may give the original another natural size, for a screen of other density
    const natural = { width: image.naturalWidth, height: image.naturalHeight };
    this.#longSide = layer === "thumb" ? 0 : longSide(layer === "original" && this.#details ? this.#details : natural);
    this.#figure.dataset.layer = layer;
  }

  /** Give up an original that is on its way, and tiles. */
  #dropOriginal() {
    this.#tiles.clear();
    if (this.#original) this.#events.onWaiting(false);
    this.#original?.ready.catch(() => {});
    this.#original?.cancel();
    this.#original = null;
  }

  /** Show nothing. */
  clear() {
    this.#dropOriginal();
    this.#details = this.#current = null;
    this.#isUntiled = false;
    this.#variant = "";
    this.#longSide = 0;
    this.#figure.replaceChildren();
    this.#figure.dataset.layer = "";
  }
}

/** @param {{width: number|null, height: number|null}} size - In px. */
function longSide({ width, height }) {
  return Math.max(width ?? 0, height ?? 0);
}
