import assert from "node:assert/strict";
import { test } from "node:test";
import {
  describeLeftOut,
  describeRest,
  groupLeftOut,
  named,
  summarizeLeftOut,
} from "../../../../ui/js/pure/sidebar/left-out.js";

/** @type {Record<string, [any, boolean?]>} group of the kinds used here, and whether they are folders */
const KINDS = {
  pdf: ["not_photos"],
  svg: ["not_photos"],
  video: ["not_photos"],
  other: ["not_photos"],
  raw: ["not_opened"],
  jxr: ["not_opened"],
  hidden: ["kept_out"],
  link: ["kept_out"],
  nomedia: ["kept_out", true],
  bin: ["copies", true],
};

/** @param {Record<string, number>} counts - How much there is of each kind. */
const kinds = (counts) =>
  Object.entries(counts).map(([kind, count]) => {
    const [group, isFolder = false] = KINDS[kind];
    return { kind, group, is_folder: isFolder, count };
  });

for (const [counts, text] of /** @type {[Record<string, number>, string][]} */ ([
  [{}, ""],
  [{ pdf: 2, svg: 1 }, "3 files are not photos: 2 PDF, 1 SVG."],
  [{ pdf: 1 }, "1 file is not a photo: PDF."],
  [{ pdf: 3 }, "3 files are not photos: PDF."],
  [{ video: 1 }, "1 file is not a photo: video of another kind."],
  [{ video: 1204 }, "1,204 files are not photos: videos of other kinds."],
  [{ video: 1, other: 2 }, "3 files are not photos: 1 video of another kind, 2 other files."],
  [{ other: 50000 }, "50,000 files are not photos."],
  [{ other: 1 }, "1 file is not a photo."],
  [{ raw: 1 }, "1 picture cannot be shown: RAW."],
  [{ raw: 1, jxr: 2, pdf: 1 }, "3 pictures cannot be shown: 1 RAW, 2 JPEG XR. 1 file is not a photo: PDF."],
  [{ hidden: 1 }, "1 hidden picture is left out."],
  [{ nomedia: 2 }, "2 folders with .nomedia are left out."],
  [{ hidden: 1, link: 1 }, "1 hidden picture and 1 link are left out."],
  [{ hidden: 1, link: 2, nomedia: 1 }, "1 hidden picture, 2 links and 1 folder with .nomedia are left out."],
  [{ bin: 1 }, ""],
]))
  test(`of ${JSON.stringify(counts)} is said: ${text}`, () => assert.equal(describeLeftOut(kinds(counts)), text));

for (const [counts, text] of /** @type {[Record<string, number>, string][]} */ ([
  [{}, ""],
  [{ pdf: 1 }, "1 file not shown"],
  [{ pdf: 1000, link: 1 }, "1,001 files not shown"],
  [{ nomedia: 1 }, "1 folder not shown"],
  [{ nomedia: 1, bin: 1 }, "2 folders not shown"],
  [{ nomedia: 1, pdf: 1 }, "2 items not shown"],
]))
  test(`the foot says of ${JSON.stringify(counts)}: ${text}`, () =>
    assert.equal(summarizeLeftOut(kinds(counts)), text));

test("the list begins with what may be missed, and has no empty group", () => {
  const groups = groupLeftOut(kinds({ pdf: 2, other: 9, raw: 1, bin: 1 }));
  assert.deepEqual(groups.map(({ title, count }) => [title, count]), [
    ["Pictures of other kinds", 1],
    ["Not photos", 11],
    ["Copies by other programs", 1],
  ]);
  assert.deepEqual(groups[1].kinds.map(named), ["2 PDF", "9 other files"]);
  assert.ok(groups.every(({ why }) => why.endsWith(".")));
});

test("what has no room in the list is counted", () => {
  const [video] = kinds({ video: 12 });
  const row = (/** @type {number} */ count) => ({ kind: "video", folder: count, path: "/x", count });
  assert.equal(describeRest(video, [row(7), row(5)]), "");
  assert.equal(describeRest(video, [row(7), row(3)]), "and 2 videos of other kinds in other folders");
  assert.equal(describeRest(video, [row(7), row(4)]), "and 1 video of another kind in other folders");
});
