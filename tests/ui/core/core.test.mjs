import assert from "node:assert/strict";
import { test } from "node:test";
import { namesOf } from "../../../ui/js/core/keys.js";
import { parse, print } from "../../../ui/js/core/route.js";
import { Store } from "../../../ui/js/core/store.js";
import { carry, queryOf, readingAt } from "../../../ui/js/core/timeline-loader.js";
import { Selection } from "../../../ui/js/pure/grid/selection.js";
import { Timeline } from "../../../ui/js/pure/timeline/timeline.js";
import { timeline } from "../timelines.mjs";

const place = (folder, photo, q) => ({ folder, photo, q });

for (const [hash, there] of [
  ["#/", place(null, null, "")], ["#/folder/12", place(12, null, "")], ["#/photo/345", place(null, 345, "")], ["#/folder/12/photo/345", place(12, 345, "")],
  ["#/?q=2019+rome", place(null, null, "2019 rome")], ["#/folder/3?q=a%26b%3Dc%23%25", place(3, null, "a&b=c#%")], ["#/photo/1?q=%C3%A9", place(null, 1, "é")],
]) {
  test(`address ${hash}`, () => {
    assert.deepEqual(parse(hash), there);
    assert.deepEqual(parse(print(there)), there);
  });
}

test("an address that makes no sense is all photos", () => {
  for (const hash of ["", "#", "#/folder/-1", "#/folder/1e3", "#/folder/99999999999", "#//evil", "#/photo/١"]) assert.deepEqual(parse(hash), place(null, null, ""));
});

const key = (name, code, held = {}) => ({ key: name, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

for (const [event, name] of [
  [key("ArrowLeft", "ArrowLeft"), "ArrowLeft"], [key("ArrowLeft", "ArrowLeft", { shiftKey: true }), "Shift+ArrowLeft"],
  [key("a", "KeyA", { ctrlKey: true }), "Ctrl+KeyA"], [key("ф", "KeyA", { ctrlKey: true }), "Ctrl+KeyA"], [key("a", "KeyA", { metaKey: true }), "Ctrl+KeyA"],
  [key("?", "Slash", { shiftKey: true }), "?"], [key("+", "BracketRight"), "+"], [key("\\", "IntlBackslash", { altKey: true }), "Alt+\\"],
  [key("I", "KeyI", { ctrlKey: true, shiftKey: true }), "Ctrl+Shift+KeyI"], [key(" ", "Space", { ctrlKey: true }), "Ctrl+Space"], [key(" ", "Space"), " "],
  [key("Home", "Home", { ctrlKey: true, shiftKey: true }), "Ctrl+Shift+Home"],
]) test(`key ${name}`, () => assert.ok(namesOf(event).includes(name), String(namesOf(event))));

test("a letter with Shift is not the letter", () => assert.ok(!namesOf(key("A", "KeyA", { shiftKey: true })).includes("KeyA")));

test("watchers hear changes of what they picked", () => {
  const store = new Store(/** @type {any} */ ({ focus: 1, lost: null }));
  const heard = [];
  store.watch((state) => state.focus, (focus) => heard.push(focus));
  store.set({ lost: "x" });
  store.set({ focus: 2 });
  store.set({ focus: 2 });
  assert.deepEqual(heard, [1, 2]);
});

test("the query of a view", () => {
  const view = { order: "date", subfolders: false };
  assert.equal(queryOf({ place: place(null, 7, ""), view }), "order=date");
  assert.equal(queryOf({ place: place(12, null, "a b"), view }), "order=date&folder=12&sub=0&q=a+b");
});

const withIds = (...ids) => timeline(ids.map(() => 1), [ids.length], { ids: Uint32Array.from(ids) });

test("selection and focus follow their photos; a deleted focus leaves its place to the next", () => {
  const before = withIds(10, 20, 30);
  const state = /** @type {any} */ ({ timeline: before, selection: new Selection(3).toggle(1), focus: 1 });
  const moved = carry(state, withIds(5, 10, 20, 30));
  assert.deepEqual([[...moved.selection.indices()], moved.focus], [[2], 2]);
  const deleted = carry(state, withIds(10, 30));
  assert.deepEqual([deleted.selection, deleted.focus], [null, 1]);
  assert.equal(carry({ ...state, focus: 2 }, withIds(10)).focus, 0);
  assert.deepEqual(carry({ ...state, focus: -1, selection: null }, withIds(10)), { selection: null, focus: -1 });
});

test("another view begins without selection or focus", () => {
  const before = withIds(10, 20);
  const after = new Timeline({ ...before, counts: Uint32Array.of(2) }, "order=name");
  assert.deepEqual(carry(/** @type {any} */ ({ timeline: before, selection: new Selection(2).toggle(0), focus: 0 }), after), { selection: null, focus: -1 });
});

for (const [name, times, at] of [
  ["at once", { last: -Infinity, since: 5000, touched: -Infinity, held: false }, 5000],
  ["once a second", { last: 4500, since: 5000, touched: 4900, held: false }, 5500],
  ["ten times a second until a screen is full", { last: 4950, since: 5000, touched: 4900, held: false, shown: 49 }, 5050],
  ["held, but nobody touches anything", { last: 0, since: 5000, touched: -Infinity, held: true }, 5000],
  ["held for three seconds of calm", { last: 0, since: 5000, touched: 6000, held: true }, 9000],
  ["held no longer than fifteen", { last: 0, since: 5000, touched: 19_000, held: true }, 20_000],
]) test(`news are read ${name}`, () => assert.equal(readingAt({ shown: 50, ...times }), at));
