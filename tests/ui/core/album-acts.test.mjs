/** @file Acts about albums tell what was left out. */

import assert from "node:assert/strict";
import test from "node:test";

import { addToAlbum } from "../../../ui/js/core/albums.js";

/** A context whose server gives one answer. */
function contextOf(answer, told) {
  return {
    api: { get: async () => ({ albums: [] }) },
    store: { state: { status: { generation: 1 } }, setAlbums() {} },
    annotations: { send: async () => answer },
    dialogs: { toast: (text) => told.push(text) },
  };
}

const UNDECIDED = { photos: 2, name: "a.jpg" };

test("an act about albums tells which photos were left out", async () => {
  const told = [];
  const answer = { act: 3, photos: 1, generation: 1, undecided: UNDECIDED };
  await addToAlbum(contextOf(answer, told), { id: 1, name: "Trip" }, [1, 2, 3]);
  assert.equal(told.length, 1);
  assert.match(told[0], /“Trip”.*\. a\.jpg and 1 other photo were left out/);
});

test("an act that changed nothing says why, not that the album holds the photos", async () => {
  const told = [];
  const answer = { act: null, photos: 0, generation: 1, undecided: UNDECIDED };
  await addToAlbum(contextOf(answer, told), { id: 1, name: "Trip" }, [1, 2]);
  assert.equal(told.length, 1);
  assert.match(told[0], /^a\.jpg and 1 other photo were left out/);
});
