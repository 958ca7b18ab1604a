/**
 * @file What tooltips, spoken labels and sentences call the key of a command: the one that it has now. An element says
 * in data-command which command is meant, so that all of them can follow when the user gives it another key.
 */

import { h, icon } from "./dom.js";
import { keyCaps } from "../pure/text/key-names.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("../pure/keys/commands.js").KeyChanges} KeyChanges */

const NO_KEY = "–";

/** Keys that are not the usual ones, by command. @type {KeyChanges} */
let changes = {};

/**
 * Name other keys from now on.
 * @param {KeyChanges} now - Keys that are not the usual ones.
 */
export function nameKeys(now) {
  changes = now;
  for (const element of document.querySelectorAll("[data-command]")) write(/** @type {HTMLElement} */ (element));
}

/** Write tooltips anew that were not in the page when the keys changed. */
export function followPointer() {
  document.addEventListener("pointerover", ({ target }) => {
    const element = target instanceof Element ? target.closest("[data-command]") : null;
    if (element instanceof HTMLElement) write(element);
  }, { passive: true }); // prettier-ignore
}

/**
 * Return what the key of a command is called; "": it has none.
 * @param {string} command - Its name in settings (pure/keys/commands.js), which ends with its usual key.
 */
export function keyOf(command) {
  const usual = command.slice(command.indexOf("/") + 1);
  const [key] = changes[command] ?? [usual];
  return key ? keyCaps(key).join("+") : "";
}

/**
 * Return a label with the key that does the same.
 * @param {string} label - The label.
 * @param {string} command - Name of the command in settings; "": none, then it is the label alone.
 */
function withKey(label, command) {
  const key = command && keyOf(command);
  return key ? t("shell-with-key", { label, key }) : label;
}

/**
 * Give an element a tooltip that names the key of a command.
 * @template {HTMLElement} T
 * @param {T} element - The element.
 * @param {string} label - What it does.
 * @param {string} command - Name of the command in settings; "": none.
 * @param {boolean} [spoken] - Whether that is its spoken label, too.
 * @returns {T} The element.
 */
export function nameKey(element, label, command, spoken = true) {
  Object.assign(element.dataset, { command, label, ...(spoken && { spoken: "" }) });
  write(element);
  return element;
}

/**
 * Make a button that shows an icon only, and names the key that does the same.
 * @param {string} sign - Name of the icon.
 * @param {string} label - What it does.
 * @param {string} command - Name of the command in settings.
 * @param {Record<string, string|number|boolean|null|undefined>} [props] - More properties, as h() takes them.
 */
export function keyedButton(sign, label, command, props = {}) {
  const look = { type: "button", class: "button button--bare button--icon", ...props };
  return nameKey(h("button", look, icon(sign)), label, command);
}

/**
 * Make the cap of the key of a command, for a sentence.
 * @param {string} command - Name of the command in settings.
 */
export function keyCap(command) {
  const cap = h("kbd", { "data-command": command });
  write(cap);
  return cap;
}

/** @param {HTMLElement} element - An element that names a key. */
function write(element) {
  const { command = "", label = "", spoken } = element.dataset;
  if (element.localName === "kbd") return void (element.textContent = keyOf(command) || NO_KEY);
  const text = withKey(label, command);
  if (element.title === text) return;
  element.title = text;
  if (spoken !== undefined) element.ariaLabel = text;
}
