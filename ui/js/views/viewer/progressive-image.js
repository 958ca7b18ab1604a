// One photo's pixels, from coarse to fine: thumbnail at once, then the rendition, then the original; each decoded
// before it is swapped in, so that nothing flashes and nothing jumps.

import { thumbSize } from "../../pure/layout/aspects.js";
import { wantsOriginal } from "../../pure/viewer/zoom.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../core/types.js").Context} Context */
/** What the timeline knows of a photo. @typedef {{key: string, id: number, version: number, aspect: number, colour: string, flags: number, broken: boolean, offline: boolean}} Shown */
/** @typedef {import("../../pure/viewer/preload.js").Load<HTMLImageElement>} ImageLoad */
/** @typedef {import("../../pure/viewer/preload.js").Preload<HTMLImageElement>} Images */

/** A picture on its way, decoded when ready. @param {string} address  @param {"auto"|"low"|"high"} [priority]  @returns {ImageLoad} */
export function loadImage(address, priority = "auto") {
  const image = blank("sync");
  image.fetchPriority = priority;
  image.src = address;
  const ready = image.decode().then(() => image);
  return { ready, cancel: () => image.removeAttribute("src") };
}

/** Address of the thumbnail as the grid asked for it. @param {Context} context  @param {{id: number, version: number, aspect: number}} photo */
export function thumbAddress({ api, store }, { id, version, aspect }) {
  const row = store.state.view.row ?? parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row"));
  return api.media("thumb", id, version, thumbSize(row * aspect, row, devicePixelRatio));
}

/** @param {"sync"|"async"} decoding */
function blank(decoding) {
  const image = new Image();
  image.alt = "";
  image.draggable = false;
  image.decoding = decoding;
  return image;
}

export class Picture {
  /** @type {Shown|null} */
  #shown = null;
  /** @type {Photo|null} */
  #photo = null;
  /** @type {ImageLoad|null} */
  #original = null;
  #width = 0; // px of the finest layer on screen
  #context;
  #figure;
  #images;
  #heard;

  /**
   * @param {Context} context  @param {HTMLElement} figure  @param {Images} images  renditions, ready or coming
   * @param {{arrived: () => void, failed: () => void, waiting: (waits: boolean) => void}} heard
   */
  constructor(context, figure, images, heard) {
    this.#context = context;
    this.#figure = figure;
    this.#images = images;
    this.#heard = heard;
  }

  /** Whether every pixel of the file is on screen. */
  get sharp() {
    return Boolean(this.#photo?.width && this.#width >= this.#photo.width);
  }

  /** The first frame: the rendition if it is here already, else the thumbnail that the grid has shown. @param {Shown} shown */
  show(shown) {
    this.clear();
    this.#shown = shown;
    const ready = this.#images.peek(shown.key);
    if (ready) this.#lay([ready]);
    else if (!shown.broken) this.#lay([this.#thumbnail(shown)]);
  }

  /** @param {Shown} shown */
  #thumbnail(shown) {
    const image = blank("sync");
    image.src = thumbAddress(this.#context, shown);
    return image;
  }

  /** Wait for the rendition that is on its way. */
  follow() {
    const shown = this.#shown;
    const load = shown && this.#images.get(shown.key);
    load?.ready.then(
      (image) => this.#shown === shown && !this.#figure.contains(image) && this.#arrived(image),
      () => this.#shown === shown && this.#heard.failed(),
    );
  }

  /** @param {HTMLImageElement} image */
  #arrived(image) {
    if (this.#photo?.animated && this.#width) return; // it moves already
    this.#lay([image]);
    this.#heard.arrived();
  }

  /** The details are here: a photo that moves is shown as the file itself. @param {Photo} photo */
  describe(photo) {
    this.#photo = photo;
    if (photo.animated && photo.inline && !photo.offline) this.#fetchOriginal();
  }

  /** Called with each new zoom: fetch the original when the rendition has no more to give. @param {number} zoom */
  want(zoom) {
    const photo = this.#photo;
    if (!photo?.width || photo.offline || photo.problem || !this.#width) return;
    if (wantsOriginal(zoom, photo.width, this.#width)) this.#fetchOriginal();
  }

  #fetchOriginal() {
    if (this.#original || !this.#shown) return;
    const { id, version } = this.#shown;
    const load = loadImage(this.#context.api.media("original", id, version), "high");
    this.#original = load;
    const late = setTimeout(() => this.#original === load && this.#heard.waiting(true), 400);
    load.ready.then((image) => this.#original === load && this.#swap(image), () => {}).finally(() => {
      clearTimeout(late);
      if (this.#original === load) this.#heard.waiting(false);
    });
  }

  /** @param {HTMLImageElement} image */
  #swap(image) {
    // a photo that moves may be clear in places, where its still would show; a still one lies on its rendition
    const below = this.#photo?.animated ? [] : [...this.#figure.querySelectorAll("img")].slice(-1);
    this.#figure.classList.toggle("is-moving", Boolean(this.#photo?.animated));
    this.#lay([...below, image]);
    this.#heard.arrived();
  }

  /** @param {HTMLImageElement[]} layers */
  #lay(layers) {
    const top = layers[layers.length - 1];
    this.#figure.replaceChildren(...layers);
    this.#width = top.src.includes("/thumb/") ? 0 : top.naturalWidth;
    this.#figure.dataset.layer = /\/(thumb|screen|original)\//.exec(top.src)?.[1] ?? "";
  }

  clear() {
    if (this.#original) this.#heard.waiting(false);
    this.#original?.ready.catch(() => {});
    this.#original?.cancel();
    this.#original = this.#photo = this.#shown = null;
    this.#width = 0;
    this.#figure.replaceChildren();
    this.#figure.classList.remove("is-moving");
    this.#figure.dataset.layer = "";
  }
}
