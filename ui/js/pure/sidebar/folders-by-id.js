/**
 * @file Finds a folder by its id. The page asks at every change of its state, also while it is scrolled, and there may
 * be many thousands of folders.
 */

import { onceFor } from "../once-for.js";

const byId = onceFor((/** @type {readonly {id: number}[]} */ all) => new Map(all.map((folder) => [folder.id, folder])));

/**
 * Return a folder by its id; undefined: there is none, or it is not known yet.
 * @template {{id: number}} Folder
 * @param {readonly Folder[]} folders - All folders.
 * @param {number|null} id - Id of the folder; null: none.
 * @returns {Folder|undefined}
 */
export function folderById(folders, id) {
  return id === null ? undefined : /** @type {Folder|undefined} */ (byId(folders).get(id));
}
