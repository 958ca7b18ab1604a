// The files of one photo: how many pictures there are, and whether a RAW file is beside them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { countPictures, hasRawBeside, isVideoFormat } from "../../../../ui/js/pure/viewer/groups.js";

const files = (...formats) => formats.map((format, id) => ({ id, format }));

test("pictures are counted without the RAW file and the motion of a photo", () => {
  assert.equal(countPictures(files("mov", "mov")), 2);
  assert.equal(countPictures(files("raf", "dng")), 2);
  assert.equal(countPictures([{ format: "jpeg" }, { format: "mov", duration: 60_000 }]), 2);
  assert.equal(countPictures(files("jpeg", "cr2", "mov")), 1);
  assert.equal(countPictures(files("heif", "jpeg", "jpeg")), 3);
  assert.equal(countPictures(files(null)), 1);
  assert.equal(countPictures([]), 0);
});

test("a RAW file counts only beside something else that is shown", () => {
  assert.equal(hasRawBeside(files("jpeg", "raf")), true);
  assert.equal(hasRawBeside(files("raf", "dng")), false);
  assert.equal(hasRawBeside(files("heif", "mov")), false);
  assert.equal(hasRawBeside([]), false);
});

test("videos are told by their format", () => {
  assert.deepEqual(["mov", "mp4", "jpeg", "cr3", null].map(isVideoFormat), [true, true, false, false, false]);
});
