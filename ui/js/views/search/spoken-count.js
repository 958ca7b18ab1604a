/** @file Says to those who listen how many photos a search has found, or a folder holds. */

import { byId } from "../../core/dom.js";
import { spokenCount } from "../../pure/search/spoken-count.js";

const REST = 800; // ms after the last change: nothing is said at each letter of a search

/**
 * Say it of every view that comes; not again while its photos become more.
 * @param {import("../../core/types.js").Context} context - What the parts of the page share.
 */
export function speakCounts({ store }) {
  const region = byId("spoken");
  let timer = 0;
  store.watch((state) => (state.loading || state.place.page ? "" : (state.timeline?.key ?? "")), () => {
    clearTimeout(timer);
    region.textContent = "";
    timer = window.setTimeout(() => (region.textContent = spokenCount(store.state)), REST);
  });
}
