/** @file What the files of one photo are. */

import { FORMATS } from "./formats.js";

/** @typedef {import("./api-types.js").GroupFile} GroupFile */

const MAX_MOTION = 5000; // ms: a longer video is no motion of a photo

const VIDEO_FORMATS = new Set(["mp4", "mov", "3gp", "webm", "mkv", "avi", "mts"]);

/**
 * Return whether a format is one of RAW files.
 * @param {string|null} format - The server's name of the format.
 */
function isRaw(format) {
  return FORMATS.get(format ?? "")?.startsWith("RAW") ?? false;
}

/**
 * Return whether a format is one of videos.
 * @param {string|null} format - The server's name of the format.
 */
export function isVideoFormat(format) {
  return VIDEO_FORMATS.has(format ?? "");
}

/**
 * Return how many pictures there are: neither the RAW file nor the motion of a photo is another one.
 * @param {GroupFile[]} files - The files of a photo, that which is shown first.
 */
export function countPictures(files) {
  if (!files.length) return 0;
  const [{ format: shown }, ...others] = files;
  const isBeside = (/** @type {GroupFile} */ { format, duration }) =>
    isVideoFormat(format) ? !isVideoFormat(shown) && (duration ?? 0) <= MAX_MOTION : isRaw(format) && !isRaw(shown);
  return 1 + others.filter((file) => !isBeside(file)).length;
}

/**
 * Return whether there is a RAW file beside what is shown.
 * @param {GroupFile[]} files - The files of a photo, that which is shown first.
 */
export function hasRawBeside([shown, ...others]) {
  return Boolean(shown) && !isRaw(shown.format) && others.some(({ format }) => isRaw(format));
}
