/** @file Tags: paths such as "travel/italy", the tree of them, and which are meant by what is typed. */

import { fold } from "../text/fold.js";

/** @typedef {import("./api-types.js").TagNode} TagNode */
/**
 * A row of the tree of tags.
 * @typedef {object} TagRow
 * @property {string} path - "travel/italy".
 * @property {string} name - "italy".
 * @property {number} count - Photos that have it or one below it.
 * @property {number} depth - 0: at the top.
 * @property {boolean} parent - Whether there are tags below it.
 * @property {boolean} open - Whether they are shown.
 */

const MAX_LENGTH = 200; // characters of a path; the server takes no more

/**
 * Return the rows of the tree that are unfolded.
 * @param {readonly TagNode[]} nodes - The tags at the top.
 * @param {ReadonlySet<string>} open - Paths of those that are unfolded.
 * @returns {TagRow[]}
 */
export function visibleTags(nodes, open) {
  return rowsOf(nodes, "", 0, (path) => open.has(path));
}

/**
 * Return all tags, those above before those below.
 * @param {readonly TagNode[]} nodes - The tags at the top.
 * @returns {TagRow[]}
 */
export function allTags(nodes) {
  return rowsOf(nodes, "", 0, () => true);
}

/**
 * @param {readonly TagNode[]} nodes - Tags of one level.
 * @param {string} above - Path of the tag above, with a slash; "": none.
 * @param {number} depth - Of the level.
 * @param {(path: string) => boolean} isOpen - Whether a tag is unfolded.
 * @returns {TagRow[]}
 */
function rowsOf(nodes, above, depth, isOpen) {
  return nodes.flatMap(({ name, count, children }) => {
    const path = above + name;
    const parent = children.length > 0;
    const open = parent && isOpen(path);
    const below = open ? rowsOf(children, `${path}/`, depth + 1, isOpen) : [];
    return [{ path, name, count, depth, parent, open }, ...below];
  });
}

/**
 * Return a tag as it is kept: without spaces around its parts and without empty parts; "": it names nothing.
 * @param {string} text - What was typed: "Travel / Italy".
 */
export function cleanTag(text) {
  const parts = text.replace(/\s+/g, " ").split("/").map((part) => part.trim()).filter(Boolean);
  return [...parts.join("/")].slice(0, MAX_LENGTH).join("").trim();
}

/**
 * Return the tags that may be meant by what is typed: those that begin so first, then those a part of which does, then
 * those that hold it; of each the most frequent first.
 * @param {readonly TagRow[]} tags - All tags.
 * @param {string} text - What was typed.
 * @param {readonly string[]} has - Tags that the photo has already.
 * @param {number} limit - How many at most.
 */
export function completeTag(tags, text, has, limit) {
  const wanted = fold(cleanTag(text));
  const ranked = tags
    .filter(({ path }) => !has.includes(path))
    .map((tag) => ({ tag, rank: rankOf(fold(tag.path), wanted) }))
    .filter(({ rank }) => rank < 3);
  ranked.sort((a, b) => a.rank - b.rank || b.tag.count - a.tag.count || (a.tag.path < b.tag.path ? -1 : 1));
  return ranked.slice(0, limit).map(({ tag }) => tag);
}

/**
 * @param {string} path - Path of a tag, folded.
 * @param {string} wanted - What was typed, folded.
 */
function rankOf(path, wanted) {
  if (path.startsWith(wanted)) return 0;
  if (path.includes(`/${wanted}`) || path.includes(` ${wanted}`)) return 1;
  return path.includes(wanted) ? 2 : 3;
}

/**
 * Return a name as it can stand between the quotes of a search: with blanks in place of what the search takes for
 * quotes. The search compares names without them (gallery/search/records.py).
 * @param {string} name - A tag, or somebody's name.
 */
export function withoutQuotes(name) {
  return name.replace(/["“”„‟＂]/g, " ");
}

/**
 * Return the search for the photos that have a tag or one below it: as many as the tree counts.
 * @param {string} path - Path of the tag.
 */
export function tagQuery(path) {
  return `tag:"${withoutQuotes(path)}/"`;
}

/**
 * Return the tag that a search is about, and nothing else; "": it is none of tagQuery().
 * @param {string} q - The search.
 */
export function tagOfQuery(q) {
  return /^tag:"([^"]+)\/"$/.exec(q)?.[1] ?? "";
}

/**
 * Return a tag as people read it: "travel / italy".
 * @param {string} path - Path of the tag.
 */
export function tagText(path) {
  return path.replaceAll("/", " / ");
}
