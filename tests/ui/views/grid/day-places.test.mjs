import assert from "node:assert/strict";
import { test } from "node:test";
import { DayPlaces } from "../../../../ui/js/views/grid/day-places.js";

/** A server that answers when it is told to. */
function server() {
  const asked = [];
  const get = (address) =>
    new Promise((resolve, reject) => asked.push({ address, resolve: (days) => resolve({ days }), reject }));
  return { asked, api: { get } };
}

const lisbon = (day) => ({ day, places: [{ name: "Lisbon", near: false }], more: 0 });
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("days are asked for once, and those without places are not asked for again", async () => {
  const { asked, api } = server();
  let told = 0;
  const places = new DayPlaces(api, () => told++);
  places.setView("order=date");
  void places.load([10, 11]);
  void places.load([11, 12]);
  assert.deepEqual(asked.map(({ address }) => address), [
    "/api/day-places?order=date&days=10,11",
    "/api/day-places?order=date&days=12",
  ]);
  asked[0].resolve([lisbon(10)]);
  await settle();
  assert.equal(told, 1);
  assert.deepEqual([places.get(10), places.get(11)], [lisbon(10), null]);
  void places.load([10, 11, 12]);
  assert.equal(asked.length, 2);
});

test("after a change of the library the old places stay until the new ones are there", async () => {
  const { asked, api } = server();
  const places = new DayPlaces(api, () => {});
  places.setView("order=date");
  void places.load([10]);
  asked[0].resolve([lisbon(10)]);
  await settle();
  places.setView("order=date");
  assert.deepEqual(places.get(10), lisbon(10));
  void places.load([10]);
  asked[1].resolve([]);
  await settle();
  assert.equal(places.get(10), null);
});

test("an answer for another view, or of before a change, is passed over", async () => {
  const { asked, api } = server();
  const places = new DayPlaces(api, () => assert.fail("nothing has come"));
  places.setView("order=date");
  void places.load([10]);
  places.setView("order=date&q=x");
  asked[0].resolve([lisbon(10)]);
  await settle();
  assert.equal(places.get(10), null);
  void places.load([10]);
  places.setView("order=date&q=x");
  asked[1].resolve([lisbon(10)]);
  await settle();
  assert.equal(places.get(10), null);
});

test("what could not be loaded is asked for again", async () => {
  const { asked, api } = server();
  const places = new DayPlaces(api, () => {});
  places.setView("order=date");
  void places.load([10]);
  asked[0].reject(new Error("busy"));
  await settle();
  void places.load([10]);
  assert.equal(asked.length, 2);
});

test("at most a hundred days are asked for at once", () => {
  const { asked, api } = server();
  const places = new DayPlaces(api, () => {});
  void places.load(Array.from({ length: 250 }, (_, day) => day));
  assert.equal(asked[0].address.split("days=")[1].split(",").length, 100);
});
