// What the viewer shows and has ready: renditions and details of the photo on the stage and of its neighbours.

import { neighbours, Preload } from "../../pure/viewer/preload.js";
import { FLAG } from "../../pure/timeline/timeline.js";
import { loadImage } from "./progressive-image.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../core/api.js").Api} Api */
/** @typedef {import("./progressive-image.js").Shown} Shown */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */

export class Supply {
  /** @type {Preload<HTMLImageElement>} */
  images;
  /** @type {Preload<Photo>} */
  facts;
  #first = "";

  /** @param {Api} api */
  constructor(api) {
    this.images = new Preload((key) => loadImage(screenAddress(api, key), key === this.#first ? "high" : "auto"));
    this.facts = new Preload((key) => loadFacts(api, key));
  }

  /**
   * This photo first, then those beside it; what was on its way for others is let go.
   * @param {Shown} shown  @param {Timeline|null} timeline  @param {number} index  -1: in no timeline  @param {1|-1} direction
   */
  aim(shown, timeline, index, direction) {
    const [, ...others] = timeline && index >= 0 ? neighbours(index, timeline.n, direction) : [];
    const around = [shown, ...others.map((other) => shownAt(/** @type {Timeline} */ (timeline), other))];
    this.#first = shown.key;
    this.images.aim(around.filter((one) => !one.broken).map((one) => one.key));
    this.facts.aim(around.map((one) => one.key));
  }

  /** @param {string} key */
  forget(key) {
    this.images.forget(key);
    this.facts.forget(key);
  }

  clear() {
    this.images.aim([]);
    this.facts.aim([]);
  }
}

/** @param {Timeline} timeline  @param {number} index  @returns {Shown} */
export function shownAt(timeline, index) {
  const id = timeline.ids[index];
  const version = timeline.versions[index];
  return { key: `${id}:${version}`, id, version, aspect: timeline.aspect(index), colour: timeline.colour(index),
    flags: timeline.flags[index], broken: timeline.has(index, "broken"), offline: timeline.has(index, "offline") };
}

/** A photo in no timeline here. Nothing is known of it (version 0) until its details are. @param {number} id  @returns {Shown} */
export function shownUnknown(id) {
  return { key: `${id}:0`, id, version: 0, aspect: 1.5, colour: "transparent", flags: 0, broken: true, offline: false };
}

/** @param {Photo} photo  @returns {Shown} */
export function shownFrom({ id, version, width, height, offline }) {
  return { key: `${id}:${version}`, id, version, aspect: width && height ? width / height : 1.5, colour: "", flags: offline ? FLAG.offline : 0, broken: false, offline };
}

/** @param {Api} api  @param {string} key */
function screenAddress(api, key) {
  const [id, version] = key.split(":").map(Number);
  return api.media("screen", id, version);
}

/** @param {Api} api  @param {string} key  @returns {import("../../pure/viewer/preload.js").Load<Photo>} */
function loadFacts(api, key) {
  const ended = new AbortController();
  return { ready: api.get(`/api/photos/${parseInt(key, 10)}`, ended.signal), cancel: () => ended.abort() };
}
