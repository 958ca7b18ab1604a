import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGUAGES } from "../english.mjs";
import { Keys, keyNames } from "../../../ui/js/core/keys.js";
import { setTexts } from "../../../ui/js/pure/text/texts.js";

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

test("changed keys are heard in place of the usual ones, and menus name them", () => {
  globalThis.document = { addEventListener: (_, run) => (hear = run), querySelector: () => null };
  globalThis.Element = globalThis.KeyboardEvent = class {};
  let hear;
  const done = [];
  const keys = new Keys(() => "grid");
  keys.bind({ scope: "grid", keys: ["t", "KeyT"], group: "Say", label: "Tags", run: () => void done.push("tags") });
  keys.bind({ scope: "viewer", keys: ["t"], group: "Say", label: "Other", run: () => void done.push("other") });
  const pressed = (name, code) => hear({ ...key(name, code), preventDefault: () => {}, target: null });
  pressed("t", "KeyT");
  assert.equal(keys.named("T"), "T");
  keys.changes = { "grid/KeyT": ["Ctrl+k", "Ctrl+KeyK"] };
  pressed("t", "KeyT");
  hear({ ...key("k", "KeyK", { ctrlKey: true }), preventDefault: () => {}, target: null });
  assert.deepEqual(done, ["tags", "tags"]);
  assert.equal(keys.named("T"), "Ctrl+K");
  assert.equal(keys.named("3 conflicts"), "3 conflicts");
  keys.press("KeyT"); // menus go on to name the usual key
  assert.equal(done.length, 3);
});

test("menus name keys in the language of the page", () => {
  globalThis.document = { addEventListener: () => {}, querySelector: () => null };
  const keys = new Keys(() => "grid");
  keys.bind({ scope: "grid", keys: ["Ctrl+Shift+KeyC"], group: "Photos", label: "Copy path", run: () => {} });
  setTexts(LANGUAGES.de);
  assert.deepEqual(["Ctrl+Shift+C", "Ctrl+Space", "Delete"].map((one) => keys.named(one)),
    ["Strg+Umschalt+C", "Strg+Leertaste", "Entf"]); // prettier-ignore
  setTexts(LANGUAGES.en);
});

test("a key that can do nothing here is neither listed nor heard", () => {
  globalThis.document = { addEventListener: () => {}, querySelector: () => null };
  globalThis.KeyboardEvent = class {};
  const done = [];
  let works = false;
  const keys = new Keys(() => "grid");
  const all = { scope: "grid", keys: ["x"], group: "Photos" };
  keys.bind({ ...all, label: "Show in folder", works: () => works, run: () => done.push("shown") });
  keys.bind({ ...all, label: "Other", run: () => done.push("other") });
  const press = () => (keys.press("x"), keys.bindings.map(({ label }) => label).join());
  assert.equal(press(), "Other");
  works = true;
  assert.equal(press(), "Show in folder,Other");
  assert.deepEqual(done, ["other", "shown"]);
});

test("what types a sign in a text field does nothing else, with Alt neither", () => {
  let hear;
  globalThis.document = { addEventListener: (_, run) => (hear = run), querySelector: () => null };
  globalThis.Element = class {
    matches = () => true;
  };
  const done = [];
  const keys = new Keys(() => "viewer");
  for (const name of ["Alt+Digit1", "Alt+Enter", "Ctrl+Digit0", "q"])
    keys.bind({ scope: "viewer", keys: [name], group: "Say", label: name, run: () => void done.push(name) });
  const pressed = (...what) => hear({ ...key(...what), preventDefault: () => {}, target: new globalThis.Element() });
  pressed("¡", "Digit1", { altKey: true });
  pressed("q", "KeyQ");
  pressed("Enter", "Enter", { altKey: true });
  pressed("0", "Digit0", { ctrlKey: true });
  assert.deepEqual(done, ["Alt+Enter", "Ctrl+Digit0"]);
});
