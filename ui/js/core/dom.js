/** @file Making elements without markup: the page's policy allows no HTML from strings. */

import { lineDirection, t } from "../pure/text/texts.js";

const SVG = "http://www.w3.org/2000/svg";
const SPRITE = "/ui/icons.svg";
/** Icons that point along the lines; each stands for its mirror image where they run from right to left. */
const WAYS = new Set(["left", "right", "back", "sidebar", "undo", "leave"]);
const FIRST_MARK = 0xe000; // of private use: no text has it

/**
 * Make an element. Events are not properties: use on().
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag - Name of the element.
 * @param {Record<string, string|number|boolean|null|undefined>} [props] - `class`, `text`, attributes with a hyphen,
 *   `--custom` properties, and plain properties.
 * @param {...(Node|string|null|undefined|false)} children - What is in it; null and false are left out.
 * @returns {HTMLElementTagNameMap[K]} The element.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProperty(element, name, value);
  element.append(.../** @type {(Node|string)[]} */ (children.filter((child) => child != null && child !== false)));
  return element;
}

/**
 * Set one of the properties that h() takes.
 * @param {HTMLElement} element - The element.
 * @param {string} name - Name of the property.
 * @param {string|number|boolean|null|undefined} value - Its value; null: leave a plain property alone, remove an
 *   attribute.
 * @throws {TypeError} There is no such property: assigning it would do nothing, without a word.
 */
export function setProperty(element, name, value) {
  if (name === "class") element.className = String(value ?? "");
  else if (name === "text") element.textContent = String(value ?? "");
  else if (name.startsWith("--")) element.style.setProperty(name, String(value));
  else if (name.includes("-") || name === "role" || name === "for") setAttribute(element, name, value);
  else if (!(name in element)) throw new TypeError(`<${element.localName}> has no property ${name}`);
  else if (value != null) Object.assign(element, { [name]: value });
}

/**
 * Set an attribute.
 * @param {Element} element - The element.
 * @param {string} name - Name of the attribute.
 * @param {string|number|boolean|null|undefined} value - Its value; null: remove the attribute.
 */
export function setAttribute(element, name, value) {
  if (value == null) element.removeAttribute(name);
  else element.setAttribute(name, String(value));
}

/**
 * Set attributes that are not as they should be.
 * @param {Element} element - The element.
 * @param {Record<string, string|number|boolean|null>} attributes - Values by name; null: remove.
 */
export function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }
}

/**
 * Make one of the icons of /ui/icons.svg.
 * @param {string} name - Name of the icon.
 * @param {"s"|""} [size] - "s": 16 px; "": 20 px.
 */
export function icon(name, size = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", ["icon", size && `icon--${size}`, WAYS.has(name) && "icon--way"].filter(Boolean).join(" "));
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  const id = `i-${name}`;
  use.setAttribute("href", document.getElementById(id) ? `#${id}` : `${SPRITE}#${id}`);
  svg.append(use);
  return svg;
}

/**
 * Bring all icons into the page, so that they can be shown also when the server is gone. Read as a document by
 * XMLHttpRequest, because the page's policy forbids parsing one from a string.
 */
export function loadIcons() {
  const request = new XMLHttpRequest();
  request.open("GET", SPRITE);
  request.responseType = "document";
  request.onload = () => {
    const sprite = request.status === 200 ? request.response?.documentElement : null;
    if (sprite?.localName !== "svg") return;
    const own = document.importNode(sprite, true);
    own.setAttribute("class", "sprite");
    own.setAttribute("aria-hidden", "true");
    document.body.append(own);
    for (const use of document.querySelectorAll(`use[href^="${SPRITE}"]`))
      use.setAttribute("href", use.getAttribute("href")?.slice(SPRITE.length) ?? "");
  };
  request.send();
}

/**
 * Make a button that shows an icon only.
 * @param {string} name - Name of the icon.
 * @param {string} label - Its spoken label and tooltip.
 * @param {Record<string, string|number|boolean|null|undefined>} [props] - More properties, as h() takes them.
 */
export function iconButton(name, label, props = {}) {
  return h(
    "button",
    { type: "button", class: "button button--bare button--icon", "aria-label": label, title: label, ...props },
    icon(name),
  );
}

/**
 * Return where a point stands in an element: how far from where its lines begin, and from its top, px.
 * @param {Element} element - The element.
 * @param {{x: number, y: number}} point - The point of the window.
 */
export function placeIn(element, { x, y }) {
  const { left, right, top } = element.getBoundingClientRect();
  return { x: lineDirection() > 0 ? x - left : right - x, y: y - top };
}

/**
 * Make what opens the menu of a row by mouse. It is no button: keys open the menu on the row itself, and what is in a
 * row that can be chosen is part of its name.
 * @param {string} label - What it opens.
 */
export function menuSign(label) {
  const look = "button button--bare button--icon place__more";
  return h("span", { class: look, title: label, "aria-hidden": "true" }, icon("more"));
}

/**
 * Return a text with elements in the places of variables, for what holds them.
 * @param {string} key - Key of the text.
 * @param {Record<string, Node|string|number>} values - What stands in place of each variable; a number is written as
 *   the language writes it.
 * @returns {(Node|string)[]}
 */
export function textNodes(key, values) {
  const nodes = new Map();
  const marked = Object.entries(values).map(([name, value], i) => {
    if (typeof value === "number") return [name, value];
    const mark = String.fromCharCode(FIRST_MARK + i);
    nodes.set(mark, value);
    return [name, mark];
  });
  const parts = t(key, Object.fromEntries(marked)).split(new RegExp(`([${[...nodes.keys()].join("")}])`));
  return parts.filter(Boolean).map((part) => nodes.get(part) ?? part);
}

/**
 * Return the element with an id. Throws when there is none: the page is broken then.
 * @param {string} id - Id of the element.
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element #${id}`);
  return element;
}

/**
 * Listen to an event, typed by its name.
 * @template {keyof HTMLElementEventMap} K
 * @param {EventTarget} target - What it happens to.
 * @param {K} type - Name of the event.
 * @param {(event: HTMLElementEventMap[K]) => void} listener - Called with the event.
 * @param {AddEventListenerOptions} [options] - As addEventListener() takes them.
 */
export function on(target, type, listener, options = {}) {
  target.addEventListener(type, /** @type {EventListener} */ (listener), options);
}

/**
 * Return whether what is typed goes into an element: its keys are not those of the page. Sliders and ticks take no
 * text.
 * @param {EventTarget|null} target - The element.
 */
export function takesText(target) {
  return target instanceof Element &&
    target.matches("input:not([type=range],[type=checkbox],[type=radio]), textarea, [contenteditable]");
}

/**
 * Listen to changes of the device pixels per CSS pixel: another screen, or a zoom of the page.
 * @param {() => void} listener - Called after each change.
 */
export function onDensityChange(listener) {
  const same = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  on(same, "change", () => (onDensityChange(listener), listener()), { once: true });
}
