/** @file Where another letter, size or month of change begins in a timeline that is not by date, for the rail. */

/** @typedef {import("../../pure/api-types.js").Stretch} Stretch */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */

/**
 * Return the order of a timeline by its query; "": an album's own, or that of a visit.
 * @param {Timeline} timeline - The timeline.
 */
export function orderOf({ key }) {
  return new URLSearchParams(key).get("order") ?? "";
}

/** Holds the stretches of the timeline that is shown. */
export class Stretches {
  /** @type {Stretch[]} those that are known; of the same view before a change until the new ones are there */
  shown = [];
  #api;
  #onLoaded;
  #key = "";
  #generation = -1;

  /**
   * @param {Pick<import("../../core/types.js").Context["api"], "get">} api - The server.
   * @param {() => void} onLoaded - Called when stretches have been loaded.
   */
  constructor(api, onLoaded) {
    this.#api = api;
    this.#onLoaded = onLoaded;
  }

  /**
   * Load the stretches of a timeline unless they are there or on their way.
   * @param {Timeline} timeline - The timeline.
   */
  async load(timeline) {
    const { key, generation, n, days } = timeline;
    if (key === this.#key && generation === this.#generation) return;
    if (key !== this.#key) this.shown = [];
    this.#key = key;
    this.#generation = generation;
    if (!n || days.length || !orderOf(timeline)) return;
    const answer = await this.#api.get(`/api/stretches?${key}`).catch(() => null);
    if (key !== this.#key || generation !== this.#generation) return;
    if (!answer) return void (this.#generation = -1); // asked for again when something changes
    this.shown = answer.stretches;
    this.#onLoaded();
  }
}
