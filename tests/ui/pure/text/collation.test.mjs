// Names stand in the page in the order in which the server sorts them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compareNames } from "../../../../ui/js/pure/text/collation.js";

const ORDERED = JSON.parse(readFileSync(new URL("../../../names_in_order.json", import.meta.url), "utf8"));

test("names stand in the order of a dictionary, as on the server", () => {
  for (let i = 1; i < ORDERED.length; i++)
    assert.ok(compareNames(ORDERED[i - 1], ORDERED[i]) < 0, `${ORDERED[i - 1]} before ${ORDERED[i]}`);
  assert.deepEqual(ORDERED.toReversed().sort(compareNames), ORDERED);
});

test("what people take for the same has one place", () => {
  for (const [one, other] of [["IMG_1", "img_1"], ["01", "1"], ["STRASSE", "straße"], ["Caf\u00e9", "cafe\u0301"],
    ["a  b", "a\u00a0b"], ["9".repeat(300), "0" + "9".repeat(300)]]) assert.equal(compareNames(one, other), 0);
});

test("letters beyond 16 bits stand behind all others, as on the server", () => {
  assert.ok(compareNames("\ufffd\ufffd", "\u{20000}") < 0);
  assert.ok(compareNames("\u{20000}", "\ufffd\ufffd") > 0);
});
