/** @file Names of keys as they stand on the caps, and the rows of the sheet of keys. */

import { alongLines, t } from "./texts.js";

/**
 * A row of the sheet of keys.
 * @typedef {object} SheetRow
 * @property {string} label - What the keys do.
 * @property {string[]} keys - Names of the keys to show.
 * @property {string} text - What a search on the sheet looks through.
 */
/**
 * What the sheet needs of a binding (core/keys.js).
 * @typedef {object} NamedBinding
 * @property {string} group - Heading on the sheet; "": not on it.
 * @property {string} label - What the keys do.
 * @property {string[]} keys - Names of the keys.
 */

const NAMES = new Map(
  Object.entries({
    ArrowLeft: "←",
    ArrowRight: "→",
    ArrowUp: "↑",
    ArrowDown: "↓",
    "-": "−",
    Comma: ",",
    Period: ".",
    Slash: "/",
    Backslash: "\\",
    Minus: "−",
    Equal: "=",
  }),
);
/** Keys with a name of each language, by the keys of their texts. */
const TEXTS = new Map([
  ["PageUp", "keys-page-up"],
  ["PageDown", "keys-page-down"],
  ["Escape", "keys-escape"],
  ["Delete", "keys-delete"],
  [" ", "keys-space"],
  ["Space", "keys-space"],
  ["Enter", "keys-enter"],
  ["Backspace", "keys-backspace"],
  ["Ctrl", "keys-ctrl"],
  ["Shift", "keys-shift"],
  ["Home", "keys-home"],
  ["End", "keys-end"],
]);
const SPOKEN = new Map([
  ["←", "keys-left"],
  ["→", "keys-right"],
  ["↑", "keys-up"],
  ["↓", "keys-down"],
  ["−", "keys-minus"],
  ["+", "keys-plus"],
]);
/** The groups of the sheet in their order, by the keys of their names. */
const GROUPS = [
  "keys-move", "keys-photos", "keys-select", "keys-say", "common-albums", "keys-view", "keys-months", "keys-one-photo",
  "keys-video", "keys-change", "keys-window",
];
const MAX_SHOWN = 2; // alternatives shown for one command
const MIN_RUN = 3; // numbers one after the other that are shown as the first and the last

/**
 * Split a bound key into its caps: "Ctrl+Shift+KeyA" is Ctrl, Shift, A.
 * @param {string} key - Name of the key, as it is bound.
 */
export function keyCaps(key) {
  const parts = key === "+" ? ["+"] : key.replace(/\+\+$/, "+plus").split("+");
  return parts.map((part) => (part === "plus" ? "+" : nameOf(part)));
}

/** @param {string} part - One part of the name. */
function nameOf(part) {
  const letter = /^(?:Key|Digit|Numpad)(\w)$/.exec(part)?.[1] ?? alongLines(part);
  const key = TEXTS.get(letter);
  return (key ? t(key) : NAMES.get(letter)) ?? (letter.length === 1 ? letter.toUpperCase() : letter);
}

/**
 * Group bindings for the sheet of keys. Keys with the same label share a row.
 * @param {readonly NamedBinding[]} bindings - All bindings.
 * @returns {{name: string, rows: SheetRow[]}[]} The groups in the order of the sheet.
 */
export function groupBindings(bindings) {
  /** @type {Map<string, Map<string, string[]>>} */
  const groups = new Map();
  for (const { group, label, keys } of bindings) {
    if (!group) continue;
    const rows = groups.get(group) ?? new Map();
    rows.set(label, [...(rows.get(label) ?? []), ...keys]);
    groups.set(group, rows);
  }
  return [...groups].sort(([a], [b]) => groupRank(a) - groupRank(b))
    .map(([name, rows]) => ({ name, rows: [...rows].map(([label, keys]) => sheetRow(label, keys)) }));
}

/** @param {string} cap - What stands on the cap of a key. */
function spokenName(cap) {
  const key = SPOKEN.get(cap);
  return key ? t(key) : "";
}

/**
 * Return where a group stands among the others.
 * @param {string} group - Name of the group, in the language of the page.
 */
export function groupRank(group) {
  const known = GROUPS.map((key) => t(key)).indexOf(group);
  return known < 0 ? GROUPS.length : known;
}

/**
 * @param {string} label - What the keys do.
 * @param {string[]} keys - Names of the keys, as they are bound.
 * @returns {SheetRow}
 */
function sheetRow(label, keys) {
  const seen = new Map(keys.map((key) => [keyCaps(key).join(" "), key])); // "z" and "KeyZ" are one key to people
  const numbers = [...seen.keys()].filter((name) => /^\d$/.test(name));
  const isRun = numbers.length >= MIN_RUN && numbers.length === seen.size;
  const spoken = [...seen.keys()].flatMap((name) => [name, ...name.split(" ").map(spokenName)]);
  const shown = isRun ? [`${numbers[0]} … ${numbers[numbers.length - 1]}`] : [...seen.values()].slice(0, MAX_SHOWN);
  return { label, keys: shown, text: [label, ...spoken].join(" ").toLowerCase() };
}
