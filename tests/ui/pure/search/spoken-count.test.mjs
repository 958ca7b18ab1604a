// What is said aloud of a view.

import assert from "node:assert/strict";
import { test } from "node:test";

import { spokenCount } from "../../../../ui/js/pure/search/spoken-count.js";

const place = { folder: null, album: null, photo: null, q: "", visit: null, page: "" };
const STATE = { searches: [], folders: [{ id: 3, name: "Lisbon" }], albums: [], visit: null, place, loading: false };
const speak = (n, where = {}, more = {}) =>
  spokenCount({ ...STATE, timeline: { n }, place: { ...place, ...where }, ...more });

test("a search says what it found, a folder what it holds", () => {
  assert.equal(speak(1, { q: "rome" }), "1 photo found");
  assert.equal(speak(1234, { q: "rome", folder: 3 }), "1,234 photos found");
  assert.equal(speak(12, { folder: 3 }), "Lisbon, 12 photos");
  assert.equal(speak(12), "All photos, 12 photos");
});

test("nothing is said of what is on its way, of other pages, and where the empty page speaks", () => {
  assert.equal(speak(12, {}, { loading: true }), "");
  assert.equal(spokenCount({ ...STATE, timeline: null }), "");
  assert.equal(speak(12, { page: "history" }), "");
  assert.equal(speak(0, { q: "fuij" }), "");
});
