/** @file What is said about the high dynamic range of a photo or a video. */

/** @typedef {import("../api-types.js").Photo} Photo */

const KINDS = { "gain map": "Gain map", pq: "PQ", hlg: "HLG" };

/**
 * Say how a photo has more light than white, and that it is shown without: "PQ, shown in standard range".
 * Of a video only how: what plays it may show it. "": it has not.
 * @param {Pick<Photo, "hdr"|"codecs">} photo - The details.
 */
export function formatHdr({ hdr, codecs }) {
  if (!hdr) return "";
  if (codecs.length) return KINDS[hdr];
  return `${KINDS[hdr]}, shown ${hdr === "gain map" ? "without it" : "in standard range"}`;
}
