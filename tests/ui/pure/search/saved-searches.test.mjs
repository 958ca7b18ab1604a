import assert from "node:assert/strict";
import { test } from "node:test";
import {
  nextCountTime,
  findSaved,
  sortSearches,
  MAX_NAME_LENGTH,
  defaultName,
  countRestEnd,
  shownSearch,
} from "../../../../ui/js/pure/search/saved-searches.js";

const search = (id, name, query = name) => ({ id, name, query });
const ALL = [
  search(1, "Rome"),
  search(2, "beach 10"),
  search(3, "beach 9"),
  search(4, "rome", "folder:rome"),
  search(5, "Ärger"),
];

test("by name as people sort, equal names as they were saved", () => {
  assert.deepEqual(sortSearches(ALL).map(({ id }) => id), [5, 3, 2, 1, 4]);
  assert.equal(ALL[0].id, 1);
});

test("the saved search with a text", () => {
  assert.equal(findSaved(ALL, " folder:rome ")?.id, 4);
  assert.equal(findSaved(ALL, "rome"), undefined);
  assert.equal(findSaved([], ""), undefined);
});

test("one is shown in all folders only", () => {
  const at = (folder, q) => shownSearch({ searches: ALL, place: { folder, photo: null, q } })?.id;
  assert.deepEqual(
    [at(null, "Rome"), at(7, "Rome"), at(null, ""), at(null, "else")],
    [1, undefined, undefined, undefined],
  );
});

test("a search without a name is called as it reads, as far as there is room", () => {
  assert.equal(defaultName("  a \n b "), "a b");
  assert.equal([...defaultName("🏔".repeat(300))].length, MAX_NAME_LENGTH);
  assert.equal(defaultName(`${"x".repeat(99)} y`), "x".repeat(99));
});

test("a new search is counted soon, the others when the rest is over", () => {
  const [now, far] = [1000, 90_000];
  assert.ok(nextCountTime({ now, rested: far, fresh: true }) < far);
  assert.equal(nextCountTime({ now, rested: far, fresh: false }), far);
  assert.ok(nextCountTime({ now, rested: -Infinity, fresh: false }) > now);
});

test("long counting is followed by a longer rest", () => {
  const rest = (took) => countRestEnd(1000, 1000 + took) - 1000 - took;
  assert.ok(rest(0) >= 1000);
  assert.ok(rest(60_000) >= 4 * 60_000);
});
