/**
 * @file The texts of the page in the language that it is read in. They stand in ui/languages, in files of Fluent's form
 * that the server reads (gallery/languages/fluent.py); the page gets them taken apart, with the document.
 */

/** @typedef {import("./api-types.js").Part} Part */
/** @typedef {import("./api-types.js").Pattern} Pattern */
/** @typedef {import("./api-types.js").TextTable} TextTable */
/** @typedef {import("./api-types.js").Values} Values */

/** @type {TextTable} */
let texts = {};
let isRightToLeft = false;
let plurals = new Intl.PluralRules("en");
/** @type {Map<number, Intl.NumberFormat>} making one takes longer than to use it */
const numbers = new Map();

/**
 * Take the texts of a language; before any of them is asked for.
 * @param {TextTable} table - By their keys.
 */
export function setTexts(table) {
  texts = table;
  isRightToLeft = table["language-direction"] === "rtl";
  plurals = new Intl.PluralRules(locale());
  numbers.clear();
}

/** Return the locale whose numbers and plural forms are shown. */
function locale() {
  return String(texts["language-locale"] ?? "en");
}

/** Return the factor of a way along the lines: 1 from left to right, -1 from right to left. */
export function lineDirection() {
  return isRightToLeft ? -1 : 1;
}

/**
 * Return what an arrow key means along the lines: ArrowRight is forward, whichever way they run. Others stay.
 * @param {string} key - Name of the key: a sign of `event.key` or `event.code`.
 */
export function alongLines(key) {
  if (!isRightToLeft) return key;
  return key === "ArrowLeft" ? "ArrowRight" : key === "ArrowRight" ? "ArrowLeft" : key;
}

/**
 * Return a text; one that there is not is its key, which a test finds before.
 * @param {string} key - Its key.
 * @param {Values} [values] - Its variables; numbers are written as the language writes them.
 */
export function t(key, values = {}) {
  return join(Object.hasOwn(texts, key) ? texts[key] : key, values);
}

/**
 * Format a number as the language writes it: "1,204", "61.3".
 * @param {number} n - The number.
 * @param {number} [least] - Digits after the point, at least.
 * @param {number} [most] - And at most.
 */
export function formatNumber(n, least = 0, most = least) {
  const key = least * 10 + most;
  let form = numbers.get(key);
  if (!form) {
    form = new Intl.NumberFormat(locale(), { minimumFractionDigits: least, maximumFractionDigits: most });
    numbers.set(key, form);
  }
  return form.format(n);
}

/**
 * @param {Pattern} pattern - The text.
 * @param {Values} values - Its variables.
 * @returns {string}
 */
function join(pattern, values) {
  if (typeof pattern === "string") return pattern;
  return pattern.map((part) => (typeof part === "string" ? part : fill(part, values))).join("");
}

/**
 * @param {Exclude<Part, string>} part - A variable or a choice.
 * @param {Values} values - The variables.
 */
function fill([name, variants, last], values) {
  const value = values[name];
  if (variants) {
    const chosen = [value, categoryOf(value), last ?? ""].find((one) => Object.hasOwn(variants, one));
    return join(variants[chosen ?? ""], values);
  }
  if (typeof value === "number") return formatNumber(value);
  return isRightToLeft ? `\u2068${value}\u2069` : value; // a name may go from left to right
}

/**
 * Return the plural category of a number; "": it is none.
 * @param {string|number} value - The value.
 */
function categoryOf(value) {
  return typeof value === "number" ? plurals.select(value) : "";
}
