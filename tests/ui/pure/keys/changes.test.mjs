import assert from "node:assert/strict";
import { test } from "node:test";
import { replaceKey, splitKeys } from "../../../../ui/js/pure/keys/changes.js";
import { listCommands } from "../../../../ui/js/pure/keys/commands.js";

const bound = (scope, keys, label) => ({ scope, keys, group: "Say", label });
const command = (bindings, changes = {}) => listCommands(bindings, changes)[0];
const HEART = [bound("grid", ["f", "KeyF", "."], "Heart"), bound("viewer", ["f", "KeyF", "."], "Heart")];
const NEXT = [bound("viewer", ["ArrowRight", "PageDown"], "Next"), bound("viewer", [" "], "Next")];

for (const [names, keys] of [
  [["f", "KeyF", "."], [["f", "KeyF"], ["."]]],
  [["a", "KeyQ"], [["a", "KeyQ"]]], // a French keyboard
  [["+", "Ctrl++", "=", "Ctrl+="], [["+"], ["Ctrl++"], ["="], ["Ctrl+="]]],
  [["Ctrl+,", "Ctrl+Comma"], [["Ctrl+,", "Ctrl+Comma"]]],
  [["i", "KeyI", "Alt+Enter"], [["i", "KeyI"], ["Alt+Enter"]]],
  [["ArrowRight", "PageDown", " "], [["ArrowRight"], ["PageDown"], [" "]]],
  [["Shift+Q", "Shift+KeyQ", "KeyW"], [["Shift+Q", "Shift+KeyQ"], ["KeyW"]]],
  [["f", "Ctrl+KeyF"], [["f"], ["Ctrl+KeyF"]]],
  [[], []],
]) test(`${names} are ${keys.length} keys`, () => assert.deepEqual(splitKeys(names), keys));

test("one key is changed in all parts, and the others stay", () => {
  const changes = replaceKey({}, command(HEART), ["f", "KeyF"], ["q", "KeyQ"]);
  assert.deepEqual(changes, { "grid/KeyF": ["q", "KeyQ", "."], "viewer/KeyF": ["q", "KeyQ", "."] });
  assert.deepEqual(command(HEART, changes).keys, ["q", "KeyQ", "."]);
  assert.deepEqual(replaceKey(changes, command(HEART, changes), ["q", "KeyQ"], ["f", "KeyF"]), {}); // as usual again
});

test("a key is changed where it stands, of two bindings of a part in one", () => {
  assert.deepEqual(replaceKey({}, command(NEXT), [" "], ["n", "KeyN"]), { "viewer/Space": ["n", "KeyN"] });
  const changes = replaceKey({}, command(NEXT), ["PageDown"], ["n", "KeyN"]);
  assert.deepEqual(changes, { "viewer/ArrowRight": ["ArrowRight", "n", "KeyN"] });
});

test("a key is added once in each part, and taken away", () => {
  assert.deepEqual(replaceKey({}, command(NEXT), [], ["n", "KeyN"]),
    { "viewer/ArrowRight": ["ArrowRight", "PageDown", "n", "KeyN"] }); // prettier-ignore
  const more = replaceKey({}, command(HEART), [], ["q", "KeyQ"]);
  assert.deepEqual(more["grid/KeyF"], ["f", "KeyF", ".", "q", "KeyQ"]);
  assert.deepEqual(more["viewer/KeyF"], more["grid/KeyF"]);
  const fewer = replaceKey(more, command(HEART, more), ["."], []);
  assert.deepEqual(fewer["grid/KeyF"], ["f", "KeyF", "q", "KeyQ"]);
  const none = replaceKey({}, command([HEART[0]]), ["f", "KeyF"], []);
  assert.deepEqual(replaceKey(none, command([HEART[0]], none), ["."], []), { "grid/KeyF": [] });
});

test("a key that the command has already is not there twice", () => {
  assert.deepEqual(replaceKey({}, command([HEART[0]]), ["."], ["f", "KeyF"]), { "grid/KeyF": ["f", "KeyF"] });
});

test("keys of other commands stay as they are", () => {
  const before = { "app/F11": ["F10"] };
  assert.deepEqual(replaceKey(before, command(NEXT), [" "], []), { ...before, "viewer/Space": [] });
});
