import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../ui/js/core/api.js";
import { Store } from "../../../ui/js/core/store.js";
import { remapSelection, timelineQuery, nextReadTime, TimelineLoader } from "../../../ui/js/core/timeline-loader.js";
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

/**
 * A loader whose timeline is refused, and its store.
 * @param {import("node:test").TestContext} t - The test.
 * @param {(path: string) => Promise<any>} bytes - What the server does.
 */
async function loaderOf(t, bytes) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.window = /** @type {any} */ ({ addEventListener() {} });
  t.after(() => delete globalThis.window);
  const view = { order: "date", subfolders: true };
  const status = { progress: { stage: "idle" } };
  const state = { place: place(null, null, "lisbon"), view, status, timeline: null, loading: false, selection: null };
  const store = new Store(/** @type {any} */ (state));
  const loader = new TimelineLoader(/** @type {any} */ ({ api: { bytes }, store }), () => assert.fail());
  await loader.firstLoad;
  return store;
}

test("a search that is being made ready is asked for again, whatever the background work does meanwhile", async (t) => {
  const asked = [];
  const store = await loaderOf(t, async (path) => {
    asked.push(path);
    throw new ApiError(503, "busy", "The search is being made ready.");
  });
  for (const stage of /** @type {const} */ (["listing", "idle", "reading"])) store.updateProgress({ stage });
  t.mock.timers.tick(1000);
  assert.equal(asked.length, 2);
  assert.ok(store.state.loading);
});

/** A loader on a site whose timeline cannot be read, as long as a test says so. */
function lostRoom(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.window = /** @type {any} */ ({ addEventListener() {} });
  t.after(() => delete globalThis.window);
  const asked = [];
  const api = {
    bytes: async (path) => {
      asked.push(path);
      throw new ApiError(502, "failed", "The server answered 502.", true);
    },
    get: async () => ({ generation: 4, folders: [] }),
  };
  const view = { order: "date", subfolders: true };
  const status = { progress: { stage: "idle" } };
  const lost = "The gallery cannot be reached.";
  const timeline = { ...withIds(10), key: "order=name", generation: 4 };
  const state = { place: place(null, null, ""), view, status, timeline, lost, pending: [] };
  const store = new Store(/** @type {any} */ (state));
  const site = { user: "anna", links: false };
  const loader = new TimelineLoader(/** @type {any} */ ({ api, store, site }), () => assert.fail());
  return { asked, loader, lost, store };
}

test("on a site, why the page is lost is not covered by what came of it", async (t) => {
  const { loader, lost, store } = lostRoom(t);
  await loader.firstLoad;
  assert.equal(store.state.lost, lost);
});

test("a timeline that could not be read is read when the server is back, changed or not", async (t) => {
  const { asked, loader } = lostRoom(t);
  await loader.firstLoad;
  await loader.loadFolders();
  const now = performance.now() + 5000;
  t.mock.method(performance, "now", () => now);
  loader.libraryChanged(4);
  assert.equal(asked.length, 2);
});

for (const [isLost, said] of /** @type {[boolean, string|undefined][]} */ ([
  [false, "The photos could not be listed: No."],
  [true, undefined],
])) test(`what is said when the photos are refused${isLost ? ", and the page is lost" : ""}`, async (t) => {
  const store = await loaderOf(t, async () => {
    throw new ApiError(401, "code", "No.", isLost);
  });
  assert.equal(store.state.lost, said, "what says the way back is not replaced");
  assert.equal(store.state.loading, false);
});

test("what is shown is a generation when both the timeline of the place and the folders are of it", async (t) => {
  const { loader, store } = lostRoom(t);
  await loader.firstLoad;
  store.setTimeline(/** @type {any} */ ({ ...withIds(10), key: "order=date", generation: 4 }), {
    selection: null,
    focus: -1,
  });
  assert.ok(!loader.isShown(4));
  await loader.loadFolders();
  assert.deepEqual([loader.isShown(4), loader.isShown(5)], [true, false]);
  store.setTimeline(/** @type {any} */ ({ ...withIds(10), key: "order=date", generation: 3 }), {
    selection: null,
    focus: -1,
  });
  assert.ok(!loader.isShown(4));
  store.setTimeline(/** @type {any} */ ({ ...withIds(10), key: "order=name", generation: 4 }), {
    selection: null,
    focus: -1,
  });
  assert.ok(!loader.isShown(4));
});

test("the timeline of a visit has its own query, and is not read again when the library changes", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.window = /** @type {any} */ ({ addEventListener() {} });
  t.after(() => delete globalThis.window);
  const asked = [];
  const api = { bytes: async (path) => (asked.push(path), assert.fail()), get: async () => null };
  const there = { ...place(null, 3, ""), visit: 7 };
  const timeline = { ...withIds(10), key: "visit=7", generation: 4 };
  const status = { progress: { stage: "idle" } };
  const store = new Store(/** @type {any} */ ({ place: there, view: {}, status, timeline, lost: null }));
  const loader = new TimelineLoader(/** @type {any} */ ({ api, store }), () => assert.fail());
  await loader.firstLoad;
  assert.deepEqual(asked, ["/api/timeline.bin?visit=7"]);
  loader.libraryChanged(99);
  t.mock.timers.tick(60_000);
  assert.equal(asked.length, 1);
});

test("a timeline that is newer than the folders is shown with their new counts, in one go", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.window = /** @type {any} */ ({ addEventListener() {} });
  t.after(() => delete globalThis.window);
  let generation = 4;
  const asked = [];
  const api = {
    bytes: async (path) => (asked.push(path), emptyFile(generation)),
    get: async (path) => (asked.push(path), { generation, folders: [{ id: 1, total: generation }] }),
  };
  const status = { progress: { stage: "idle" } };
  const shown = { place: place(null, null, ""), view: { order: "date" } };
  const state = { ...shown, status, timeline: null, folders: [], pending: [] };
  const store = new Store(/** @type {any} */ (state));
  const loader = new TimelineLoader(/** @type {any} */ ({ api, store }), () => assert.fail());
  await loader.firstLoad;
  await loader.loadFolders();
  assert.deepEqual(asked.splice(0), ["/api/timeline.bin?order=date", "/api/folders"], "the first view does not wait");
  await loader.load();
  assert.deepEqual(asked.splice(0), ["/api/timeline.bin?order=date"], "they are known");
  generation = 5;
  const read = loader.load();
  for (let turn = 0; turn < 100 && store.state.timeline?.generation !== 5; turn++) await null;
  assert.equal(store.state.timeline?.generation, 5);
  await null;
  assert.equal(store.state.folders[0].total, 5);
  await read;
  assert.deepEqual(asked, ["/api/timeline.bin?order=date", "/api/folders"]);
});

test("a reading under way is shown though changes come faster than it, and then the next one begins", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  t.mock.method(performance, "now", () => now);
  globalThis.window = /** @type {any} */ ({ addEventListener() {} });
  globalThis.document = /** @type {any} */ ({ getElementById: () => ({ scrollTop: 0 }) });
  t.after(() => (delete globalThis.window, delete globalThis.document));
  let generation = 4;
  const answers = [];
  const api = {
    bytes: () => new Promise((resolve) => answers.push(() => resolve(emptyFile(generation)))),
    get: async () => ({ generation, folders: [] }),
  };
  const shown = { place: place(null, null, ""), view: { order: "date" } };
  const state = { ...shown, status: { progress: { stage: "reading" } }, timeline: null, folders: [], pending: [] };
  const store = new Store(/** @type {any} */ (state));
  const loader = new TimelineLoader(/** @type {any} */ ({ api, store }), () => assert.fail());
  answers[0]();
  await loader.firstLoad;
  for (; generation < 8; ) {
    loader.libraryChanged(++generation);
    now += 2000;
    t.mock.timers.tick(2000);
  }
  assert.equal(answers.length, 2, "the second one is not given up for another");
  answers[1]();
  for (let turn = 0; turn < 100 && answers.length < 3; turn++) await null;
  assert.equal(store.state.timeline?.generation, 8);
  assert.equal(answers.length, 3, "what changed meanwhile is read");
});

/** A timeline without photos, as the server sends it. */
function emptyFile(generation) {
  const view = new DataView(new ArrayBuffer(32));
  view.setUint32(0, 0x314c5450, true);
  view.setUint16(4, 1, true);
  view.setUint16(6, 32, true);
  view.setUint32(8, generation, true);
  return view.buffer;
}
