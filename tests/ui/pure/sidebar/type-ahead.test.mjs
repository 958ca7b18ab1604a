// Typing in a list of the sidebar.

import assert from "node:assert/strict";
import { test } from "node:test";

import { TypeAhead, typedRow } from "../../../../ui/js/pure/sidebar/type-ahead.js";

const NAMES = ["Athens", "Île de Ré", "Istanbul", "2019", "2019-06 Lisbon", "Été", "Aachen", "New York", "Newcastle"];

/** Where keys lead, one after the other; a number is a pause in ms. */
function type(at, ...keys) {
  const typed = new TypeAhead();
  let now = 5000;
  return keys.map((key) => {
    if (typeof key === "number") return void (now += key);
    now += 100;
    const row = typed.rowFor({ ctrlKey: false, metaKey: false, altKey: false, timeStamp: now, key }, NAMES, at);
    if (row !== null && row >= 0) at = row;
    return row;
  });
}

test("a letter leads to the next row that begins with it, past the end to the first", () => {
  assert.equal(typedRow(NAMES, 0, "a"), 6);
  assert.equal(typedRow(NAMES, 6, "a"), 0);
  assert.equal(typedRow(NAMES, 3, "i"), 1);
  assert.equal(typedRow(NAMES, 0, "x"), -1);
  assert.equal(typedRow([], -1, "x"), -1);
});

test("accents and capitals do not count", () => {
  assert.equal(typedRow(NAMES, 0, "E"), 5);
  assert.equal(typedRow(NAMES, 0, "ILE"), 1);
  assert.equal(typedRow(NAMES, 0, "é"), 5);
});

test("more letters stay on a row that begins with them; one letter again and again goes through its rows", () => {
  assert.deepEqual(type(0, "i", "s"), [1, 2]);
  assert.deepEqual(type(0, "n", "e", "w", "c"), [7, 7, 7, 8]);
  assert.deepEqual(type(0, "n", "n", "n"), [7, 8, 7]);
  assert.deepEqual(type(3, "a", "a"), [6, 6]); // "Aachen" begins with both
});

test("after a pause a word begins anew", () => assert.deepEqual(type(0, "i", 1100, "a"), [1, undefined, 6]));

test("blanks and signs belong to a word that has begun, and to nothing else", () => {
  assert.deepEqual(type(0, "n", "e", "w", " ", "y"), [7, 7, 7, 7, 7]);
  assert.deepEqual(type(0, "2", "0", "1", "9", "-"), [3, 3, 3, 3, 4]);
  assert.deepEqual(type(0, " ", "/", "?", "\\", "Enter", "F2", "ArrowDown"), Array(7).fill(null));
});

test("a key with Ctrl, Alt or the command key types nothing", () => {
  for (const held of ["ctrlKey", "metaKey", "altKey"]) {
    const event = { key: "a", timeStamp: 0, ctrlKey: false, metaKey: false, altKey: false, [held]: true };
    assert.equal(new TypeAhead().rowFor(event, NAMES, 0), null);
  }
});
