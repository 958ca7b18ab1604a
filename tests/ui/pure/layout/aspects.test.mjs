import assert from "node:assert/strict";
import { test } from "node:test";
import { aspectsFor, thumbnailSize } from "../../../../ui/js/pure/layout/aspects.js";
import { timeline } from "../../timelines.mjs";

const HERE = { width: 800, target: 200 }; // a row holds 1.25 * 800 / 200 = 5

const shapes = (aspects, flags) =>
  [...aspectsFor(timeline(aspects, undefined, { flags: Uint8Array.from(flags ?? aspects.map(() => 0)) }), HERE)].map(
    (shape) => +shape.toFixed(2),
  );

test("usual photos keep their shape", () => assert.deepEqual(shapes([1.5, 0.75, 1, 2.4, 5]), [1.5, 0.75, 1, 2.4, 5]));

test("a strip is cropped to what can be seen, a panorama to what a row holds", () =>
  assert.deepEqual(shapes([0.1, 0.44, 6, 15]), [0.45, 0.45, 5, 5]));

test("even a narrow window leaves a panorama twice as wide as high", () => {
  assert.deepEqual([...aspectsFor(timeline([9]), { width: 100, target: 200 })], [2]);
});

test("unreadable files look like their neighbours: between both, like the only one, or like most photos", () => {
  assert.deepEqual(shapes([2, 0, 0, 1]), [2, 1.5, 1.5, 1]);
  assert.deepEqual(shapes([0, 2, 0]), [2, 2, 2]);
  assert.deepEqual(shapes([0, 0]), [1.5, 1.5]);
});

test("an unreadable file is no panorama and no strip", () =>
  assert.deepEqual(shapes([5, 0, 5, 0.45, 0, 0.5, 0]), [5, 2, 5, 0.45, 0.75, 0.5, 0.75]));

test("what is said of a broken file is not believed", () => assert.deepEqual(shapes([1, 4, 1], [0, 64, 0]), [1, 1, 1]));

test("no photos, no shapes", () => assert.deepEqual(shapes([]), []));

test("a cell gets the smallest thumbnail that fills its pixels", () => {
  const rows = [
    [252, 168, 1, 320],
    [252, 168, 2, 512],
    [324, 216, 1, 512],
    [162, 216, 1, 320],
    [162, 216, 2, 512],
    [106, 106, 3, 320],
    [107, 80, 3, 512],
    [281, 187, 2, 512],
    [299, 168, 2, 1024],
    [480, 320, 1.5, 1024],
  ];
  for (const [width, height, ratio, size] of rows) assert.equal(thumbnailSize(width, height, ratio), size);
});

test("of a photo that its cell cuts, what is cut off counts, too", () => {
  assert.equal(thumbnailSize(900, 168, 1, 15), 1024);
  assert.equal(thumbnailSize(76, 168, 1, 0.1), 1024);
  assert.equal(thumbnailSize(76, 168, 1, 0.2), 512);
  assert.equal(thumbnailSize(76, 168, 1, 0.4), 320);
});
