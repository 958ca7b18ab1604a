import assert from "node:assert/strict";
import { test } from "node:test";
import { changeKeys, keysNow, listCommands, recordKey, sameKeys, withShift }
  from "../../../../ui/js/pure/keys/commands.js";
import { PRESETS } from "../../../../ui/js/pure/keys/presets.js";

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const press = (key, code, held = {}) => ({ key, code, ...NONE, ...held });
const bound = (scope, keys, label, more = {}) => ({ scope, keys, group: "Say", label, ...more });

for (const [event, names] of [
  [press("q", "KeyQ"), ["q", "KeyQ"]],
  [press("Q", "KeyQ"), ["q", "KeyQ"]], // caps lock
  [press("a", "KeyQ"), ["a", "KeyQ"]], // a French keyboard
  [press("й", "KeyQ"), ["KeyQ"]],
  [press("Q", "KeyQ", { shiftKey: true }), ["Shift+Q", "Shift+KeyQ"]],
  [press("k", "KeyK", { ctrlKey: true }), ["Ctrl+k", "Ctrl+KeyK"]],
  [press("k", "KeyK", { metaKey: true }), ["Ctrl+k", "Ctrl+KeyK"]],
  [press("1", "Digit1", { altKey: true }), ["Alt+Digit1"]],
  [press("?", "Slash", { shiftKey: true }), ["?"]],
  [press(" ", "Space", { ctrlKey: true }), ["Ctrl+Space"]],
  [press("ArrowUp", "ArrowUp", { shiftKey: true }), ["Shift+ArrowUp"]],
  [press("F7", "F7"), ["F7"]],
  [press("Control", "ControlLeft", { ctrlKey: true }), null],
  [press("Escape", "Escape"), null],
  [press("Tab", "Tab"), null],
  [press("Enter", "Enter"), null], // alone they press what has the focus
  [press(" ", "Space"), null],
  [press("Enter", "NumpadEnter"), null],
  [press("Enter", "Enter", { altKey: true }), ["Alt+Enter"]],
  [press("NumLock", "NumLock"), null],
  [press("ScrollLock", "ScrollLock"), null],
  [press("Fn", "Fn"), null],
  [press("q", ""), null], // typed by a program, which names no key
]) test(`pressing ${event.key} is ${names}`, () => assert.deepEqual(recordKey(event), names));

test("a command has the keys it was given, wherever its usual key stands", () => {
  const changes = { "grid/KeyF": ["q", "KeyQ"] };
  assert.deepEqual(keysNow(bound("grid", ["f", "KeyF", "."], ""), changes), ["q", "KeyQ"]);
  assert.deepEqual(keysNow(bound("grid", ["KeyF"], ""), changes), ["q", "KeyQ"]);
  assert.deepEqual(keysNow(bound("viewer", ["KeyF"], ""), changes), ["KeyF"]);
  assert.deepEqual(keysNow(bound("grid", ["KeyF"], "", { part: "video" }), changes), ["KeyF"]);
});

test("keys with Shift follow those that they belong to", () => {
  const follower = bound("grid", ["Shift+KeyF"], "", { shiftOf: ["f", "KeyF"] });
  assert.deepEqual(keysNow(follower, { "grid/KeyF": ["q", "KeyQ"] }), ["Shift+KeyQ"]);
  assert.deepEqual(keysNow(follower, {}), ["Shift+KeyF"]);
  const keys = ["Home", "Ctrl+Home", "Shift+End", "f", "+", "Ctrl++"];
  assert.deepEqual(keys.flatMap(withShift), ["Shift+Home", "Ctrl+Shift+Home"]);
});

test("Escape is never taken away", () => {
  const back = bound("viewer", ["Escape", "Backspace"], "Back");
  assert.deepEqual(keysNow(back, { "viewer/Escape": ["g", "KeyG"] }), ["g", "KeyG", "Escape"]);
  assert.deepEqual(listCommands([bound("grid", ["Escape"], "Clear")], {}), []);
});

test("what does the same in two parts is one line, and what shares a key there is told", () => {
  const all = [bound("grid", ["KeyT"], "Tags"), bound("viewer", ["t", "KeyT"], "Tags"), bound("grid", ["KeyG"], "Date"),
    bound("app", ["F11"], "Full screen"), bound("viewer", ["KeyD"], "Developed"),
    bound("grid", ["Shift+KeyT"], "", { shiftOf: ["KeyT"] }), bound("viewer", ["KeyF"], "Heart"),
    bound("viewer", ["KeyF"], "Fills", { part: "video" })];
  const others = (changes) => Object.fromEntries(listCommands(all, changes).map((one) => [one.label, one.others]));
  const none = { Tags: [], Date: [], "Full screen": [], Developed: [], Fills: [], Heart: [] };
  assert.deepEqual(others({}), none);
  assert.deepEqual(others({ "grid/KeyG": ["t", "KeyT"] }), { ...none, Tags: ["Date"], Date: ["Tags"] });
  assert.deepEqual(others({ "viewer/KeyD": ["g", "KeyG"] }), none);
  assert.deepEqual(others({ "app/F11": ["KeyG"] }), { ...none, "Full screen": ["Date"], Date: ["Full screen"] });
  assert.deepEqual(listCommands(all, {})[0].ids, ["grid/KeyT", "viewer/KeyT"]);
});

test("a key of an album meets the keys of the grid, but for those that both usually have", () => {
  const all = [bound("grid", ["Alt+ArrowLeft"], "Earlier", { part: "album" }),
    bound("grid", ["b", "KeyB"], "Album", { part: "album" }), bound("grid", ["Alt+ArrowLeft"], "Previous folder"),
    bound("grid", ["t", "KeyT"], "Tags")];
  const others = (changes) => listCommands(all, changes).map((one) => one.others.join());
  assert.deepEqual(others({}), ["", "", "", ""]);
  assert.deepEqual(others({ "grid/KeyT": ["b", "KeyB"] }), ["", "Tags", "", "Album"]);
  assert.deepEqual(others({ "album/KeyB": ["Alt+ArrowLeft"] }), ["Album", "Earlier,Previous folder", "Album", ""]);
});

test("keys that are on no list are compared, too", () => {
  const all = [bound("grid", ["Home"], "Start"), bound("grid", ["Shift+Home"], "", { shiftOf: ["Home"], group: "" }),
    bound("app", ["F11"], "Full screen"), bound("albums", ["F2"], "Rename", { group: "" })];
  const others = (keys) => listCommands(all, { "app/F11": keys }).map((one) => [one.label, one.others.join()]);
  assert.deepEqual(others(["Shift+Home"]), [["Start", "Full screen"], ["Full screen", "Start, with Shift"]]);
  assert.deepEqual(others(["F2"]), [["Start", ""], ["Full screen", "Rename"]]);
});

test("what does the same by two keys has both", () => {
  const all = [bound("viewer", ["ArrowRight", "PageDown"], "Next"), bound("viewer", [" "], "Next"),
    bound("viewer", ["i"], "About")];
  assert.deepEqual(listCommands(all, {})[0].keys, ["ArrowRight", "PageDown", " "]);
  const [next, about] = listCommands(all, { "viewer/KeyI": ["Space"] });
  assert.deepEqual([next.others, about.others], [["About"], ["Next"]]);
  assert.deepEqual(listCommands(all, { "viewer/ArrowRight": ["n"], "viewer/Space": ["n"] })[0].keys, ["n"]);
});

test("changes are added and taken back", () => {
  const one = changeKeys({}, ["grid/KeyT", "viewer/KeyT"], ["q"]);
  assert.deepEqual(one, { "grid/KeyT": ["q"], "viewer/KeyT": ["q"] });
  assert.deepEqual(changeKeys(one, ["viewer/KeyT"], null), { "grid/KeyT": ["q"] });
  assert.ok(sameKeys({ a: ["1"], b: [] }, { b: [], a: ["1"] }));
  assert.ok(!sameKeys({ a: ["1"] }, {}));
});

test("each preset can be told from the others", () => {
  for (const one of PRESETS)
    assert.deepEqual(PRESETS.filter(({ changes }) => sameKeys(changes, one.changes)), [one]);
});
