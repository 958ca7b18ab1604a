import assert from "node:assert/strict";
import { test } from "node:test";
import { Stretches, orderOf } from "../../../../ui/js/views/grid/stretches.js";

/** A server that answers when it is told to. */
function server() {
  const asked = [];
  const get = (address) =>
    new Promise((resolve, reject) => asked.push({ address, resolve: (stretches) => resolve({ stretches }), reject }));
  return { asked, api: { get } };
}

const view = (key, generation = 1, days = []) => ({ key, generation, n: 9, days });
const settle = () => new Promise((resolve) => setImmediate(resolve));
const A = [{ index: 0, value: "A" }];

test("stretches are asked for once for each state of a view that is by name, size or change", async () => {
  const { asked, api } = server();
  let told = 0;
  const stretches = new Stretches(api, () => told++);
  void stretches.load(view("order=name&folder=3"));
  void stretches.load(view("order=name&folder=3"));
  assert.deepEqual(asked.map(({ address }) => address), ["/api/stretches?order=name&folder=3"]);
  asked[0].resolve(A);
  await settle();
  assert.deepEqual([stretches.shown, told], [A, 1]);
  void stretches.load(view("order=name&folder=3", 2));
  assert.deepEqual([stretches.shown, asked.length], [A, 2], "the old ones stay until the new ones are there");
});

test("none are asked for where there are days, or an order of its own", () => {
  const { asked, api } = server();
  const stretches = new Stretches(api, () => {});
  void stretches.load(view("order=date", 1, [20000]));
  void stretches.load(view("album=3"));
  void stretches.load(view("visit=7"));
  void stretches.load({ ...view("order=name"), n: 0 });
  assert.deepEqual([asked, orderOf(view("visit=7"))], [[], ""]);
});

test("an answer for another view is passed over, and what failed is asked for again", async () => {
  const { asked, api } = server();
  const stretches = new Stretches(api, () => assert.fail("nothing has come"));
  void stretches.load(view("order=name"));
  void stretches.load(view("order=size"));
  asked[0].resolve(A);
  asked[1].reject(new Error("busy"));
  await settle();
  assert.deepEqual(stretches.shown, []);
  void stretches.load(view("order=size"));
  assert.equal(asked.length, 3);
});
