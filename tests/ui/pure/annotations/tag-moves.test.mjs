import assert from "node:assert/strict";
import { test } from "node:test";
import { describeAct } from "../../../../ui/js/pure/annotations/sentences.js";
import {
  followMove, isBelow, planMove, tagAbove, tagBelow, tagName,
} from "../../../../ui/js/pure/annotations/tag-moves.js";
import { tagOfQuery, tagQuery } from "../../../../ui/js/pure/annotations/tags.js";

const TREE = [
  { name: "italy", count: 312, children: [] },
  { name: "Travel", count: 40, children: [{ name: "Italy", count: 3, children: [] }] },
];

test("a free name is taken without a question", () => {
  assert.deepEqual(planMove(TREE, "italy", " trips / italy "), { to: "trips/italy", question: null, refusal: "" });
  assert.deepEqual(planMove(TREE, "italy", "Italy"), { to: "Italy", question: null, refusal: "" });
});

test("another tag is asked for before the two become one, and keeps its spelling", () => {
  const { to, question } = planMove(TREE, "italy", "travel/italy");
  assert.equal(to, "Travel/Italy");
  assert.equal(question.title, "Merge “italy” into “Travel / Italy”?");
  assert.match(question.text, /^312 photos will have/);
});

test("what changes nothing is nothing, and what cannot be is refused", () => {
  for (const typed of ["italy", "", " / "]) assert.equal(planMove(TREE, "italy", typed).to, "");
  const { to, refusal } = planMove(TREE, "italy", "ITALY/south");
  assert.equal(to, "");
  assert.equal(refusal, "“italy” cannot be put below itself.");
});

test("a path has a name and what is above", () => {
  assert.deepEqual([tagName("a/b/c"), tagAbove("a/b/c"), tagName("a"), tagAbove("a")], ["c", "a/b", "a", ""]);
  assert.deepEqual([tagBelow("a/b", "c"), tagBelow("", "c")], ["a/b/c", "c"]);
  assert.deepEqual([isBelow("A/b", "a"), isBelow("ab", "a"), isBelow("a", "a")], [true, false, false]);
});

test("a search for a tag follows it", () => {
  assert.equal(followMove("Travel/Italy", "travel", "trips"), "trips/Italy");
  assert.equal(followMove("travel", "Travel", "trips"), "trips");
  assert.equal(followMove("travels", "travel", "trips"), "");
  assert.equal(tagOfQuery(tagQuery("travel/italy")), "travel/italy");
  assert.equal(tagOfQuery('tag:"a/" is:picked'), "");
  assert.equal(tagQuery('Q "q"'), 'tag:"Q  q /"');
  assert.equal(tagQuery("“Trip”/„one“"), 'tag:" Trip / one /"', "what the search takes for quotes, too");
  assert.equal(followMove(tagOfQuery(tagQuery('Q "q"')), 'Q "q"', "trips"), "trips");
  assert.equal(followMove(tagOfQuery(tagQuery('Q "q"/y')), 'Q "q"', "trips"), "trips/y");
  assert.equal(tagOfQuery('tag:"a"'), "");
});

test("a tag that became another is told as that", () => {
  assert.equal(describeAct({ moved_tag: ["italy", "travel/italy"] }, 312),
    "Tag “italy” became “travel / italy” on 312 photos");
});
