/** @file The mark of a photo or a video of high dynamic range, in the panel beside it. */

import { h } from "../../core/dom.js";
import { t } from "../../pure/text/texts.js";
import { formatHdr } from "../../pure/viewer/hdr-text.js";

/**
 * Make the line with the mark; null: the range is the standard one.
 * @param {import("../../pure/api-types.js").Photo} photo - The details.
 */
export function drawHdr(photo) {
  const text = formatHdr(photo);
  if (!text) return null;
  const mark = h("abbr", { class: "mark", title: t("photo-hdr"), text: t("photo-hdr-mark") });
  return h("p", { class: "panel__hdr" }, mark, text);
}
