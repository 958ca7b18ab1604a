// The style sheets: raw colours in tokens.css only, nothing that no element has, and breakpoints that are written down.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path/posix";
import { test } from "node:test";
import { filesBelow, readModules, UI } from "./modules.mjs";

const SHEETS = new Map(filesBelow(join(UI, "css"), ".css").map((name) => [name, read(join(UI, "css", name))]));
const TOKENS = SHEETS.get("tokens.css") ?? "";
const PAGE = [read(join(UI, "index.html")), read(join(UI, "icons.svg")), ...readModules().values()].join("\n");

function read(path) {
  return readFileSync(path, "utf8");
}

const withoutComments = (css) => css.replace(/\/\*[\s\S]*?\*\//g, "");
const unique = (found) => [...new Set(found)].sort();

/** Colours by number: of other colours only keywords, system colours and var() may be used outside of tokens.css. */
function rawColours(css) {
  const colour = /#[0-9a-f]{3,8}\b(?=[^{}]*})|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(/gi;
  return withoutComments(css).match(colour) ?? [];
}

/** Classes and ids that selectors name and no text of the page has. */
function unusedSelectors(css, page) {
  const selectors = withoutComments(css).replace(/\{[^{}]*\}/g, "{}");
  const names = [...selectors.matchAll(/[.#]([a-z][\w-]*)/gi)].map((found) => found[1]);
  const texts = (page.match(/"[^"\n]*"|`[^`]*`/g) ?? []).join(" ");
  return unique(names).filter((name) => !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(texts));
}

/** Custom properties that are set and never read. */
function unusedVariables(css, page) {
  const names = [...withoutComments(css).matchAll(/(--[\w-]+)\s*:/g)].map((found) => found[1]);
  return unique(names).filter((name) => !css.includes(`var(${name}`) && !page.includes(name));
}

test("raw colours stand in tokens.css only", () => {
  assert.ok(SHEETS.size >= 6 && rawColours(TOKENS).length > 30);
  for (const [name, css] of SHEETS) if (name !== "tokens.css") assert.deepEqual(rawColours(css), [], name);
});

test("every class and id of the style sheets is one of the page", () => {
  for (const [name, css] of SHEETS) assert.deepEqual(unusedSelectors(css, PAGE), [], name);
});

test("every custom property is read, and every one that is read is set", () => {
  const all = [...SHEETS.values()].join("\n");
  assert.deepEqual(unusedVariables(all, PAGE), []);
  const read = unique([...all.matchAll(/var\((--[\w-]+)/g)].map((found) => found[1]));
  assert.deepEqual(read.filter((name) => !new RegExp(`${name}\\s*:`).test(all) && !PAGE.includes(`"${name}"`)), []);
});

test("every breakpoint is in the list of tokens.css", () => {
  const listed = unique([...TOKENS.matchAll(/^ {5}(\d+) {3,}/gm)].map((found) => Number(found[1])));
  const all = withoutComments([...SHEETS.values()].join("\n"));
  const used = [...all.matchAll(/\((min|max)-width: (\d+)px\)/g)];
  // the width from which a window is wide is that up to which it is narrow, and one
  assert.deepEqual(unique(used.map(([, side, px]) => (side === "min" && px === "860" ? 859 : Number(px)))), listed);
  assert.match(readModules().get("views/sidebar/sidebar.js") ?? "", /"\(max-width: 859px\)"/);
});

test("what is not kept to is found", () => {
  assert.deepEqual(rawColours("a { color: #fff; } /* #000 */ #id { color: rgb(0 0 0 / .5); }"), ["#fff", "rgb("]);
  assert.deepEqual(unusedSelectors(".used .not > #gone { top: 0; }", '<p class="used"> not gone'), ["gone", "not"]);
  assert.deepEqual(unusedVariables(":root { --a: 1px; --b: 2px; --c: 3px; } p { top: var(--a); }", '"--c"'), ["--b"]);
});
