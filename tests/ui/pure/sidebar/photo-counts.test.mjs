import assert from "node:assert/strict";
import { test } from "node:test";
import { countAll, countHere } from "../../../../ui/js/pure/sidebar/photo-counts.js";

const folder = (id, parent, photos, total) => ({ id, parent, photos, total });
const state = (place, more = {}) =>
  /** @type {any} */ ({
    folders: [folder(1, null, 2, 1696), folder(2, 1, 1694, 1694), folder(3, null, 300, 300)],
    status: { counts: { photos: 1952 } },
    timeline: { n: 1440 },
    place: { folder: null, q: "", ...place },
    view: { subfolders: true },
    ...more,
  });

test("toolbar, tree and the line above it say one number, of one answer, whatever came a moment later", () => {
  assert.equal(countAll(state({})), 1996);
  assert.equal(countHere(state({})), 1996);
  assert.equal(countHere(state({ folder: 1 })), 1696);
  assert.equal(countHere(state({ folder: 1 }, { view: { subfolders: false } })), 2);
});

test("searches, albums and visits have as many photos as are shown, other pages none", () => {
  for (const place of [{ q: "cat" }, { album: 3 }, { visit: 4 }]) assert.equal(countHere(state(place)), 1440);
  assert.equal(countHere(state({ page: "history" })), null);
});

test("before the folders are known the status counts, and nothing before it", () => {
  assert.equal(countAll(state({}, { folders: [] })), 1952);
  assert.equal(countHere(state({}, { folders: [] })), 1440);
  assert.equal(countAll(state({}, { folders: [], status: null })), null);
  assert.equal(countHere(state({}, { timeline: null })), null);
});
