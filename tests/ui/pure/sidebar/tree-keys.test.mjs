import assert from "node:assert/strict";
import { test } from "node:test";

import { treeKeys } from "../../../../ui/js/pure/sidebar/tree-keys.js";

const ROWS = [
  { name: "trips", depth: 0, parent: true, open: true },
  { name: "italy", depth: 1, parent: true, open: false },
  { name: "portugal", depth: 1, parent: false, open: false },
  { name: "family", depth: 0, parent: false, open: false },
];

/** What a key does on a row. */
function press(key, at) {
  const done = [];
  const keys = treeKeys(ROWS, at, {
    focus: (other) => done.push(["focus", other]),
    unfold: (row, open) => done.push(["unfold", row.name, open]),
    go: (row) => done.push(["go", row.name]),
  });
  keys[key]?.();
  return done;
}

test("the arrows walk, unfold what is folded, and go to what lies above", () => {
  assert.deepEqual(press("ArrowDown", 1), [["focus", 2]]);
  assert.deepEqual(press("ArrowUp", 1), [["focus", 0]]);
  assert.deepEqual(press("ArrowRight", 1), [["unfold", "italy", true]]);
  assert.deepEqual(press("ArrowRight", 0), [["focus", 1]]);
  assert.deepEqual(press("ArrowRight", 2), []);
  assert.deepEqual(press("ArrowLeft", 0), [["unfold", "trips", false]]);
  assert.deepEqual(press("ArrowLeft", 2), [["focus", 0]]);
});

test("Home, End, Enter and Space", () => {
  assert.deepEqual(press("Home", 2), [["focus", 0]]);
  assert.deepEqual(press("End", 0), [["focus", 3]]);
  assert.deepEqual(press("Enter", 3), [["go", "family"]]);
  assert.deepEqual(press(" ", 2), [["go", "portugal"]]);
  assert.deepEqual(press("x", 2), []);
});
