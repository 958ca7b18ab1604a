// The searches a person keeps: their order in the sidebar, which of them is shown, and when they are counted.

/** @typedef {import("../api-types.js").SavedSearch} SavedSearch */
/** @typedef {import("../api-types.js").Place} Place */

/** Characters; the server takes no more. */
export const MAX_NAME_LENGTH = 100;

const COUNT_DELAY = 400; // ms after something happened
const MIN_REST = 5000; // ms between two rounds of counting
const REST_FACTOR = 4; // a round that took long is followed by a rest so many times as long

const names = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** By name, as the folders are; equal names as they were saved. @param {readonly SavedSearch[]} searches */
export function sortSearches(searches) {
  return [...searches].sort((a, b) => names.compare(a.name, b.name) || a.id - b.id);
}

/** The saved search with this text. @param {readonly SavedSearch[]} searches  @param {string} q */
export function findSaved(searches, q) {
  return searches.find(({ query }) => query === q.trim());
}

/** The one that is shown: a saved search looks in all folders. @param {{searches: readonly SavedSearch[], place: Place}} state */
export function shownSearch({ searches, place }) {
  return place.folder === null && place.q ? findSaved(searches, place.q) : undefined;
}

/** What a search is called that was given no name. @param {string} query */
export function defaultName(query) {
  return [...query.trim().replace(/\s+/g, " ")].slice(0, MAX_NAME_LENGTH).join("").trim();
}

/**
 * When to count again.
 * @param {{now: number, rested: number, fresh: boolean}} times  rested: when the next round may begin; fresh: one has never been counted
 */
export function nextCountTime({ now, rested, fresh }) {
  return fresh ? now + COUNT_DELAY : Math.max(now + COUNT_DELAY, rested);
}

/** When the next round may begin, so that counting takes a fifth of the time at most. @param {number} began  @param {number} ended */
export function countRestEnd(began, ended) {
  return ended + Math.max(MIN_REST, REST_FACTOR * (ended - began));
}
