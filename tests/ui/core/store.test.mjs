import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../../../ui/js/core/store.js";
import { Selection } from "../../../ui/js/pure/grid/selection.js";
import { readModules } from "../modules.mjs";

test("watchers hear changes of what they picked", () => {
  const store = new Store(/** @type {any} */ ({ focus: 1, lost: null }));
  const heard = [];
  store.watch((state) => state.focus, (focus) => heard.push(focus));
  store.setLost("x");
  store.setFocus(2);
  store.setFocus(2);
  assert.deepEqual(heard, [1, 2]);
});

test("watchers of several values hear once of a change to any of them, or to all", () => {
  const store = new Store(
    /** @type {any} */ ({
      status: null,
      view: { folder: null, photo: null, order: "date" },
      place: { folder: null },
      lost: null,
    }),
  );
  let heard = 0;
  store.watchAny([(state) => state.place.folder, (state) => state.view], () => (heard += 1));
  assert.equal(heard, 1);
  store.setPlace({ folder: 7, photo: null, q: "" });
  assert.equal(heard, 2);
  store.setLost("x");
  assert.equal(heard, 2);
});

test("a watcher that changes the state is heard by the others with the newest one", () => {
  const store = new Store(/** @type {any} */ ({ focus: 0, lost: null }));
  const heard = [];
  store.watch((state) => state.focus, (focus) => focus === 1 && store.setLost("x"));
  store.watchAny([(state) => state.focus, (state) => state.lost], ({ focus, lost }) => heard.push([focus, lost]));
  store.setFocus(1);
  assert.deepEqual(heard.at(-1), [1, "x"]);
});

test("the actions change what they name and nothing else", () => {
  const view = { folder: null, photo: null, order: "date", open: [1] };
  const first = {
    status: null,
    view,
    place: { folder: null, photo: null, q: "" },
    searches: [{ id: 1, name: "a", query: "b" }],
    selection: null,
  };
  const store = new Store(/** @type {any} */ (first));
  store.setPlace({ folder: 3, photo: 4, q: "x" });
  assert.deepEqual(store.state, {
    ...first,
    place: { folder: 3, photo: 4, q: "x" },
    view: { ...view, folder: 3, photo: 4 },
  });
  store.updateView({ order: "name" });
  assert.deepEqual(store.state.view, { ...view, folder: 3, photo: 4, order: "name" });
  store.putSearch({ id: 2, name: "c", query: "d" });
  store.putSearch({ id: 1, name: "e", query: "b" });
  assert.deepEqual(store.state.searches.map(({ name }) => name), ["c", "e"]);
  store.removeSearch(2);
  assert.deepEqual(store.state.searches.map(({ name }) => name), ["e"]);
  store.updateStatus({ generation: 2 });
  assert.equal(store.state.status, null);
  assert.deepEqual(view, { folder: null, photo: null, order: "date", open: [1] });
});

test("a selection of none is no selection", () => {
  const store = new Store(/** @type {any} */ ({ selection: null }));
  store.setSelection(new Selection(3).toggle(1));
  assert.equal(store.state.selection?.count, 1);
  store.setSelection(new Selection(3));
  assert.equal(store.state.selection, null);
});

/** Lines that change the state by other means than an action. */
const besides = (source) =>
  source.split("\n").filter((line) => /\bstore\.set\(|\{ \.\.\.[\w.#]*\bstore\.state\b|\bstate(\.\w+)+ = /.test(line));

test("the state is changed by the Store's actions and nowhere else", () => {
  const found = [...readModules()]
    .filter(([path]) => path !== "core/store.js")
    .flatMap(([path, source]) => besides(source).map((line) => `${path}: ${line}`));
  assert.deepEqual(found, []);
});

for (const line of [
  "store.set({ focus: 1 });",
  "store.updateView({ ...this.#context.store.state.view, row: 1 });",
  "store.state.view.row = 1;",
]) {
  test(`a change beside the actions is found: ${line}`, () => assert.deepEqual(besides(line), [line]));
}
