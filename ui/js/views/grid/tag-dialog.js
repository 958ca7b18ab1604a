/** @file The dialog that asks for tags of many photos. */

import { h, on } from "../../core/dom.js";
import { TagField } from "../../core/tag-field.js";
import { createTagChip } from "../../core/tag-chip.js";
import { formatMany } from "../../pure/text/format.js";

/**
 * Ask for tags and give them to photos: one act, however many they are.
 * @param {import("../../core/types.js").Context} context - What the parts of the page share.
 * @param {number[]} ids - Ids of the photos.
 */
export async function askForTags(context, ids) {
  /** @type {string[]} */
  const tags = [];
  const list = h("ul", { class: "tags", role: "list", "aria-label": "Tags to add" });
  const done = h("button", { type: "submit", class: "button button--main", text: "Add tags", disabled: true });
  const remove = (/** @type {string} */ tag) => (tags.splice(tags.indexOf(tag), 1), draw());
  const draw = () => {
    list.replaceChildren(...tags.map((tag) => createTagChip(tag, { remove: () => remove(tag) })));
    done.disabled = tags.length === 0;
  };
  const add = (/** @type {string} */ tag) => (tags.includes(tag) || tags.push(tag), draw());
  const field = new TagField(context, { label: "Tag", has: () => tags, add });
  const title = `Tag ${formatMany(ids.length, "photo")}`;
  const cancel = h("button", { type: "button", class: "button", text: "Cancel" });
  const form = h("form", {}, h("h2", { text: title }),
    h("p", { text: "A slash puts a tag below another: travel/italy." }), field.element, list,
    h("div", { class: "dialog__do" }, cancel, done)); // prettier-ignore
  const dialog = context.dialogs.show(form, { label: title });
  on(cancel, "click", () => dialog.close());
  on(form, "submit", (event) => {
    event.preventDefault();
    field.finish();
    if (!tags.length) return;
    dialog.close();
    void context.annotations.say(ids, { add_tags: tags });
  });
  field.focus();
}
