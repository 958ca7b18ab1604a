/** @file Names of keys as they stand on the caps, and the rows of the sheet of keys. */

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
const ORDER = ["Move", "Photos", "Select", "Say", "Albums", "View", "Months and years", "One photo", "Video", "Change",
  "Window"];
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
  const letter = /^(?:Key|Digit|Numpad)(\w)$/.exec(part)?.[1] ?? part;
  return NAMES.get(letter) ?? (letter.length === 1 ? letter.toUpperCase() : letter);
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

/**
 * Return where a group stands among the others.
 * @param {string} group - Name of the group.
 */
export function groupRank(group) {
  const known = ORDER.indexOf(group);
  return known < 0 ? ORDER.length : known;
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
  const spoken = [...seen.keys()].flatMap((name) => [name, ...name.split(" ").map((cap) => SPOKEN.get(cap) ?? "")]);
  const shown = isRun ? [`${numbers[0]} … ${numbers[numbers.length - 1]}`] : [...seen.values()].slice(0, MAX_SHOWN);
  return { label, keys: shown, text: [label, ...spoken].join(" ").toLowerCase() };
}
