// One photo's pixels, from coarse to fine: thumbnail at once, then the rendition, then the original; each decoded
// before it is swapped in, so that nothing flashes and nothing jumps.

import { thumbnailSize } from "../../pure/layout/aspects.js";
import { needsOriginal } from "../../pure/viewer/zoom.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../core/types.js").Context} Context */
/** What the timeline knows of a photo. @typedef {{key: string, id: number, version: number, aspect: number, colour: string, flags: number, broken: boolean, offline: boolean}} TimelinePhoto */
/** @typedef {import("../../pure/viewer/preload.js").Pending<HTMLImageElement>} PendingImage */
/** @typedef {import("../../pure/viewer/preload.js").Preloader<HTMLImageElement>} Images */

/** A picture on its way, decoded when ready. @param {string} address  @param {"auto"|"low"|"high"} [priority]  @returns {PendingImage} */
export function loadImage(address, priority = "auto") {
  const image = createImage("sync");
  image.fetchPriority = priority;
  image.src = address;
  const ready = image.decode().then(() => image);
  return { ready, cancel: () => image.removeAttribute("src") };
}

/** Address of the thumbnail as the grid asked for it. @param {Context} context  @param {{id: number, version: number, aspect: number}} details */
export function thumbnailUrl({ api, store }, { id, version, aspect }) {
  const row = store.state.view.row ?? parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row"));
  return api.media("thumb", id, version, thumbnailSize(row * aspect, row, devicePixelRatio));
}

/** @param {"sync"|"async"} decoding */
function createImage(decoding) {
  const image = new Image();
  image.alt = "";
  image.draggable = false;
  image.decoding = decoding;
  return image;
}

export class ProgressiveImage {
  /** @type {TimelinePhoto|null} */
  #current = null;
  /** @type {Photo|null} */
  #details = null;
  /** @type {PendingImage|null} */
  #original = null;
  #width = 0; // px of the finest layer on screen
  #context;
  #figure;
  #images;
  #events;

  /**
   * @param {Context} context  @param {HTMLElement} figure  @param {Images} images  renditions, ready or coming
   * @param {{onLoaded: () => void, onFailed: () => void, onWaiting: (waits: boolean) => void}} events
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

  /** The first frame: the rendition if it is here already, else the thumbnail that the grid has shown. @param {TimelinePhoto} photo */
  show(photo) {
    this.clear();
    this.#current = photo;
    const ready = this.#images.peek(photo.key);
    if (ready) this.#setLayers([ready]);
    else if (!photo.broken) this.#setLayers([this.#thumbnail(photo)]);
  }

  /** @param {TimelinePhoto} photo */
  #thumbnail(photo) {
    const image = createImage("sync");
    image.src = thumbnailUrl(this.#context, photo);
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

  /** @param {HTMLImageElement} image */
  #onRendition(image) {
    if (this.#details?.animated && this.#width) return; // it moves already
    this.#setLayers([image]);
    this.#events.onLoaded();
  }

  /** The details are here: a photo that moves is shown as the file itself. @param {Photo} details */
  setDetails(details) {
    this.#details = details;
    if (details.animated && details.inline && !details.offline) this.#fetchOriginal();
  }

  /** Called with each new zoom: fetch the original when the rendition has no more to give. @param {number} zoom */
  showZoom(zoom) {
    const details = this.#details;
    if (!details?.width || details.offline || details.problem || !this.#width) return;
    if (needsOriginal(zoom, details.width, this.#width)) this.#fetchOriginal();
  }

  #fetchOriginal() {
    if (this.#original || !this.#current) return;
    const { id, version } = this.#current;
    const load = loadImage(this.#context.api.media("original", id, version), "high");
    this.#original = load;
    const late = setTimeout(() => this.#original === load && this.#events.onWaiting(true), 400);
    load.ready.then((image) => this.#original === load && this.#onOriginal(image), () => {}).finally(() => {
      clearTimeout(late);
      if (this.#original === load) this.#events.onWaiting(false);
    });
  }

  /** @param {HTMLImageElement} image */
  #onOriginal(image) {
    // a photo that moves may be clear in places, where its still would show; a still one lies on its rendition
    const below = this.#details?.animated ? [] : [...this.#figure.querySelectorAll("img")].slice(-1);
    this.#figure.classList.toggle("is-moving", Boolean(this.#details?.animated));
    this.#setLayers([...below, image]);
    this.#events.onLoaded();
  }

  /** @param {HTMLImageElement[]} layers */
  #setLayers(layers) {
    const top = layers[layers.length - 1];
    this.#figure.replaceChildren(...layers);
    this.#width = top.src.includes("/thumb/") ? 0 : top.naturalWidth;
    this.#figure.dataset.layer = /\/(thumb|screen|original)\//.exec(top.src)?.[1] ?? "";
  }

  clear() {
    if (this.#original) this.#events.onWaiting(false);
    this.#original?.ready.catch(() => {});
    this.#original?.cancel();
    this.#original = this.#details = this.#current = null;
    this.#width = 0;
    this.#figure.replaceChildren();
    this.#figure.classList.remove("is-moving");
    this.#figure.dataset.layer = "";
  }
}
