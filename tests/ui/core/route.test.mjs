import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePlace, formatPlace } from "../../../ui/js/core/route.js";

const place = (folder, photo, q, visit = null, page = "", album = null) => ({ folder, album, photo, q, visit, page });

for (const [hash, there] of [
  ["#/", place(null, null, "")],
  ["#/folder/12", place(12, null, "")],
  ["#/photo/345", place(null, 345, "")],
  ["#/folder/12/photo/345", place(12, 345, "")],
  ["#/?q=2019+rome", place(null, null, "2019 rome")],
  ["#/history", place(null, null, "", null, "history")],
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
