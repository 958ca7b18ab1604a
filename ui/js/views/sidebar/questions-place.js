/** @file The place of the sidebar that leads to the questions which file a photo is; hidden where nothing is asked. */

import { byId, on, setAttributes } from "../../core/dom.js";
import { formatCount } from "../../pure/text/format.js";

/**
 * Show it as long as something is asked.
 * @param {import("../../core/types.js").Context} context - What the parts of the page share.
 * @param {() => void} closeDrawer - Closes the sidebar where it is a drawer.
 */
export function showQuestions({ store, route }, closeDrawer) {
  const place = byId("questions");
  on(place, "click", (event) => {
    event.preventDefault();
    closeDrawer();
    route.go({ page: "gone" });
  });
  store.watch((state) => state.status?.questions ?? 0, (count) => {
    place.hidden = count === 0;
    place.querySelector(".count")?.replaceChildren(formatCount(count));
  });
  store.watch((state) => state.place.page, (page) => setAttributes(place, { "aria-current": page === "gone" }));
}
