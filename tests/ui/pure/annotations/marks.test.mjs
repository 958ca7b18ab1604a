import assert from "node:assert/strict";
import { test } from "node:test";
import { changesMarks, decodeMarks, encodeMarks, LABELS, Marks, NOTHING_SAID } from
  "../../../../ui/js/pure/annotations/marks.js";

test("a byte of marks keeps rating, pick and label apart", () => {
  for (let rating = 0; rating <= 5; rating++)
    for (const pick of ["none", "picked", "rejected"])
      for (const label of LABELS)
        assert.deepEqual(decodeMarks(encodeMarks({ rating, pick, label })), { rating, pick, label });
});

test("the byte is the one of the timeline file", () => {
  assert.equal(encodeMarks({ rating: 4, pick: "rejected", label: "blue" }), 4 | (2 << 3) | (4 << 5));
  assert.equal(encodeMarks(NOTHING_SAID), 0);
});

test("values of a newer version mean nothing rather than something else", () =>
  assert.deepEqual(decodeMarks(7 | (3 << 3) | (7 << 5)), { rating: 5, pick: "none", label: "none" }));

test("a change leaves the other marks, the other photos and the other flags", () => {
  const byte = encodeMarks({ rating: 2, pick: "picked", label: "red" });
  const before = new Marks(Uint8Array.of(1, 16), Uint8Array.of(byte, 0));
  const after = before.with([0, -1], { rating: 5, favourite: true });
  assert.deepEqual(after.of(0), { favourite: true, rating: 5, pick: "picked", label: "red" });
  assert.deepEqual(after.of(1), NOTHING_SAID);
  assert.deepEqual(before.of(0), { favourite: false, rating: 2, pick: "picked", label: "red" });
  assert.deepEqual(after.with([0], { favourite: false, label: "none", pick: "none" }).of(0),
    { favourite: false, rating: 5, pick: "none", label: "none" });
});

test("outside of the timeline nothing was said", () => {
  assert.deepEqual(new Marks(new Uint8Array(1), new Uint8Array(1)).of(-1), NOTHING_SAID);
});

test("all of some photos have values, or not", () => {
  const rated = encodeMarks({ rating: 3, pick: "none", label: "green" });
  const marks = new Marks(Uint8Array.of(2, 0), Uint8Array.of(rated, rated));
  assert.ok(marks.all([0, 1], { rating: 3 }));
  assert.ok(marks.all([0], { favourite: true, label: "green" }));
  assert.ok(!marks.all([0, 1], { favourite: true }));
  assert.ok(!marks.all([0, 1], { label: "none" }));
  assert.ok(marks.all([0, 1], { pick: "none" }));
});

test("words and tags are no marks", () => {
  assert.ok(changesMarks({ favourite: false }) && changesMarks({ rating: 0 }));
  assert.ok(!changesMarks({ title: "", add_tags: ["rome"] }));
});
