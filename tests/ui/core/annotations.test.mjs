import assert from "node:assert/strict";
import { test } from "node:test";
import { timeline } from "../timelines.mjs";
import { Annotations } from "../../../ui/js/core/annotations.js";
import { Store } from "../../../ui/js/core/store.js";
import { overlay } from "../../../ui/js/pure/annotations/overlay.js";

const at = (act) => Object.assign(timeline([1, 1, 1]), { revision: [5, act] }); // ids 1, 2, 3
const NO_SELECTION = { selection: null, focus: -1 };

/** A page that shows a timeline, and a server that gives one answer after the other. */
function start(...answers) {
  const shown = at(1);
  const store = new Store(/** @type {any} */ ({ timeline: shown, pending: [], marks: overlay(shown, []) }));
  const api = { send: () => Promise.resolve(answers.shift()) };
  const annotations = new Annotations(/** @type {any} */ ({ api, store, dialogs: { toast() {}, endToast() {} } }));
  const ratings = () => [0, 1, 2].map((index) => store.state.marks.of(index).rating);
  return { store, annotations, ratings };
}

const undone = (act, marks) => ({ act: 1, kind: "set", set: {}, photos: 1, kept: 0, revision: [5, act], marks });

test("an undo is shown by its answer, and nothing flickers until a timeline holds it", async () => {
  const marks = [{ set: { rating: 0 }, ids: [1] }, { set: { rating: 2 }, ids: [2, 99] }];
  const { store, annotations, ratings } = start({ act: 2, photos: 2, revision: [5, 2] }, undone(3, marks));
  await annotations.say([1, 2], { rating: 4 });
  assert.deepEqual(ratings(), [4, 4, 0]);
  await annotations.undo();
  assert.deepEqual(ratings(), [0, 2, 0]);
  store.setTimeline(at(1), NO_SELECTION); // built before the index had followed
  assert.deepEqual(ratings(), [0, 2, 0]);
  store.setTimeline(Object.assign(at(2), { marks: Uint8Array.of(4, 4, 0) }), NO_SELECTION);
  assert.deepEqual(ratings(), [0, 2, 0]);
  store.setTimeline(Object.assign(at(3), { marks: Uint8Array.of(0, 2, 1) }), NO_SELECTION);
  assert.deepEqual([ratings(), store.state.pending], [[0, 2, 1], []]);
});

test("what a timeline holds already is not laid over it when the answer comes late", async () => {
  const { store, annotations, ratings } = start(undone(2, [{ set: { rating: 3 }, ids: [1] }]));
  const done = annotations.undo();
  store.setTimeline(Object.assign(at(4), { marks: Uint8Array.of(5, 0, 0) }), NO_SELECTION);
  await done;
  assert.deepEqual([ratings(), store.state.pending], [[5, 0, 0], []]);
});

test("what waits for its turn is sent when the page is left, and one after the other when it comes back", async () => {
  const sent = [];
  const answers = [];
  const send = (method, path, body) => (sent.push(body.set), new Promise((resolve) => answers.push(resolve)));
  const store = new Store(/** @type {any} */ ({ timeline: at(1), pending: [], marks: overlay(at(1), []) }));
  const context = { api: { send }, store, dialogs: { toast() {}, endToast() {} } };
  const annotations = new Annotations(/** @type {any} */ (context));
  const turn = () => new Promise(setImmediate);
  void annotations.say([1], { rating: 1 });
  void annotations.say([1], { rating: 2 });
  await turn();
  assert.deepEqual(sent, [{ rating: 1 }]);
  annotations.leave();
  void annotations.say([1], { title: "typed" });
  await turn();
  assert.deepEqual(sent, [{ rating: 1 }, { rating: 2 }, { title: "typed" }]);
  annotations.comeBack();
  void annotations.say([1], { rating: 3 });
  await turn();
  assert.equal(sent.length, 3);
  for (const answer of answers) answer({ act: null, photos: 0, revision: [5, 2] });
  await turn();
  assert.deepEqual(sent[3], { rating: 3 });
});
