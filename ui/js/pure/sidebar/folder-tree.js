/** @file The folder tree as rows: which folders show, how deep, and which can be unfolded. */

import { folderById } from "./folders-by-id.js";

/** @typedef {import("../api-types.js").Folder} Folder */
/**
 * A row of the folder tree.
 * @typedef {object} FolderRow
 * @property {Folder} folder - The folder.
 * @property {number} depth - 0 for a root.
 * @property {boolean} parent - Whether there are folders below it.
 * @property {boolean} open - Whether it is unfolded.
 */

/**
 * Return the rows of the tree that show.
 * @param {Folder[]} folders - All folders, in the order of the tree.
 * @param {Set<number>} open - Ids of the folders that are unfolded.
 * @returns {FolderRow[]} From the top down.
 */
export function visibleFolders(folders, open) {
  const parents = new Set(folders.map((folder) => folder.parent));
  /** @type {Map<number|null, number>} depth of the folders whose children show */
  const shows = new Map([[null, -1]]);
  /** @type {FolderRow[]} */
  const lines = [];
  for (const folder of folders) {
    const above = shows.get(folder.parent);
    if (above === undefined) continue;
    const parent = parents.has(folder.id);
    const unfolded = parent && open.has(folder.id);
    if (unfolded) shows.set(folder.id, above + 1);
    lines.push({ folder, depth: above + 1, parent, open: unfolded });
  }
  return lines;
}

/**
 * Return the next or the previous folder with photos of its own; null: there is none.
 * @param {Folder[]} folders - All folders, in the order of the tree.
 * @param {number|null} from - Id of the folder to start from; null: before the first.
 * @param {1|-1} step - 1: next; -1: previous.
 */
export function neighbourFolder(folders, from, step) {
  const at = folders.findIndex((folder) => folder.id === from);
  if (at < 0 && step < 0) return null;
  for (let i = at + step; i >= 0 && i < folders.length; i += step) if (folders[i].photos > 0) return folders[i];
  return null;
}

/**
 * Return a folder and all above it, from the root down; []: the folder is not known.
 * @param {Folder[]} folders - All folders.
 * @param {number|null} id - Id of the folder; null: none.
 */
export function folderPath(folders, id) {
  /** @type {Folder[]} */
  const path = [];
  for (let at = folderById(folders, id); at && !path.includes(at); at = folderById(folders, at.parent))
    path.unshift(at);
  return path;
}

/**
 * Return the path of a folder on the disk.
 * @param {string} root - Path of its root.
 * @param {readonly {name: string}[]} folders - The folders from the root down to it.
 */
export function pathOnDisk(root, [, ...below]) {
  const separator = /^[a-z]:|^\\\\/i.test(root) ? "\\" : "/";
  const start = root.endsWith(separator) ? root.slice(0, -1) : root;
  return below.length ? [start, ...below.map(({ name }) => name)].join(separator) : root;
}
