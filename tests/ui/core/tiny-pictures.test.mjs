import assert from "node:assert/strict";
import { test } from "node:test";
import { TinyPictures } from "../../../ui/js/core/tiny-pictures.js";

const turn = () => new Promise(setImmediate);
const TINY = [1, 1, 0, 0, 0, 0, 0, 0, 0, 0];

/** A timeline of photos 1 to `n`, all of one version. */
function timelineOf(n, version = 1) {
  const ids = Uint32Array.from({ length: n }, (_, i) => i + 1);
  return /** @type {any} */ ({ ids, versions: new Uint16Array(n).fill(version) });
}

/** Tiny pictures of a server that answers when it is told to; photos above 900 have none. */
function room() {
  const asked = [];
  const clock = { now: 0, arrived: 0 };
  const api = {
    bytes(path, signal) {
      const ids = new URL(path, "http://x").searchParams.get("ids").split(",").map(Number);
      return new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        const tinies = ids.map((id) => (id > 900 ? [] : TINY));
        const lengths = tinies.flatMap((tiny) => [tiny.length, 0]);
        const answer = async () => (resolve(new Uint8Array([...lengths, ...tinies.flat()]).buffer), await turn());
        asked.push({ ids, signal, answer, fail: async () => (reject(new TypeError("Failed to fetch")), await turn()) });
      });
    },
  };
  const tinies = new TinyPictures(/** @type {any} */ (api), () => (clock.arrived += 1), () => clock.now);
  return { tinies, asked, clock };
}

test("what is asked for is here when it has come, and asked for once", async () => {
  const { tinies, asked, clock } = room();
  const timeline = timelineOf(10);
  const done = tinies.load(timeline, 2, 5);
  assert.deepEqual(asked.map(({ ids }) => ids), [[3, 4, 5]]);
  assert.equal(tinies.areHere(timeline, 2, 5), false);
  await asked[0].answer();
  await done;
  assert.equal(tinies.areHere(timeline, 2, 5), true);
  assert.deepEqual([...(tinies.get(timeline, 4) ?? [])], TINY);
  assert.equal(tinies.get(timeline, 5), undefined);
  await tinies.load(timeline, 2, 5);
  await tinies.load(timeline, 3, 3);
  assert.equal(asked.length, 1);
  assert.equal(clock.arrived, 1);
});

test("of a server that has none nothing is asked for", () => {
  const tinies = new TinyPictures(null, () => assert.fail());
  assert.ok(tinies.areHere(timelineOf(10), 0, 10));
  assert.equal(tinies.get(timelineOf(10), 3), undefined);
});

test("of more than the server takes those come first that are named first, or last", () => {
  const { tinies, asked } = room();
  void tinies.load(timelineOf(900), 0, 900);
  void tinies.load(timelineOf(900), 0, 900, true);
  assert.deepEqual(asked.map(({ ids }) => [ids.length, ids[0], ids[399]]), [[400, 1, 400], [400, 900, 501]]);
});

test("a photo with other content is asked for anew", async () => {
  const { tinies, asked } = room();
  void tinies.load(timelineOf(5), 0, 5);
  await asked[0].answer();
  assert.equal(tinies.areHere(timelineOf(5, 2), 0, 5), false);
  assert.equal(tinies.get(timelineOf(5, 2), 0), undefined);
});

test("two questions are on their way at most; one for what has passed is given up", async () => {
  const { tinies, asked } = room();
  const timeline = timelineOf(100);
  void tinies.load(timeline, 0, 10);
  void tinies.load(timeline, 5, 20);
  assert.deepEqual(asked[1].ids, [11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
  const third = tinies.load(timeline, 12, 30); // the first is of no use to it
  assert.deepEqual(asked.map(({ signal }) => signal.aborted), [true, false, false]);
  assert.equal(asked[2].ids[0], 21);
  const fourth = tinies.load(timeline, 15, 40); // both are of use: it waits
  assert.equal(asked.length, 3);
  await asked[2].answer();
  await Promise.all([third, fourth]);
  void tinies.load(timeline, 0, 10); // what was given up may be asked for again
  assert.deepEqual(asked[3].ids, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("a photo without one is asked for again, but not at once", async () => {
  const { tinies, asked, clock } = room();
  const timeline = timelineOf(910);
  void tinies.load(timeline, 899, 905);
  await asked[0].answer();
  assert.equal(tinies.areHere(timeline, 899, 905), true);
  assert.equal(tinies.get(timeline, 902), undefined);
  clock.now = 6000;
  void tinies.load(timeline, 899, 905);
  assert.deepEqual(asked[1].ids, [901, 902, 903, 904, 905]);
});

test("where the server does not answer the colours stay, and it is not asked in each frame", async () => {
  const { tinies, asked, clock } = room();
  const timeline = timelineOf(10);
  const done = tinies.load(timeline, 0, 10);
  await asked[0].fail();
  await done;
  assert.equal(tinies.areHere(timeline, 0, 10), true);
  clock.now = 6000;
  assert.equal(tinies.areHere(timeline, 0, 10), false);
});

test("they are kept within a bound, the oldest going first", async () => {
  const { tinies, asked } = room();
  for (let version = 1; version <= 60; version++) {
    void tinies.load(timelineOf(400, version), 0, 400);
    await asked.at(-1)?.answer();
  }
  assert.equal(tinies.get(timelineOf(400, 1), 0), undefined);
  assert.notEqual(tinies.get(timelineOf(400, 60), 399), undefined);
});
