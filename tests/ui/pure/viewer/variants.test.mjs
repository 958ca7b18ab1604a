/** @file Tests of ui/js/pure/viewer/variants.js. */

import { test } from "node:test";
import assert from "node:assert/strict";
import {
  formatPage,
  MAX_PAGES,
  formatShown,
  indexOfVariant,
  variantsOf,
  variantsToLoad,
} from "../../../../ui/js/pure/viewer/variants.js";

const PLAIN = { width: 6000, height: 4000, preview: null, pages: [], raw: false };
const RAW = { ...PLAIN, raw: true, preview: { width: 1616, height: 1080 } };
const DOCUMENT = { ...PLAIN, width: 10, height: 20, pages: [[10, 20], [10, 20], [40, 30]] }; // prettier-ignore

test("a RAW file can be developed where that is allowed, unless it is developed anyway", () => {
  assert.deepEqual(variantsOf(RAW, true), [
    { name: "", width: 6000, height: 4000 },
    { name: "developed", width: 6000, height: 4000 },
  ]);
  assert.deepEqual(variantsOf(RAW, false), []);
  assert.deepEqual(variantsOf({ ...RAW, preview: null }, true), []);
  assert.deepEqual(variantsOf(PLAIN, true), []);
});

test("a document has its pages, the first of which is the photo itself", () => {
  assert.deepEqual(variantsOf(DOCUMENT, false), [
    { name: "", width: 10, height: 20 },
    { name: "page-2", width: 10, height: 20 },
    { name: "page-3", width: 40, height: 30 },
  ]);
  assert.equal(indexOfVariant(variantsOf(DOCUMENT, false), "page-3"), 2);
  assert.equal(indexOfVariant(variantsOf(DOCUMENT, false), "page-9"), 0);
});

test("the pages beside one are loaded ahead, the development is not", () => {
  assert.deepEqual(variantsToLoad(variantsOf(DOCUMENT, false), 1), ["page-2", "page-3", ""]);
  assert.deepEqual(variantsToLoad(variantsOf(DOCUMENT, false), 2), ["page-3", "page-2"]);
  assert.deepEqual(variantsToLoad(variantsOf(RAW, true), 0), [""]);
  assert.deepEqual(variantsToLoad(variantsOf(RAW, true), 1), ["developed"]);
});

test("what is shown is said in words", () => {
  assert.equal(formatPage(1, 5), "Page 2 of 5");
  assert.equal(formatPage(1, MAX_PAGES - 1), "Page 2 of 999");
  assert.equal(formatPage(1, MAX_PAGES), "Page 2 of 1000 or more"); // what stands behind has not been counted
  assert.equal(formatShown(PLAIN, ""), "");
  assert.equal(formatShown(RAW, ""), "Shown: the camera’s picture, 1616\u00A0×\u00A01080");
  assert.equal(formatShown(RAW, "developed"), "Shown: developed from the RAW file, 6000\u00A0×\u00A04000");
  assert.equal(formatShown({ ...RAW, preview: null }, ""), "Shown: developed from the RAW file, 6000\u00A0×\u00A04000");
  assert.equal(formatShown(DOCUMENT, "page-3"), "Shown: page 3 of 3, 40\u00A0×\u00A030");
});
