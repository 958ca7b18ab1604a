// The keyboard: every key is bound with its meaning, so that the sheet behind "?" can never be out of date.

/**
 * @typedef {object} Binding
 * @property {string} scope      "app", "grid", "viewer", "dialog": only the active scope and "app" hear keys
 * @property {string[]} keys     "ArrowLeft", "Ctrl+KeyA", "?", "Shift+Home": modifiers, then event.key or event.code
 * @property {string} group      heading on the sheet; "" keeps it off
 * @property {string} label      what it does, in words
 * @property {(event: KeyboardEvent) => void|false} run  false: not handled, let the browser have it
 */

export class Keys {
  /** @type {Binding[]} */
  #bindings = [];
  /** Whose keys count while no dialog is open. */
  activeScope = "grid";

  constructor() {
    document.addEventListener("keydown", (event) => this.#onKeydown(event));
  }

  /** Asked of the page each time: a dialog or menu that closes gives the keys back at once, to whatever is open by then. */
  get scope() {
    return document.querySelector("dialog[open], .menu") ? "dialog" : this.activeScope;
  }

  /** @param {Binding} binding */
  bind(binding) {
    this.#bindings.push(binding);
  }

  /** @returns {readonly Binding[]} */
  get bindings() {
    return this.#bindings;
  }

  /** Does what a key does, for menus. @param {string} key */
  press(key) {
    const found = this.#bindings.find(
      (binding) => binding.keys.includes(key) && (binding.scope === this.scope || binding.scope === "app"),
    );
    found?.run(new KeyboardEvent("keydown", { key }));
  }

  /** @param {KeyboardEvent} event */
  #onKeydown(event) {
    if (event.isComposing || event.defaultPrevented) return;
    const typing =
      event.target instanceof HTMLElement &&
      event.target.matches("input:not([type=range],[type=checkbox]), textarea, [contenteditable]");
    if (
      typing &&
      !(event.ctrlKey || event.metaKey || event.altKey || event.key === "Escape" || /^F\d+$/.test(event.key))
    )
      return;
    const names = keyNames(event);
    for (const binding of this.#bindings) {
      if (binding.scope !== this.scope && !(binding.scope === "app" && this.scope !== "dialog")) continue;
      if (binding.keys.some((key) => names.includes(key)) && binding.run(event) !== false) {
        event.preventDefault();
        return;
      }
    }
  }
}

/**
 * The names under which a key may be bound. The physical code stands beside the letter, so that "Ctrl+KeyA" works on
 * keyboards without Latin letters; a printable key such as "?" is named without the Shift that made it.
 * @param {{key: string, code: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, shiftKey: boolean}} event
 */
export function keyNames(event) {
  const prefix = (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "");
  const shift = event.shiftKey ? "Shift+" : "";
  const names = [prefix + shift + event.key, prefix + shift + event.code];
  if (event.key.length === 1 && !/[\p{L}\p{N} ]/u.test(event.key)) names.push(prefix + event.key);
  return names;
}
