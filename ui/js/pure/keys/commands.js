/**
 * @file Commands of the keyboard: what identifies one, which keys it has, which of them two commands share. Settings
 * know a command by the part of the page and the key that is usual there: "grid/KeyF". That outlives other words for
 * it, and a command whose usual key is another one day is back at that.
 */

import { alongLines, t } from "../text/texts.js";

/**
 * What a binding (core/keys.js) says of the command.
 * @typedef {object} Bound
 * @property {string} scope - Whose keys count.
 * @property {string} [part] - Where keys of a scope mean something else: "video", "album"; left out: the scope.
 * @property {string[]} keys - The usual keys.
 * @property {string[]} [shiftOf] - Usual keys of another command of the part, of which these are the ones with Shift.
 */
/**
 * Keys that are not the usual ones, by command.
 * @typedef {Record<string, string[]>} KeyChanges
 */
/**
 * A command as the page of settings lists it, from all parts of the page where it does the same.
 * @typedef {object} Command
 * @property {string[]} ids - Its names in settings.
 * @property {(Bound & {id: string})[]} bound - The binding of each.
 * @property {string} group - Heading.
 * @property {string} label - What it does.
 * @property {string[]} keys - Its keys now.
 * @property {boolean} isChanged - Whether they are other than usual.
 * @property {string[]} others - What else these keys do there.
 */

const ALWAYS = "Escape"; // leaves whatever is open, and is never taken away
const EVERYWHERE = "app";
const NEVER = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "NumLock", "ScrollLock", "Fn",
  "FnLock", "Dead", "Process", "Unidentified", "Tab", ALWAYS]);
const PRESSES = new Set(["Enter", " "]); // alone they press what has the focus

/**
 * Return the name of a key by its place on the keyboard: "f" and "KeyF" are one.
 * @param {string} name - Name of the key, as it is bound.
 */
function physicalKey(name) {
  const last = lastPart(name);
  const modifiers = name.slice(0, name.length - last.length);
  if (/^[a-z]$/i.test(last)) return `${modifiers}Key${last.toUpperCase()}`;
  if (/^\d$/.test(last)) return `${modifiers}Digit${last}`;
  return modifiers + (last === " " ? "Space" : last);
}

/** @param {string} name - "Ctrl++", "Shift+Home". */
function lastPart(name) {
  return name.endsWith("+") ? "+" : name.slice(name.lastIndexOf("+") + 1);
}

/**
 * Return the name of a command in settings.
 * @param {Bound} bound - Its binding.
 */
function commandId({ scope, part = scope, keys, shiftOf = keys }) {
  return `${part}/${physicalKey(shiftOf[0])}`;
}

/**
 * Return the keys of a command.
 * @param {Bound} bound - Its binding.
 * @param {KeyChanges} changes - Keys that are not the usual ones.
 */
export function keysNow(bound, changes) {
  const changed = changes[commandId(bound)];
  if (!changed) return bound.keys;
  if (bound.shiftOf) return changed.flatMap(withShift);
  return bound.keys.includes(ALWAYS) ? [...changed.filter((key) => key !== ALWAYS), ALWAYS] : changed;
}

/**
 * Return the names of a key with Shift. By its place on the keyboard: Shift makes another sign of it.
 * @param {string} name - Name of the key.
 */
export function withShift(name) {
  const last = lastPart(name);
  if (last.length === 1 || name.includes("Shift+")) return [];
  return [`${name.slice(0, name.length - last.length)}Shift+${last}`];
}

/**
 * Return the names under which a pressed key is bound: by its letter, and by its place for keyboards of other letters.
 * @param {Pick<KeyboardEvent, "key"|"code"|"ctrlKey"|"metaKey"|"altKey"|"shiftKey">} event - The key press.
 * @returns {string[]|null} Null: no key that can be bound, or not all of it yet.
 */
export function recordKey({ key: pressed, code, ctrlKey, metaKey, altKey, shiftKey }) {
  const key = alongLines(pressed);
  if (NEVER.has(key) || !code) return null;
  if (PRESSES.has(key) && !(ctrlKey || metaKey || altKey || shiftKey)) return null;
  const modifiers = (ctrlKey || metaKey ? "Ctrl+" : "") + (altKey ? "Alt+" : "");
  const shift = shiftKey ? "Shift+" : "";
  const byPlace = modifiers + shift + code;
  if (/^[a-z]$/i.test(key)) return [modifiers + shift + (shift ? key.toUpperCase() : key.toLowerCase()), byPlace];
  if (key.length > 1 || key === " ") return [modifiers + shift + (key === " " ? code : key)];
  return /[\p{L}\p{N}]/u.test(key) ? [byPlace] : [modifiers + key];
}

/**
 * A binding, as it is compared with others.
 * @typedef {object} Heard
 * @property {string} id - Name in settings of the command; of keys with Shift, of the command they belong to.
 * @property {string} scope - Whose keys count.
 * @property {string} part - Where in it.
 * @property {string[]} keys - Its keys now, but for Escape.
 * @property {string[]} usual - Its usual keys.
 * @property {boolean} withShift - Whether it is the command with Shift.
 * @property {string} label - What it does.
 */

/**
 * Return all commands that can have other keys, in the order in which they were bound.
 * @param {readonly (Bound & {group: string, label: string, one?: string})[]} bindings - With the usual keys.
 * @param {KeyChanges} changes - Keys that are not the usual ones.
 * @returns {Command[]}
 */
export function listCommands(bindings, changes) {
  /** @type {Map<string, Command>} */
  const found = new Map();
  for (const bound of bindings) {
    if (!bound.group || bound.shiftOf || bound.keys.every((key) => key === ALWAYS)) continue;
    const { group, label, one = label } = bound;
    const name = `${group} ${one}`;
    /** @type {Command} */
    const command = found.get(name) ??
      { ids: [], bound: [], group, label: one, keys: [], isChanged: false, others: [] };
    const id = commandId(bound);
    command.ids.push(id);
    command.bound.push({ ...bound, id });
    command.keys = [...new Set([...command.keys, ...keysNow(bound, changes)])];
    command.isChanged ||= id in changes;
    found.set(name, command);
  }
  const all = [...found.values()];
  const heard = bindings.map((bound) => heardOf(bound, changes));
  for (const command of all) command.others = othersOf(command, heard, all);
  return all;
}

/**
 * @param {Bound & {label: string}} bound - A binding.
 * @param {KeyChanges} changes - Keys that are not the usual ones.
 * @returns {Heard}
 */
function heardOf(bound, changes) {
  const { scope, part = scope, keys, shiftOf, label } = bound;
  const now = keysNow(bound, changes).filter((key) => key !== ALWAYS);
  return { id: commandId(bound), scope, part, keys: now.map(physicalKey), usual: keys.map(physicalKey),
    withShift: shiftOf !== undefined, label }; // prettier-ignore
}

/**
 * Return what else the keys of a command do where it is heard. Keys that are on no list count, too.
 * @param {Command} command - The command.
 * @param {readonly Heard[]} heard - All bindings.
 * @param {readonly Command[]} all - All commands.
 */
function othersOf({ ids }, heard, all) {
  const own = heard.filter(({ id }) => ids.includes(id));
  const others = heard.filter((other) => !ids.includes(other.id) && own.some((one) => clash(one, other)));
  return [...new Set(others.map(({ id, label, withShift: shift }) => {
    const name = all.find((one) => one.ids.includes(id))?.label ?? label;
    return shift ? t("keys-with-shift", { label: name }) : name;
  }))]; // prettier-ignore
}

/**
 * Return whether one key means two commands where both are heard. A key that usually is of two parts of a scope is
 * meant so: the one that can do something there takes it.
 * @param {Heard} one - A binding.
 * @param {Heard} other - Another one.
 */
function clash(one, other) {
  if (one.scope !== other.scope && one.scope !== EVERYWHERE && other.scope !== EVERYWHERE) return false;
  const isMeant = (/** @type {string} */ key) =>
    one.part !== other.part && one.usual.includes(key) && other.usual.includes(key);
  return one.keys.some((key) => other.keys.includes(key) && !isMeant(key));
}

/**
 * Return the changes with other keys for a command.
 * @param {KeyChanges} changes - The changes so far.
 * @param {string[]} ids - The command's names in settings.
 * @param {string[]|null} keys - Its keys; null: the usual ones.
 * @returns {KeyChanges}
 */
export function changeKeys(changes, ids, keys) {
  const others = Object.fromEntries(Object.entries(changes).filter(([id]) => !ids.includes(id)));
  return keys ? { ...others, ...Object.fromEntries(ids.map((id) => [id, keys])) } : others;
}

/**
 * Return whether two sets of changes are the same.
 * @param {KeyChanges} one - Changes.
 * @param {KeyChanges} other - Changes.
 */
export function sameKeys(one, other) {
  const text = (/** @type {KeyChanges} */ changes) => JSON.stringify(Object.entries(changes).sort());
  return text(one) === text(other);
}
