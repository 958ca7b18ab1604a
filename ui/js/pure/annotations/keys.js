/** @file What each key says about a photo. */

import { LABELS, MAX_RATING } from "./marks.js";
import { colourName } from "./sentences.js";
import { t } from "../text/texts.js";

/** @typedef {import("./api-types.js").AnnotationChange} AnnotationChange */
/** @typedef {import("./api-types.js").SaidMarks} SaidMarks */
/**
 * A key that says something.
 * @typedef {object} SayKey
 * @property {string[]} keys - Its names, as core/keys.js has them, without modifiers.
 * @property {string} label - Key of the text that says what it does, with others of its kind.
 * @property {Partial<SaidMarks>} says - What it says.
 * @property {Partial<SaidMarks>|null} again - What it says when all photos have that already; null: it says it again.
 */

const LABEL_KEYS = 6; // the key of the first colour label; 9 is the last, so that one has no key

/** @type {readonly SayKey[]} */
export const SAY_KEYS = [
  {
    keys: ["f", "KeyF", "."],
    label: "said-key-favourite",
    says: { favourite: true },
    again: { favourite: false },
  },
  ...Array.from({ length: MAX_RATING }, (_, i) => ({
    keys: digit(i + 1),
    label: "said-key-rate",
    says: { rating: i + 1 },
    again: null,
  })),
  { keys: digit(0), label: "said-key-no-stars", says: { rating: 0 }, again: null },
  { keys: ["p", "KeyP"], label: "said-key-pick", says: { pick: "picked" }, again: null },
  { keys: ["x", "KeyX"], label: "said-key-reject", says: { pick: "rejected" }, again: null },
  { keys: ["u", "KeyU"], label: "said-key-neither", says: { pick: "none" }, again: null },
  ...LABELS.slice(1, 5).map((label, i) => ({
    keys: digit(LABEL_KEYS + i),
    label: "said-key-labels",
    says: { label },
    again: /** @type {Partial<SaidMarks>} */ ({ label: LABELS[0] }),
  })),
];

/**
 * Return what a key says, in words.
 * @param {SayKey} key - The key.
 * @returns {{label: string, one?: string}} With others of its kind, and alone, where that is something else.
 */
export function keyWords({ label, says }) {
  const one = says.rating ? t("said-stars", { count: says.rating })
    : says.label && t("said-key-label", { label: colourName(says.label) }); // prettier-ignore
  return { label: t(label), one };
}

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
