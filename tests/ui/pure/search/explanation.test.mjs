// An empty search says which part finds nothing, and offers what finds something.

import assert from "node:assert/strict";
import { test } from "node:test";
import { alternativeSearches, emptyLead, emptyTitle, withoutPart } from "../../../../ui/js/pure/search/explanation.js";

const Q = "camera:fuij iso:>800 lisbon";
const part = (start, end, more = {}) => ({
  start, end, text: Q.slice(start, end), field: null, count: 5, without: 0, message: null, near: [], ...more,
});
const CAMERA = part(0, 11, {
  field: "camera", count: 0, without: 31, message: { message: "No camera is called “fuij”" },
  near: [{ query: "camera:fujifilm iso:>800 lisbon", term: "camera:fujifilm", count: 12 }],
});
const ISO = part(12, 20, { field: "iso", count: 3410 });
const LISBON = part(21, 27, { count: 212 });
const NOT_HERE = { message: "No photo in this folder matches “lisbon”" };
const WHOLE = { parts: [CAMERA, ISO, LISBON], everywhere: 0, mistakes: [] };

test("the part that finds nothing is named, with what would find something", () => {
  assert.equal(emptyTitle(WHOLE, Q), "No camera is called “fuij”");
  assert.match(emptyLead(WHOLE), /^The other parts find photos/);
  assert.deepEqual(alternativeSearches(WHOLE, Q, false), [
    { label: "Search camera:fujifilm, 12 photos", query: "camera:fujifilm iso:>800 lisbon", everywhere: false },
    { label: "Leave the camera out, 31 photos", query: "iso:>800 lisbon", everywhere: false },
  ]);
});

test("where each part finds something, one of them can go", () => {
  const explanation = { parts: [{ ...ISO, without: 9 }, { ...LISBON, without: 1 }], everywhere: 0, mistakes: [] };
  assert.equal(emptyTitle(explanation, Q), "No photo has all of this");
  assert.match(emptyLead(explanation), /^Each part finds photos/);
  assert.deepEqual(alternativeSearches(explanation, Q, true).map(({ label }) => label),
    ["Leave ISO out, 9 photos", "Leave “lisbon” out, 1 photo"]);
});

test("a folder without them leads to all folders", () => {
  const explanation = { parts: [{ ...LISBON, count: 0, message: NOT_HERE }],
    everywhere: 212, mistakes: [] };
  assert.equal(emptyLead(explanation), "");
  assert.deepEqual(alternativeSearches(explanation, "lisbon", true),
    [{ label: "Look in all folders, 212 photos", query: "lisbon", everywhere: true }]);
  assert.deepEqual(alternativeSearches(explanation, "lisbon", false), []);
});

test("what finds something comes before what may be meant and does not", () => {
  const near = (term, count) => ({ query: term, term, count });
  const parts = [{ ...CAMERA, without: 0, near: [near("a", 0), near("b", 2), near("c", 0)] }];
  assert.deepEqual(alternativeSearches({ parts, everywhere: 0, mistakes: [] }, "x", false).map(({ label }) => label),
    ["Search b, 2 photos", "Search a"]);
});

test("without an explanation the title says what was searched", () => {
  assert.equal(emptyTitle({ parts: [], everywhere: 0, mistakes: [] }, "x"), "No photo matches “x”");
});

test("a part is cut out by characters, not by UTF-16 units", () => {
  assert.equal(withoutPart("😀 b  c", { start: 2, end: 3 }), "😀 c");
  assert.equal(withoutPart("b c", { start: 0, end: 1 }), "c");
  assert.equal(withoutPart("b", { start: 0, end: 1 }), "");
});

test("a button names the beginning of a long part", () => {
  const [long, other] = [{ ...WHOLE.parts[0], field: null, text: "🏔".repeat(99), without: 3 }, WHOLE.parts[1]];
  const labels = alternativeSearches({ parts: [{ ...long, near: [] }, other], everywhere: 0, mistakes: [] }, "x", false)
    .map(({ label }) => label);
  assert.ok(labels.includes(`Leave “${"🏔".repeat(29)}…” out, 3 photos`), labels.join());
});
