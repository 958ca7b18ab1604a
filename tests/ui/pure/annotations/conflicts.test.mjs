/** @file Fields of which two programs said different things, in words. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeConflict } from "../../../../ui/js/pure/annotations/conflicts.js";

const BASE = { id: 1, photo: 1, name: "a.jpg", path: "trip/a.jpg", at_ms: 0, taken: "ours" };
const say = (field, ours, theirs, taken = "ours") => describeConflict({ ...BASE, field, ours, theirs, taken });

test("both values are told as the page tells them elsewhere", () => {
  const rating = say("rating", 4, -1);
  assert.deepEqual([rating.field, rating.ours, rating.theirs], ["Rating", "★★★★", "rejected"]);
  assert.deepEqual(Object.values(say("label", "Red", null)).slice(1, 3), ["red", "no label"]);
  assert.deepEqual(Object.values(say("title", "Rome  at\nnight", null)).slice(1, 3), ["“Rome at night”", "nothing"]);
  assert.equal(say("favourite", true, null).ours, "a favourite");
  assert.ok(say("caption", "long ".repeat(100), "").ours.length < 90);
});

test("the button offers what does not count", () => {
  const { kept, other } = say("rating", 1, 2);
  assert.deepEqual([kept, other], ["Yours is newer and counts.", "Take the other"]);
  assert.equal(say("rating", 1, 2, "theirs").other, "Take mine");
});
