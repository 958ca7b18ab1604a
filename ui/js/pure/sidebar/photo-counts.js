/**
 * @file How many photos the page says there are: in all, and in the place that is shown. All of it is of one answer
 * about the folders, so that the tree, the line above it and the toolbar say the same at any moment.
 */

import { onceFor } from "../once-for.js";
import { folderById } from "./folders-by-id.js";

/** @typedef {import("../api-types.js").Folder} Folder */

const sumRoots = onceFor((/** @type {readonly Folder[]} */ folders) =>
  folders.reduce((sum, folder) => (folder.parent === null ? sum + folder.total : sum), 0),
);

/**
 * Return how many photos the library shows.
 * @param {{folders: readonly Folder[], status: {counts: {photos: number}}|null}} state - Of the page.
 * @returns {number|null} Null: not known yet.
 */
export function countAll({ folders, status }) {
  if (!folders.length) return status?.counts.photos ?? null;
  return sumRoots(folders);
}

/**
 * Return how many photos the place has: of folders as the tree says it, else as many as are shown.
 * @param {{folders: readonly Folder[], status: {counts: {photos: number}}|null, timeline: {n: number}|null,
 *   place: import("../api-types.js").Place, view: {subfolders: boolean}}} state - Of the page.
 * @returns {number|null} Null: not known yet, or the place has no photos.
 */
export function countHere(state) {
  const { folders, timeline, place, view } = state;
  if (!timeline || place.page) return null;
  if (place.q || place.album || place.visit || !folders.length) return timeline.n;
  if (place.folder === null) return countAll(state);
  const folder = folderById(folders, place.folder);
  return folder ? (view.subfolders ? folder.total : folder.photos) : timeline.n;
}
