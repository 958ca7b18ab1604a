// What is wrong with a file, in words.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { LANGUAGES } from "../../english.mjs";
import { setTexts } from "../../../../ui/js/pure/text/texts.js";
import { problemText } from "../../../../ui/js/pure/viewer/problem-text.js";

const CUT = { code: "truncated", message: "This RAW file ends too early to be developed." };

afterEach(() => setTexts(LANGUAGES.en));

test("English has the server's sentence, which says most", () => {
  assert.equal(problemText(CUT, false), CUT.message);
});

test("another language has its own for each code, and for a picture that is shown in part", () => {
  setTexts(LANGUAGES.de);
  assert.equal(problemText(CUT, false), LANGUAGES.de["photo-problem-truncated"]);
  assert.equal(problemText(CUT, true), LANGUAGES.de["photo-problem-truncated-part"]);
  const empty = { code: "empty", message: "This file is empty." };
  assert.equal(problemText(empty, true), LANGUAGES.de["photo-problem-empty"]);
});

test("what has no code, or one that the page does not know, is said as it came", () => {
  setTexts(LANGUAGES.de);
  for (const code of ["", "melted"]) assert.equal(problemText({ code, message: "As it is." }, true), "As it is.");
});
