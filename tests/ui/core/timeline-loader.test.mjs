import assert from "node:assert/strict";
import { test } from "node:test";
import { remapSelection, timelineQuery, nextReadTime } from "../../../ui/js/core/timeline-loader.js";
import { Selection } from "../../../ui/js/pure/grid/selection.js";
import { Timeline } from "../../../ui/js/pure/timeline/timeline.js";
import { timeline } from "../timelines.mjs";

const place = (folder, photo, q) => ({ folder, photo, q });

test("the query of a view", () => {
  const view = { order: "date", subfolders: false };
  assert.equal(timelineQuery({ place: place(null, 7, ""), view }), "order=date");
  assert.equal(timelineQuery({ place: place(12, null, "a b"), view }), "order=date&folder=12&sub=0&q=a+b");
});

const withIds = (...ids) => timeline(ids.map(() => 1), [ids.length], { ids: Uint32Array.from(ids) });

test("selection and focus follow their photos; a deleted focus leaves its place to the next", () => {
  const before = withIds(10, 20, 30);
  const state = /** @type {any} */ ({ timeline: before, selection: new Selection(3).toggle(1), focus: 1 });
  const moved = remapSelection(state, withIds(5, 10, 20, 30));
  assert.deepEqual([[...moved.selection.indices()], moved.focus], [[2], 2]);
  const deleted = remapSelection(state, withIds(10, 30));
  assert.deepEqual([deleted.selection, deleted.focus], [null, 1]);
  assert.equal(remapSelection({ ...state, focus: 2 }, withIds(10)).focus, 0);
  const none = { selection: null, focus: -1 };
  assert.deepEqual(remapSelection({ ...state, ...none }, withIds(10)), none);
});

test("another view begins without selection or focus", () => {
  const before = withIds(10, 20);
  const after = new Timeline({ ...before, counts: Uint32Array.of(2) }, "order=name");
  assert.deepEqual(
    remapSelection(/** @type {any} */ ({ timeline: before, selection: new Selection(2).toggle(0), focus: 0 }), after),
    { selection: null, focus: -1 },
  );
});

for (const [name, times, at] of [
  ["at once", { last: -Infinity, since: 5000, touched: -Infinity, held: false }, 5000],
  ["once a second", { last: 4500, since: 5000, touched: 4900, held: false }, 5500],
  [
    "ten times a second until a screen is full",
    { last: 4950, since: 5000, touched: 4900, held: false, shown: 49 },
    5050,
  ],
  ["held, but nobody touches anything", { last: 0, since: 5000, touched: -Infinity, held: true }, 5000],
  ["held for three seconds of calm", { last: 0, since: 5000, touched: 6000, held: true }, 9000],
  ["held no longer than fifteen", { last: 0, since: 5000, touched: 19_000, held: true }, 20_000],
]) test(`news are read ${name}`, () => assert.equal(nextReadTime({ shown: 50, ...times }), at));
