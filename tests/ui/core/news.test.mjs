import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../ui/js/core/api.js";
import { News } from "../../../ui/js/core/news.js";

const turn = () => new Promise(setImmediate);
const LONG = 11_001; // ms: more than any two questions are apart

/** A page, a server whose generation a test sets, and what was asked and heard. */
function room(t, hidden = false) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const page = Object.assign(new EventTarget(), { hidden });
  const frame = new EventTarget();
  Object.assign(globalThis, { document: page, window: frame });
  t.after(() => {
    delete globalThis.document;
    delete globalThis.window;
  });
  const server = { generation: 1, error: null, shown: true };
  const asked = [];
  const heard = [];
  const api = {
    async getIfChanged(path, tag, signal) {
      asked.push([path, tag]);
      await turn();
      signal.throwIfAborted();
      if (server.error) throw server.error;
      const now = `"${server.generation}"`;
      return tag === now ? null : { tag: now, body: { generation: server.generation } };
    },
  };
  const store = { state: { lost: null } };
  const listener = {
    onOpen: () => heard.push("open"),
    onEvent: (kind, data) => heard.push([kind, data]),
    isShown: () => server.shown,
  };
  const start = () => new News(/** @type {any} */ ({ api, store }), listener);
  const wait = async (ms = LONG) => (t.mock.timers.tick(ms), await turn(), await turn());
  const show = async (shown) => {
    page.hidden = !shown;
    page.dispatchEvent(new Event("visibilitychange"));
    await turn();
    await turn();
  };
  return { server, asked, heard, store, frame, start, wait, show };
}

test("the first answer opens, the same again is silence, another is a change", async (t) => {
  const { server, asked, heard, start, wait } = room(t);
  start();
  await wait(0);
  await wait();
  assert.deepEqual([asked, heard], [[["/api/news", ""], ["/api/news", '"1"']], ["open"]]);
  server.generation = 2;
  await wait();
  await wait(2 * LONG);
  assert.deepEqual(heard, ["open", ["changed", { generation: 2 }]]);
  assert.equal(asked.length, 4);
});

test("while changes keep coming they are asked about less and less often, a minute apart at most", async (t) => {
  const { server, asked, start, wait } = room(t);
  start();
  await wait(0);
  for (const [least, most] of [[9, 11], [18, 22], [36, 44], [54, 66], [54, 66]]) {
    const before = asked.length;
    server.generation += 1;
    await wait(least * 1000 - 1);
    assert.equal(asked.length, before);
    await wait((most - least) * 1000 + 2);
    assert.equal(asked.length, before + 1);
  }
  await wait(66_001); // nothing more has come
  const before = asked.length;
  await wait(LONG);
  assert.equal(asked.length, before + 1);
});

test("a change that the page does not show yet is told again", async (t) => {
  const { server, heard, start, wait } = room(t);
  start();
  await wait(0);
  server.generation = 2;
  server.shown = false; // a large view is still being built
  await wait();
  await wait(2 * LONG);
  const changed = ["changed", { generation: 2 }];
  assert.deepEqual(heard, ["open", changed, changed]);
  server.shown = true;
  await wait();
  assert.equal(heard.length, 3);
});

test("it is asked about every ten seconds, and not at the same time by all pages", async (t) => {
  const { asked, start, wait } = room(t);
  start();
  await wait(0);
  await wait(8_999);
  assert.equal(asked.length, 1);
  await wait(2_002);
  assert.equal(asked.length, 2);
});

test("a hidden page asks nothing; one that is seen again, or online again, asks at once", async (t) => {
  const { asked, frame, start, wait, show } = room(t, true);
  start();
  await wait();
  assert.equal(asked.length, 0);
  await show(true);
  assert.equal(asked.length, 1);
  await show(false);
  await wait();
  await wait();
  assert.equal(asked.length, 1);
  await show(true);
  assert.equal(asked.length, 2);
  frame.dispatchEvent(new Event("online"));
  await turn();
  assert.equal(asked.length, 3);
  frame.dispatchEvent(new Event("pagehide"));
  await wait();
  assert.equal(asked.length, 3);
});

test("what interrupts a question does not make it two", async (t) => {
  const { asked, heard, frame, start, wait } = room(t);
  start();
  frame.dispatchEvent(new Event("online"));
  await wait(0);
  assert.deepEqual([asked.length, heard], [2, ["open"]]);
  await wait();
  await wait();
  assert.equal(asked.length, 4);
});

test("while the server is away it is asked again, and its return is told even where nothing has changed", async (t) => {
  const { server, heard, store, start, wait } = room(t);
  start();
  await wait(0);
  server.error = new TypeError("Failed to fetch");
  await wait();
  store.state.lost = "The gallery cannot be reached.";
  await wait();
  assert.deepEqual(heard, ["open"]);
  server.error = null;
  await wait();
  assert.deepEqual(heard, ["open", "open"]);
});

test("a page that is signed out asks no more", async (t) => {
  const { server, asked, start, wait } = room(t);
  server.error = new ApiError(401, "not_entered", "");
  start();
  await wait(0);
  await wait();
  await wait();
  assert.equal(asked.length, 1);
});
