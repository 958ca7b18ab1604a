import assert from "node:assert/strict";
import { test } from "node:test";
import { changesAnything, decodeText, describeFound, describeImport, describeKind, kindName, listsOf, originName } from
  "../../../../ui/js/pure/annotations/transfer.js";
import { describeUndo } from "../../../../ui/js/pure/annotations/sentences.js";

const NONE = { count: 0, lines: [] };
const PREVIEW = {
  import: 1, from: "digikam", name: "digikam4.db", photos: 1204, found: 1192,
  kinds: [
    { kind: "rating", new: 300, kept: 40, same: 12, values: 0 },
    { kind: "tags", new: 0, kept: 0, same: 5, values: 512 },
    { kind: "title", new: 0, kept: 1, same: 0, values: 0 },
  ],
  missing: { count: 12, lines: ["/old/a.jpg"] }, ambiguous: NONE, refused: NONE,
  left: [{ what: "colour label orange", count: 3 }],
};

test("what was found is said in a sentence", () => {
  assert.equal(describeFound(PREVIEW), "Something is said about 1,204 photos. 1,192 of them are here.");
  assert.equal(describeFound({ ...PREVIEW, photos: 0, found: 0 }), "It says nothing about photos.");
  assert.equal(describeFound({ ...PREVIEW, photos: 1, found: 0 }),
    "Something is said about 1 photo. It is not here.");
  assert.equal(describeFound({ ...PREVIEW, photos: 2, found: 2 }), "Something is said about 2 photos.");
});

test("a kind tells how many photos it changes, and what else there is", () => {
  const [rating, tags, title] = PREVIEW.kinds;
  assert.deepEqual(describeKind(rating, false),
    { count: "300 photos", more: "40 where you said something else · 12 as here already" });
  assert.equal(describeKind(rating, true).count, "340 photos");
  assert.deepEqual(describeKind(tags, false), { count: "Nothing new", more: "512 tags · 5 as here already" });
  assert.equal(describeKind({ ...tags, kind: "people", values: 1 }, false).more, "1 person · 5 as here already");
  assert.equal(describeKind({ ...tags, kind: "albums", values: 2 }, false).more, "2 albums · 5 as here already");
  assert.equal(describeKind(title, true).count, "1 photo");
});

test("nothing is brought in where nothing would change", () => {
  assert.equal(changesAnything(PREVIEW, new Set(["rating"]), false), true);
  assert.equal(changesAnything(PREVIEW, new Set(["tags", "title"]), false), false);
  assert.equal(changesAnything(PREVIEW, new Set(["title"]), true), true);
  assert.equal(changesAnything(PREVIEW, new Set(), true), false);
});

test("only lists that hold something are shown", () =>
  assert.deepEqual(listsOf(PREVIEW), [
    { title: "12 photos not found here", lines: ["/old/a.jpg"], more: 11 },
    { title: "3 words for which there is no place here", lines: ["colour label orange (3)"], more: 0 },
  ]));

test("an import is told in the toast, the history, and when it is taken back", () => {
  assert.equal(describeImport("digikam", 312), "312 photos brought in from digiKam");
  const answer = { act: 1, set: {}, photos: 312, kept: 0, from: "table" };
  assert.equal(describeUndo(answer, "undone"), "Undone: 312 photos brought in from a table.");
  assert.equal(originName("of a later version"), "elsewhere");
  assert.equal(kindName("of a later version"), "of a later version");
});

test("a table keeps its umlauts however it was written", () => {
  const bytes = (...list) => Uint8Array.from(list).buffer;
  assert.equal(decodeText(new TextEncoder().encode("Köln").buffer), "Köln");
  assert.equal(decodeText(bytes(0x4b, 0xf6, 0x6c, 0x6e)), "Köln");
  assert.equal(decodeText(bytes(0xff, 0xfe, 0x4b, 0, 0xf6, 0)), "Kö");
  assert.equal(decodeText(bytes()), "");
});
