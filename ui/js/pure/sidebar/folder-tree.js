// The folder tree as lines: which folders show, how deep, and what may be unfolded.

/** @typedef {import("../api-types.js").Folder} Folder */
/** @typedef {{folder: Folder, depth: number, parent: boolean, open: boolean}} FolderRow  parent: has folders below it */

/** @param {Folder[]} folders  flat, in tree order  @param {Set<number>} open  @returns {FolderRow[]} */
export function visibleFolders(folders, open) {
  const parents = new Set(folders.map((folder) => folder.parent));
  /** depth of the folders whose children show @type {Map<number|null, number>} */
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
 * The next folder with photos of its own, as the sidebar lists them; with -1 the one before. Null at the ends.
 * @param {Folder[]} folders  @param {number|null} from  null: before the first  @param {1|-1} step
 */
export function neighbourFolder(folders, from, step) {
  const at = folders.findIndex((folder) => folder.id === from);
  if (at < 0 && step < 0) return null;
  for (let i = at + step; i >= 0 && i < folders.length; i += step) if (folders[i].photos > 0) return folders[i];
  return null;
}

/** A folder and all above it, from the root down; empty when it is not known. @param {Folder[]} folders  @param {number|null} id */
export function folderPath(folders, id) {
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  /** @type {Folder[]} */
  const path = [];
  for (
    let at = id === null ? undefined : byId.get(id);
    at && !path.includes(at);
    at = at.parent === null ? undefined : byId.get(at.parent)
  )
    path.unshift(at);
  return path;
}
