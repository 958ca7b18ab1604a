import assert from "node:assert/strict";
import { test } from "node:test";
import {
  albumText, completeAlbum, describeAlbum, indexBefore, isWithin, movedOrder, visibleAlbums,
} from "../../../../ui/js/pure/albums/albums.js"; // prettier-ignore
import { describeAct, describeUndo } from "../../../../ui/js/pure/annotations/sentences.js";
import { reordered } from "../../../../ui/js/pure/timeline/reordered.js";
import { Timeline } from "../../../../ui/js/pure/timeline/timeline.js";

const album = (id, name, parent = null) => ({ id, name, parent, order: "hand", own: 0, count: 0, cover: null });
const ALBUMS = [
  album(1, "Trips"), album(2, "Italy", 1), album(4, "Rome at night", 2), album(3, "Family"), album(5, "Été"),
]; // prettier-ignore

test("the tree shows what is unfolded, and what lies in it", () => {
  const rows = (...open) => visibleAlbums(ALBUMS, new Set(open)).map(({ album, depth }) => [album.id, depth]);
  assert.deepEqual(rows(), [[1, 0], [3, 0], [5, 0]]);
  assert.deepEqual(rows(1), [[1, 0], [2, 1], [3, 0], [5, 0]]);
  assert.deepEqual(rows(2), [[1, 0], [3, 0], [5, 0]], "what it lies in is folded");
  assert.deepEqual(rows(1, 2, 3), [[1, 0], [2, 1], [4, 2], [3, 0], [5, 0]]);
  assert.deepEqual(visibleAlbums(ALBUMS, new Set([1, 3])).map(({ parent, open }) => [parent, open]),
    [[true, true], [true, false], [false, false], [false, false]]);
});

test("an album has the names of those above it", () => {
  assert.equal(albumText(ALBUMS, 4), "Trips / Italy / Rome at night");
  assert.equal(albumText(ALBUMS, 9), "");
  assert.deepEqual([isWithin(ALBUMS, 4, 1), isWithin(ALBUMS, 1, 1), isWithin(ALBUMS, 1, 4)], [true, true, false]);
});

for (const [text, found] of [
  ["", [1, 2, 4, 3, 5]],
  ["tri", [1, 2, 4]],
  ["trips/it", [2, 4]],
  ["night", [4]],
  ["ete", [5]],
  ["a", [4, 2, 3]],
  ["nothing", []],
])
  test(`what is meant by ${text || "nothing typed"}`, () => {
    assert.deepEqual(completeAlbum(ALBUMS, text, 9).map(({ id }) => id), found);
  });

for (const [indices, step, before] of [
  [[2], -1, 1], [[2], 1, 4], [[0], -1, 1], [[4], 1, 5], [[3], 1, 5], [[1, 3], -1, 0], [[1, 3], 1, 4], [[0, 1], 3, 5],
  [[2], -9, 0], [[2], 9, 5], [[0, 1, 2, 3, 4], 1, 5],
]) // prettier-ignore
  test(`of five, ${indices} a step of ${step} come before ${before}`, () => {
    assert.equal(indexBefore(indices, step, 5), before);
  });

test("moved photos follow each other, and the others keep their order", () => {
  assert.deepEqual([...movedOrder([1, 3], 0, 5)], [1, 3, 0, 2, 4]);
  assert.deepEqual([...movedOrder([0, 2], 5, 5)], [1, 3, 4, 0, 2]);
  assert.deepEqual([...movedOrder([3, 1], 2, 5)], [0, 3, 1, 2, 4]);
});

test("a timeline is shown in another order with all that its photos have", () => {
  const parts = {
    generation: 7, ids: Uint32Array.of(10, 20, 30), aspects: Uint16Array.of(1, 2, 3), colours: Uint16Array.of(4, 5, 6),
    versions: Uint16Array.of(7, 8, 9), flags: Uint8Array.of(1, 2, 4), marks: Uint8Array.of(5, 6, 7),
    days: new Int32Array(0), counts: new Uint32Array(0),
  }; // prettier-ignore
  const after = reordered(new Timeline(parts, "album=1"), Uint32Array.of(2, 0, 1));
  assert.deepEqual([...after.ids], [30, 10, 20]);
  assert.deepEqual([...after.marks], [7, 5, 6]);
  assert.deepEqual([after.key, after.generation, after.indexOf(30), after.has(0, "stack")], ["album=1", 7, 0, true]);
});

test("the history says what was done with albums", () => {
  const said = (did, more = {}) => describeAct({ album: { did, album: 1, name: "Trip", ...more } }, 3);
  assert.equal(said("create"), "Album “Trip” made");
  assert.equal(said("rename", { to: "Journey" }), "Album “Trip” renamed to “Journey”");
  assert.equal(said("move", { to: "All" }), "Album “Trip” moved into “All”");
  assert.equal(said("move", { to: "" }), "Album “Trip” moved");
  assert.equal(said("delete"), "Album “Trip” deleted");
  assert.equal(said("sort", { to: "newest" }), "Album “Trip” ordered newest first");
  assert.equal(said("add"), "3 photos added to “Trip”");
  assert.equal(said("remove"), "3 photos taken out of “Trip”");
  assert.equal(said("order", { photos: 1 }), "1 photo moved in “Trip”");
  assert.equal(said("later version"), "Album “Trip” changed");
  assert.equal(describeAlbum({ did: "cover", album: 1, name: "Trip" }, 1), "Cover of “Trip” chosen");
});

test("an act about an album is taken back, or not when it was changed since", () => {
  const set = { album: { did: "rename", album: 1, name: "Trip", to: "Journey" } };
  const told = (state, more = {}) => describeUndo({ act: 3, set, photos: 0, kept: 0, state, ...more }, "undone");
  assert.equal(told("undone"), "Undone: Album “Trip” renamed to “Journey”.");
  assert.equal(told("done"), "Nothing undone. “Trip” was changed since then.");
  assert.equal(told("done", { kept: 2 }), "Nothing undone. 2 photos changed since then stay as they are.");
});
