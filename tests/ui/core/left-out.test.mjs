import assert from "node:assert/strict";
import { test } from "node:test";
import { leftOutHere, LeftOutLoader } from "../../../ui/js/core/left-out.js";
import { Store } from "../../../ui/js/core/store.js";

const PDF = { kind: "pdf", group: "not_photos", is_folder: false, count: 2 };

/** @param {(path: string) => Promise<any>} get - What answers. */
function start(get) {
  /** @type {string[]} */
  const asked = [];
  const store = new Store(/** @type {any} */ ({
    timeline: null, pending: [], place: { folder: null, photo: null, q: "" }, view: { subfolders: true },
    leftOut: { all: [], here: [], query: "" },
  }));
  const api = { get: (/** @type {string} */ path) => (asked.push(path), get(path)) };
  new LeftOutLoader(/** @type {any} */ ({ api, store }));
  const shown = (/** @type {object} */ timeline) =>
    store.setTimeline(/** @type {any} */ ({ revision: [0, 0], ...timeline }), { selection: null, focus: -1 });
  const go = (/** @type {number|null} */ folder, q = "") => store.setPlace({ folder, photo: null, q });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { asked, store, shown, go, settle };
}

test("it is asked for when a timeline is there, and again with each, for the library and the folder", async () => {
  const { asked, shown, go, settle, store } = start(async (path) => ({ kinds: path.includes("?") ? [PDF] : [] }));
  assert.deepEqual(asked, []);
  shown({});
  await settle();
  assert.deepEqual(asked.splice(0), ["/api/left-out"]);
  go(7);
  await settle();
  assert.deepEqual(asked.splice(0), ["/api/left-out", "/api/left-out?folder=7&sub=1"]);
  assert.deepEqual(leftOutHere(store.state), [PDF]);
  store.updateView({ subfolders: false });
  assert.deepEqual(leftOutHere(store.state), []); // of other folders than are shown
  await settle();
  assert.deepEqual(asked.splice(0), ["/api/left-out", "/api/left-out?folder=7&sub=0"]);
  shown({});
  await settle();
  assert.equal(asked.length, 2);
});

test("in a search nothing is said of the folder", async () => {
  const { shown, go, settle, store } = start(async () => ({ kinds: [PDF] }));
  shown({});
  go(7, "cat");
  await settle();
  assert.deepEqual(leftOutHere(store.state), []);
  assert.deepEqual(store.state.leftOut.all, [PDF]);
});

test("an answer that comes late does not take the place of a later one", async () => {
  /** @type {((answer: any) => void)[]} */
  const answers = [];
  const { shown, go, settle, store } = start(() => new Promise((resolve) => answers.push(resolve)));
  shown({});
  go(7);
  answers[1]({ kinds: [] });
  answers[2]({ kinds: [PDF] });
  await settle();
  answers[0]({ kinds: [PDF, PDF, PDF] });
  await settle();
  assert.deepEqual(store.state.leftOut, { all: [], here: [PDF], query: "?folder=7&sub=1" });
});

test("a server that does not answer says nothing", async () => {
  const { shown, settle, store } = start(() => Promise.reject(new Error("gone")));
  shown({});
  await settle();
  assert.deepEqual(store.state.leftOut, { all: [], here: [], query: "" });
});

test("what is known stays when the server does not answer once, but not for another folder", async () => {
  let fails = false;
  const answer = () => (fails ? Promise.reject(new Error()) : Promise.resolve({ kinds: [PDF] }));
  const { shown, go, settle, store } = start(answer);
  shown({});
  go(7);
  await settle();
  fails = true;
  shown({});
  await settle();
  assert.deepEqual(store.state.leftOut, { all: [PDF], here: [PDF], query: "?folder=7&sub=1" });
  go(8);
  await settle();
  assert.deepEqual(store.state.leftOut, { all: [PDF], here: [], query: "?folder=8&sub=1" });
});
