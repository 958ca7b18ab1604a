import assert from "node:assert/strict";
import { test } from "node:test";
import { FIRST_SCREEN, isAimedAt, staysInSight } from "../../../../ui/js/pure/grid/first-screen.js";

test("a full screen stays in sight while much is being read, and makes room for a single new photo", () => {
  assert.ok(staysInSight(FIRST_SCREEN, 4000));
  assert.ok(!staysInSight(8, 4000));
  assert.ok(!staysInSight(5000, 1));
  assert.ok(!staysInSight(5000, 0));
});

test("a click that comes before the hand could follow means the photo that was there", () => {
  const aim = { photo: 7, at: 1000, x: 50, y: 60 };
  assert.ok(isAimedAt(aim, { at: 1100, x: 50, y: 61 }));
  assert.ok(!isAimedAt(aim, { at: 2000, x: 50, y: 60 }));
  assert.ok(!isAimedAt(aim, { at: 1100, x: 80, y: 60 }));
});
