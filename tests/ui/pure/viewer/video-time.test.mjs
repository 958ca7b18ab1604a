import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clampPosition, formatPosition, FrameClock, gain, loadedUntil,
} from "../../../../ui/js/pure/viewer/video-time.js";

test("a position stays within the video", () => {
  assert.equal(clampPosition(-3, 60), 0);
  assert.equal(clampPosition(63, 60), 60);
  assert.equal(clampPosition(30, 60), 30);
  for (const unknown of [NaN, Infinity]) assert.equal(clampPosition(63, unknown), 63);
});

test("position and duration are written as far as they are known", () => {
  assert.equal(formatPosition(7.2, 62), "0:07 / 1:02");
  assert.equal(formatPosition(3723, 7200), "1:02:03 / 2:00:00");
  for (const unknown of [NaN, Infinity, 0]) assert.equal(formatPosition(7, unknown), "0:07");
});

test("the loaded part is the one around the position", () => {
  assert.equal(loadedUntil([[0, 5], [20, 30]], 22), 30);
  assert.equal(loadedUntil([[0, 5], [20, 30]], 10), 10);
  assert.equal(loadedUntil([], 0), 0);
});

test("the volume is as people hear it", () => {
  assert.equal(gain(0), 0);
  assert.equal(gain(50), 0.25);
  assert.equal(gain(100), 1);
});

test("the length of a frame is learned from two that follow each other", () => {
  const clock = new FrameClock();
  assert.equal(clock.frame, 1 / 30);
  clock.show(1, 0);
  clock.show(2, 0.04);
  assert.equal(clock.frame, 0.04);
  clock.show(9, 0.32); // frames were left out
  clock.show(10, 0.1); // it was gone back
  clock.show(11, 40); // it was gone on
  assert.equal(clock.frame, 0.04);
});
