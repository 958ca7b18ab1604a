/** @file What is said about the high dynamic range of a photo or a video. */

import { t } from "../text/texts.js";

/** @typedef {import("../api-types.js").Photo} Photo */

const CURVES = { pq: "PQ", hlg: "HLG" };

/**
 * Say how a photo has more light than white, and that it is shown without: "PQ, shown in standard range".
 * Of a video only how: what plays it may show it. "": it has not.
 * @param {Pick<Photo, "hdr"|"codecs">} photo - The details.
 */
export function formatHdr({ hdr, codecs }) {
  if (!hdr) return "";
  if (hdr === "gain map") return t(codecs.length ? "photo-gain-map" : "photo-gain-map-without");
  return codecs.length ? CURVES[hdr] : t("photo-standard-range", { kind: CURVES[hdr] });
}
