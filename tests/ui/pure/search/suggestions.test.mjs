import assert from "node:assert/strict";
import { test } from "node:test";
import {
  charactersBefore,
  splitAtMistake,
  applySuggestion,
  changingSuggestions,
} from "../../../../ui/js/pure/search/suggestions.js";

test("places are counted in characters", () => {
  assert.equal(charactersBefore("a🏔b", 0), 0);
  assert.equal(charactersBefore("a🏔b", 3), 2);
  assert.equal(charactersBefore("a🏔b", 4), 3);
});

const value = (text, start, end) => ({ text, label: text, count: 5, start, end });

for (const [name, text, suggestion, after, cursor] of [
  ["a value is followed by a space", "cam", value('camera:"Nikon D3"', 0, 3), 'camera:"Nikon D3" ', 18],
  ["a filter's name is not", "cam", { ...value("camera:", 0, 3), count: null }, "camera:", 7],
  ["what stands behind stays, one space away", "is:por  sea", value("is:portrait", 0, 6), "is:portrait sea", 12],
  ["characters, not units", "🏔🏔 is:p", value("is:portrait", 3, 7), "🏔🏔 is:portrait ", 17],
]) {
  test(`taking a suggestion: ${name}`, () =>
    assert.deepEqual(applySuggestion(text, suggestion), { text: after, cursor }));
}

test("a mistake is the middle of three pieces", () => {
  assert.deepEqual(splitAtMistake("🏔 iso:abc sea", { start: 2, end: 9, message: "" }), ["🏔 ", "iso:abc", " sea"]);
});

test("what is typed already is no suggestion", () => {
  assert.deepEqual(
    changingSuggestions("sea is:portrait", [value("is:portrait", 4, 15), value("is:square", 4, 15)]).map(
      ({ text }) => text,
    ),
    ["is:square"],
  );
});
