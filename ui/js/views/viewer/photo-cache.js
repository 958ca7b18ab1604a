// What the viewer shows and has ready: renditions and details of the photo on the stage and of its neighbours.

import { preloadOrder, Preloader } from "../../pure/viewer/preload.js";
import { FLAG } from "../../pure/timeline/timeline.js";
import { loadImage } from "./progressive-image.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../core/api.js").Api} Api */
/** @typedef {import("./progressive-image.js").TimelinePhoto} TimelinePhoto */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */

export class PhotoCache {
  /** @type {Preloader<HTMLImageElement>} */
  images;
  /** @type {Preloader<Photo>} */
  details;
  #first = "";

  /** @param {Api} api */
  constructor(api) {
    this.images = new Preloader((key) => loadImage(renditionUrl(api, key), key === this.#first ? "high" : "auto"));
    this.details = new Preloader((key) => loadDetails(api, key));
  }

  /**
   * This photo first, then those beside it; what was on its way for others is let go.
   * @param {TimelinePhoto} photo  @param {Timeline|null} timeline  @param {number} index  -1: in no timeline  @param {1|-1} direction
   */
  hold(photo, timeline, index, direction) {
    const [, ...others] = timeline && index >= 0 ? preloadOrder(index, timeline.n, direction) : [];
    const around = [photo, ...others.map((other) => photoAt(/** @type {Timeline} */ (timeline), other))];
    this.#first = photo.key;
    this.images.hold(around.filter((one) => !one.broken).map((one) => one.key));
    this.details.hold(around.map((one) => one.key));
  }

  /** @param {string} key */
  forget(key) {
    this.images.forget(key);
    this.details.forget(key);
  }

  clear() {
    this.images.hold([]);
    this.details.hold([]);
  }
}

/** @param {Timeline} timeline  @param {number} index  @returns {TimelinePhoto} */
export function photoAt(timeline, index) {
  const id = timeline.ids[index];
  const version = timeline.versions[index];
  return { key: `${id}:${version}`, id, version, aspect: timeline.aspect(index), colour: timeline.colour(index),
    flags: timeline.flags[index], broken: timeline.has(index, "broken"), offline: timeline.has(index, "offline") };
}

/** A photo in no timeline here. Nothing is known of it (version 0) until its details are. @param {number} id  @returns {TimelinePhoto} */
export function unknownPhoto(id) {
  return { key: `${id}:0`, id, version: 0, aspect: 1.5, colour: "transparent", flags: 0, broken: true, offline: false };
}

/** @param {Photo} details  @returns {TimelinePhoto} */
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

/** @param {Api} api  @param {string} key */
function renditionUrl(api, key) {
  const [id, version] = key.split(":").map(Number);
  return api.media("screen", id, version);
}

/** @param {Api} api  @param {string} key  @returns {import("../../pure/viewer/preload.js").Pending<Photo>} */
function loadDetails(api, key) {
  const ended = new AbortController();
  return { ready: api.get(`/api/photos/${parseInt(key, 10)}`, ended.signal), cancel: () => ended.abort() };
}
