/** @file The part of the panel with the people in a photo, or its tags: each leads to the photos that have it, too. */

import { h, icon } from "../../core/dom.js";
import { formatPlace } from "../../core/route.js";
import { tagQuery, tagText, withoutQuotes } from "../../pure/annotations/tags.js";

/**
 * Show people or tags, each leading to the photos that have it, too.
 * @param {string} sign - Name of the icon.
 * @param {string} label - What they are.
 * @param {string} filter - The filter that finds them.
 * @param {string[]} words - What to show.
 */
export function drawWords(sign, label, filter, words) {
  if (!words.length) return null;
  const links = words.map((word) => {
    const text = filter === "tag" ? tagText(word) : word;
    return h("li", {}, h("a", { class: "link", href: wordPlace(filter, word), text }));
  });
  const list = h("ul", { class: "words", role: "list", "aria-label": label }, ...links);
  return h("section", { class: "detail" }, icon(sign), h("div", {}, list));
}

/**
 * Return the address of the photos that a tag or a person is in.
 * @param {string} filter - The filter.
 * @param {string} word - What it looks for.
 */
function wordPlace(filter, word) {
  const q = filter === "tag" ? tagQuery(word) : `${filter}:"${withoutQuotes(word)}"`;
  return formatPlace({ folder: null, album: null, photo: null, visit: null, page: "", q });
}
