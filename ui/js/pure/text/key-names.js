// Keys as people call them, and the bindings in the order of a sheet.

/** @typedef {{label: string, keys: string[], text: string}} SheetRow  text: what the filter looks through */
/** A key as it is bound (core/keys.js). @typedef {{group: string, label: string, keys: string[]}} NamedBinding */

const NAMES = new Map(
  Object.entries({
    ArrowLeft: "←",
    ArrowRight: "→",
    ArrowUp: "↑",
    ArrowDown: "↓",
    PageUp: "Page Up",
    PageDown: "Page Down",
    Escape: "Esc",
    Delete: "Del",
    " ": "Space",
    "-": "−",
    Comma: ",",
    Period: ".",
    Slash: "/",
    Backslash: "\\",
    Minus: "−",
    Equal: "=",
  }),
);
const SPOKEN = new Map([
  ["←", "left"],
  ["→", "right"],
  ["↑", "up"],
  ["↓", "down"],
  ["−", "minus"],
  ["+", "plus"],
]);
const ORDER = ["Move", "Photos", "Select", "Say", "View", "One photo", "Change", "Window"];
const MAX_SHOWN = 2; // alternatives shown; whoever needs a third knows it

/** "Ctrl+Shift+KeyA" as caps: Ctrl, Shift, A. @param {string} key */
export function keyCaps(key) {
  const parts = key === "+" ? ["+"] : key.replace(/\+\+$/, "+plus").split("+");
  return parts.map((part) => (part === "plus" ? "+" : nameOf(part)));
}

/** @param {string} part */
function nameOf(part) {
  const letter = /^(?:Key|Digit|Numpad)(\w)$/.exec(part)?.[1] ?? part;
  return NAMES.get(letter) ?? (letter.length === 1 ? letter.toUpperCase() : letter);
}

/** Grouped, the same deed of two views in one row. @param {readonly NamedBinding[]} bindings  @returns {{name: string, rows: SheetRow[]}[]} */
export function groupBindings(bindings) {
  /** @type {Map<string, Map<string, string[]>>} */
  const groups = new Map();
  for (const { group, label, keys } of bindings) {
    if (!group) continue;
    const rows = groups.get(group) ?? new Map();
    rows.set(label, [...(rows.get(label) ?? []), ...keys]);
    groups.set(group, rows);
  }
  return [...groups].sort(([a], [b]) => rank(a) - rank(b))
    .map(([name, rows]) => ({ name, rows: [...rows].map(([label, keys]) => sheetRow(label, keys)) }));
}

/** @param {string} group */
function rank(group) {
  const known = ORDER.indexOf(group);
  return known < 0 ? ORDER.length : known;
}

/** @param {string} label  @param {string[]} keys  @returns {SheetRow} */
function sheetRow(label, keys) {
  const seen = new Map(keys.map((key) => [keyCaps(key).join(" "), key])); // "z" and "KeyZ" are one key to people
  const spoken = [...seen.keys()].flatMap((name) => [name, ...name.split(" ").map((cap) => SPOKEN.get(cap) ?? "")]);
  return { label, keys: [...seen.values()].slice(0, MAX_SHOWN), text: [label, ...spoken].join(" ").toLowerCase() };
}
