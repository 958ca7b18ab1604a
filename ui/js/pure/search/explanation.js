/** @file What is said of a search that finds nothing, and what may help. The server counts characters. */

import { formatMany } from "../text/format.js";

/** @typedef {import("./api-types.js").Explanation} Explanation */
/** @typedef {import("./api-types.js").PartCount} PartCount */
/**
 * A search that finds something, as a button offers it.
 * @typedef {object} AlternativeSearch
 * @property {string} label - What the button says.
 * @property {string} query - The search it leads to.
 * @property {boolean} everywhere - Whether that looks in all folders.
 */

const MAX_CORRECTIONS = 2;
const MAX_LEFT_OUT = 3;
const MAX_LABEL_LETTERS = 30; // of the search, in a button
/** Filters whose name is not what people call it. */
const FIELD_NAMES = new Map([
  ["f", "the f-number"], ["iso", "ISO"], ["focal", "the focal length"], ["color", "the colour"], ["exposure",
  "the exposure time"], ["has", ""], ["is", ""],
]); // prettier-ignore

/**
 * Return the title: which part finds nothing, or that together they do not.
 * @param {Explanation} explanation - The server's explanation.
 * @param {string} q - The search.
 */
export function emptyTitle({ parts }, q) {
  const failed = parts.find(({ message }) => message !== null);
  if (failed?.message) return failed.message;
  return parts.length > 1 ? "No photo has all of this" : `No photo matches “${q}”`;
}

/**
 * Return the sentence above the parts and their counts; "": there is nothing to compare.
 * @param {Explanation} explanation - The server's explanation.
 */
export function emptyLead({ parts }) {
  const found = parts.filter(({ count }) => count > 0).length;
  if (parts.length < 2 || !found) return "";
  const says = found === parts.length ? "Each part finds photos, but none that the others find." : // prettier-ignore
    `The other ${found === 1 ? "part finds" : "parts find"} photos.`;
  return `${says} This is what each finds alone:`;
}

/**
 * Return searches that find something instead, the likeliest first.
 * @param {Explanation} explanation - The server's explanation.
 * @param {string} q - The search.
 * @param {boolean} inFolder - Whether one folder is searched.
 * @returns {AlternativeSearch[]}
 */
export function alternativeSearches({ parts, everywhere }, q, inFolder) {
  const corrections = parts.flatMap(({ near }) => near).sort((a, b) => Number(b.count > 0) - Number(a.count > 0))
    .slice(0, MAX_CORRECTIONS).map(({ query, term, count }) =>
      ({ label: `Search ${shortened(term)}${photos(count)}`, query, everywhere: false })); // prettier-ignore
  const leftOut = parts.filter(({ without }) => parts.length > 1 && without > 0).slice(0, MAX_LEFT_OUT)
    .map((part) => ({ label: `Leave ${partName(part)} out${photos(part.without)}`, query: withoutPart(q, part),
      everywhere: false })); // prettier-ignore
  const elsewhere = inFolder && everywhere > 0
    ? [{ label: `Look in all folders${photos(everywhere)}`, query: q, everywhere: true }] : []; // prettier-ignore
  return [...corrections, ...elsewhere, ...leftOut];
}

/**
 * Return the search without one of its parts.
 * @param {string} q - The search.
 * @param {Pick<PartCount, "start"|"end">} part - The part.
 */
export function withoutPart(q, { start, end }) {
  const characters = [...q];
  const [before, after] = [characters.slice(0, start), characters.slice(end)].map((rest) => rest.join("").trim());
  return `${before} ${after}`.trim();
}

/** @param {number} count - How many are found; 0: nothing is said. */
function photos(count) {
  return count > 0 ? `, ${formatMany(count, "photo")}` : "";
}

/** @param {PartCount} part - A part of the search. */
function partName({ field, text }) {
  const name = field === null ? "" : (FIELD_NAMES.get(field) ?? `the ${field}`);
  return name || `“${shortened(text)}”`;
}

/** @param {string} text - Part of a button's label. */
function shortened(text) {
  const characters = [...text];
  return characters.length > MAX_LABEL_LETTERS ? `${characters.slice(0, MAX_LABEL_LETTERS - 1).join("")}…` : text;
}
