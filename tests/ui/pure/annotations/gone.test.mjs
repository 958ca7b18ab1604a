/** What was said about a file that is gone, and what a backup would change, in words. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  describeBackup, describeLoss, describeRestore, describeSaid, nameBackup,
} from "../../../../ui/js/pure/annotations/gone.js"; // prettier-ignore
import { describeAct } from "../../../../ui/js/pure/annotations/sentences.js";

const NOON = Date.UTC(2026, 10, 29, 12);
const offset = () => 60; // minutes

test("what was said about a file is one line", () => {
  assert.equal(describeSaid({ rating: 3, favourite: true, title: "Rome", tags: ["travel/italy"] }),
    "★★★ · favourite · “Rome” · travel / italy"); // prettier-ignore
  assert.equal(describeSaid({ rating: 0, favourite: false, pick: "none", label: "none" }),
    "no stars · no favourite · neither picked nor rejected · no label"); // prettier-ignore
  assert.equal(describeSaid({ pick: "rejected", removed_tags: ["a"] }), "rejected · without a");
  assert.equal(describeSaid({ caption: "x".repeat(90) }), `“${"x".repeat(80)}…”`);
  assert.equal(describeSaid({}), "something else");
});

test("where a file was, and since when it is gone", () => {
  const loss = (/** @type {number|null} */ at) => describeLoss({ folder: "/p", gone_at_ms: at }, NOON, offset);
  assert.equal(loss(null), "/p");
  assert.equal(loss(NOON), "/p · gone since today");
  assert.equal(loss(NOON - 86_400_000), "/p · gone since yesterday");
  assert.equal(loss(NOON - 3 * 86_400_000), "/p · gone since Thursday 26 November");
});

test("a backup is named by its day, and one that was replaced by the moment", () => {
  const daily = { name: "", day: "2026-11-26", at_ms: NOON, bytes: 40_960, replaced: false };
  assert.equal(nameBackup(daily, NOON, offset), "Thursday 26 November");
  assert.equal(nameBackup({ ...daily, day: "2026-11-29" }, NOON, offset), "Today");
  assert.equal(describeBackup(daily, offset), "made at 13:00 · 41 kB");
  const replaced = { ...daily, replaced: true };
  assert.equal(nameBackup(replaced, NOON, offset), "Before a backup was restored, Sunday 29 November 2026, 13:00");
  assert.equal(describeBackup(replaced, offset), "41 kB");
});

test("what restoring a backup takes away is said before", () => {
  assert.match(describeRestore("Today", 14),
    /^Today\. .* The last 14 things you said will not count any more\. No photo is touched/);
  assert.match(describeRestore("Today", 1), /The last thing you said will not count/);
  assert.match(describeRestore("Today", 0), /nothing will be missing/);
});

test("an act with a sentence of its own is told by it", () => {
  assert.equal(describeAct({ note: "Words given" }, 3), "Words given");
});
