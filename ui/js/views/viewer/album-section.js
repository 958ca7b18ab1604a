/** @file The albums that hold a photo, in the panel: each leads there; one can be added, or the photo taken out. */

import { askToAddToAlbum } from "../../core/album-dialog.js";
import { removeFromAlbum } from "../../core/albums.js";
import { h, icon, on } from "../../core/dom.js";
import { nameKey } from "../../core/key-names.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/api-types.js").Photo} Photo */

/**
 * Show the albums of a photo.
 * @param {Context} context - What the parts of the page share.
 * @param {Photo} photo - The details.
 */
export function drawAlbums(context, { id, albums = [] }) {
  const add = h("button", { type: "button", class: "field panel__add" },
    icon("album", "s"), t("common-add-to-album")); // prettier-ignore
  nameKey(add, t("common-add-to-album"), "viewer/KeyB", false);
  on(add, "click", () => askToAddToAlbum(context, [id]));
  const list = h("ul", { class: "tags", role: "list", "aria-label": t("common-albums") },
    ...albums.map((album) => chip(context, id, album))); // prettier-ignore
  return h("div", { class: "panel__albums" }, albums.length ? list : null, add);
}

/**
 * Make the chip of an album.
 * @param {Context} context - What the parts of the page share.
 * @param {number} photo - Id of the photo.
 * @param {{id: number, path: string}} album - The album.
 */
function chip(context, photo, { id, path }) {
  const name = path.split("/").at(-1) ?? path;
  const label = t("photo-take-out-of", { name });
  const off = h("button", { type: "button", class: "tag__off", "aria-label": label, title: label }, icon("close", "s"));
  on(off, "click", () => {
    const album = context.store.state.albums?.find((one) => one.id === id);
    if (album) void removeFromAlbum(context, album, [photo]);
  });
  const word = h("a", { href: `#/album/${id}`, title: path.replaceAll("/", " / "), text: name });
  return h("li", { class: "tag" }, word, off);
}
