import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePlace, formatPlace, Route } from "../../../ui/js/core/route.js";

const place = (folder, photo, q, visit = null, page = "", album = null) => ({ folder, album, photo, q, visit, page });

for (const [hash, there] of [
  ["#/", place(null, null, "")],
  ["#/folder/12", place(12, null, "")],
  ["#/photo/345", place(null, 345, "")],
  ["#/folder/12/photo/345", place(12, 345, "")],
  ["#/?q=2019+rome", place(null, null, "2019 rome")],
  ["#/history", place(null, null, "", null, "history")],
  ["#/settings", place(null, null, "", null, "settings")],
  ["#/albums", place(null, null, "", null, "albums")],
  ["#/album/5", place(null, null, "", null, "", 5)],
  ["#/album/5/photo/345?q=rome", place(null, 345, "rome", null, "", 5)],
  ["#/folder/3?q=a%26b%3Dc%23%25", place(3, null, "a&b=c#%")],
  ["#/photo/1?q=%C3%A9", place(null, 1, "é")],
  ["#/?over=years", { ...place(null, null, ""), over: "years" }],
  ["#/folder/12?q=rome&over=months", { ...place(12, null, "rome"), over: "months" }],
  ["#/visit/7", place(null, null, "", 7)],
  ["#/visit/7/photo/3221225472", place(null, 3221225472, "", 7)],
]) {
  test(`address ${hash}`, () => {
    assert.deepEqual(parsePlace(hash), there);
    assert.deepEqual(parsePlace(formatPlace(there)), there);
  });
}

test("an address that makes no sense is all photos", () => {
  for (const hash of ["", "#", "#/folder/-1",
    "#/folder/1e3", "#/folder/99999999999", "#//evil", "#/photo/١", "#/?over=days"])
    assert.deepEqual(parsePlace(hash), place(null, null, ""));
});

/**
 * A route in a history of its own, as browsers keep it: they go back later.
 * @param {import("node:test").TestContext} t - The test.
 */
function routeOf(t) {
  const entries = [{ hash: "#/", state: /** @type {any} */ (null) }];
  let at = 0;
  let onPop = () => {};
  const globals = {
    window: { addEventListener: (/** @type {string} */ _, /** @type {() => void} */ listener) => (onPop = listener) },
    location: { get hash() { return entries[at].hash; } },
    history: {
      get state() { return entries[at].state; },
      pushState: (state, _, hash) => entries.splice(++at, Infinity, { hash, state }),
      replaceState: (state, _, hash = entries[at].hash) => (entries[at] = { hash, state }),
      back: () => setImmediate(() => (at--, onPop())),
    },
  };
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, configurable: true });
  t.after(() => Object.keys(globals).forEach((name) => delete globalThis[name]));
  const rest = () => new Promise((done) => setImmediate(done));
  const hashes = () => entries.map(({ hash }, i) => (i === at ? `[${hash}]` : hash));
  return { route: new Route(() => {}), rest, hashes };
}

test("a photo opened from the months leads back to them", async (t) => {
  const { route, rest, hashes } = routeOf(t);
  route.go({ over: "months" });
  route.go({ photo: 5 });
  route.go({ photo: 6 }, { replace: true });
  route.leavePhoto();
  route.leavePhoto(); // before the browser is back
  await rest();
  assert.deepEqual(hashes(), ["#/", "[#/?over=months]", "#/photo/6"]);
});

test("a photo of another folder than the one it was opened from leads to its own", (t) => {
  const { route, hashes } = routeOf(t);
  route.go({ over: "months" });
  route.go({ photo: 5 });
  route.go({ folder: 3, photo: 5 }, { replace: true });
  route.leavePhoto();
  assert.deepEqual(hashes(), ["#/", "#/?over=months", "[#/folder/3]"]);
});

test("to and fro between photos, months and years leaves one entry", async (t) => {
  const { route, rest, hashes } = routeOf(t);
  for (let i = 0; i < 3; i++) {
    route.go({ over: "months" });
    route.go({ over: "years" }, { replace: true });
    route.leaveOverview();
    route.leaveOverview();
    await rest();
  }
  assert.deepEqual(hashes(), ["[#/]", "#/?over=years"]);
});

test("months that were not opened from their photos are left without Back", (t) => {
  const { route, hashes } = routeOf(t);
  route.go({ over: "years" });
  route.go({ over: "months" });
  route.leaveOverview();
  assert.deepEqual(hashes(), ["#/", "#/?over=years", "[#/]"]);
});

test("a photo opened from a page in place of the photos leads back to the page", async (t) => {
  const { route, rest, hashes } = routeOf(t);
  route.go({ page: "history" });
  route.go({ photo: 5 });
  route.go({ photo: 6 }, { replace: true });
  route.leavePhoto();
  await rest();
  assert.deepEqual(hashes(), ["#/", "[#/history]", "#/photo/6"]);
  route.go({ photo: 5 });
  route.go({ folder: 3, photo: 7 }, { replace: true }); // the next folder
  route.leavePhoto();
  assert.deepEqual(hashes(), ["#/", "#/history", "[#/folder/3]"]);
});
