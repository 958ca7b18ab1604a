/**
 * @file The order of names: as in a dictionary, accents beside their letters, 2 before 10. The same as on the server
 * (gallery/catalog/collation.py); tests/names_in_order.json is the list that both are held to.
 */

const SPACED = /[\s\0-\x20\x7f]+/g;
/** Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic, variation selectors, invisible formatting. */
const MARKS = new RegExp(
  // eslint-disable-next-line no-misleading-character-class -- the marks are meant, not the letters that bear them
  "[\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a" +
    "\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufe20-\\ufe2f" +
    "\\u{e0100}-\\u{e01ef}\\u00ad\\u061c\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]",
  "gu",
);
const PUNCTUATION = ". _-,;:!?'\"()[]{}@*/\\&#%`^+<=>|~$";
/** Letters with a stroke or a hook, and signs that keyboards have in one form only, by what they count as. */
const LETTERS = new Map(
  Object.entries({
    ae: "æ", b: "ƀɓƃ", c: "ƈȼ", d: "đðɖɗƌ", e: "ɇǝəɛ", f: "ƒ", g: "ǥɠ", h: "ħ", i: "ɨı", j: "ɉȷ", k: "ƙĸ",
    l: "łƚɫɬ", n: "ŋɲƞ", o: "øɵɔ", oe: "œ", p: "ƥ", r: "ɍ", ss: "ß", t: "ŧƭʈ", th: "þ", u: "ʉ", v: "ʋ", y: "ƴ",
    z: "ƶ", г: "ґғҕ", ж: "җ", з: "ҙ", к: "қҝҟ", н: "ңҥ", с: "ҫ", т: "ҭ", х: "ҳ", ч: "ҷҹ", σ: "ς", x: "×",
    "-": "‐‒–—―−", "'": "‘’‚‛ʻʼ", '"': "“”„‟«»", "/": "⁄",
  }).flatMap(([plain, letters]) => [...letters].map((letter) => [letter, plain])),
);

/**
 * Compare two names for sorting.
 * @param {string} one - A name.
 * @param {string} other - Another.
 * @returns {number} Below 0: `one` comes first; 0: they have one place.
 */
export function compareNames(one, other) {
  return compareCharacters(naturalKey(one), naturalKey(other));
}

/** @param {string} text - A name. */
function naturalKey(text) {
  const spaced = text.replace(SPACED, " ");
  const letters = [...spaced.normalize("NFKD").toLowerCase().normalize("NFKD").replaceAll("и\u0306", "й")
    .replace(MARKS, "")].map((letter) => LETTERS.get(letter) ?? letter).join("").normalize("NFC"); // prettier-ignore
  const key = [...letters].map(orderedSign).join("").replace(/[0-9]+/g, sizedNumber);
  const exact = spaced.toLowerCase().replaceAll("ß", "ss").normalize("NFC");
  return /^[\0-\x7f]*$/.test(exact) ? key : `${key}\x01${exact}`;
}

/** @param {string} letter - A character; a sign gets a place before all digits. */
function orderedSign(letter) {
  const rank = PUNCTUATION.indexOf(letter);
  if (rank >= 0) return String.fromCharCode(2 + rank);
  return letter > "\x7f" && /[\p{P}\p{S}]/u.test(letter) ? `#${letter}` : letter;
}

/** @param {string} digits - A number, which is led by its length so that it is compared by its value. */
function sizedNumber(digits) {
  const value = digits.replace(/^0+(?=.)/, "");
  return String(Math.min(value.length, 999)).padStart(3, "0") + value;
}

/**
 * Compare by characters; `<` compares UTF-16 units, by which those beyond U+FFFF stand before U+FFFD.
 * @param {string} one - A text.
 * @param {string} other - Another.
 */
function compareCharacters(one, other) {
  const [a, b] = [[...one], [...other]];
  const at = a.findIndex((letter, i) => letter !== b[i]);
  if (at < 0) return a.length - b.length;
  return (a[at].codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? -1);
}
