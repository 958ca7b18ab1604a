import assert from "node:assert/strict";
import { test } from "node:test";
import { timeline } from "../../timelines.mjs";
import { notYetIn, overlay, overlayOne, settle, without } from "../../../../ui/js/pure/annotations/overlay.js";

const photos = timeline([1, 1, 1]); // ids 1, 2, 3
const said = (id, ids, change, revision = null) => ({ id, ids, change, revision });
const ratings = (marks) => [0, 1, 2].map((index) => marks.of(index).rating);

test("what was said lies over what the timeline knows, the last thing on top", () => {
  const pending = [said(1, [1, 2], { rating: 3 }), said(2, [2, 99], { rating: 5 }), said(3, [3], { title: "x" })];
  assert.deepEqual(ratings(overlay(photos, pending)), [3, 5, 0]);
  assert.deepEqual(ratings(overlayOne(overlay(photos, pending), photos, said(4, [3], { rating: 1 }))), [3, 5, 1]);
});

test("what is refused is taken back, and shows what lay below it", () => {
  const pending = [said(1, [1], { rating: 3 }), said(2, [1], { rating: 5 })];
  assert.deepEqual(ratings(overlay(photos, without(pending, 2))), [3, 0, 0]);
  assert.deepEqual(ratings(overlay(photos, without(pending, 1))), [5, 0, 0]);
});

test("what was said stays until a timeline holds it", () => {
  const pending = settle([said(1, [1], { rating: 3 }), said(2, [2], { rating: 4 })], 1, [5, 8]);
  const left = (library, act) => notYetIn(pending, { revision: [library, act] }).map(({ id }) => id);
  assert.deepEqual(left(5, 7), [1, 2]);
  assert.deepEqual(left(5, 8), [2]);
  assert.deepEqual(left(5, 9), [2]); // not answered: nothing is known of it
  assert.deepEqual(left(0, 0), [1, 2]); // a folder that library.db knows nothing of
  assert.deepEqual(left(6, 1), [2]); // a backup has taken the place of library.db
});
