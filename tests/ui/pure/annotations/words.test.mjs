import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGUAGES } from "../../english.mjs";
import { ANY, isFiltering, readFilter, writeFilter } from "../../../../ui/js/pure/annotations/filter-words.js";
import { groupByDay } from "../../../../ui/js/pure/annotations/history.js";
import { changeOf, SAY_KEYS } from "../../../../ui/js/pure/annotations/keys.js";
import { withShift } from "../../../../ui/js/pure/keys/commands.js";
import {
  describeAct,
  describeUndecided,
  describeUndo,
  sayMarks,
} from "../../../../ui/js/pure/annotations/sentences.js";
import { allTags, cleanTag, completeTag, tagQuery, visibleTags } from "../../../../ui/js/pure/annotations/tags.js";
import { setTexts } from "../../../../ui/js/pure/text/texts.js";

for (const [set, photos, text] of [
  [{ rating: 4 }, 312, "312 photos rated ★★★★"],
  [{ rating: 0 }, 1, "Stars taken off 1 photo"],
  [{ favourite: true }, 1, "1 photo made a favourite"],
  [{ favourite: false }, 1204, "1,204 photos no longer favourites"],
  [{ pick: "picked" }, 2, "2 photos picked"],
  [{ pick: "none" }, 1, "1 photo neither picked nor rejected"],
  [{ label: "red" }, 1, "1 photo labelled red"],
  [{ label: "none" }, 3, "Label taken off 3 photos"],
  [{ title: "Rome" }, 1, "1 photo titled “Rome”"],
  [{ caption: "" }, 1, "Caption taken off 1 photo"],
  [{ caption: "a b ".repeat(40) }, 1, `1 photo captioned “${"a b ".repeat(15).trim()}…”`],
  [{ add_tags: ["travel/italy"] }, 5, "5 photos tagged “travel / italy”"],
  [{ remove_tags: ["a", "b"] }, 5, "Tags “a”, “b” taken off 5 photos"],
  [{ rating: 2, label: "blue" }, 2, "2 photos rated ★★ · 2 photos labelled blue"],
  [{ moved_tag: ["a", "b/c"] }, 1, "Tag “a” became “b / c” on 1 photo"],
  [{ date: "1984-22" }, 2, "2 photos dated Summer 1984"],
  [{ date: "1984~" }, 2, "2 photos dated around 1984"],
  [{ date: "file" }, 1, "1 photo dated as its file says"],
  [{ shift_s: 3600 }, 2, "2 photos dated 1 hour later"],
  [{ offset_min: -90 }, 2, "2 photos put on the clock of UTC−01:30"],
  [{ place: "file" }, 2, "2 photos placed as their files say"],
  [{ place: "41.9,12.5 Rome" }, 2, "2 photos placed in Rome"],
  [{ place: "41.9,12.5" }, 1, "1 photo placed at 41.9, 12.5"],
  [{ place: "" }, 1, "Place taken off 1 photo"],
  [{}, 2, "2 photos changed"],
]) test(text, () => assert.equal(describeAct(set, photos), text));

test("what was said is one whole sentence in German, too", () => {
  setTexts(LANGUAGES.de);
  const said = [
    describeAct({ rating: 4 }, 1312), describeAct({ rating: 0 }, 1), describeAct({ favourite: true }, 2),
    describeAct({ pick: "none" }, 1), describeAct({ label: "red" }, 3), describeAct({ title: "Rom" }, 1),
    describeAct({ remove_tags: ["a", "b/c"] }, 5), describeAct({ place: "41.9,12.5 Rom" }, 2),
    describeUndo({ act: 1, set: { pick: "picked" }, photos: 1, kept: 1 }, "undone"),
  ]; // prettier-ignore
  setTexts(LANGUAGES.en);
  assert.deepEqual(said, [
    "1.312 Fotos mit ★★★★ bewertet", "Sterne von 1 Foto entfernt", "2 Fotos zu den Favoriten hinzugefügt",
    "1 Foto weder gewählt noch verworfen", "3 Fotos rot markiert", "Titel von 1 Foto: „Rom“",
    "Stichwörter „a“, „b / c“ von 5 Fotos entfernt", "Ort von 2 Fotos: Rom",
    "Rückgängig gemacht: 1 Foto gewählt. 1 Foto wurde seitdem geändert und bleibt so.",
  ]);
});

test("what was undone is told, and what was kept", () => {
  const set = { rating: 4 };
  assert.equal(describeUndo({ act: 1, set, photos: 2, kept: 0 }, "undone"), "Undone: 2 photos rated ★★★★.");
  assert.equal(describeUndo({ act: 1, set, photos: 2, kept: 1 }, "undone"),
    "Undone: 2 photos rated ★★★★. 1 photo changed since then stays as it is.");
  assert.equal(describeUndo({ act: 1, set, photos: 0, kept: 2 }, "undone"),
    "Nothing undone. 2 photos changed since then stay as they are.");
  assert.equal(describeUndo({ act: null, set: {}, photos: 0, kept: 0 }, "undone"), "There is nothing to undo.");
});

test("what was left out is named", () => {
  const name = "a.jpg";
  assert.match(describeUndecided({ photos: 1, name }), /^a\.jpg was left out: .* about it before/);
  assert.match(describeUndecided({ photos: 3, name }), /^a\.jpg and 2 other photos were left out: .* them before/);
});

test("marks are said in a few words", () => {
  assert.deepEqual(sayMarks({ favourite: true, rating: 1, pick: "picked", label: "red" }),
    ["favourite", "1 star", "picked", "red label"]);
  assert.deepEqual(sayMarks({ favourite: false, rating: 0, pick: "none", label: "none" }), []);
});

test("each key says one thing, and pressed again some take it back", () => {
  const key = (name) => SAY_KEYS.find(({ keys }) => keys.includes(name));
  assert.deepEqual(changeOf(key("4"), () => false), { rating: 4 });
  assert.deepEqual(changeOf(key("4"), () => true), { rating: 4 });
  assert.deepEqual(changeOf(key("f"), () => false), { favourite: true });
  assert.deepEqual(changeOf(key("f"), () => true), { favourite: false });
  assert.deepEqual(changeOf(key("9"), () => false), { label: "blue" });
  assert.deepEqual(changeOf(key("6"), () => true), { label: "none" });
  assert.deepEqual(key("x").keys.flatMap(withShift), ["Shift+KeyX"]);
  assert.deepEqual(key("0").keys.flatMap(withShift), ["Shift+Digit0"]);
  const names = SAY_KEYS.flatMap(({ keys }) => keys);
  assert.equal(new Set(names).size, names.length);
});

test("the filter reads its words and leaves all others", () => {
  assert.deepEqual(readFilter('rome is:favourite "is:picked" rating:>=4 LABEL:Red -is:rejected'), {
    filter: { ...ANY, favourite: true, rating: 4, label: "red" },
    rest: 'rome "is:picked" -is:rejected',
  });
  assert.deepEqual(readFilter("(rome or is:picked) is:favourite").filter, { ...ANY, favourite: true });
  assert.deepEqual(readFilter("rome or is:picked").filter, ANY);
  assert.ok(!isFiltering(ANY) && isFiltering({ ...ANY, rating: 1 }));
});

test("what is neither picked nor rejected is two words, of which one alone is none of the filter", () => {
  assert.deepEqual(readFilter("-is:rejected a -IS:picked").filter, { ...ANY, pick: "neither" });
  assert.equal(readFilter("-is:rejected a -is:picked").rest, "a");
  assert.deepEqual(readFilter("-is:picked -is:picked").filter, ANY);
  assert.deepEqual(readFilter("-is:picked -is:rejected is:picked").filter, { ...ANY, pick: "picked" });
  assert.equal(writeFilter("a", { pick: "neither", untagged: true }), "a -is:picked -is:rejected is:untagged");
  assert.equal(writeFilter("a -is:picked -is:rejected is:untagged", { pick: "picked" }), "a is:picked is:untagged");
  assert.ok(isFiltering(readFilter("is:untagged").filter));
});

test("the filter writes its words behind the rest", () => {
  assert.equal(writeFilter("rome", { favourite: true }), "rome is:favourite");
  assert.equal(writeFilter("rome is:favourite", { favourite: false, rating: 3 }), "rome rating:>=3");
  assert.equal(writeFilter("is:picked", { pick: "rejected" }), "is:rejected");
  assert.equal(writeFilter("rome or paris", { label: "red" }), "(rome or paris) label:red");
  assert.equal(writeFilter("(rome or paris) label:red", { label: "" }), "(rome or paris)");
});

test("the history is grouped by the days of the local clock", () => {
  const at = Date.UTC(2026, 10, 24, 23, 30);
  const act = (at_ms) => ({ id: 1, at_ms, set: {}, photos: 1, state: "done" });
  const days = groupByDay([act(at), act(at - 3_600_000), act(at - 86_400_000)], at + 3_600_000, () => 60);
  assert.deepEqual(days.map(({ name, lines }) => [name, lines.map(({ time }) => time)]),
    [["Today", ["00:30"]], ["Yesterday", ["23:30", "00:30"]]]);
});

const TREE = [
  { name: "travel", count: 9, children: [{ name: "Italy", count: 5, children: [] }] },
  { name: "family", count: 3, children: [] },
];

test("the tree of tags is unfolded as far as it is open", () => {
  assert.deepEqual(visibleTags(TREE, new Set()).map(({ path }) => path), ["travel", "family"]);
  const [, italy] = visibleTags(TREE, new Set(["travel"]));
  assert.deepEqual(italy, { path: "travel/Italy", name: "Italy", count: 5, depth: 1, parent: false, open: false });
});

test("a tag is completed from its beginning or that of a part", () => {
  const tags = allTags(TREE);
  const found = (text, has = []) => completeTag(tags, text, has, 5).map(({ path }) => path);
  assert.deepEqual(found("ital"), ["travel/Italy"]);
  assert.deepEqual(found("Ítal"), ["travel/Italy"]);
  assert.deepEqual(found("travel"), ["travel", "travel/Italy"]);
  assert.deepEqual(found("travel", ["travel"]), ["travel/Italy"]);
  assert.deepEqual(found("mil"), ["family"]);
  assert.deepEqual(found("x"), []);
});

test("a tag is kept without what means nothing", () => {
  assert.equal(cleanTag("  Travel /  Italy// "), "Travel/Italy");
  assert.equal(cleanTag(" / "), "");
  assert.equal(tagQuery("travel/italy"), 'tag:"travel/italy/"');
});
