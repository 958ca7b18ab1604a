/** @file What each key says about a photo. */

import { LABELS, MAX_RATING } from "./marks.js";

/** @typedef {import("./api-types.js").AnnotationChange} AnnotationChange */
/** @typedef {import("./api-types.js").SaidMarks} SaidMarks */
/**
 * A key that says something.
 * @typedef {object} SayKey
 * @property {string[]} keys - Its names, as core/keys.js has them, without modifiers.
 * @property {string} label - What it says, in words, with others of its kind.
 * @property {string} [one] - What it says alone.
 * @property {Partial<SaidMarks>} says - What it says.
 * @property {Partial<SaidMarks>|null} again - What it says when all photos have that already; null: it says it again.
 */

const LABEL_KEYS = 6; // the key of the first colour label; 9 is the last, so that one has no key

/** @type {readonly SayKey[]} */
export const SAY_KEYS = [
  {
    keys: ["f", "KeyF", "."],
    label: "Favourite, or no longer",
    says: { favourite: true },
    again: { favourite: false },
  },
  ...Array.from({ length: MAX_RATING }, (_, i) => ({
    keys: digit(i + 1),
    label: "Rate with 1 to 5 stars",
    one: i ? `${i + 1} stars` : "1 star",
    says: { rating: i + 1 },
    again: null,
  })),
  { keys: digit(0), label: "No stars", says: { rating: 0 }, again: null },
  { keys: ["p", "KeyP"], label: "Pick", says: { pick: "picked" }, again: null },
  { keys: ["x", "KeyX"], label: "Reject", says: { pick: "rejected" }, again: null },
  { keys: ["u", "KeyU"], label: "Neither picked nor rejected", says: { pick: "none" }, again: null },
  ...LABELS.slice(1, 5).map((label, i) => ({
    keys: digit(LABEL_KEYS + i),
    label: "Label: red, yellow, green, blue",
    one: `Label: ${label}`,
    says: { label },
    again: /** @type {Partial<SaidMarks>} */ ({ label: "none" }),
  })),
];

/** @param {number} n - The number on the key. */
function digit(n) {
  return [String(n), `Digit${n}`];
}

/**
 * Return what a key says about photos.
 * @param {SayKey} key - The key.
 * @param {(wanted: Partial<SaidMarks>) => boolean} allHave - Whether all photos have these values already.
 * @returns {AnnotationChange}
 */
export function changeOf({ says, again }, allHave) {
  return again && allHave(says) ? again : says;
}
