import assert from "node:assert/strict";
import { test } from "node:test";
import { formatHdr } from "../../../../ui/js/pure/viewer/hdr-text.js";

test("what is said about the range of a photo", () => {
  assert.equal(formatHdr({ hdr: null, codecs: [] }), "");
  assert.equal(formatHdr({ hdr: "gain map", codecs: [] }), "Gain map, shown without it");
  assert.equal(formatHdr({ hdr: "pq", codecs: [] }), "PQ, shown in standard range");
  assert.equal(formatHdr({ hdr: "hlg", codecs: ["hevc"] }), "HLG");
});
