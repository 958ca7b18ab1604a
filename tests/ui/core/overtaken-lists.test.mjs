// Lists of the library that are loaded anew when it changes: an answer that is overtaken changes nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { loadAlbums } from "../../../ui/js/core/albums.js";
import { Store } from "../../../ui/js/core/store.js";
import { loadTags } from "../../../ui/js/core/tags.js";
import { TimelineLoader } from "../../../ui/js/core/timeline-loader.js";

for (const [name, load] of [["tags", loadTags], ["albums", loadAlbums]]) {
  test(`${name} of before a change that come last do not replace those of after it`, async () => {
    const asked = [];
    const shown = [];
    const state = { status: { generation: 10 } };
    const keep = (list) => shown.push(...list);
    const context = {
      api: { get: () => new Promise((resolve) => asked.push((list) => resolve({ [name]: list }))) },
      store: { state, setTags: keep, setAlbums: keep },
    };
    const before = load(context);
    state.status = { generation: 11 };
    const after = load(context);
    asked[0](["old"]);
    asked[1](["new"]);
    await before; // who waits has the list of after the change then
    assert.deepEqual(shown, ["new"]);
    await after;
    assert.deepEqual(shown, ["new"]);
  });
}

test("folders of before a change that come last do not replace those of after it", async (t) => {
  globalThis.window = /** @type {any} */ ({ addEventListener() {} });
  t.after(() => delete globalThis.window);
  const asked = [];
  const api = {
    get: () => new Promise((resolve) => asked.push((generation, name) => resolve({ generation, folders: [{ name }] }))),
    bytes: () => new Promise(() => {}),
  };
  const place = { folder: null, photo: null, q: "" };
  const view = { order: "date", subfolders: true };
  const state = { place, view, status: { progress: { stage: "idle" } }, timeline: null, folders: [], pending: [] };
  const store = new Store(/** @type {any} */ (state));
  const loader = new TimelineLoader(/** @type {any} */ ({ api, store }), () => assert.fail());
  const readings = [loader.loadFolders(), loader.loadFolders()];
  asked[1](5, "new");
  await readings[1];
  asked[0](4, "old");
  await readings[0];
  assert.deepEqual(store.state.folders, [{ name: "new" }]);
});
