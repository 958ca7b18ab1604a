import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePlace, formatPlace } from "../../../ui/js/core/route.js";

const place = (folder, photo, q) => ({ folder, photo, q });

for (const [hash, there] of [
  ["#/", place(null, null, "")],
  ["#/folder/12", place(12, null, "")],
  ["#/photo/345", place(null, 345, "")],
  ["#/folder/12/photo/345", place(12, 345, "")],
  ["#/?q=2019+rome", place(null, null, "2019 rome")],
  ["#/folder/3?q=a%26b%3Dc%23%25", place(3, null, "a&b=c#%")],
  ["#/photo/1?q=%C3%A9", place(null, 1, "é")],
]) {
  test(`address ${hash}`, () => {
    assert.deepEqual(parsePlace(hash), there);
    assert.deepEqual(parsePlace(formatPlace(there)), there);
  });
}

test("an address that makes no sense is all photos", () => {
  for (const hash of ["", "#", "#/folder/-1", "#/folder/1e3", "#/folder/99999999999", "#//evil", "#/photo/١"])
    assert.deepEqual(parsePlace(hash), place(null, null, ""));
});
