import assert from "node:assert/strict";
import { test } from "node:test";
import { onceFor } from "../../../ui/js/pure/once-for.js";

test("an answer is worked out once for each object, also one that is 0 or empty", () => {
  let times = 0;
  const count = onceFor((/** @type {number[]} */ list) => ((times += 1), list.length));
  const [empty, two] = [[], [1, 2]];
  assert.deepEqual([count(empty), count(two), count(empty), count(two), count([1, 2])], [0, 2, 0, 2, 2]);
  assert.equal(times, 3);
});
