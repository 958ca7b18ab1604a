/** @file Photos of an album that are moved faster than the server answers. */

import assert from "node:assert/strict";
import test from "node:test";

import { reorderAlbum } from "../../../ui/js/core/albums.js";
import { Store } from "../../../ui/js/core/store.js";
import { TimelineLoader } from "../../../ui/js/core/timeline-loader.js";
import { indexBefore } from "../../../ui/js/pure/albums/albums.js";
import { file } from "../timelines.mjs";

const ALBUM = { id: 3, name: "Best" };

/**
 * An album of photos 1 to 5 whose server answers when the test says so.
 * @param {import("node:test").TestContext} t - The test.
 */
async function albumOf(t) {
  globalThis.window = /** @type {any} */ ({ addEventListener() {} });
  t.after(() => delete globalThis.window);
  const server = { generation: 1, ids: [1, 2, 3, 4, 5], asked: /** @type {(() => void)[]} */ ([]) };
  const place = { folder: null, album: ALBUM.id, photo: null, q: "", visit: null, page: "" };
  const status = { generation: 1, progress: { stage: "idle" } };
  const state = { place, view: {}, status, timeline: null, pending: [], marks: null, selection: null, focus: -1 };
  const store = new Store(/** @type {any} */ (state));
  const bytes = async () => file({ ...server, days: [] });
  const send = (_method, _path, { ids: [id], before }) =>
    new Promise((resolve, reject) => {
      server.asked.push((refused = false) => {
        if (refused) return reject(new Error("refused"));
        const rest = server.ids.filter((one) => one !== id);
        rest.splice(before === null ? rest.length : rest.indexOf(before), 0, id);
        server.ids = rest;
        resolve({ act: 1, photos: 1, generation: ++server.generation });
      });
    });
  const api = { bytes, get: async () => ({ albums: [ALBUM] }) };
  const context = /** @type {any} */ ({ api, store, annotations: { send }, dialogs: { toast() {} } });
  const loader = new TimelineLoader(context, () => assert.fail());
  await loader.firstLoad;
  store.setFocus(0);
  const press = () => {
    const { focus, timeline } = store.state;
    return reorderAlbum(context, /** @type {any} */ (ALBUM), [focus], indexBefore([focus], 1, timeline.n));
  };
  const shown = () => ({ ids: [...store.state.timeline.ids], focus: store.state.focus });
  return { server, loader, press, shown };
}

test("as many moves as presses, whatever is read between them", async (t) => {
  const { server, loader, press, shown } = await albumOf(t);
  const first = press();
  const second = press();
  assert.deepEqual(shown(), { ids: [2, 3, 1, 4, 5], focus: 2 });
  server.asked[0]();
  await first;
  await loader.load();
  assert.deepEqual(shown(), { ids: [2, 3, 1, 4, 5], focus: 2 }, "the second move stays on the screen");
  const third = press();
  server.asked[1]();
  server.asked[2]();
  await Promise.all([second, third]);
  assert.deepEqual(server.ids, [2, 3, 4, 1, 5]);
  assert.deepEqual(shown(), { ids: [2, 3, 4, 1, 5], focus: 3 });
  await loader.load();
  server.ids = [5, 4, 3, 2, 1]; // another page
  await loader.load();
  assert.deepEqual(shown(), { ids: [5, 4, 3, 2, 1], focus: 4 }, "and what others do is seen again");
});

test("a timeline read before the answer is shown as soon as it is known to have all moves", async (t) => {
  const { server, loader, press, shown } = await albumOf(t);
  const moved = press();
  server.asked[0]();
  server.ids.reverse(); // another page, in the same timeline
  await loader.load();
  await moved;
  assert.deepEqual(shown().ids, server.ids);
});

test("a move that is refused is taken back to what the server told", async (t) => {
  const { server, loader, press, shown } = await albumOf(t);
  const first = press();
  const second = press();
  server.asked[0]();
  await first;
  await loader.load();
  server.asked[1](true);
  assert.equal(await second, false);
  assert.deepEqual(shown(), { ids: [2, 1, 3, 4, 5], focus: 1 });
});
