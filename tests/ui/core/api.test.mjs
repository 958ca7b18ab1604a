import assert from "node:assert/strict";
import { test } from "node:test";
import { Api, ApiError } from "../../../ui/js/core/api.js";

/** An Api whose requests are answered by a function, and what it said of the server. */
function room(t, answer, onSite) {
  const said = [];
  const sent = [];
  t.mock.method(globalThis, "fetch", async (path, init) => (sent.push([path, init.headers]), answer()));
  return { api: new Api("KEY", (lost) => said.push(lost), onSite), said, sent };
}

const error = (status) => () => new Response('{"error":{"code":"x","message":"y"}}', { status });
const portal = () => Object.defineProperty(Response.error(), "type", { value: "opaqueredirect" });
const away = () => {
  throw new TypeError("Failed to fetch");
};

for (const [name, answer, onSite, sentence] of /** @type {[string, () => Response, boolean, RegExp|null][]} */ ([
  ["signed out here", error(401), false, /Shoebox was opened elsewhere/],
  ["cookies of others here", error(431), false, /Delete the cookies of 127/],
  ["closed here", away, false, /^Shoebox has been closed/],
  ["signed out of a site", error(401), true, /^You are signed out.$/],
  ["led to a log-in", portal, true, /^You are signed out.$/],
  ["a log-in instead of an answer", () => new Response("<h1>Log in", { status: 403 }), true, /^You are signed out.$/],
  ["refused by a site", error(403), true, null],
  ["a site away", away, true, /^The gallery cannot be reached.$/],
  ["a front server alone", error(502), true, /^The gallery cannot be reached.$/],
  ["a server that hangs behind it", error(504), true, /^The gallery cannot be reached.$/],
  ["an answer about the request", error(404), true, null],
  ["a failure here", error(502), false, null],
])) {
  test(`what is said: ${name}`, async (t) => {
    const { api, said } = room(t, answer, onSite);
    await assert.rejects(api.get("/api/status"));
    if (sentence) assert.match(said.join("|"), sentence);
    else assert.deepEqual(said, []);
  });
}

test("what has not changed is no error, and is asked for by its tag", async (t) => {
  const answers = [
    new Response('{"generation":5}', { headers: { ETag: '"5"' } }),
    new Response(null, { status: 304 }),
  ];
  const { api, sent } = room(t, () => answers.shift(), true);
  const { signal } = new AbortController();
  const first = await api.getIfChanged("/api/news", "", signal);
  assert.deepEqual(first, { tag: '"5"', body: { generation: 5 } });
  assert.equal(await api.getIfChanged("/api/news", first.tag, signal), null);
  assert.deepEqual(sent.map(([, headers]) => headers), [
    { "X-Gallery-Key": "KEY" },
    { "If-None-Match": '"5"', "X-Gallery-Key": "KEY" },
  ]);
});

test("an error has the server's sentence", async (t) => {
  const { api } = room(t, error(404), true);
  await assert.rejects(api.get("/x"), (thrown) => thrown instanceof ApiError && thrown.message === "y");
});

for (const [status, onSite, isLost] of /** @type {[number, boolean, boolean][]} */ ([
  [401, false, true],
  [431, false, true],
  [502, false, false],
  [401, true, true],
  [502, true, true],
  [500, true, false],
])) test(`whether ${status} ${onSite ? "of a site" : "here"} ends the page`, async (t) => {
  const { api } = room(t, error(status), onSite);
  await assert.rejects(api.get("/x"), { isLost });
});

test("503 is ours, or the word of a front server that reaches nobody", async (t) => {
  const ours = room(t, error(503), true);
  await assert.rejects(ours.api.get("/x"), { status: 503, isLost: false });
  const page = new Response("<h1>Service Unavailable</h1>", { status: 503 });
  const { api } = room(t, () => page.clone(), true);
  await assert.rejects(api.get("/x"), { status: 502, isLost: true });
});

test("a change outlives the page that is being left, as far as browsers let it, and is told", async (t) => {
  const kept = [];
  t.mock.method(globalThis, "fetch", async (path, init) => (kept.push([path, init.keepalive]), new Response("{}")));
  const api = new Api("KEY", () => {});
  const sending = [];
  api.onSending = (isSending) => sending.push(isSending);
  await Promise.all([api.send("POST", "/a", { ids: [1] }), api.sendWithoutAnswer("/b", {})]);
  api.setLeaving(true);
  await Promise.all([api.send("POST", "/c"), api.send("POST", "/d", { text: "日".repeat(25_000) }),
    api.send("POST", "/e", { text: "x".repeat(40_000) }), api.send("POST", "/f", { text: "x".repeat(40_000) }),
    api.get("/g")]);
  const first = [["/a", false], ["/b", false], ["/c", true], ["/d", false]];
  assert.deepEqual(kept, [...first, ["/e", true], ["/f", false], ["/g", undefined]]);
  await api.send("POST", "/f", { text: "x".repeat(40_000) }); // the others are answered
  assert.deepEqual(kept.at(-1), ["/f", true]);
  assert.deepEqual(sending, [true, false, true, false, true, false]);
});

test("a change that fails is no longer being sent", async (t) => {
  const { api } = room(t, error(404), true);
  const sending = [];
  api.onSending = (isSending) => sending.push(isSending);
  await assert.rejects(api.send("POST", "/x"));
  assert.deepEqual(sending, [true, false]);
});
