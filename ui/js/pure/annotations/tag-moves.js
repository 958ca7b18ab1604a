/** @file Renaming, moving and merging a tag: what it becomes, and what is to be asked before. */

import { allTags, cleanTag, tagText, withoutQuotes } from "./tags.js";
import { t } from "../text/texts.js";

/** @typedef {import("./tags.js").TagRow} TagRow */
/**
 * What becomes of a tag.
 * @typedef {object} TagMove
 * @property {string} to - Its new path; "": it stays as it is.
 * @property {{title: string, text: string}|null} question - What is to be asked before, as it becomes one that is
 *   there; null: nothing.
 * @property {string} refusal - Why it cannot be; "": it can.
 */

/** @type {Readonly<TagMove>} */
const STAYS = Object.freeze({ to: "", question: null, refusal: "" });

/**
 * Say what becomes of a tag with those below it.
 * @param {readonly import("./api-types.js").TagNode[]} nodes - The tags at the top.
 * @param {string} from - Path of the tag.
 * @param {string} typed - The path that it is to have.
 * @returns {Readonly<TagMove>}
 */
export function planMove(nodes, from, typed) {
  const to = cleanTag(typed);
  if (!to || to === from) return STAYS;
  if (isBelow(to, from)) return { ...STAYS, refusal: t("said-tag-below-itself", { tag: tagText(from) }) };
  const tags = allTags(nodes);
  const there = tags.find(({ path }) => isSame(path, to));
  if (!there || isSame(there.path, from)) return { ...STAYS, to };
  const count = tags.find(({ path }) => path === from)?.count ?? 0;
  const title = t("said-merge-tags", { from: tagText(from), to: tagText(there.path) });
  const text = t("said-merge-tags-why", { count });
  return { ...STAYS, to: there.path, question: { title, text } };
}

/**
 * Return the name of a tag without those above it.
 * @param {string} path - Path of the tag.
 */
export function tagName(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}

/**
 * Return the tag above one; "": it is at the top.
 * @param {string} path - Path of the tag.
 */
export function tagAbove(path) {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/**
 * Return the path of a tag below another.
 * @param {string} above - Path of that one; "": at the top.
 * @param {string} name - Name of the tag.
 */
export function tagBelow(above, name) {
  return above ? `${above}/${name}` : name;
}

/**
 * Return what a search becomes when a tag does, or "" where it is not about that tag.
 * @param {string} shown - The tag that is searched for.
 * @param {string} from - Path of the tag.
 * @param {string} to - Its new path.
 */
export function followMove(shown, from, to) {
  const searched = withoutQuotes(from);
  if (isSame(shown, searched)) return to;
  return isBelow(shown, searched) ? to + shown.slice(searched.length) : "";
}

/**
 * Return whether a tag stands below another.
 * @param {string} path - Path of the tag.
 * @param {string} above - Path of the other.
 */
export function isBelow(path, above) {
  return fold(path).startsWith(`${fold(above)}/`);
}

/**
 * @param {string} a - Path of a tag.
 * @param {string} b - Path of a tag.
 */
function isSame(a, b) {
  return fold(a) === fold(b);
}

/** @param {string} text - The text. */
function fold(text) {
  return text.normalize("NFC").toLowerCase();
}
