/** @file What is said of a search that finds nothing, and what may help. The server counts characters. */

import { sayServer } from "../text/sentence.js";
import { t } from "../text/texts.js";

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
  ["f", "search-field-aperture"], ["iso", "search-field-iso"], ["focal", "search-field-focal"],
  ["color", "search-field-colour"], ["exposure", "search-field-exposure"], ["has", ""], ["is", ""],
]); // prettier-ignore

/**
 * Return the title: which part finds nothing, or that together they do not.
 * @param {Explanation} explanation - The server's explanation.
 * @param {string} q - The search.
 */
export function emptyTitle({ parts }, q) {
  const failed = parts.find(({ message }) => message !== null);
  if (failed?.message) return sayServer(failed.message);
  return parts.length > 1 ? t("search-nothing-has-all") : t("search-no-match", { query: q });
}

/**
 * Return the sentence above the parts and their counts; "": there is nothing to compare.
 * @param {Explanation} explanation - The server's explanation.
 */
export function emptyLead({ parts }) {
  const found = parts.filter(({ count }) => count > 0).length;
  if (parts.length < 2 || !found) return "";
  return found === parts.length ? t("search-each-part") : t("search-other-parts", { parts: found });
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
      ({ label: correctionLabel(shortened(term), count), query, everywhere: false })); // prettier-ignore
  const leftOut = parts.filter(({ without }) => parts.length > 1 && without > 0).slice(0, MAX_LEFT_OUT)
    .map((part) => ({ label: t("search-leave-out", { part: partName(part), photos: photos(part.without) }),
      query: withoutPart(q, part),
      everywhere: false })); // prettier-ignore
  const elsewhere = inFolder && everywhere > 0
    ? [{ label: t("search-everywhere", { photos: photos(everywhere) }), query: q, everywhere: true }]
      : []; // prettier-ignore
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

/** @param {number} count - How many. */
function photos(count) {
  return t("count-photos", { count });
}

/**
 * @param {string} term - What is searched.
 * @param {number} count - How many are found; 0: nothing is said.
 */
function correctionLabel(term, count) {
  return count > 0 ? t("search-correction-count", { term, photos: photos(count) }) : t("search-correction", { term });
}

/** @param {PartCount} part - A part of the search. */
function partName({ field, text }) {
  const key = field === null ? "" : (FIELD_NAMES.get(field) ?? "search-field-other");
  return key ? t(key, { field: field ?? "" }) : t("common-quoted", { name: shortened(text) });
}

/** @param {string} text - Part of a button's label. */
function shortened(text) {
  const characters = [...text];
  return characters.length > MAX_LABEL_LETTERS ? `${characters.slice(0, MAX_LABEL_LETTERS - 1).join("")}…` : text;
}
