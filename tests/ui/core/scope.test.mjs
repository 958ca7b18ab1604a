import assert from "node:assert/strict";
import { test } from "node:test";
import { overviewLevel, scopeOf } from "../../../ui/js/core/scope.js";
import { parsePlace } from "../../../ui/js/core/route.js";
import { timelineQuery } from "../../../ui/js/core/timeline-loader.js";

const view = { order: "date", subfolders: true };

/**
 * A state of the page.
 * @param {string} hash - Its address.
 * @param {{left?: string, days?: number}} [timeline] - The address that it is of where another one was left; its days.
 */
function stateOf(hash, { left = hash, days = 1 } = {}) {
  const key = timelineQuery(/** @type {any} */ ({ place: parsePlace(left), view }));
  return /** @type {any} */ ({ place: parsePlace(hash), view, timeline: { key, days: new Int32Array(days), n: 1 } });
}

for (const [hash, scope] of [
  ["#/", "grid"],
  ["#/?over=months", "overview"],
  ["#/photo/5", "viewer"],
  ["#/photo/5?over=months", "viewer"],
  ["#/albums", "albums"],
  ["#/history", "history"],
]) test(`the keys at ${hash} are those of ${scope}`, () => assert.equal(scopeOf(stateOf(hash), true), scope));

test("a site shows the photos where the address names a page that it has not", () =>
  assert.equal(scopeOf(stateOf("#/history"), false), "grid"));

test("there are no months where the photos have no days", () => {
  const state = stateOf("#/?over=months", { days: 0 });
  assert.deepEqual([overviewLevel(state), scopeOf(state, true)], ["", "grid"]);
});

test("Back to the months waits for their timeline, although that of the place that is left has no days", () => {
  const state = stateOf("#/?over=months", { left: "#/album/3", days: 0 });
  assert.deepEqual([overviewLevel(state), scopeOf(state, true)], ["months", "overview"]);
  assert.equal(overviewLevel({ ...state, timeline: null }), "months");
});
