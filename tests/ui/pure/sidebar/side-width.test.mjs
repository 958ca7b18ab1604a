// How wide the sidebar may be.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fitWidth, widest, widthByKey } from "../../../../ui/js/pure/sidebar/side-width.js";

test("the photos keep their room, and the sidebar some", () => {
  assert.deepEqual([860, 1280, 1920].map(widest), [300, 720, 800]);
  assert.deepEqual([10, 299.6, 900].map((width) => fitWidth(width, 1280)), [200, 300, 720]);
  assert.equal(fitWidth(300, 640), 200);
});

test("arrows move the edge, Home and End to its ends, Enter to the usual width", () => {
  assert.equal(widthByKey("ArrowRight", 256, 1280), 272);
  assert.equal(widthByKey("ArrowLeft", 205, 1280), 200);
  assert.equal(widthByKey("Home", 256, 1280), 200);
  assert.equal(widthByKey("End", 256, 1280), 720);
  assert.equal(widthByKey("Enter", 256, 1280), null);
  assert.equal(widthByKey("ArrowDown", 256, 1280), undefined);
});
