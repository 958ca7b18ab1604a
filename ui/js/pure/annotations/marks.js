/**
 * @file Favourite, rating, pick and colour label of many photos: a byte of flags and a byte of marks for each, as the
 * timeline file has them (gallery/timeline/file.py writes them).
 */

import { FLAG } from "../timeline/timeline.js";

/** @typedef {import("./api-types.js").AnnotationChange} AnnotationChange */
/** @typedef {import("./api-types.js").SaidMarks} SaidMarks */
/** @typedef {import("./api-types.js").Pick} Pick */
/** @typedef {import("./api-types.js").ColourLabel} ColourLabel */

/** @type {readonly Pick[]} by their number in the byte */
const PICKS = ["none", "picked", "rejected"];
/** The colour labels, by their number in the byte; 0: none. @type {readonly ColourLabel[]} */
export const LABELS = ["none", "red", "yellow", "green", "blue", "purple"];
export const MAX_RATING = 5;

/** What holds for a photo about which nothing was said. @type {Readonly<SaidMarks>} */
export const NOTHING_SAID = Object.freeze({ favourite: false, rating: 0, pick: PICKS[0], label: LABELS[0] });

/**
 * Return what a byte of marks means: bits 0 to 2 the rating, 3 and 4 the pick, 5 to 7 the label.
 * @param {number} byte - The byte.
 * @returns {Omit<SaidMarks, "favourite">}
 */
export function decodeMarks(byte) {
  return {
    rating: Math.min(byte & 7, MAX_RATING),
    pick: PICKS[(byte >> 3) & 3] ?? "none",
    label: LABELS[byte >> 5] ?? LABELS[0],
  };
}

/**
 * Return the byte that means these marks.
 * @param {Omit<SaidMarks, "favourite">} marks - The marks.
 */
export function encodeMarks({ rating, pick, label }) {
  return rating | (PICKS.indexOf(pick) << 3) | (LABELS.indexOf(label) << 5);
}

/** The marks of all photos of one timeline. Never changed: every change makes new ones. */
export class Marks {
  #flags;
  #bytes;

  /**
   * @param {Uint8Array} flags - A byte of flags for each photo.
   * @param {Uint8Array} bytes - A byte of marks for each photo.
   */
  constructor(flags, bytes) {
    this.#flags = flags;
    this.#bytes = bytes;
  }

  /**
   * Return the marks of a photo; of an index outside of the timeline: nothing.
   * @param {number} index - Index of the photo in the timeline.
   * @returns {Readonly<SaidMarks>}
   */
  of(index) {
    const favourite = (this.#flags[index] & FLAG.favourite) !== 0;
    const byte = this.#bytes[index] ?? 0;
    return byte || favourite ? { favourite, ...decodeMarks(byte) } : NOTHING_SAID;
  }

  /**
   * Return whether all of some photos have values already.
   * @param {Iterable<number>} indices - Indices of the photos.
   * @param {AnnotationChange} wanted - The values.
   */
  all(indices, wanted) {
    const { keep, put } = byteChange(wanted);
    const { favourite } = wanted;
    for (const index of indices) {
      if ((this.#bytes[index] & ~keep) !== put) return false;
      if (favourite !== undefined && ((this.#flags[index] & FLAG.favourite) !== 0) !== favourite) return false;
    }
    return true;
  }

  /**
   * Return the marks with other values for some photos.
   * @param {Iterable<number>} indices - Indices of the photos; those below 0 are in another view.
   * @param {AnnotationChange} change - The new values; words and tags are no marks.
   * @returns {Marks}
   */
  with(indices, change) {
    const { keep, put } = byteChange(change);
    const flags = this.#flags.slice();
    const bytes = this.#bytes.slice();
    for (const index of indices) {
      if (index < 0) continue;
      bytes[index] = (bytes[index] & keep) | put;
      if (change.favourite === true) flags[index] |= FLAG.favourite;
      else if (change.favourite === false) flags[index] &= ~FLAG.favourite;
    }
    return new Marks(flags, bytes);
  }
}

/**
 * Return which bits of a byte of marks a change leaves, and which it sets.
 * @param {AnnotationChange} change - The change.
 */
function byteChange({ rating, pick, label }) {
  const clear = (rating === undefined ? 0 : 0x07) | (pick === undefined ? 0 : 0x18) | (label === undefined ? 0 : 0xe0);
  const put = encodeMarks({ rating: rating ?? 0, pick: pick ?? "none", label: label ?? "none" });
  return { keep: ~clear & 0xff, put };
}

/**
 * Return whether a change is one of marks, which tiles show.
 * @param {AnnotationChange} change - The change.
 */
export function changesMarks({ favourite, rating, pick, label }) {
  return [favourite, rating, pick, label].some((value) => value !== undefined);
}
