import assert from "node:assert/strict";
import { test } from "node:test";
import { describeRun, describeRunUndo, groupRuns } from "../../../../ui/js/pure/annotations/runs.js";

const MINUTE = 60_000;
const act = (id, set, more = {}) =>
  ({ id, at_ms: id * MINUTE, kind: "set", set, photos: 1, item: id, state: "done", by: null, ...more });
const idsOf = (acts) => groupRuns(acts).map((run) => run.map(({ id }) => id));

test("acts of one kind, one soon after the other, are a run", () => {
  const rated = [5, 4, 3].map((id) => act(id, { rating: id }));
  assert.deepEqual(idsOf(rated), [[5, 4, 3]]);
  assert.deepEqual(idsOf([act(7, { pick: "none" }), act(6, { pick: "picked" }), ...rated]), [[7], [6], [5, 4, 3]]);
  const words = [act(3, { title: "a" }), act(2, { caption: "b" }), act(1, { title: "a", caption: "b" })];
  assert.deepEqual(idsOf(words), [[3, 2, 1]]);
  assert.deepEqual(idsOf([]), []);
});

test("a pause of ten minutes is part of a run, and a longer one ends it", () => {
  const acts = (first) => [act(23, { rating: 1 }), act(13, { rating: 1 }), act(first, { rating: 1 })];
  assert.deepEqual(idsOf(acts(3)), [[23, 13, 3]]);
  assert.deepEqual(idsOf(acts(2.99)), [[23], [13], [2.99]]);
});

for (const [what, more, set] of [
  ["undone", { state: "undone" }],
  ["about many photos", { photos: 2 }],
  ["of another program", { by: "sidecar" }],
  ["an import", { kind: "import" }],
  ["of two kinds", {}, { rating: 1, pick: "picked" }],
  ["about an album", {}, { album: { name: "a" } }],
  ["the renaming of a tag", {}, { moved_tag: ["a", "b"] }],
])
  test(`an act that is ${what} is in no run with others`, () => {
    const one = (id) => act(id, { rating: 1 });
    assert.deepEqual(idsOf([one(7), one(6), one(5), act(4, set ?? { rating: 1 }, more), one(3), one(2), one(1)]),
      [[7, 6, 5], [4], [3, 2, 1]]);
  });

test("undone acts are a run, too, and each act is in one line", () => {
  const acts = Array.from({ length: 40 }, (_, i) =>
    act(40 - i, i % 7 ? { rating: i % 5 } : { favourite: true }, { state: i < 20 ? "undone" : "done" }));
  assert.deepEqual(groupRuns(acts).flat(), acts);
  assert.ok(idsOf(acts).some((run) => run.length > 1 && run.every((id) => id > 20)));
});

for (const [sets, text] of [
  [[{ rating: 2 }, { rating: 4 }, { rating: 3 }], "3 photos rated ★★ to ★★★★"],
  [[{ rating: 2 }, { rating: 2 }], "2 photos rated ★★"],
  [[{ rating: 0 }, { rating: 5 }], "2 photos rated up to ★★★★★"],
  [[{ rating: 0 }, { rating: 0 }], "Stars taken off 2 photos"],
  [[{ pick: "rejected" }, { pick: "picked" }], "2 photos picked or rejected"],
  [[{ pick: "rejected" }, { pick: "picked" }, { pick: "none" }], "3 photos picked, rejected or neither"],
  [[{ favourite: true }, { favourite: false }], "2 photos made favourites or no longer"],
  [[{ label: "none" }, { label: "blue" }, { label: "red" }], "3 photos labelled red, blue or not at all"],
  [[{ title: "a" }, { title: "b" }], "2 photos titled"],
  [[{ title: "a" }, { caption: "b" }], "2 photos titled or captioned"],
  [[{ add_tags: ["a"] }, { add_tags: ["a"] }], "2 photos tagged “a”"],
  [[{ add_tags: ["a"] }, { add_tags: ["b"] }], "2 photos tagged"],
  [[{ add_tags: ["a"] }, { remove_tags: ["b"] }], "Tags of 2 photos changed"],
  [[{ date: "1990" }, { shift_s: 60 }], "2 photos dated"],
  [[{ place: "1,2 Rome" }, { place: "" }], "2 photos placed"],
])
  test(`a run is described: ${text}`, () => assert.equal(describeRun(sets.map((set, i) => act(i + 1, set))), text));

test("a photo of which something was said twice counts once", () => {
  const acts = [act(3, { rating: 1 }, { item: 7 }), act(2, { rating: 2 }, { item: 7 }), act(1, { rating: 2 })];
  assert.equal(describeRun(acts), "2 photos rated ★ to ★★");
});

test("it is said what was undone of a run, and what was not", () => {
  const run = [act(3, { rating: 1 }), act(2, { rating: 2 }), act(1, { rating: 3 })];
  const answers = (...kept) => run.map(({ id }) => ({ act: id, kept: kept.includes(id) ? 1 : 0 }));
  assert.equal(describeRunUndo(run, answers(), "undone"), "Undone: 3 photos rated ★ to ★★★.");
  assert.equal(describeRunUndo(run, answers(1), "undone"),
    "Undone: 2 photos rated ★ to ★★. 1 photo rated ★★★: changed since then, and stays as it is.");
  assert.equal(describeRunUndo(run, answers(1, 2, 3), "undone"),
    "Nothing undone. 3 photos rated ★ to ★★★: changed since then, and stay as they are.");
  assert.equal(describeRunUndo(run, answers().slice(1), "again"), "Done again: 2 photos rated ★★ to ★★★.");
  assert.equal(describeRunUndo(run, [], "undone"), "This is undone already.");
});
