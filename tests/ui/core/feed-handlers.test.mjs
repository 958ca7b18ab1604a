import assert from "node:assert/strict";
import { test } from "node:test";
import { rescan } from "../../../ui/js/core/commands.js";
import { createFeedHandlers } from "../../../ui/js/core/feed-handlers.js";
import { Store } from "../../../ui/js/core/store.js";

const progress = (stage, more = {}) => ({
  stage,
  listed: 0,
  read: 0,
  unread: 0,
  thumbnails: 0,
  unmade: 0,
  paused: false,
  ...more,
});
const status = (stage, problems = 0) => ({
  generation: 1,
  roots: [],
  counts: { photos: 5, problems },
  progress: progress(stage),
});

function room() {
  const answers = [];
  const asked = [];
  const store = new Store(/** @type {any} */ ({ status: status("listing"), lost: null }));
  const api = /** @type {any} */ ({
    get: () => new Promise((resolve) => answers.push(resolve)),
    send: async (...what) => (asked.push(what), {}),
  });
  return { answers, asked, store, api, heard: [] };
}

test("an answer that left before the last news does not undo them", async () => {
  const { answers, store, api } = room();
  const { handlers } = createFeedHandlers(/** @type {any} */ ({ api, store, route: null }), {
    libraryChanged: () => {},
    loadFolders: () => {},
  });
  handlers.changed({ generation: 2 });
  handlers.progress(progress("idle"));
  handlers.problems({ count: 3 });
  answers.shift()({ ...status("listing", 1), generation: 2 });
  await new Promise(setImmediate);
  assert.deepEqual(
    [store.state.status.progress.stage, store.state.status.counts, store.state.status.generation],
    ["idle", { photos: 5, problems: 3 }, 2],
  );
});

test("an answer that left before keys were changed does not put the old ones back", async () => {
  const { answers, store, api } = room();
  store.updateStatus({ keys: { "grid/KeyT": ["a"] } });
  const ways = { libraryChanged: () => {}, loadFolders: () => {} };
  const { handlers } = createFeedHandlers(/** @type {any} */ ({ api, store, route: null }), ways);
  handlers.changed({ generation: 2 });
  store.updateStatus({ keys: { "grid/KeyT": ["b"] } });
  answers.shift()({ ...status("idle"), keys: { "grid/KeyT": ["a"] } });
  await new Promise(setImmediate);
  assert.deepEqual(store.state.status.keys, { "grid/KeyT": ["b"] });
  handlers.changed({ generation: 3 });
  answers.shift()({ ...status("idle"), keys: {} }); // changed in another window
  await new Promise(setImmediate);
  assert.deepEqual(store.state.status.keys, {});
});

test("an answer that is the latest news counts", async () => {
  const { answers, store, api } = room();
  const { handlers } = createFeedHandlers(/** @type {any} */ ({ api, store, route: null }), {
    libraryChanged: () => {},
    loadFolders: () => {},
  });
  handlers.progress(progress("reading"));
  handlers.changed({ generation: 2 });
  answers.shift()(status("idle", 1));
  await new Promise(setImmediate);
  assert.deepEqual([store.state.status.progress.stage, store.state.status.counts.problems], ["idle", 1]);
});

test("looking again goes on where it is paused, waits for the end and says what came of it", async () => {
  const { asked, store } = room();
  const said = [];
  store.updateStatus(
    /** @type {any} */ ({ ...status("idle"), progress: progress("idle", { paused: true, unread: 2 }) }),
  );
  const answers = [status("listing"), status("reading"), { ...status("idle"), counts: { photos: 7, problems: 0 } }];
  const api = { get: async () => answers.shift(), send: async (...what) => (asked.push(what), {}) };
  await rescan(/** @type {any} */ ({ api, store, dialogs: { toast: (text) => said.push(text) } }), {}, 1);
  assert.deepEqual(asked, [["POST", "/api/scan", { paused: false }], ["POST", "/api/rescan", {}]]);
  assert.deepEqual([said, answers, store.state.status.progress.paused], [["2 new photos found."], [], false]);
});
