/** @file What is said aloud of a view that has come: what it is and how many photos it has. */

import { placeName } from "../text/place-name.js";
import { t } from "../text/texts.js";

/**
 * Return what is said of the view; "": nothing, as long as it is on its way, and where its page speaks for itself.
 * @param {Parameters<typeof placeName>[0] & {timeline: {n: number}|null, loading: boolean}} state - Of the page.
 */
export function spokenCount(state) {
  const { timeline, loading, place } = state;
  if (!timeline?.n || loading || place.page) return "";
  const photos = t("count-photos", { count: timeline.n });
  return place.q ? t("search-found", { photos }) : `${placeName(state)}, ${photos}`;
}
