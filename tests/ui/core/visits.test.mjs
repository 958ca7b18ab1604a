// Visits: the page goes to each once, follows its folder while it is seen, and can have it in the library.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { Store } from "../../../ui/js/core/store.js";
import { bindKeepKey, goToVisit, keepVisit, VisitFollower } from "../../../ui/js/core/visits.js";

const visited = (more = {}) => ({ id: 7, name: "card", path: "/card", generation: 3, photos: 2, complete: true,
  problem: null, ...more }); // prettier-ignore
const place = (visit, photo = null) => ({ folder: null, photo, q: "", visit });
const view = { folder: 12, photo: 5 };
const settled = () => new Promise(setImmediate);

beforeEach(() => {
  const kept = new Map();
  globalThis.sessionStorage = /** @type {any} */ ({
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
  });
  globalThis.location = /** @type {any} */ ({ hash: "" });
  globalThis.document = /** @type {any} */ ({ hidden: false, addEventListener() {} });
  globalThis.window = /** @type {any} */ (globalThis);
});
afterEach(() => {
  for (const name of ["sessionStorage", "location", "document", "window"]) delete globalThis[name];
});

function pathOf() {
  const went = [];
  return { went, go: (change, how) => went.push([change, how?.replace ?? false]) };
}

test("the page goes to a visit once, however often it is told", () => {
  const route = pathOf();
  assert.equal(goToVisit(/** @type {any} */ (route), null), false);
  assert.equal(goToVisit(/** @type {any} */ (route), { id: 7, photo: 30 }), true);
  assert.equal(goToVisit(/** @type {any} */ (route), { id: 7, photo: 30 }), false);
  assert.equal(goToVisit(/** @type {any} */ (route), { id: 6, photo: 29 }), false);
  assert.deepEqual(route.went, [[{ visit: 7, photo: null }, true], [{ photo: 30 }, false]]);
  globalThis.location.hash = "#/visit/7";
  assert.equal(goToVisit(/** @type {any} */ (route), { id: 8, photo: 31 }), true);
  assert.deepEqual(route.went[2], [{ visit: 8, photo: null }, false]); // Back leads to the one before
});

test("a visit is no part of the view that is remembered", () => {
  const store = new Store(/** @type {any} */ ({ view, place: place(null) }));
  store.setPlace(place(7, 3221225472));
  assert.deepEqual([store.state.place.visit, store.state.view], [7, view]);
  store.setPlace(place(null, 9));
  assert.deepEqual(store.state.view, { folder: null, photo: 9 });
});

/** A follower whose server says what is in `answers`, the last one for ever. */
function follow(t, at, answers) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const state = { place: place(at), view, visit: null, timeline: { generation: 1 }, loading: false };
  const store = new Store(/** @type {any} */ (state));
  const asked = [];
  const read = [];
  const api = {
    get: async (path) => {
      asked.push(path);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const timelines = { load: async () => void read.push(store.state.visit?.photos) };
  new VisitFollower(/** @type {any} */ ({ api, store }), timelines);
  return { asked, read, store };
}

test("its folder is asked for often while it is listed, seldom afterwards, and not when it is left", async (t) => {
  const { asked, read, store } = follow(t, 7, [visited({ complete: false, photos: 1 }), visited()]);
  await settled();
  assert.deepEqual([asked, read], [["/api/visits/7"], [1]]);
  t.mock.timers.tick(250);
  await settled();
  assert.deepEqual([asked.length, read, store.state.visit?.complete], [2, [1, 2], true]);
  t.mock.timers.tick(2999);
  await settled();
  assert.equal(asked.length, 2);
  t.mock.timers.tick(1);
  await settled();
  assert.equal(asked.length, 3);
  store.setPlace(place(null));
  assert.equal(store.state.visit, null);
  t.mock.timers.tick(10_000);
  await settled();
  assert.equal(asked.length, 3);
});

test("a timeline that is known is not read again, and a server that is away is asked again", async (t) => {
  const { asked, read, store } = follow(t, 7, [new Error("away"), visited({ generation: 1 })]);
  await settled();
  assert.equal(store.state.visit, null);
  t.mock.timers.tick(3000);
  await settled();
  assert.deepEqual([asked.length, read, store.state.visit?.name], [2, [], "card"]);
});

test("of the next visit nothing is known that is true of the one before", async (t) => {
  const { store } = follow(t, 7, [visited(), new Error("away")]);
  await settled();
  assert.equal(store.state.visit?.complete, true);
  store.setPlace(place(8, 31));
  assert.equal(store.state.visit, null);
  await settled();
  assert.equal(store.state.visit, null);
});

test("nothing is asked while the page is hidden", async (t) => {
  globalThis.document.hidden = true;
  const { asked } = follow(t, 7, [visited()]);
  await settled();
  assert.deepEqual(asked, []);
});

function library(answer, at = place(7, 30)) {
  const sent = [];
  const said = [];
  const store = new Store(/** @type {any} */ ({ place: at, visit: visited(), view }));
  const route = pathOf();
  const api = { send: async (...what) => (sent.push(what), answer) };
  return { sent, said, store, route, context: /** @type {any} */ (
    { api, store, route, dialogs: { toast: (text) => said.push(text) } }) }; // prettier-ignore
}

test("its folder is kept and shown there, at the photo if that is known", async () => {
  for (const [shown, known, there] of [[30, 5, 5], [30, null, null], [null, null, null]]) {
    const room = library({ folder: 12, photo: known }, place(7, shown));
    await keepVisit(room.context);
    assert.deepEqual(room.sent, [["POST", "/api/visits/7/keep", { photo: shown }]]);
    assert.deepEqual(room.route.went, [[{ folder: 12, photo: there, q: "" }, false]]);
    assert.deepEqual(room.said, ["“card” is shown in Shoebox from now on."]);
  }
});

test("the key does so in a visit, and is nobody's elsewhere", () => {
  const bound = [];
  const room = library({ folder: 12, photo: null });
  room.context.keys = { bind: (binding) => bound.push(binding) };
  bindKeepKey(room.context);
  assert.deepEqual(bound.map(({ scope, keys }) => [scope, keys.includes("l")]), [["viewer", true], ["grid", true]]);
  assert.notEqual(bound[0].run(), false);
  assert.equal(room.sent.length, 1);
  room.store.setPlace(place(null));
  assert.equal(bound[0].run(), false);
});
