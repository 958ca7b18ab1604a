/** @file The words of a search that the filter of the toolbar reads and writes: `is:favourite rating:>=4 label:red`. */

import { LABELS, MAX_RATING } from "./marks.js";

/**
 * What is filtered by.
 * @typedef {object} MarkFilter
 * @property {boolean} favourite - Favourites only.
 * @property {number} rating - So many stars at least; 0: any.
 * @property {"picked"|"rejected"|"neither"|""} pick - One of these only; "": any.
 * @property {string} label - This colour only; "": any.
 * @property {boolean} untagged - Photos without tags only.
 */

/** Any photo. @type {Readonly<MarkFilter>} */
export const ANY = Object.freeze({ favourite: false, rating: 0, pick: "", label: "", untagged: false });

const OR = /^(?:or|\|)$/i;
const FAVOURITE = /^is:favou?rite$/i;
const RATING = /^(?:rating|stars?):(?:>=([1-5])|(5))$/i;
const PICK = /^is:(picked|rejected)$/i;
const NEITHER = ["-is:picked", "-is:rejected"]; // of which one alone is rest
const UNTAGGED = /^is:untagged$/i;
const LABEL = new RegExp(`^label:(${LABELS.slice(1).join("|")})$`, "i");

/**
 * Split a search into what the filter says and the rest. What stands in parentheses, and all of a search with an "or"
 * outside of them, is rest: a word means something else there.
 * @param {string} q - The search.
 * @returns {{filter: MarkFilter, rest: string}}
 */
export function readFilter(q) {
  const terms = splitTerms(q);
  const filter = { ...ANY };
  if (terms.some((term) => OR.test(term))) return { filter, rest: q.trim() };
  const rest = terms.filter((term) => !take(filter, term));
  const isNeither = (/** @type {string} */ term) => NEITHER.includes(term.toLowerCase());
  if (filter.pick || new Set(rest.filter(isNeither).map((term) => term.toLowerCase())).size < NEITHER.length)
    return { filter, rest: rest.join(" ") };
  return { filter: { ...filter, pick: "neither" }, rest: rest.filter((term) => !isNeither(term)).join(" ") };
}

/**
 * Split a search at its spaces, but for those in quotes and parentheses.
 * @param {string} q - The search.
 */
function splitTerms(q) {
  const terms = [""];
  let quoted = false;
  let depth = 0;
  for (const sign of q) {
    if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === "(") depth += 1;
    else if (!quoted && sign === ")") depth -= 1;
    if (/\s/.test(sign) && !quoted && depth <= 0) terms.push("");
    else terms[terms.length - 1] += sign;
  }
  return terms.filter(Boolean);
}

/**
 * Take a term into the filter. Returns whether it is one of it.
 * @param {MarkFilter} filter - The filter, changed in place.
 * @param {string} term - The term.
 */
function take(filter, term) {
  const rating = RATING.exec(term);
  const pick = PICK.exec(term);
  const label = LABEL.exec(term);
  if (FAVOURITE.test(term)) filter.favourite = true;
  else if (UNTAGGED.test(term)) filter.untagged = true;
  else if (rating) filter.rating = Number(rating[1] ?? MAX_RATING);
  else if (pick) filter.pick = /** @type {MarkFilter["pick"]} */ (pick[1].toLowerCase());
  else if (label) filter.label = label[1].toLowerCase();
  else return false;
  return true;
}

/**
 * Return the search with another filter.
 * @param {string} q - The search so far.
 * @param {Partial<MarkFilter>} change - What is filtered by from now on.
 */
export function writeFilter(q, change) {
  const { filter, rest } = readFilter(q);
  const { favourite, rating, pick, label, untagged } = { ...filter, ...change };
  const isGroup = splitTerms(rest).some((term) => OR.test(term));
  return [
    isGroup ? `(${rest})` : rest,
    favourite && "is:favourite",
    rating && `rating:>=${rating}`,
    pick === "neither" ? NEITHER.join(" ") : pick && `is:${pick}`,
    label && `label:${label}`,
    untagged && "is:untagged",
  ].filter(Boolean).join(" ");
}

/**
 * Return whether anything is filtered by.
 * @param {MarkFilter} filter - The filter.
 */
export function isFiltering({ favourite, rating, pick, label, untagged }) {
  return favourite || rating > 0 || pick !== "" || label !== "" || untagged;
}
