// What a wheel and a finger meant.

import assert from "node:assert/strict";
import { test } from "node:test";
import { swipe, wheelFactor, WheelPages } from "../../../../ui/js/pure/viewer/gestures.js";

/** Pages turned by events given as [ms, deltaY, deltaX?]. */
function pages(events) {
  const wheel = new WheelPages();
  return events
    .map(([timeStamp, deltaY, deltaX = 0]) => wheel.turn({ timeStamp, deltaX, deltaY, deltaMode: 0 }))
    .filter(Boolean);
}

test("one notch, one page", () => {
  assert.deepEqual(pages([[0, 120], [300, 120], [600, -120]]), [1, 1, -1]);
  assert.deepEqual(pages([[0, 53], [300, 53]]), [1, 1]);
});

test("a spun wheel pages on, but not with every notch", () => {
  const spun = Array.from({ length: 20 }, (_, i) => [i * 30, 120]);
  const turned = pages(spun).length;
  assert.ok(turned >= 3 && turned <= 5, `${turned}`);
});

test("a trackpad's flick and its fading tail are one page", () => {
  const flick = [4, 18, 40, 70, 60, 50, 41, 34, 28, 22, 17, 13, 10, 7, 5, 3, 2, 1].map((delta, i) => [i * 16, delta]);
  assert.deepEqual(pages(flick), [1]);
  assert.deepEqual(pages(flick.map(([at, delta]) => [at, 0, -delta])), [-1]);
});

test("a hand resting on the trackpad turns nothing", () => {
  assert.deepEqual(pages([[0, 3], [16, 4], [32, -2], [400, 5]]), []);
});

test("Ctrl and wheel magnify by what the hand did, a pinch finely", () => {
  assert.ok(wheelFactor({ deltaY: -120, deltaMode: 0 }) < 1.4);
  assert.ok(wheelFactor({ deltaY: 120, deltaMode: 0 }) > 0.7);
  assert.ok(wheelFactor({ deltaY: -2, deltaMode: 0 }) < 1.03);
  assert.equal(wheelFactor({ deltaY: -3, deltaMode: 1 }), wheelFactor({ deltaY: -120, deltaMode: 0 }));
});

test("a finger's stroke", () => {
  const rows = [
    [[-140, 10, 400], "next"],
    [[140, 10, 400], "previous"],
    [[-40, 5, 60], "next"], // short and quick
    [[-40, 5, 600], null], // short and slow: thought better of it
    [[10, 160, 500], "close"],
    [[10, -160, 500], null],
    [[100, 100, 500], null], // neither across nor down
    [[0, 0, 10], null],
  ];
  for (const [args, what] of rows) assert.equal(swipe(...args), what, `${args}`);
});
