/** @file Albums: the tree of them, their paths, which are meant by what is typed, and how photos move in one. */

import { fold } from "../text/fold.js";
import { t } from "../text/texts.js";

/** @typedef {import("./api-types.js").Album} Album */
/**
 * A row of the tree of albums.
 * @typedef {object} AlbumRow
 * @property {Album} album - The album.
 * @property {number} depth - 0: it lies in none.
 * @property {boolean} parent - Whether albums lie in it.
 * @property {boolean} open - Whether they are shown.
 */

export const MAX_ALBUM_NAME = 200; // characters; the server takes no more

/**
 * Return the rows of the tree that are unfolded.
 * @param {readonly Album[]} albums - All albums, in the order of the tree.
 * @param {ReadonlySet<number>} open - Those that are unfolded.
 * @returns {AlbumRow[]}
 */
export function visibleAlbums(albums, open) {
  const parents = new Set(albums.map(({ parent }) => parent));
  /** @type {Map<number|null, number>} depth of what lies in the albums that are shown and unfolded */
  const depths = new Map([[null, 0]]);
  /** @type {AlbumRow[]} */
  const rows = [];
  for (const album of albums) {
    const depth = depths.get(album.parent);
    if (depth === undefined) continue;
    const row = { album, depth, parent: parents.has(album.id), open: open.has(album.id) && parents.has(album.id) };
    if (row.open) depths.set(album.id, depth + 1);
    rows.push(row);
  }
  return rows;
}

/**
 * Return the albums in which one lies, the outermost first, and itself.
 * @param {readonly Album[]} albums - All albums.
 * @param {number|null} id - Id of the album.
 * @returns {Album[]} Empty: it is not there.
 */
export function albumsAbove(albums, id) {
  const album = albums.find((one) => one.id === id);
  return album ? [...albumsAbove(albums, album.parent), album] : [];
}

/**
 * Return the path of an album as people read it: "Trips / Italy".
 * @param {readonly Album[]} albums - All albums.
 * @param {number} id - Id of the album.
 */
export function albumText(albums, id) {
  return albumsAbove(albums, id).map(({ name }) => name).join(" / ");
}

/**
 * Return whether an album is another one, or lies in it.
 * @param {readonly Album[]} albums - All albums.
 * @param {number} id - Id of the album.
 * @param {number} other - Id of the other one.
 */
export function isWithin(albums, id, other) {
  return albumsAbove(albums, id).some((album) => album.id === other);
}

/**
 * Return the albums that may be meant by what is typed: those whose names begin so first, then those in which a word
 * does, then those that hold it; of each in the order of the tree.
 * @param {readonly Album[]} albums - All albums.
 * @param {string} text - What was typed; "": all are meant.
 * @param {number} limit - How many at most.
 */
export function completeAlbum(albums, text, limit) {
  const wanted = fold(text.replace(/\s*\/\s*/g, " / ").trim());
  const ranked = albums
    .map((album) => ({ album, rank: rankOf(fold(album.name), fold(albumText(albums, album.id)), wanted) }))
    .filter(({ rank }) => rank < 4);
  ranked.sort((a, b) => a.rank - b.rank);
  return ranked.slice(0, limit).map(({ album }) => album);
}

/**
 * @param {string} name - Name of an album, folded.
 * @param {string} path - Its path, folded.
 * @param {string} wanted - What was typed, folded.
 */
function rankOf(name, path, wanted) {
  if (name.startsWith(wanted)) return 0;
  if (path.startsWith(wanted)) return 1;
  if (path.includes(` ${wanted}`)) return 2;
  return path.includes(wanted) ? 3 : 4;
}

/**
 * Return where photos come to stand that are moved a step by a key.
 * @param {readonly number[]} indices - Indices of the photos, rising.
 * @param {number} step - How many places: negative towards the beginning.
 * @param {number} n - How many photos there are.
 * @returns {number} Index of the photo before which they come, in the order of before; n: at the end.
 */
export function indexBefore(indices, step, n) {
  const moved = new Set(indices);
  const rest = Array.from({ length: n }, (_, i) => i).filter((i) => !moved.has(i));
  const behind = rest.filter((i) => i < indices[0]).length; // how many stay before them now
  const at = Math.max(0, Math.min(rest.length, behind + step));
  return at < rest.length ? rest[at] : n;
}

/**
 * Return all indices in the order in which photos stand once some of them have been moved.
 * @param {readonly number[]} indices - Indices of the photos that are moved, in their order.
 * @param {number} before - Index of the photo before which they come; n: at the end.
 * @param {number} n - How many photos there are.
 */
export function movedOrder(indices, before, n) {
  const moved = new Set(indices);
  const order = new Uint32Array(n);
  let at = 0;
  for (let i = 0; i <= n; i++) {
    if (i === before) for (const index of indices) order[at++] = index;
    if (i < n && !moved.has(i)) order[at++] = i;
  }
  return order;
}

/** @type {Readonly<Record<string, string>>} texts of what an act did, by AlbumAct.did */
const ACTS = {
  create: "albums-made", rename: "albums-renamed", move: "albums-moved-into", delete: "albums-deleted",
  sort: "albums-ordered", cover: "albums-cover-chosen", add: "albums-added", remove: "albums-removed",
  order: "albums-shuffled",
}; // prettier-ignore

/**
 * Say what an act did to an album.
 * @param {import("./api-types.js").AlbumAct} act - The act.
 * @param {number} count - How many photos.
 */
export function describeAlbum({ did, name, to = "" }, count) {
  const key = did === "move" && !to ? "albums-moved" : ACTS[did];
  return t(key ?? "albums-changed", { name, to, order: to, count });
}
