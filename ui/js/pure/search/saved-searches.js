/** @file The saved searches: their order in the sidebar, which of them is shown, and when their photos are counted. */

import { compareNames } from "../text/collation.js";

/** @typedef {import("./api-types.js").SavedSearch} SavedSearch */
/** @typedef {import("../api-types.js").Place} Place */

/** Characters; the server takes no more. */
export const MAX_NAME_LENGTH = 100;
/** Characters; the server takes no more. */
export const MAX_QUERY_LENGTH = 1000;

const COUNT_DELAY = 400; // ms after a change
const MIN_REST = 5000; // ms between two rounds of counting
const REST_FACTOR = 4; // the rest after a long round: so many times as long as it

/**
 * Sort searches by name, as the folders are; equal names by id.
 * @param {readonly SavedSearch[]} searches - All saved searches.
 */
export function sortSearches(searches) {
  return [...searches].sort((a, b) => compareNames(a.name, b.name) || a.id - b.id);
}

/**
 * Return the saved search with a text.
 * @param {readonly SavedSearch[]} searches - All saved searches.
 * @param {string} q - The text.
 */
export function findSaved(searches, q) {
  return searches.find(({ query }) => query === q.trim());
}

/**
 * Return the saved search that is shown. Saved searches look in all folders.
 * @param {{searches: readonly SavedSearch[], place: Place}} state - The state of the page.
 */
export function shownSearch({ searches, place }) {
  return place.folder === null && !place.album && place.q ? findSaved(searches, place.q) : undefined;
}

/**
 * Return the name to suggest for a search.
 * @param {string} query - The search.
 */
export function defaultName(query) {
  return [...query.trim().replace(/\s+/g, " ")].slice(0, MAX_NAME_LENGTH).join("").trim();
}

/**
 * Return when to count again, ms.
 * @param {{now: number, rested: number, fresh: boolean}} times - `now`; `rested`: when the next round may begin;
 *   `fresh`: whether a search was never counted.
 */
export function nextCountTime({ now, rested, fresh }) {
  return fresh ? now + COUNT_DELAY : Math.max(now + COUNT_DELAY, rested);
}

/**
 * Return when the next round may begin, so that counting takes at most a fifth of the time.
 * @param {number} began - When the last round began, ms.
 * @param {number} ended - When it ended, ms.
 */
export function countRestEnd(began, ended) {
  return ended + Math.max(MIN_REST, REST_FACTOR * (ended - began));
}
