/** @file What the files of one photo are. */

import { FORMATS } from "./photo-text.js";

/** @typedef {import("./api-types.js").GroupFile} GroupFile */

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
 * Return how many pictures there are, without RAW files and videos.
 * @param {GroupFile[]} files - The files of a photo.
 */
export function countPictures(files) {
  return files.filter(({ format }) => !isRaw(format) && !isVideoFormat(format)).length;
}

/**
 * Return whether there is a RAW file beside what is shown.
 * @param {GroupFile[]} files - The files of a photo, that which is shown first.
 */
export function hasRawBeside([shown, ...others]) {
  return Boolean(shown) && !isRaw(shown.format) && others.some(({ format }) => isRaw(format));
}
