// What every file of the page keeps to: short lines, and a doc comment on everything that is public.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path/posix";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { filesBelow, readModules, UI } from "./modules.mjs";

const COLUMNS = 120;
const TESTS = fileURLToPath(new URL(".", import.meta.url)).replaceAll("\\", "/");

const longLines = (name, text) =>
  text.split("\n").flatMap((line, i) => (line.length > COLUMNS ? [`${name}:${i + 1}`] : []));

const METHOD = /^ {2}(?:static |async |get |set |\*)*([a-z_]\w*)\(.*\) \{$/;
const STATEMENT = /^ {2}(constructor|if|for|while|switch)\b/;

/** Public functions, classes and methods without a doc comment, and modules that do not say what they are. */
function undocumented(name, source) {
  const lines = source.split("\n");
  const found = source.startsWith("/** @file ") || source.startsWith("/**\n * @file ") ? [] : [`${name}: the module`];
  let inClass = false;
  lines.forEach((line, i) => {
    if (/^(export )?class /.test(line)) inClass = true;
    else if (line === "}") inClass = false;
    const declared = /^export (?:async )?(?:function\*?|class) (\w+)/.exec(line) ??
      (inClass && !STATEMENT.test(line) && METHOD.exec(line));
    if (declared && !(lines[i - 1] ?? "").endsWith("*/")) found.push(`${name}: ${declared[1]}`);
  });
  return found;
}

/** Parameters without a phrase that says what they are. */
function unexplained(name, source) {
  const tags = [...source.matchAll(/@param \{.*?\}(?: |\n +\* +)(\[?[\w.]+\]?)(.*)/g)];
  return tags.filter(([, , phrase]) => !/^ - \S/.test(phrase)).map(([, param]) => `${name}: ${param}`);
}

test("no line is longer than 120 columns", () => {
  const kinds = [[join(UI, "js"), ".js"], [join(UI, "js"), ".ts"], [join(UI, "css"), ".css"], [TESTS, ".mjs"]];
  const files = kinds.flatMap(([folder, ending]) =>
    filesBelow(folder, ending).map((path) => [path, readFileSync(join(folder, path), "utf8")]));
  assert.ok(files.length > 80, "the files are not where this test looks for them");
  assert.deepEqual(files.flatMap(([path, text]) => longLines(path, text)), []);
});

test("every module, and everything public in it, has a doc comment", () => {
  assert.deepEqual([...readModules()].flatMap(([path, source]) => undocumented(path, source)), []);
});

test("every parameter in a doc comment has a phrase", () => {
  assert.deepEqual([...readModules()].flatMap(([path, source]) => unexplained(path, source)), []);
});

test("what is not kept to is found", () => {
  assert.deepEqual(longLines("a", `x\n${"y".repeat(121)}`), ["a:2"]);
  const methods = "  open() {\n  }\n\n  /** Close. */\n  close() {\n  }\n\n  get size() {\n  }\n";
  const source = `/** @file A. */\n\n/** B. */\nexport class B {\n${methods}}\n`;
  assert.deepEqual(undocumented("a", source), ["a: open", "a: size"]);
  assert.deepEqual(unexplained("a", "/** @param {{x: number}} b\n * @param {number} [c] - How many. */"), ["a: b"]);
  assert.deepEqual(undocumented("a", "export function b() {\n}\n"), ["a: the module", "a: b"]);
});
