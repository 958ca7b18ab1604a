import assert from "node:assert/strict";
import test from "node:test";
import { smallPicture } from "../../../../ui/js/pure/layout/small-picture.js";

const size = (width, height) => ({ width, height });

test("a thumbnail that its cell does not enlarge, or hardly, fills it", () => {
  assert.equal(smallPicture(size(320, 213), size(252, 168), 1), null);
  assert.equal(smallPicture(size(240, 160), size(252, 168), 1), null);
  assert.equal(smallPicture(size(320, 213), size(252, 168), 2), null, "its photo may have more");
});

test("an icon is enlarged by a whole number, and its pixels are squares", () => {
  assert.deepEqual(smallPicture(size(16, 16), size(168, 168), 1), { width: 96, height: 96, pixels: true });
  assert.deepEqual(smallPicture(size(48, 48), size(168, 168), 1), { width: 96, height: 96, pixels: true });
  for (const ratio of [1, 1.5, 2]) {
    const shown = smallPicture(size(24, 16), size(252, 168), ratio);
    assert.equal(Number.isInteger((shown.width * ratio) / 24), true, `${ratio}`);
  }
});

test("a single pixel can be seen", () => {
  assert.deepEqual(smallPicture(size(1, 1), size(168, 168), 1), { width: 8, height: 8, pixels: true });
});

test("a small photo keeps its own size, or a whole multiple on a finer screen", () => {
  assert.deepEqual(smallPicture(size(120, 90), size(224, 168), 1), { width: 120, height: 90, pixels: false });
  assert.deepEqual(smallPicture(size(120, 90), size(224, 168), 2), { width: 180, height: 135, pixels: false });
});

test("a strip is shown whole, and as thick as can be seen", () => {
  assert.deepEqual(smallPicture(size(320, 1), size(800, 168), 1), { width: 800, height: 2.5, pixels: false });
  assert.deepEqual(smallPicture(size(1, 320), size(76, 168), 1), { width: 2, height: 168, pixels: false });
  assert.deepEqual(smallPicture(size(200, 2), size(150, 168), 1), { width: 150, height: 2, pixels: false });
});

test("a panorama of which enough is left is cropped as ever", () => {
  assert.equal(smallPicture(size(4096, 273), size(900, 168), 1), null);
  assert.equal(smallPicture(size(1024, 68), size(900, 168), 1), null);
});
