import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../ui/js/core/api.js";
import { KeptKeys } from "../../../ui/js/core/kept-keys.js";
import { Store } from "../../../ui/js/core/store.js";

const settled = () => new Promise(setImmediate);

function room() {
  const sent = [];
  const said = [];
  const store = new Store(/** @type {any} */ ({ status: { keys: {} } }));
  const send = (_method, _path, { keys }) =>
    new Promise((resolve, reject) => sent.push({ keys, answer: () => resolve({ keys: { ...keys } }), reject }));
  const dialogs = { toast: (text) => said.push(text) };
  return { sent, said, store, kept: new KeptKeys(/** @type {any} */ ({ api: { send }, store, dialogs })) };
}

test("of two quick changes none is lost", async () => {
  const { sent, store, kept } = room();
  kept.save({ ...kept.now, a: ["1"] });
  kept.save({ ...kept.now, b: ["2"] });
  kept.save({ ...kept.now, c: ["3"] });
  assert.equal(sent.length, 1); // one at a time: the last one is the last to arrive
  store.updateStatus({ keys: {} }); // of before
  assert.deepEqual(kept.now, { a: ["1"], b: ["2"], c: ["3"] });
  sent[0].answer();
  await settled();
  assert.equal(sent.length, 2);
  sent[1].answer();
  await settled();
  assert.deepEqual(store.state.status.keys, { a: ["1"], b: ["2"], c: ["3"] });
  assert.equal(kept.now, store.state.status.keys);
});

test("keys that are refused are as they were", async () => {
  const { sent, said, kept } = room();
  kept.save({ a: ["1"] });
  sent[0].reject(new ApiError(500, "disk_full", "Disk full"));
  await settled();
  assert.deepEqual([kept.now, said.length], [{}, 1]);
});
