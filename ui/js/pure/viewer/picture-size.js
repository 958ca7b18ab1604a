/** @file How large the picture of a photo is, as far as that is known. */

import { isVideo } from "./photo-text.js";

/** @typedef {import("../api-types.js").Photo} Photo */

/** Height of a photo whose size is not known yet: large, so that it fills the stage. */
export const UNKNOWN_HEIGHT = 10_000;

/**
 * Return the size of a photo; without its details one of the right shape.
 * @param {{aspect: number}} photo - The photo.
 * @param {Photo|null} details - Its details; null: not loaded yet.
 */
export function pictureSize(photo, details) {
  if (details?.width && details.height) return { width: details.width, height: details.height };
  return { width: UNKNOWN_HEIGHT * photo.aspect, height: UNKNOWN_HEIGHT };
}

/**
 * Return whether a photo is made as large as the stage, though it has fewer pixels: a video is.
 * @param {Photo|null} details - Its details; null: not loaded yet.
 */
export function fillsStage(details) {
  return details !== null && isVideo(details);
}
