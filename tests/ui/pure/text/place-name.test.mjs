import assert from "node:assert/strict";
import { test } from "node:test";
import { placeName } from "../../../../ui/js/pure/text/place-name.js";

const SEARCHES = [{ id: 1, name: "By the sea", query: "lisbon" }];
const FOLDERS = [{ id: 7, name: "Rome" }];
const at = (folder, q, folders = FOLDERS) =>
  placeName({ searches: SEARCHES, folders, place: { folder, photo: null, q } });

test("a search is called so, with the folder in which it looks", () => {
  assert.equal(at(null, "beach"), "Search");
  assert.equal(at(7, "beach"), "Search in Rome");
  assert.equal(at(8, "beach"), "Search");
});

test("a saved search has its name where it looks in all folders", () => {
  assert.equal(at(null, "lisbon"), "By the sea");
  assert.equal(at(7, "lisbon"), "Search in Rome");
});

test("without a search the folder, or all photos", () => {
  assert.equal(at(null, ""), "All photos");
  assert.equal(at(7, ""), "Rome");
  assert.equal(at(8, ""), "Folder");
  assert.equal(at(8, "", []), "");
});
