import assert from "node:assert/strict";
import { test } from "node:test";

const listeners = [];
globalThis.document = { hidden: false, addEventListener: (_type, listener) => listeners.push(listener) };
const { Awake } = await import("../../ui/js/core/awake.js");

/** An Awake, what it has asked of the window, and whether that refuses. */
function awake(desktop = true) {
  const asked = [];
  const answers = { fail: false };
  const answer = () => (answers.fail ? Promise.reject(new Error()) : Promise.resolve({}));
  const api = { send: (...sent) => (asked.push(sent.at(-1).on), answer()) };
  return { one: new Awake({ api, store: { state: { status: { desktop } } } }), asked, answers };
}

function hide(hidden) {
  globalThis.document.hidden = hidden;
  for (const listener of listeners) listener();
}

test("the window is asked when a video begins and when it stops, not for every frame", () => {
  const { one, asked } = awake();
  for (const isPlaying of [false, true, true, true, false, false]) one.follow(isPlaying);
  assert.deepEqual(asked, [true, false]);
});

test("nothing is kept awake while the page is hidden", () => {
  const { one, asked } = awake();
  one.follow(true);
  hide(true);
  hide(false);
  one.follow(false);
  assert.deepEqual(asked, [true, false, true, false]);
});

test("a browser is asked nothing", () => {
  const { one, asked } = awake(false);
  one.follow(true);
  assert.deepEqual(asked, []);
});

test("what failed is asked again", async () => {
  const { one, asked, answers } = awake();
  answers.fail = true;
  one.follow(true);
  await new Promise((done) => setTimeout(done));
  answers.fail = false;
  one.follow(true);
  assert.deepEqual(asked, [true, true]);
});
