import assert from "node:assert/strict";
import { test } from "node:test";
import { PictureLinks, pictureOf } from "../../../ui/js/core/picture-links.js";

const turn = () => new Promise(setImmediate);
const thumb = (id, size = 320) => `/media/KEY/thumb/${id}?v=9&s=${size}`;

/** As much of an <img> as is needed: what it was told to load, and how that ends. */
class FakeImage extends EventTarget {
  sources = [];
  set src(address) {
    this.sources.push(address);
  }
  async end(how) {
    this.dispatchEvent(new Event(how, { cancelable: true }));
    await turn();
  }
  async decode() {}
}

/** Links over a server that signs by counting; `refuse` makes it fail. */
function room(t) {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  const server = { asked: [], refuse: false, round: 1, ends: 5000, without: [] };
  const api = {
    async get(path) {
      server.asked.push(path);
      if (server.refuse) throw new TypeError("Failed to fetch");
      const query = new URL(path, "http://x").searchParams;
      const ids = query.get("ids").split(",").filter((id) => !server.without.includes(id));
      const links = Object.fromEntries(ids.map((id) => [id, `/signed/${query.get("size")}/${id}/${server.round}`]));
      return { links, ends: server.ends };
    },
  };
  const links = new PictureLinks(/** @type {any} */ (api));
  const load = async (url, isWanted = () => true) => {
    const image = new FakeImage();
    links.setSource(/** @type {any} */ (image), url, isWanted);
    await turn();
    t.mock.timers.tick(50);
    await turn();
    return image;
  };
  return { server, links, load, tick: async (ms) => (t.mock.timers.tick(ms), await turn()) };
}

for (const [url, picture] of [
  ["/media/K-_1/thumb/42?v=17&s=512", { id: 42, size: "512" }],
  ["/media/K/thumb/42?v=17", { id: 42, size: "320" }],
  ["/media/K/screen/42?v=17", { id: 42, size: "screen" }],
  ["/media/K/original/42?v=17", null],
]) test(`which picture ${url} is`, () => assert.deepEqual(pictureOf(url), picture));

test("what is asked for together is one request for each size, of 200 at most", async (t) => {
  const { server, links, tick } = room(t);
  links.announce(Array.from({ length: 250 }, (_, id) => thumb(id)));
  links.announce([thumb(7), thumb(7, 512)]);
  await tick(50);
  const sent = server.asked.map((path) => [/size=(\w+)/.exec(path)[1], path.split(",").length]);
  assert.deepEqual(sent, [["320", 200], ["320", 50], ["512", 1]]);
});

test("an address is kept until shortly before it ends", async (t) => {
  const { server, load, tick } = room(t);
  assert.deepEqual((await load(thumb(1))).sources, ["/signed/320/1/1"]);
  await tick((5000 - 1000 - 61) * 1000);
  assert.deepEqual((await load(thumb(1))).sources, ["/signed/320/1/1"]);
  assert.equal(server.asked.length, 1);
  server.round = 2;
  server.ends = 9000;
  await tick(2000);
  assert.deepEqual((await load(thumb(1))).sources, ["/signed/320/1/2"]);
  assert.equal(server.asked.length, 2);
});

test("a clock that is fast does not make the page ask for ever", async (t) => {
  const { server, load } = room(t);
  server.ends = 10;
  for (const id of [1, 1, 1]) assert.deepEqual((await load(thumb(id))).sources, ["/signed/320/1/1"]);
  assert.equal(server.asked.length, 1);
});

test("a refused picture is asked for anew once, then comes by its own address; only then is it an error", async (t) => {
  const { server, load, tick } = room(t);
  const image = await load(thumb(1));
  let errors = 0;
  image.addEventListener("error", () => (errors += 1));
  server.round = 2;
  await image.end("error");
  await tick(50);
  assert.deepEqual(image.sources, ["/signed/320/1/1", "/signed/320/1/2"]);
  await image.end("error");
  assert.deepEqual(image.sources.at(-1), thumb(1));
  assert.equal(errors, 0);
  await image.end("error");
  assert.deepEqual([errors, image.sources.length, server.asked.length], [1, 3, 2]);
});

test("the same address again is not tried again", async (t) => {
  const { load, tick } = room(t);
  const image = await load(thumb(1));
  await image.end("error");
  await tick(50);
  assert.deepEqual(image.sources, ["/signed/320/1/1", thumb(1)]);
});

test("a picture without a signed address is loaded by its own, and not asked for again for a while", async (t) => {
  const { server, load, tick } = room(t);
  server.without = ["1"];
  assert.deepEqual((await load(thumb(1))).sources, [thumb(1)]);
  assert.deepEqual((await load(thumb(1))).sources, [thumb(1)]);
  assert.equal(server.asked.length, 1);
  server.without = [];
  await tick(61_000);
  assert.deepEqual((await load(thumb(1))).sources, ["/signed/320/1/1"]);
});

test("when there are no addresses to be had, pictures come by their own", async (t) => {
  const { server, load } = room(t);
  server.refuse = true;
  assert.deepEqual((await load(thumb(1))).sources, [thumb(1)]);
  const original = "/media/KEY/original/1?v=9";
  assert.deepEqual((await load(original)).sources, [original]);
  assert.equal(server.asked.length, 1);
});

test("what is not wanted any more is not loaded, and an image loads what it was told last", async (t) => {
  const { links, load, tick } = room(t);
  assert.deepEqual((await load(thumb(1), () => false)).sources, []);
  const image = new FakeImage();
  for (const id of [2, 3]) links.setSource(/** @type {any} */ (image), thumb(id), () => true);
  await turn();
  await tick(50);
  assert.deepEqual(image.sources, ["/signed/320/3/1"]);
});

test("decoding waits for the picture, and fails when no address is left", async (t) => {
  const { server, links, tick } = room(t);
  server.without = ["2"];
  const images = [new FakeImage(), new FakeImage()];
  const decoded = Promise.allSettled(
    images.map((image, i) => links.decode(/** @type {any} */ (image), thumb(i + 1), new AbortController().signal)),
  );
  await turn();
  await tick(50);
  await images[0].end("load");
  await images[1].end("error");
  assert.deepEqual((await decoded).map(({ status }) => status), ["fulfilled", "rejected"]);
});

for (const [when, ticks] of [["before its address is known", 0], ["while it loads", 50]])
  test(`who gives a picture up ${when} is told`, async (t) => {
    const { links, tick } = room(t);
    const image = new FakeImage();
    image.removeAttribute = (name) => image.sources.push(`no ${name}`);
    const loading = new AbortController();
    const ready = links.decode(/** @type {any} */ (image), thumb(1), loading.signal);
    await tick(ticks);
    loading.abort();
    await assert.rejects(ready, { name: "AbortError" });
    await tick(50);
    assert.equal(image.sources.at(-1), "no src");
  });
