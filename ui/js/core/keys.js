/** @file The keyboard. Every key is bound with its meaning, so that the sheet of keys always shows those that work. */

import { takesText } from "./dom.js";
import { keysNow } from "../pure/keys/commands.js";
import { keyCaps } from "../pure/text/key-names.js";
import { alongLines } from "../pure/text/texts.js";

/**
 * @typedef {object} Binding
 * @property {string} scope      "app", "dialog", or one of scopeOf(): only the active scope and "app" hear keys
 * @property {string[]} keys     "ArrowLeft", "Ctrl+KeyA", "?", "Shift+Home": modifiers, then event.key or event.code
 * @property {string} group      heading on the sheet; "" keeps it off
 * @property {string} label      what it does, in words
 * @property {string} [one]      what it does alone, where several share the label
 * @property {string} [part]     see pure/keys/commands.js
 * @property {string[]} [shiftOf] see there
 * @property {(event: KeyboardEvent) => void|false} run  false: not handled, let the browser have it
 * @property {() => boolean} [works]  returns whether they can do anything here; else they are neither heard nor listed
 */

/** Holds the key bindings, and runs those of the active scope. */
export class Keys {
  /** @type {Binding[]} */
  #bindings = [];
  #shown;
  /** Keys that are not those that were bound, by command. @type {import("../pure/keys/commands.js").KeyChanges} */
  changes = {};

  /** @param {() => string} shown - Returns whose keys count while no dialog is open. */
  constructor(shown) {
    this.#shown = shown;
    document.addEventListener("keydown", (event) => this.#onKeydown(event));
  }

  /**
   * The scope that keys belong to now. Read from the page each time: when a dialog or menu closes, the keys go back at
   * once to what is open then.
   */
  get scope() {
    return document.querySelector("dialog[open], .menu") ? "dialog" : this.#shown();
  }

  /**
   * Bind keys.
   * @param {Binding} binding - The keys and what they do.
   */
  bind(binding) {
    this.#bindings.push(binding);
  }

  /**
   * All bindings that work here with the keys that they have now, in the order they were made.
   * @returns {readonly Binding[]}
   */
  get bindings() {
    return this.usual.map((binding) => ({ ...binding, keys: keysNow(binding, this.changes) }));
  }

  /**
   * All bindings that work here with their usual keys, in the order they were made.
   * @returns {readonly Binding[]}
   */
  get usual() {
    return this.#bindings.filter(({ works }) => works?.() ?? true);
  }

  /**
   * Return what a menu says of a key: the key that does the same now.
   * @param {string} text - The usual key: "Ctrl+A"; or one of no command, or something else, which stays.
   */
  named(text) {
    const wanted = keyCaps(text).join("+");
    const found = this.#hearing(this.usual).find(({ keys }) => keys.some((key) => keyCaps(key).join("+") === wanted));
    const now = found && keysNow(found, this.changes);
    return !now || now === found.keys ? wanted : keyCaps(now[0] ?? "").join("+");
  }

  /** @param {readonly Binding[]} bindings - Bindings. */
  #hearing(bindings) {
    const { scope } = this;
    return bindings.filter((one) => one.scope === scope || (one.scope === "app" && scope !== "dialog"));
  }

  /**
   * Run what a key is bound to, for menus.
   * @param {string} key - Name of the usual key, as it is bound.
   */
  press(key) {
    const found = this.usual.find(
      (binding) => binding.keys.includes(key) && (binding.scope === this.scope || binding.scope === "app"),
    );
    found?.run(new KeyboardEvent("keydown", { key }));
  }

  /**
   * Run the first binding that takes the key. In text fields only keys with a modifier, Escape and F1 to F12 are taken,
   * and none that types a sign with Alt.
   * @param {KeyboardEvent} event - The event.
   */
  #onKeydown(event) {
    if (event.isComposing || event.defaultPrevented) return;
    if (takesText(event.target) && types(event)) return;
    const names = keyNames(event);
    for (const binding of this.#hearing(this.bindings)) {
      if (binding.keys.some((key) => names.includes(key)) && binding.run(event) !== false) {
        event.preventDefault();
        return;
      }
    }
  }
}

/**
 * Return whether a key press in a text field is for the field.
 * @param {KeyboardEvent} event - The key press.
 */
function types({ key, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || key === "Escape" || /^F\d+$/.test(key)) return false;
  return !altKey || key.length === 1; // Option types signs on a Mac
}

/**
 * Return the names a key press may be bound under. The physical code is one of them, so that "Ctrl+KeyA" works on
 * keyboards without Latin letters. Arrows are named by their way along the lines. A printable sign such as "?" is
 * named without the Shift that made it.
 * @param {Pick<KeyboardEvent, "key"|"code"|"ctrlKey"|"metaKey"|"altKey"|"shiftKey">} event - The key press.
 */
export function keyNames(event) {
  const prefix = (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "");
  const shift = event.shiftKey ? "Shift+" : "";
  const names = [prefix + shift + alongLines(event.key), prefix + shift + alongLines(event.code)];
  if (event.key.length === 1 && !/[\p{L}\p{N} ]/u.test(event.key)) names.push(prefix + event.key);
  return names;
}
