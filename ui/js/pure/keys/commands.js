/**
 * @file Commands of the keyboard: what identifies one, which keys it has, which of them two commands share. Settings
 * know a command by the part of the page and the key that is usual there: "grid/KeyF". That outlives other words for
 * it, and a command whose usual key is another one day is back at that.
 */

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
export function recordKey({ key, code, ctrlKey, metaKey, altKey, shiftKey }) {
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
    const id = commandId(bound);
    const known = found.get(`${group} ${one}`);
    if (known) known.ids.push(id);
    else found.set(`${group} ${one}`, { ids: [id], group, label: one, keys: keysNow(bound, changes),
      isChanged: id in changes, others: [] }); // prettier-ignore
  }
  const all = [...found.values()];
  for (const command of all) command.others = all.filter((other) => clash(command, other)).map(({ label }) => label);
  return all;
}

/**
 * Return whether one key means two commands in one part of the page.
 * @param {Command} one - A command.
 * @param {Command} other - Another one, or the same.
 */
function clash(one, other) {
  if (one === other) return false;
  const parts = partsOf(other);
  const meet = partsOf(one).some((part) => part === EVERYWHERE || parts.includes(part) || parts.includes(EVERYWHERE));
  const keys = new Set(other.keys.filter((key) => key !== ALWAYS).map(physicalKey));
  return meet && one.keys.some((key) => keys.has(physicalKey(key)));
}

/** @param {Command} command - A command. */
function partsOf({ ids }) {
  return ids.map((id) => id.slice(0, id.indexOf("/")));
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
