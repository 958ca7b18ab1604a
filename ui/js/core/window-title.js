/** @file The title of the document, which is the window's, too: what is shown, and the program. */

import { placeName } from "../pure/text/place-name.js";
import { t } from "../pure/text/texts.js";

/**
 * Set the title.
 * @param {string} name - What is shown; "": nobody knows yet.
 */
export function showTitle(name) {
  document.title = name ? t("shell-window-title", { name }) : "Shoebox";
}

/**
 * Set the title to the name of what the grid shows.
 * @param {Pick<import("./types.js").Context, "store">} context - What the parts of the page share.
 */
export function showPlaceTitle({ store }) {
  showTitle(placeName(store.state));
}
