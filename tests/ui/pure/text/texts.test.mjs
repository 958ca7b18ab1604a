import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { LANGUAGES } from "../../english.mjs";
import { alongLines, formatNumber, lineDirection, setTexts, t } from "../../../../ui/js/pure/text/texts.js";
import { keyNames } from "../../../../ui/js/core/keys.js";
import { keyCaps } from "../../../../ui/js/pure/text/key-names.js";

const MIRRORED = { ...LANGUAGES.en, "language-direction": "rtl" };

afterEach(() => setTexts(LANGUAGES.en));

test("arrow keys go along the lines, on the keyboard and on the sheet", () => {
  const press = { key: "ArrowLeft", code: "ArrowLeft", ctrlKey: true, metaKey: false, altKey: false, shiftKey: false };
  assert.deepEqual([alongLines("ArrowLeft"), lineDirection()], ["ArrowLeft", 1]);
  assert.deepEqual([keyNames(press)[0], keyCaps("Ctrl+ArrowRight")], ["Ctrl+ArrowLeft", ["Ctrl", "→"]]);
  setTexts(MIRRORED);
  assert.deepEqual(["ArrowLeft", "ArrowRight", "ArrowUp", "a"].map(alongLines), ["ArrowRight", "ArrowLeft", "ArrowUp",
    "a"]); // prettier-ignore
  assert.equal(lineDirection(), -1);
  assert.deepEqual([keyNames(press)[0], keyCaps("Ctrl+ArrowRight")], ["Ctrl+ArrowRight", ["Ctrl", "←"]]);
});

test("a name keeps its own direction within a line that runs from right to left", () => {
  assert.equal(t("common-quoted", { name: "IMG (1)" }), "“IMG (1)”");
  setTexts(MIRRORED);
  assert.equal(t("common-quoted", { name: "IMG (1)" }), "“\u2068IMG (1)\u2069”");
});

test("numbers and plural forms are those of the language", () => {
  assert.deepEqual([t("count-photos", { count: 1 }), t("count-photos", { count: 1204 })], ["1 photo", "1,204 photos"]);
  setTexts(LANGUAGES.de);
  assert.deepEqual([t("count-photos", { count: 1 }), t("count-photos", { count: 1204 })], ["1 Foto", "1.204 Fotos"]);
  assert.equal(formatNumber(61.25, 1), "61,3");
});
