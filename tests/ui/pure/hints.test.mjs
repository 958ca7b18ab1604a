import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGUAGES } from "../english.mjs";
import { HINTS, nextHint } from "../../../ui/js/pure/hints.js";

const NOTHING = { opened: 0, folders: 0, searched: false, scrolled: false, selected: 0, focused: false, dated: true };
const same = (key) => key;
const next = (done, shown = [], nameKey = same) => nextHint({ ...NOTHING, ...done }, shown, nameKey)?.name;

for (const [done, name] of [
  [{}, undefined],
  [{ focused: true }, "open"],
  [{ focused: true, opened: 1 }, "stars"],
  [{ selected: 3, focused: true }, "drag"],
  [{ selected: 10, focused: true }, "albums"],
  [{ scrolled: true }, "rail"],
  [{ scrolled: true, dated: false }, undefined],
  [{ folders: 1 }, "folders"],
]) test(`after ${JSON.stringify(done)} the hint is ${name}`, () => assert.equal(next(done), name));

test("the next one comes when the first was shown, and none that is of no use", () => {
  assert.equal(next({ opened: 3 }, ["stars"]), "keys");
  assert.equal(next({ folders: 3 }, ["folders"]), "search");
  assert.equal(next({ folders: 3, searched: true }, ["folders"]), undefined);
  assert.equal(next({ opened: 3, folders: 3, scrolled: true, selected: 10 }, HINTS.map(({ name }) => name)), undefined);
});

test("a hint that names a key which its command has no more is not shown", () => {
  assert.equal(next({ opened: 3 }, [], (key) => (key === "F" ? "" : key)), "keys");
});

test("each has a name of its own that the server takes, and its text names its keys in both languages", () => {
  assert.equal(new Set(HINTS.map(({ name }) => name)).size, HINTS.length);
  for (const { name, text, keys } of HINTS) {
    assert.match(name, /^[a-z]{1,20}$/);
    for (const table of Object.values(LANGUAGES)) {
      const parts = JSON.stringify(table[text]);
      for (const variable of Object.keys(keys)) assert.ok(parts.includes(`"${variable}"`), `${text} ${variable}`);
    }
  }
});
