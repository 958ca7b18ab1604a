// The layers of the page: views > core > pure. A module names only modules of its own layer and of those below it, and
// none is too long to be read at once.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path/posix";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { filesBelow, importsOf, readModules } from "./modules.mjs";

const LAYERS = ["pure", "core", "views"]; // from the bottom; main.js wires all of them
const MAX_LINES = 300;

/** What may be above what: a sentence for every import that breaks a rule. */
function trespasses(modules) {
  const found = [];
  for (const [path, source] of modules) {
    for (const { target } of importsOf(path, source)) {
      if (!modules.has(target)) found.push(`${path} names ${target}, which is not there`);
      else if (!mayName(path, target)) found.push(`${path} names ${target}`);
    }
  }
  return found;
}

function mayName(path, target) {
  const [from, to] = [path, target].map((one) => LAYERS.indexOf(one.split("/")[0]));
  if (path === "main.js") return true;
  if (from < 0 || to < 0 || to > from) return false;
  return from !== LAYERS.indexOf("views") || to < from || folderOf(path) === folderOf(target);
}

const folderOf = (path) => path.split("/").slice(0, -1).join("/");

/** Modules that run each other, as a path that ends where it begins; null: there are none. */
function circle(modules) {
  const done = new Set();
  const visit = (path, way) => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return null;
    for (const { target, runs } of importsOf(path, modules.get(path) ?? "")) {
      const found = runs && visit(target, [...way, path]);
      if (found) return found;
    }
    done.add(path);
    return null;
  };
  for (const path of modules.keys()) {
    const found = visit(path, []);
    if (found) return found;
  }
  return null;
}

/** Modules that are too long, each with its number of lines. */
function overlong(modules) {
  const lengths = [...modules].map(([path, source]) => [path, source.trimEnd().split("\n").length]);
  return lengths.filter(([, lines]) => lines > MAX_LINES).map(([path, lines]) => `${path} has ${lines} lines`);
}

test("views > core > pure, and no view names a view of another folder", () => {
  const modules = readModules();
  assert.ok(modules.size > 50, "the modules are not where this test looks for them");
  assert.deepEqual(trespasses(modules), []);
});

test("no modules import each other in a circle", () => assert.equal(circle(readModules()), null));

test("every module lies in one of the layers", () => {
  const loose = [...readModules().keys()].filter((path) => path !== "main.js" && !LAYERS.includes(path.split("/")[0]));
  assert.deepEqual(loose, []);
});

test(`no module is longer than ${MAX_LINES} lines`, () => {
  const found = overlong(readModules());
  assert.deepEqual(found, [], `divide by what they do: ${found.join(", ")}`);
  const planted = new Map([["a.js", "x\n".repeat(MAX_LINES)], ["b.js", "x\n".repeat(MAX_LINES + 1)]]);
  assert.deepEqual(overlong(planted), ["b.js has 301 lines"]);
});

for (const [path, line] of [
  ["pure/text/format.js", 'import { Api } from "../../core/api.js";'],
  ["pure/text/format.js", '/** @typedef {import("../../core/api.js").Api} Api */'],
  ["pure/text/format.js", 'import { Grid } from "../../views/grid/grid.js";'],
  ["core/api.js", 'import {\n  Grid,\n} from "../views/grid/grid.js";'],
  ["core/api.js", 'export * from "../views/grid/grid.js";'],
  ["core/api.js", 'import "../main.js";'],
  ["views/grid/grid.js", 'import { Viewer } from "../viewer/viewer.js";'],
  ["views/grid/grid.js", '/** @typedef {import("../viewer/viewer.js").Viewer} Viewer */'],
  ["views/grid/grid.js", 'import { Grid } from "./nowhere.js";'],
]) {
  test(`a trespass is found: ${path}, ${line}`, () => {
    const modules = readModules();
    assert.ok(modules.has(path), path);
    assert.equal(trespasses(modules.set(path, `${line}\n${modules.get(path)}`)).length, 1);
  });
}

test("a circle is found", () => {
  const modules = readModules().set("pure/text/format.js", 'import { caps } from "./key-names.js";');
  modules.set("pure/text/key-names.js", 'import { MONTHS } from "./format.js";');
  assert.deepEqual(circle(modules), ["pure/text/format.js", "pure/text/key-names.js", "pure/text/format.js"]);
});

/** What modules export and neither another module nor a test names. */
function unusedExports(modules, tests) {
  return [...modules].flatMap(([path, source]) => {
    const exported = [...source.matchAll(/^export (?:async )?(?:function\*?|class|const) (\w+)/gm)];
    const others = [...modules].filter(([other]) => other !== path).map(([, text]) => text);
    const isNamed = (name) => [...others, ...tests].some((text) => new RegExp(`\\b${name}\\b`).test(text));
    return exported.map(([, name]) => name).filter((name) => !isNamed(name)).map((name) => `${path}: ${name}`);
  });
}

test("everything that is exported is used elsewhere", () => {
  const here = fileURLToPath(new URL(".", import.meta.url)).replaceAll("\\", "/");
  const tests = filesBelow(here, ".test.mjs").map((path) => readFileSync(join(here, path), "utf8"));
  assert.deepEqual(unusedExports(readModules(), tests), []);
  const planted = new Map([["a.js", "export const one = 1;\nexport class Two {}"], ["b.js", "one"]]);
  assert.deepEqual(unusedExports(planted, []), ["a.js: Two"]);
});
