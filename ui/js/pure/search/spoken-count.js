/** @file What is said aloud of a view that has come: what it is and how many photos it has. */

import { formatMany } from "../text/format.js";
import { placeName } from "../text/place-name.js";

/**
 * Return what is said of the view; "": nothing, as long as it is on its way, and where its page speaks for itself.
 * @param {Parameters<typeof placeName>[0] & {timeline: {n: number}|null, loading: boolean}} state - Of the page.
 */
export function spokenCount(state) {
  const { timeline, loading, place } = state;
  if (!timeline?.n || loading || place.page) return "";
  const photos = formatMany(timeline.n, "photo");
  return place.q ? `${photos} found` : `${placeName(state)}, ${photos}`;
}
