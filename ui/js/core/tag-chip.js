/** @file One tag as it stands in lists: a word that may lead somewhere, and a button that takes it off. */

import { h, icon, on } from "./dom.js";
import { tagText } from "../pure/annotations/tags.js";
import { t } from "../pure/text/texts.js";

/**
 * Make the chip of a tag.
 * @param {string} tag - Path of the tag.
 * @param {{href?: string, remove?: (() => void)|null}} how - Where it leads; what takes it off, null: nothing does.
 */
export function createTagChip(tag, { href, remove = null }) {
  const text = tagText(tag);
  const word = href ? h("a", { href, text }) : h("span", { text });
  const label = t("core-take-off", { tag: text });
  const off = remove && h("button", { type: "button", class: "tag__off", "aria-label": label, title: label },
    icon("close", "s")); // prettier-ignore
  if (off && remove) on(off, "click", remove);
  return h("li", { class: "tag" }, word, off);
}
