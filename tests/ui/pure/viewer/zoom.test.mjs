// Where a photo lies on the stage: fit, ladder, the point under the pointer, bounds, percent.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clampTransform,
  maxZoom,
  drawnBox,
  fitTransform,
  fitZoom,
  isFitted,
  isTiny,
  panBy,
  reachesBeyond,
  transferTransform,
  toggledZoom,
  formatZoom,
  pinchBy,
  nextZoomStep,
  needsOriginal,
  zoomAt,
} from "../../../../ui/js/pure/viewer/zoom.js";

/** @param {[number, number]} picture  @param {[number, number]} stage */
function scene([width, height], [w, h], ratio = 1) {
  return { picture: { width, height }, stage: { width: w, height: h }, ratio };
}

const WIDE = scene([6000, 4000], [1200, 680]);
const near = (a, b, message) => assert.ok(Math.abs(a - b) < 1e-6, `${message ?? ""} ${a} is not ${b}`);

test("the fit shows the whole photo and never blows it up", () => {
  const rows = [
    [[6000, 4000], [1200, 680], 1, 0.17],
    [[4000, 6000], [1200, 600], 1, 0.1],
    [[6000, 4000], [1200, 680], 2, 0.34], // device pixels count
    [[9000, 900], [900, 680], 1, 0.1],
    [[65, 32], [1200, 680], 1, 1],
    [[1200, 680], [1200, 680], 1, 1],
    [[1200, 680], [1200, 680], 2, 1], // smaller than the screen's pixels: pixel for pixel
  ];
  for (const [picture, stage, ratio, zoom] of rows) near(fitZoom(scene(picture, stage, ratio)), zoom, `${picture}`);
});

test("the ladder's rungs are the ones people know, its ends are fit and closest", () => {
  const up = [0.17];
  while (up.at(-1) < maxZoom(WIDE)) up.push(nextZoomStep(up.at(-1), 1, WIDE));
  assert.deepEqual(up.map(formatZoom), [
    "17%",
    "25%",
    "33%",
    "50%",
    "67%",
    "100%",
    "150%",
    "200%",
    "300%",
    "400%",
    "600%",
    "800%",
  ]);
  assert.equal(nextZoomStep(8, 1, WIDE), 8);
  assert.equal(nextZoomStep(0.25, -1, WIDE), 0.17);
  assert.equal(nextZoomStep(0.17, -1, WIDE), 0.17);
});

test("Z goes between fit and 100 %, and where these are one, to all the stage can hold", () => {
  assert.equal(toggledZoom(0.17, WIDE), 1);
  assert.equal(toggledZoom(1, WIDE), 0.17);
  assert.equal(toggledZoom(3, WIDE), 0.17);
  const small = scene([100, 90], [1200, 640]);
  assert.equal(toggledZoom(1, small), 7); // whole: 7.1 would make some pixels wider than others
  assert.equal(toggledZoom(7, small), 1);
});

test("a tiny picture is shown by a whole number larger, of half the stage at most", () => {
  const rows = [
    [[16, 16], [1200, 680], 1, 8],
    [[64, 64], [1200, 680], 1, 6],
    [[64, 20], [300, 680], 1, 3],
    [[64, 64], [300, 200], 2, 4],
    [[64, 64], [100, 100], 1, 1],
    [[16, 16], [40, 30], 1, 1],
  ];
  for (const [picture, stage, ratio, zoom] of rows) {
    const at = scene(picture, stage, ratio);
    assert.equal(fitZoom(at), zoom, `${picture}`);
    assert.ok(isTiny(at.picture));
    assert.ok(isFitted(fitTransform(at), at));
  }
  assert.ok(!isTiny({ width: 65, height: 1 }));
});

test("a tiny picture can be seen at its size, at its fit and as large as the stage", () => {
  const icon = scene([16, 16], [1200, 640]);
  assert.equal(toggledZoom(8, icon), 40);
  assert.equal(toggledZoom(40, icon), 8);
  assert.equal(toggledZoom(1, icon), 8);
  assert.equal(zoomAt(fitTransform(icon), { x: 0, y: 0 }, 1, icon).zoom, 1);
  assert.equal(nextZoomStep(8, -1, icon), 6);
  assert.equal(nextZoomStep(1, -1, icon), 1);
  const close = scene([64, 64], [160, 160]); // no whole number lies between its fit and the stage
  assert.equal(toggledZoom(2, close), 1);
  assert.equal(toggledZoom(1, close), 2);
});

test("a strip is never too thin to be seen, and lies in the middle", () => {
  const strip = scene([1, 20_000], [1201, 800], 2);
  const box = drawnBox(fitTransform(strip), strip);
  near(box.scaleY, 0.08);
  near((strip.picture.width * box.scaleX) / strip.ratio, 2);
  near(box.left, 599.5);
  const lying = scene([20_000, 3], [800, 600]);
  near(drawnBox(fitTransform(lying), lying).scaleY * 3, 2);
  const usual = drawnBox(fitTransform(WIDE), WIDE);
  assert.equal(usual.scaleX, usual.scaleY);
});

test("what is under the pointer stays under it", () => {
  for (const ratio of [1, 1.25, 2]) {
    const at = scene([6000, 4000], [1200, 800], ratio);
    let view = fitTransform(at);
    for (const zoom of [0.3, 0.5, 1, 2, 8, 1, 0.5]) {
      const point = { x: 310, y: -140 };
      const under = (point.x - view.x) / view.zoom;
      const next = zoomAt(view, point, zoom, at);
      near((point.x - next.x) / next.zoom, under, `zoom ${zoom} at ${ratio}`);
      view = next;
    }
  }
});

test("no edge of the photo leaves the stage's edge behind", () => {
  const full = { zoom: 1, x: 0, y: 0 };
  assert.deepEqual(panBy(full, 1e6, -1e6, WIDE), { zoom: 1, x: 2400, y: -1660 });
  assert.deepEqual(panBy(fitTransform(WIDE), 50, 50, WIDE), { zoom: 0.17, x: 0, y: 0 });
  assert.deepEqual(clampTransform({ zoom: 0.3, x: -1e6, y: 5 }, scene([9000, 900], [900, 680])), {
    zoom: 0.3,
    x: -900,
    y: 0,
  });
});

test("two fingers: the picture follows both", () => {
  const from = { middle: { x: 100, y: 50 }, apart: 100 };
  const view = pinchBy({ zoom: 1, x: 0, y: 0 }, from, { middle: { x: 120, y: 40 }, apart: 200 }, WIDE);
  assert.equal(view.zoom, 2);
  near((120 - view.x) / 2, 100, "x under the fingers");
  near((40 - view.y) / 2, 50, "y under the fingers");
  assert.ok(isFitted(pinchBy(view, from, { ...from, apart: 1 }, WIDE), WIDE));
});

test("another stage keeps the fit, or the middle", () => {
  const narrow = scene([6000, 4000], [880, 680]);
  assert.deepEqual(transferTransform(fitTransform(WIDE), WIDE, narrow), fitTransform(narrow));
  assert.deepEqual(transferTransform({ zoom: 1, x: 400, y: -300 }, WIDE, narrow), { zoom: 1, x: 400, y: -300 });
});

test("a size known later changes the number, not what is seen", () => {
  const guessed = scene([15000, 10000], [1200, 680]);
  const view = transferTransform({ zoom: 0.4, x: 100, y: 20 }, guessed, WIDE);
  near((15000 * 0.4), 6000 * view.zoom);
  assert.deepEqual([view.x, view.y], [100, 20]);
});

test("the corner falls on whole device pixels", () => {
  for (const ratio of [1, 1.25, 1.5, 2]) {
    const at = scene([3841, 2161], [1203, 679], ratio);
    const { left, top } = drawnBox({ zoom: 1, x: 0.3, y: -0.7 }, at);
    near(left * ratio, Math.round(left * ratio));
    near(top * ratio, Math.round(top * ratio));
  }
});

test("percent in words", () => {
  for (const [zoom, text] of [
    [1, "100%"],
    [0.3125, "31%"],
    [2 / 3, "67%"],
    [0.052, "5.2%"],
    [0.0001, "0.1%"],
    [8, "800%"],
  ])
    assert.equal(formatZoom(zoom), text);
});

test("the original is wanted only when the rendition has no more pixels to give", () => {
  assert.equal(needsOriginal(0.17, 6000, 2400), false);
  assert.equal(needsOriginal(0.4, 6000, 2400), false);
  assert.equal(needsOriginal(0.41, 6000, 2400), true);
  assert.equal(needsOriginal(1, 1200, 1200), false);
  assert.equal(needsOriginal(1.5, 1200, 1200), true, "each pixel is seen from near");
});

test("a side reaches beyond the stage only where it is longer", () => {
  const fitted = fitTransform(WIDE);
  assert.deepEqual(["width", "height"].map((side) => reachesBeyond(fitted.zoom, side, WIDE)), [false, false]);
  assert.deepEqual(["width", "height"].map((side) => reachesBeyond(1, side, WIDE)), [true, true]);
  const wider = fitted.zoom * 1.01; // it fills one side of the stage and not yet the other
  assert.deepEqual(["width", "height"].map((side) => reachesBeyond(wider, side, WIDE)), [false, true]);
});
