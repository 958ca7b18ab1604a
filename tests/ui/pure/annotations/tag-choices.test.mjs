import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addChoice, changeOfChoices, choicesOf, joinChoices, toggleChoice,
} from "../../../../ui/js/pure/annotations/tag-choices.js";

const READ = choicesOf([{ tag: "all", count: 3 }, { tag: "some", count: 1 }], 3);
const shares = (choices) => Object.fromEntries(choices.map(({ tag, now }) => [tag, now]));

test("what all have and what some have is told apart, and nothing is changed by that", () => {
  assert.deepEqual(shares(READ), { all: "all", some: "some" });
  assert.equal(changeOfChoices(READ), null);
});

test("a press goes through what there is, and back", () => {
  const seen = (tag) => [1, 2, 3, 4].reduce((all, _, i) => [...all, toggleChoice(i ? all[i - 1] : READ, tag)], [])
    .map((choices) => shares(choices)[tag]);
  assert.deepEqual(seen("some"), ["all", "none", "some", "all"]);
  assert.deepEqual(seen("all"), ["none", "all", "none", "all"]);
});

test("a new tag stands first and goes away by a press; one that is there is not made twice", () => {
  const added = addChoice(READ, "new");
  assert.deepEqual(shares(added), { new: "all", all: "all", some: "some" });
  assert.deepEqual(shares(toggleChoice(added, "new")), { all: "all", some: "some" });
  assert.deepEqual(shares(addChoice(READ, "SOME")), { all: "all", some: "all" });
});

test("what is added and what is taken off is one change", () => {
  const choices = toggleChoice(addChoice(addChoice(READ, "some"), "new"), "all");
  assert.deepEqual(changeOfChoices(choices), { add_tags: ["new", "some"], remove_tags: ["all"] });
  assert.deepEqual(changeOfChoices(toggleChoice(READ, "all")), { remove_tags: ["all"] });
});

test("what was typed before the tags were there is not lost", () => {
  const typed = addChoice(addChoice([], "some"), "new");
  assert.deepEqual(shares(joinChoices(READ, typed)), { new: "all", all: "all", some: "all" });
  assert.deepEqual(changeOfChoices(joinChoices(READ, typed)), { add_tags: ["new", "some"] });
});
