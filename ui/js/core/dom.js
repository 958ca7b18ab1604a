// Making elements without markup: the page's policy allows no HTML from strings.

const SVG = "http://www.w3.org/2000/svg";
const SPRITE = "/ui/icons.svg";

/**
 * An element. `class`, `text`, `aria-*`, `data-*`, `--custom` properties and plain properties; "onclick"-like keys
 * are refused, use on().
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string|number|boolean|null|undefined>} [props]
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProperty(element, name, value);
  element.append(.../** @type {(Node|string)[]} */ (children.filter((child) => child != null && child !== false)));
  return element;
}

/** @param {HTMLElement} element  @param {string} name  @param {string|number|boolean|null|undefined} value */
export function setProperty(element, name, value) {
  if (name === "class") element.className = String(value ?? "");
  else if (name === "text") element.textContent = String(value ?? "");
  else if (name.startsWith("--")) element.style.setProperty(name, String(value));
  else if (name.includes("-") || name === "role" || name === "for") setAttribute(element, name, value);
  else if (value != null) Object.assign(element, { [name]: value });
}

/** @param {Element} element  @param {string} name  @param {string|number|boolean|null|undefined} value */
export function setAttribute(element, name, value) {
  if (value == null) element.removeAttribute(name);
  else element.setAttribute(name, String(value));
}

/** One of the icons of /ui/icons.svg. @param {string} name  @param {"s"|""} [size] */
export function icon(name, size = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", size ? `icon icon--${size}` : "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  const id = `i-${name}`;
  use.setAttribute("href", document.getElementById(id) ? `#${id}` : `${SPRITE}#${id}`);
  svg.append(use);
  return svg;
}

/**
 * Brings all icons into the page, so that one is there also when the server no longer is. As a document, which only
 * XMLHttpRequest gives: to parse one from a string is forbidden here.
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

/** An icon-only button. @param {string} name  @param {string} label  @param {Record<string, string>} [props] */
export function iconButton(name, label, props = {}) {
  return h(
    "button",
    { type: "button", class: "button button--bare button--icon", "aria-label": label, title: label, ...props },
    icon(name),
  );
}

/**
 * The element with this id; the page is broken without it.
 * @param {string} id
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element #${id}`);
  return element;
}

/**
 * @template {keyof HTMLElementEventMap} K
 * @param {EventTarget} target  @param {K} type
 * @param {(event: HTMLElementEventMap[K]) => void} listener
 * @param {AddEventListenerOptions} [options]
 */
export function on(target, type, listener, options = {}) {
  target.addEventListener(type, /** @type {EventListener} */ (listener), options);
}

/** Tells when the window has come to a screen of another density, or the page was zoomed. @param {() => void} listener */
export function onDensityChange(listener) {
  const same = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  on(same, "change", () => (onDensityChange(listener), listener()), { once: true });
}
