// Names of photos: what was asked for before the library changed does not pass for the newest.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Labels } from "../../../../ui/js/views/grid/labels.js";

/** Labels over a server that answers when it is told to. */
function start() {
  const asked = [];
  const get = (address) => new Promise((resolve) => asked.push({ address, resolve: (labels) => resolve({ labels }) }));
  const labels = new Labels({ get }, () => {});
  const answer = async (number, name) => {
    asked[number].resolve([{ id: 1, name }]);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { labels, asked, answer };
}

test("a label that was under way when the library changed is shown, and asked for again", async () => {
  const { labels, asked, answer } = start();
  void labels.load([1]);
  assert.ok(!labels.isMissing(1));
  labels.markOutdated();
  void labels.load([1]);
  assert.equal(asked.length, 2);
  await answer(0, "old.jpg");
  assert.equal(labels.get(1).name, "old.jpg");
  await answer(1, "new.jpg");
  assert.equal(labels.get(1).name, "new.jpg");
  assert.ok(!labels.isMissing(1));
});

test("a label of before the change that is overtaken by the new one is passed over", async () => {
  const { labels, answer } = start();
  void labels.load([1]);
  labels.markOutdated();
  void labels.load([1]);
  await answer(1, "new.jpg");
  await answer(0, "old.jpg");
  assert.equal(labels.get(1).name, "new.jpg");
});

test("an old label that came late is missing still, where nobody has asked again", async () => {
  const { labels, answer } = start();
  void labels.load([1]);
  labels.markOutdated();
  await answer(0, "old.jpg");
  assert.ok(labels.isMissing(1));
});
