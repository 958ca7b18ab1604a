/** @file The cover of an album, as it stands in lists. */

import { h, icon } from "./dom.js";

/**
 * Make the frame with the cover of an album; without photos it shows a sign.
 * @param {Pick<import("./types.js").Context, "api"|"pictures">} context - What the parts of the page share.
 * @param {Pick<import("../pure/albums/api-types.js").Album, "cover">} album - The album.
 * @param {320|512} [size] - Longest side of the thumbnail.
 */
export function coverOf({ api, pictures }, { cover }, size = 320) {
  const image = h("img", { alt: "" });
  const frame = h("span", { class: cover ? "cover" : "cover cover--none" }, image, icon("album"));
  image.addEventListener("error", () => frame.classList.add("cover--none"));
  if (cover) pictures.setSource(image, api.media("thumb", cover.photo, cover.version, size), () => true);
  return frame;
}
