/**
 * @file Where the photos of each day were taken, for the headings: loaded when scrolling rests, kept while the view is
 * shown.
 */

/** @typedef {import("../../pure/api-types.js").DayPlace} DayPlace */

const MAX_DAYS = 100; // days in one request
const MAX_KEPT = 5000;

/** Holds the places of days that were loaded. */
export class DayPlaces {
  #api;
  #onLoaded;
  #view = "";
  /** @type {Map<number, DayPlace|null>} by day, null: nothing is known of it */
  #known = new Map();
  /** @type {Set<number>} */
  #requested = new Set();
  /** @type {Set<number>} days whose places were loaded before the library changed */
  #outdated = new Set();

  /**
   * @param {import("../../core/types.js").Context["api"]} api - The server.
   * @param {() => void} onLoaded - Called when places have been loaded.
   */
  constructor(api, onLoaded) {
    this.#api = api;
    this.#onLoaded = onLoaded;
  }

  /**
   * Return the places of a day; null: none are known.
   * @param {number} day - Days since 1970-01-01.
   */
  get(day) {
    return this.#known.get(day) ?? null;
  }

  /**
   * Show another view, or the same one after the library has changed. Until they are loaded again the old places of the
   * same view are shown.
   * @param {string} view - The query of its timeline.
   */
  setView(view) {
    this.#requested = new Set();
    if (view === this.#view) {
      this.#outdated = new Set(this.#known.keys());
      return;
    }
    this.#view = view;
    this.#known.clear();
    this.#outdated.clear();
  }

  /**
   * Load the places of the days that are missing, 100 at most.
   * @param {number[]} days - Days since 1970-01-01.
   */
  async load(days) {
    const some = days
      .filter((day) => !this.#requested.has(day) && (!this.#known.has(day) || this.#outdated.has(day)))
      .slice(0, MAX_DAYS);
    if (!some.length) return;
    const [view, requested] = [this.#view, this.#requested];
    for (const day of some) requested.add(day);
    const answer = await this.#api.get(`/api/day-places?${view}&days=${some.join(",")}`).catch(() => null);
    for (const day of some) requested.delete(day);
    if (!answer || view !== this.#view || requested !== this.#requested) return;
    this.#keep(some, answer.days);
    this.#onLoaded();
  }

  /**
   * @param {number[]} asked - The days that were asked for.
   * @param {DayPlace[]} found - Those of which there is something to tell.
   */
  #keep(asked, found) {
    const byDay = new Map(found.map((place) => [place.day, place]));
    if (this.#known.size > MAX_KEPT) this.#known.clear();
    for (const day of asked) {
      this.#known.set(day, byDay.get(day) ?? null);
      this.#outdated.delete(day);
    }
  }
}
