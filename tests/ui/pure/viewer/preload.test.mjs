// Neighbours: order, the first alone on the wire, and letting go when the reader turns round.

import assert from "node:assert/strict";
import { test } from "node:test";
import { preloadOrder, Preloader } from "../../../../ui/js/pure/viewer/preload.js";

/** A loader whose loads end when the test says so. */
function bench() {
  const log = [];
  const ends = new Map();
  const preload = new Preloader((key) => {
    log.push(key);
    const ready = new Promise((resolve, reject) => ends.set(key, { resolve, reject }));
    return { ready, cancel: () => log.push(`-${key}`) };
  });
  const settle = async (key, how = "resolve") => {
    ends.get(key)[how](how === "resolve" ? key.toUpperCase() : new Error(key));
    await new Promise(setImmediate);
  };
  return { preload, log, settle };
}

test("this one, the next in the direction of travel, the one behind, the one after next", () => {
  const rows = [
    [[5, 10, 1], [5, 6, 4, 7]],
    [[5, 10, -1], [5, 4, 6, 3]],
    [[0, 10, 1], [0, 1, 2]],
    [[9, 10, 1], [9, 8]],
    [[0, 1, 1], [0]],
    [[1, 2, -1], [1, 0]],
  ];
  for (const [args, expected] of rows) assert.deepEqual(preloadOrder(...args), expected);
});

test("the one on stage is alone until it is here, then the others follow two at a time", async () => {
  const { preload, log, settle } = bench();
  preload.hold(["a", "b", "c", "d"]);
  assert.deepEqual(log, ["a"]);
  await settle("a");
  assert.deepEqual(log, ["a", "b", "c"]);
  await settle("c", "reject");
  assert.deepEqual(log, ["a", "b", "c", "d"]);
});

test("who pages on at once finds the next two under way", async () => {
  const { preload, log, settle } = bench();
  preload.hold(["a", "b", "c"]);
  await settle("a");
  preload.hold(["b", "c", "a", "d"]);
  assert.deepEqual(log, ["a", "b", "c"]);
  await settle("b");
  assert.deepEqual(log, ["a", "b", "c", "d"]);
});

test("turned away: what has not arrived is cancelled, what has is let go", async () => {
  const { preload, log, settle } = bench();
  preload.hold(["a", "b", "c"]);
  await settle("a");
  preload.hold(["x", "a"]);
  assert.deepEqual(log, ["a", "b", "c", "-b", "-c", "x"]);
  assert.equal(preload.peek("a"), "A");
  preload.hold([]);
  assert.deepEqual(log.slice(6), ["-x"]);
  assert.equal(preload.size, 0);
});

test("a neighbour that is ready is on stage at once, and is not asked for again", async () => {
  const { preload, log, settle } = bench();
  preload.hold(["a", "b"]);
  await settle("a");
  await settle("b");
  preload.hold(["b", "c"]);
  assert.equal(preload.peek("b"), "B");
  assert.deepEqual(log, ["a", "b", "c"]);
});

test("the one on stage does not wait for a neighbour that is on its way", async () => {
  const { preload, log, settle } = bench();
  preload.hold(["a", "b"]);
  await settle("a");
  preload.hold(["z", "b"]);
  assert.deepEqual(log, ["a", "b", "z"]);
});

test("never more is held than was aimed at, however far one pages", async () => {
  const { preload, settle } = bench();
  for (let i = 0; i < 50; i++) {
    preload.hold(preloadOrder(i, 50, 1).map((n) => `p${n}`));
    await settle(`p${i}`);
    assert.ok(preload.size <= 4);
  }
});

test("what failed is asked for again once it is forgotten", async () => {
  const { preload, log, settle } = bench();
  preload.hold(["a"]);
  await settle("a", "reject");
  preload.hold(["a"]);
  assert.deepEqual(log, ["a"]);
  preload.forget("a");
  preload.hold(["a"]);
  assert.deepEqual(log, ["a", "a"]);
});

test("what may be out of date is asked for again, also what is under way", async () => {
  const { preload, log, settle } = bench();
  preload.hold(["a", "b"]);
  await settle("a");
  preload.forgetAll();
  assert.equal(preload.peek("a"), undefined);
  preload.hold(["a", "b"]);
  assert.deepEqual(log, ["a", "b", "-b", "a"]);
});
