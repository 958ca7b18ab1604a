import assert from "node:assert/strict";
import { test } from "node:test";
import { keyNames } from "../../../ui/js/core/keys.js";

const key = (name, code, held = {}) => ({
  key: name,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

for (const [event, name] of [
  [key("ArrowLeft", "ArrowLeft"), "ArrowLeft"],
  [key("ArrowLeft", "ArrowLeft", { shiftKey: true }), "Shift+ArrowLeft"],
  [key("a", "KeyA", { ctrlKey: true }), "Ctrl+KeyA"],
  [key("ф", "KeyA", { ctrlKey: true }), "Ctrl+KeyA"],
  [key("a", "KeyA", { metaKey: true }), "Ctrl+KeyA"],
  [key("?", "Slash", { shiftKey: true }), "?"],
  [key("+", "BracketRight"), "+"],
  [key("\\", "IntlBackslash", { altKey: true }), "Alt+\\"],
  [key("I", "KeyI", { ctrlKey: true, shiftKey: true }), "Ctrl+Shift+KeyI"],
  [key(" ", "Space", { ctrlKey: true }), "Ctrl+Space"],
  [key(" ", "Space"), " "],
  [key("Home", "Home", { ctrlKey: true, shiftKey: true }), "Ctrl+Shift+Home"],
]) test(`key ${name}`, () => assert.ok(keyNames(event).includes(name), String(keyNames(event))));

test("a letter with Shift is not the letter", () =>
  assert.ok(!keyNames(key("A", "KeyA", { shiftKey: true })).includes("KeyA")));
