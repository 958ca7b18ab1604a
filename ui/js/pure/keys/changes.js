/** @file Giving commands other keys: one key of a command is changed, added or taken away, and it keeps the others. */

import { keysNow } from "./commands.js";

/** @typedef {import("./commands.js").Command} Command */
/** @typedef {import("./commands.js").KeyChanges} KeyChanges */

const PRINTS = /^(?:Key[A-Z]|Digit\d|Comma|Period|Slash|Backslash|Minus|Equal|Bracket\w+|Semicolon|Quote|Backquote)$/;
/** The server takes no more names for a command. */
export const MAX_NAMES = 12;

/** @param {string} name - "Ctrl++", "Shift+Home". */
function parts(name) {
  const at = name.lastIndexOf("+", name.length - 2) + 1;
  return { modifiers: name.slice(0, at), last: name.slice(at) };
}

/**
 * Return the keys of a list of names: a sign, and the place where it is on the keyboard, are two names of one key.
 * @param {readonly string[]} names - Names of keys.
 * @returns {string[][]} The names of each key.
 */
export function splitKeys(names) {
  /** @type {string[][]} */
  const keys = [];
  for (const name of names) {
    const { modifiers, last } = parts(name);
    const before = keys.at(-1);
    const sign = before?.length === 1 ? parts(before[0]) : null;
    if (before && sign?.last.length === 1 && sign.modifiers === modifiers && PRINTS.test(last)) before.push(name);
    else keys.push([name]);
  }
  return keys;
}

/**
 * Return the changes with another key in place of one that a command has.
 * @param {KeyChanges} changes - The changes so far.
 * @param {Command} command - The command.
 * @param {readonly string[]} old - Names of the key; none: the command gets one more.
 * @param {readonly string[]} wanted - Names of the other key; none: it is taken away.
 * @returns {KeyChanges}
 */
export function replaceKey(changes, { bound }, old, wanted) {
  const now = { ...changes };
  const parts = new Set();
  bound.forEach(({ id, ...binding }) => {
    const has = keysNow(binding, changes);
    const part = id.slice(0, id.indexOf("/"));
    const next = old.length ? exchange(has, old, wanted) : parts.has(part) ? has : [...has, ...wanted];
    parts.add(part); // one of those that do the same there hears it
    if (next.join(" ") !== has.join(" ")) now[id] = [...new Set(next)];
    if (now[id]?.join(" ") === binding.keys.join(" ")) delete now[id]; // as usual
  });
  return now;
}

/**
 * @param {readonly string[]} names - Names of all keys.
 * @param {readonly string[]} old - Names of one.
 * @param {readonly string[]} wanted - What stands in its place.
 */
function exchange(names, old, wanted) {
  const keys = splitKeys(names);
  const same = (/** @type {string[]} */ key) => key.some((name) => old.includes(name));
  return keys.flatMap((key) => (same(key) ? wanted : key));
}
