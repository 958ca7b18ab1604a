// Lists of the library that are loaded anew when it changes: an answer that is overtaken changes nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { loadAlbums } from "../../../ui/js/core/albums.js";
import { loadTags } from "../../../ui/js/core/tags.js";

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
