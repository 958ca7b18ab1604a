/** @file Renditions and details of the photo on the stage and of its neighbours, loaded ahead. */

import { preloadOrder, Preloader } from "../../pure/viewer/preload.js";
import { FLAG } from "../../pure/timeline/timeline.js";
import { loadImage } from "./load-image.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../core/api.js").Api} Api */
/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./progressive-image.js").TimelinePhoto} TimelinePhoto */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */

/** Holds what is loaded around the photo on the stage. */
export class PhotoCache {
  /** @type {Preloader<HTMLImageElement>} */
  images;
  /** @type {Preloader<Photo>} */
  details;
  #first = "";
  #generation = -1; // of the timeline that details were last loaded for
  #context;

  /** @param {Pick<Context, "api"|"pictures">} context - What the parts of the page share. */
  constructor(context) {
    const { api, pictures } = (this.#context = context);
    this.images = new Preloader((key) =>
      loadImage(pictures, renditionUrl(api, key), key === this.#first ? "high" : "auto"),
    );
    this.details = new Preloader((key) => loadDetails(api, key));
  }

  /**
   * Load a photo, then those beside it. What was on its way for others is cancelled.
   * @param {TimelinePhoto} photo - The photo on the stage.
   * @param {Timeline|null} timeline - The timeline; null: none.
   * @param {number} index - Index of the photo; -1: in no timeline.
   * @param {1|-1} direction - Which way the user pages.
   */
  hold(photo, timeline, index, direction) {
    const [, ...others] = timeline && index >= 0 ? preloadOrder(index, timeline.n, direction) : [];
    const around = [photo, ...others.map((other) => photoAt(/** @type {Timeline} */ (timeline), other))];
    this.#first = photo.key;
    const keys = around.filter((one) => !one.broken).map((one) => one.key);
    this.#context.pictures.announce?.(keys.map((key) => renditionUrl(this.#context.api, key)));
    if (timeline && timeline.generation !== this.#generation) this.details.forgetAll(); // sidecars have no version
    this.#generation = timeline?.generation ?? this.#generation;
    this.images.hold(keys);
    this.details.hold(around.map((one) => one.key));
  }

  /**
   * Load a photo again at the next hold().
   * @param {string} key - Key of the photo.
   */
  forget(key) {
    this.images.forget(key);
    this.details.forget(key);
  }

  /** Let everything go. */
  clear() {
    this.images.hold([]);
    this.details.hold([]);
  }
}

/**
 * Return what a timeline knows of a photo.
 * @param {Timeline} timeline - The timeline shown.
 * @param {number} index - Index of the photo in the timeline.
 * @returns {TimelinePhoto}
 */
export function photoAt(timeline, index) {
  const id = timeline.ids[index];
  const version = timeline.versions[index];
  return { key: `${id}:${version}`, id, version, aspect: timeline.aspect(index), colour: timeline.colour(index),
    flags: timeline.flags[index], broken: timeline.has(index, "broken"), offline: timeline.has(index, "offline") };
}

/**
 * Return a photo that is in no timeline here. Nothing is known of it (version 0) until its details are loaded.
 * @param {number} id - Id of the photo.
 * @returns {TimelinePhoto}
 */
export function unknownPhoto(id) {
  return { key: `${id}:0`, id, version: 0, aspect: 1.5, colour: "transparent", flags: 0, broken: true, offline: false };
}

/**
 * Return a photo of a visit whose timeline is not there yet: its rendition need not wait for anything.
 * @param {number} id - Id of the photo.
 * @returns {TimelinePhoto}
 */
export function visitedPhoto(id) {
  return { key: `${id}:1`, id, version: 1, aspect: 1.5, colour: "", flags: 0, broken: false, offline: false };
}

/**
 * Return a photo that is in no timeline here, from its details.
 * @param {Pick<Photo, "id"|"version"|"width"|"height"|"offline">} details - The details.
 * @returns {TimelinePhoto}
 */
export function photoFromDetails({ id, version, width, height, offline }) {
  return {
    key: `${id}:${version}`,
    id,
    version,
    aspect: width && height ? width / height : 1.5,
    colour: "",
    flags: offline ? FLAG.offline : 0,
    broken: false,
    offline,
  };
}

/**
 * @param {Api} api - The server.
 * @param {string} key - Key of the photo.
 */
function renditionUrl(api, key) {
  const [id, version] = key.split(":").map(Number);
  return api.media("screen", id, version);
}

/**
 * @param {Api} api - The server.
 * @param {string} key - Key of the photo.
 * @returns {import("../../pure/viewer/preload.js").Pending<Photo>}
 */
function loadDetails(api, key) {
  const ended = new AbortController();
  return { ready: api.get(`/api/photos/${parseInt(key, 10)}`, ended.signal), cancel: () => ended.abort() };
}
