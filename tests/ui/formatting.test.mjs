// Python puts a text together as the page does: every text of every language, with the same values.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { setTexts, t } from "../../ui/js/pure/text/texts.js";
import { LANGUAGES } from "./english.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PYTHON = process.env.PYTHON ?? (process.platform === "win32" ? "python" : "python3");
const SAY = `
import json, sys
from gallery.languages.tables import Language
tables, values = json.load(sys.stdin)
def say(tag, table):
    language = Language(tag, {key: text for key, (text, _) in table.items()})
    return {key: [language.say(key, dict.fromkeys(names, one)) for one in values] for key, (_, names) in table.items()}
print(json.dumps({tag: say(tag, table) for tag, table in tables.items()}))
`;
const VALUES = [0, 1, 2, 21, 999, 1000, 1204, 12345, 1_234_567, -1, -1000, "on", "Straße"];
/** A text that no file has: a choice by a value of its own, one within another, and what is nothing of either. */
const MADE = {
  "made-choice": [["n", { 0: "none", one: [["n"], " one"], on: "is on", other: [["n", {
    1000: "a thousand", other: ["more: ", ["n"]] }, "other"]] }, "other"], "."], // prettier-ignore
};

function namesIn(pattern) {
  const parts = Array.isArray(pattern) ? pattern.filter(Array.isArray) : [];
  return parts.flatMap(([name, variants]) => [name, ...Object.values(variants ?? {}).flatMap(namesIn)]);
}

test("Python says every text as the page says it", () => {
  const tables = {};
  for (const [tag, texts] of Object.entries(LANGUAGES)) {
    const all = Object.entries({ ...texts, ...MADE });
    tables[tag] = Object.fromEntries(all.map(([key, text]) => [key, [text, [...new Set(namesIn(text))]]]));
  }
  const input = JSON.stringify([tables, VALUES]);
  const said = JSON.parse(execFileSync(PYTHON, ["-c", SAY], { cwd: ROOT, input, maxBuffer: 1 << 28 }).toString());
  for (const [tag, table] of Object.entries(tables)) {
    setTexts({ ...LANGUAGES[tag], ...MADE });
    for (const [key, [, names]] of Object.entries(table)) {
      const shown = VALUES.map((value) => t(key, Object.fromEntries(names.map((name) => [name, value]))));
      assert.deepEqual(said[tag][key], shown, `${tag}: ${key}`);
    }
  }
  assert.equal(said.de["count-photos"][6], "1.204 Fotos");
  setTexts(LANGUAGES.en);
});
