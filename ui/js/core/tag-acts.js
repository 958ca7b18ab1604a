/** @file What is done with a tag on all photos that have it: another name or place, merged, taken off. */

import { h, on } from "./dom.js";
import { TagField } from "./tag-field.js";
import { reloadTags } from "./tags.js";
import { followMove, planMove, tagAbove, tagBelow, tagName } from "../pure/annotations/tag-moves.js";
import { tagOfQuery, tagQuery, tagText } from "../pure/annotations/tags.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("./types.js").Context} Context */

/**
 * Give a tag, with those below it, another path: one act. Where that is another tag, which it would be merged into, the
 * user is asked before.
 * @param {Context} context - What the parts of the page share.
 * @param {string} from - Path of the tag.
 * @param {string} text - Its new path, as it was typed.
 * @returns {Promise<string>} The new path; "": it stayed as it was.
 */
export async function moveTag(context, from, text) {
  const { annotations, dialogs, store } = context;
  const { to, question, refusal } = planMove(store.state.tags ?? [], from, text);
  if (refusal) dialogs.toast(refusal);
  const labels = { cancel: t("common-cancel"), confirm: t("core-merge") };
  if (!to || (question && !(await dialogs.ask({ ...question, ...labels })))) return "";
  const back = () => followInSearch(context, to, from);
  if (!(await annotations.sayOfAll("/api/tags/move", { tag: from, to }, { moved_tag: [from, to] }, back))) return "";
  followInSearch(context, from, to);
  await reloadTags(context);
  return to;
}

/**
 * Show the photos under the new name, if they were shown under the old one.
 * @param {Context} context - What the parts of the page share.
 * @param {string} from - Path of the tag.
 * @param {string} to - Its new path.
 */
function followInSearch({ route, store }, from, to) {
  const shown = followMove(tagOfQuery(store.state.place.q), from, to);
  if (shown) route.go({ q: tagQuery(shown) }, { replace: true });
}

/**
 * Take a tag, with those below it, off all photos: one act.
 * @param {Context} context - What the parts of the page share.
 * @param {string} path - Path of the tag.
 */
export async function removeTag(context, path) {
  if (await context.annotations.sayOfAll("/api/tags/remove", { tag: path }, { remove_tags: [path] }))
    await reloadTags(context);
}

/**
 * Ask where a tag is to stand, and put it there.
 * @param {Context} context - What the parts of the page share.
 * @param {string} path - Path of the tag.
 * @returns {Promise<string>} The new path; "": it stayed as it was.
 */
export async function askToMove(context, path) {
  const words = {
    title: t("core-move-tag", { tag: tagText(path) }),
    text: t("core-move-tag-where"),
    confirm: t("sidebar-move"),
    other: tagAbove(path) ? t("core-to-the-top") : "",
  };
  const above = await askForTag(context, path, words);
  return above === null ? "" : moveTag(context, path, tagBelow(above, tagName(path)));
}

/**
 * Ask which tag a tag is to be merged into, and merge it.
 * @param {Context} context - What the parts of the page share.
 * @param {string} path - Path of the tag.
 * @returns {Promise<string>} The other path; "": it stayed as it was.
 */
export async function askToMergeInto(context, path) {
  const title = t("core-merge-tag", { tag: tagText(path) });
  const words = { title, text: t("core-merge-tag-into"), confirm: t("core-go-on"), other: "" };
  const into = await askForTag(context, path, words);
  return into ? moveTag(context, path, into) : "";
}

/**
 * Ask for one tag.
 * @param {Context} context - What the parts of the page share.
 * @param {string} path - The tag that is not meant.
 * @param {{title: string, text: string, confirm: string, other: string}} words - What the dialog says; `other`: label
 *   of the button for no tag, "": there is none.
 * @returns {Promise<string|null>} The tag; "": none; null: the dialog was left.
 */
function askForTag(context, path, { title, text, confirm, other }) {
  return new Promise((resolve) => {
    /** @type {string|null} */
    let answer = null;
    const take = (/** @type {string} */ tag) => ((answer = tag), dialog.close());
    const field = new TagField(context, { label: t("core-tag"), placeholder: t("core-a-tag"), has: () => [path],
      add: take });
    const cancel = h("button", { type: "button", class: "button", text: t("common-cancel") });
    const none = other && h("button", { type: "button", class: "button", text: other });
    const go = h("button", { type: "submit", class: "button button--main", text: confirm });
    const form = h("form", {}, h("h2", { text: title }), h("p", { text }), field.element,
      h("div", { class: "dialog__do" }, cancel, none || null, go));
    const dialog = context.dialogs.show(form, { label: title, onClose: () => resolve(answer) });
    on(cancel, "click", () => dialog.close());
    if (none) on(none, "click", () => take(""));
    on(form, "submit", (event) => (event.preventDefault(), field.finish()));
    field.focus();
  });
}
