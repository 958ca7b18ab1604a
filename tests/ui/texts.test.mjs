// Every text of the page stands in the tables of languages (ui/languages), once, and each language has all of them.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path/posix";
import { test } from "node:test";
import { LANGUAGES } from "./english.mjs";
import { readModules, UI } from "./modules.mjs";
import { LANGUAGES as CHOICES } from "../../ui/js/pure/view-state.js";
import { callsIn, literalsIn, textsIn } from "./texts.mjs";

const TAGS = readdirSync(join(UI, "languages")).sort();
const MODULES = new Map([...readModules()].filter(([, source]) => !source.includes("export interface")));
const PAGE = readFileSync(join(UI, "index.html"), "utf8");
/** Modules with words that are no texts of the page: what people type for dates, names of formats and of units. */
const OTHER_WORDS = ["pure/dates/date-words.js", "pure/viewer/formats.js"];
/** Files of texts that Python says (tests/languages/test_sentences.py), and no module of the page. */
const OF_PYTHON = /^(?:error|window)-/;
const CATEGORIES = ["zero", "one", "two", "few", "many"];

function choicesOf(pattern) {
  const parts = Array.isArray(pattern) ? pattern.filter(Array.isArray) : [];
  return parts.flatMap(([name, variants]) =>
    variants ? [{ name, variants }, ...Object.values(variants).flatMap(choicesOf)] : []);
}

function variablesOf(pattern) {
  const parts = Array.isArray(pattern) ? pattern.filter(Array.isArray) : [];
  const names = parts.flatMap(([name, variants]) => [name, ...Object.values(variants ?? {}).flatMap(variablesOf)]);
  return [...new Set(names)].sort();
}

test("no module says what stands in no table", () => {
  const found = [...MODULES].map(([path, source]) => [path, textsIn(source)]).filter(([, texts]) => texts.length);
  const strange = found.filter(([path]) => !OTHER_WORDS.includes(path));
  assert.deepEqual(strange.map(([path, texts]) => `${path}: ${texts.join(" | ")}`), []);
});

test("the document says nothing of its own", () => {
  const seen = PAGE.replace(/<title>Shoebox<\/title>|<span>Shoebox<\/span>|<kbd[^>]*>.<\/kbd>/g, "");
  const texts = [...seen.matchAll(/>([^<>]+)<|(?:aria-label|title|placeholder|alt)="([^"]*)"/g)];
  const said = texts.map(([, text, label]) => (text ?? label).trim()).filter((text) => /[a-z]/i.test(text));
  assert.deepEqual(said.filter((text) => !/^\{[a-z0-9-]+\}$/.test(text)), []);
});

test("every language has the same texts with the same variables", () => {
  assert.deepEqual(Object.keys(LANGUAGES).sort(), TAGS);
  assert.deepEqual(Object.keys(CHOICES).sort(), TAGS);
  for (const tag of TAGS) {
    assert.deepEqual(Object.keys(LANGUAGES[tag]).sort(), Object.keys(LANGUAGES.en).sort(), tag);
    for (const [key, pattern] of Object.entries(LANGUAGES[tag]))
      assert.deepEqual(variablesOf(pattern), variablesOf(LANGUAGES.en[key]), `${tag}: ${key}`);
  }
});

test("a text that depends on a number has all the forms of its language", () => {
  for (const tag of TAGS) {
    const wanted = new Intl.PluralRules(LANGUAGES[tag]["language-locale"]).resolvedOptions().pluralCategories;
    for (const [key, pattern] of Object.entries(LANGUAGES[tag]))
      for (const { variants } of choicesOf(pattern)) {
        if (!CATEGORIES.some((category) => category in variants)) continue;
        const missing = wanted.filter((category) => !(category in variants));
        assert.deepEqual(missing, [], `${tag}: ${key}`);
      }
  }
});

test("every text is used, and every one that is used is there with its variables", () => {
  const calls = [...MODULES].flatMap(([path, source]) => callsIn(source).map((call) => ({ path, ...call })));
  const missing = calls.filter(({ key }) => !(key in LANGUAGES.en)).map(({ path, key }) => `${path}: ${key}`);
  assert.deepEqual(missing, []);
  for (const { path, key, values } of calls) {
    const absent = values && variablesOf(LANGUAGES.en[key]).filter((name) => !values.includes(name));
    assert.deepEqual(absent ?? [], [], `${path}: ${key}`);
  }
  const named = new Set([...MODULES.values()].flatMap(literalsIn));
  for (const [, key] of PAGE.matchAll(/\{([a-z0-9-]+)\}/g)) named.add(key);
  const unused = Object.keys(LANGUAGES.en).filter((key) => !named.has(key) && !OF_PYTHON.test(key));
  assert.deepEqual(unused, []);
});

test("what is not kept to is found", () => {
  const title = "x.title = `$" + "{n} photos`;";
  assert.deepEqual(textsIn(`h("p", { class: "a b", text: "Nothing here" }); t("a-b"); ${title}`), [
    "Nothing here", "… photos",
  ]);
  assert.deepEqual(textsIn('h("b", { text: "none", "aria-label": isOn ? "on" : t("off") }); key === "Escape";'), [
    "none", "on",
  ]);
  assert.deepEqual(textsIn('throw new TypeError("No element"); box.querySelector("input, a.b"); i.add("is-on");'),
    []); // prettier-ignore
  assert.deepEqual(callsIn('t("one"); t(isOn ? "two" : "three", { a, b: 1 }); t("four", { ...a });'), [
    { key: "one", values: [] }, { key: "two", values: ["a", "b"] }, { key: "three", values: ["a", "b"] },
    { key: "four", values: null },
  ]);
});
