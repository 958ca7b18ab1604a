/** @file What is in a menu: entries below each other, some of them small and side by side, and the keys that move. */

import { h, icon } from "./dom.js";
import { dot } from "./said-controls.js";
import { alongLines } from "../pure/text/texts.js";

/**
 * An entry of a menu.
 * @typedef {object} MenuItem
 * @property {string} label - What it does; of a row, what its entries are about.
 * @property {string} [icon] - Name of its icon.
 * @property {string} [dot] - Colour label whose dot stands there instead.
 * @property {string} [short] - What stands there where it is one of a row, and has neither icon nor dot.
 * @property {string} [key] - The usual key of the command that does the same.
 * @property {string} [ownKey] - The key that does the same on what the menu is of: no command, and always the same.
 * @property {boolean} [asks] - Whether it asks for something before it does anything: "…" says so.
 * @property {boolean} [checked] - Whether it is ticked: one of several, or with `many` on its own.
 * @property {boolean} [many] - Whether it is ticked on its own, independent of the other entries.
 * @property {boolean} [disabled] - Whether it cannot be chosen.
 * @property {boolean} [danger] - Whether it destroys something.
 * @property {MenuItem[]} [row] - Entries that stand side by side in its place.
 * @property {() => void} [run] - What to do.
 */

/**
 * Make what stands in a menu.
 * @param {(MenuItem|null)[]} items - Its entries; null: a line between two.
 * @param {() => void} close - Closes the menu, before an entry does what it does.
 */
export function drawMenuItems(items, close) {
  return items.map((item) => {
    if (!item) return h("div", { class: "menu__sep", role: "separator" });
    return item.row ? drawRow(item, item.row, close) : drawItem(item, close);
  });
}

/**
 * @param {MenuItem} item - What the entries are about.
 * @param {MenuItem[]} row - The entries.
 * @param {() => void} close - Closes the menu.
 */
function drawRow({ label }, row, close) {
  return h("div", { class: "menu__row", role: "group", "aria-label": label },
    h("span", { class: "menu__about", "aria-hidden": "true", text: label }),
    ...row.map((item) => drawSmall(item, close))); // prettier-ignore
}

/**
 * @param {MenuItem} item - The entry.
 * @param {() => void} close - Closes the menu.
 */
function drawSmall(item, close) {
  const title = item.key ? `${item.label} (${item.key})` : item.label;
  const short = item.dot || item.icon ? "" : item.short ?? "";
  const sign = item.dot ? dot(item.dot) : item.icon ? icon(item.icon, "s") : short;
  // what is called by what is seen of it is found by it, by those who speak to their computer, too
  const label = item.label.includes(short) ? item.label : `${short}: ${item.label}`;
  const names = { class: "menu__small", role: "menuitem", "aria-label": label, title };
  return onPress(h("button", { type: "button", ...names }, sign), item, close);
}

/**
 * @param {MenuItem} item - The entry.
 * @param {() => void} close - Closes the menu.
 */
function drawItem(item, close) {
  const role = item.checked === undefined ? "menuitem" : item.many ? "menuitemcheckbox" : "menuitemradio";
  const sign = item.checked ? "check" : item.icon;
  const button = h(
    "button",
    {
      type: "button",
      class: item.danger ? "item item--danger" : "item",
      role,
      disabled: Boolean(item.disabled),
      "aria-checked": item.checked === undefined ? null : item.checked,
    },
    sign ? icon(sign, "s") : h("span", { class: "icon icon--s" }),
    h("span", { class: "item__name", text: item.asks ? `${item.label}…` : item.label }),
    item.key ? h("span", { class: "item__key", text: item.key }) : null,
  );
  return onPress(button, item, close);
}

/**
 * @param {HTMLButtonElement} button - The button.
 * @param {MenuItem} item - The entry.
 * @param {() => void} close - Closes the menu.
 */
function onPress(button, { run }, close) {
  button.addEventListener("click", () => {
    close();
    run?.();
  });
  return button;
}

/**
 * Move the focus in a menu: up, down, Home and End from line to line, left and right within one.
 * @param {HTMLElement} list - The menu.
 * @param {KeyboardEvent} event - The event.
 */
export function moveInMenu(list, event) {
  const key = alongLines(event.key);
  if (!["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) return;
  event.preventDefault();
  event.stopPropagation();
  const lines = [...list.children].map(buttonsOf).filter((line) => line.length > 0);
  const focused = /** @type {HTMLElement} */ (document.activeElement);
  const at = lines.findIndex((line) => line.includes(focused));
  const line = lines[at] ?? [];
  const column = line.indexOf(focused);
  if (key === "ArrowLeft" || key === "ArrowRight")
    return line[(column + (key === "ArrowRight" ? 1 : -1) + line.length) % line.length]?.focus();
  const next = { ArrowDown: (at + 1) % lines.length, ArrowUp: (Math.max(at, 0) - 1 + lines.length) % lines.length,
    Home: 0, End: lines.length - 1 }[key] ?? 0; // prettier-ignore
  lines[next]?.[Math.max(0, Math.min(column, lines[next].length - 1))]?.focus();
}

/**
 * Return what can be chosen in a line of a menu.
 * @param {Element} line - An entry, a row of entries, or a line between two.
 * @returns {HTMLElement[]}
 */
function buttonsOf(line) {
  const all = line.matches("button") ? [line] : [...line.querySelectorAll("button")];
  return /** @type {HTMLElement[]} */ (all.filter((button) => button.matches(":not(:disabled)")));
}
