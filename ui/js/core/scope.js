/**
 * @file What the state of the page shows in place of the photos, and whose keys count with that. Computed in one place:
 * parts that hand the keys to each other as they come and go leave them with one that is hidden.
 */

import { timelineQuery } from "./timeline-loader.js";

/** @typedef {import("./types.js").State} State */

/**
 * Return the level of the overview that belongs in place of the grid, also while its timeline is on its way; "": the
 * grid does, since the photos of the place are in another order than that of their dates.
 * @param {Pick<State, "place"|"timeline"|"view">} state - The state of the page.
 */
export function overviewLevel(state) {
  const { place, timeline } = state;
  if (!place.over || (isOfPlace(state) && !timeline?.days.length)) return "";
  return place.over;
}

/**
 * Return whether the timeline is that of the place, and not of the one that was left for it.
 * @param {Pick<State, "place"|"timeline"|"view">} state - The state of the page.
 */
export function isOfPlace(state) {
  return state.timeline?.key === timelineQuery(state);
}

/**
 * Return the scope of keys that counts while no dialog is open: that of the photo, of the page, of the overview, or of
 * the grid.
 * @param {Pick<State, "place"|"timeline"|"view">} state - The state of the page.
 * @param {boolean} isOwner - Whether there are pages: a site has none.
 */
export function scopeOf(state, isOwner) {
  const { photo, page } = state.place;
  if (photo !== null) return "viewer";
  if (page && isOwner) return page;
  return overviewLevel(state) ? "overview" : "grid";
}
