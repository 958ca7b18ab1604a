/** @file What is said about the high dynamic range of a photo or a video. */

/** @typedef {import("../api-types.js").Photo} Photo */

const KINDS = { "gain map": "Has a gain map", pq: "PQ", hlg: "HLG" };

/**
 * Say how a photo has more light than white, and that it is shown without: "Has a gain map, shown in standard range".
 * Of a video only how: what plays it may show it. "": it has not.
 * @param {Pick<Photo, "hdr"|"codecs">} photo - The details.
 */
export function formatHdr({ hdr, codecs }) {
  if (!hdr) return "";
  return codecs.length ? KINDS[hdr] : `${KINDS[hdr]}, shown in standard range`;
}
