/** @file The dialog with the tags of many photos: which all have, which some, and what they are to have. */

import { attempt } from "../../core/commands.js";
import { h, icon, on } from "../../core/dom.js";
import { TagField } from "../../core/tag-field.js";
import {
  addChoice, changeOfChoices, choicesOf, joinChoices, toggleChoice,
} from "../../pure/annotations/tag-choices.js"; // prettier-ignore
import { tagText } from "../../pure/annotations/tags.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../pure/annotations/tag-choices.js").TagChoice} TagChoice */

const CHECKED = { all: "true", some: "mixed", none: "false" };

/**
 * Show the tags of photos, and change them: one act, however many they are.
 * @param {import("../../core/types.js").Context} context - What the parts of the page share.
 * @param {number[]} ids - Ids of the photos.
 */
export function askForTags(context, ids) {
  /** @type {readonly TagChoice[]} */
  let choices = [];
  const list = h("div", { class: "choices", role: "group", "aria-label": t("page-tags"), hidden: true });
  const done = h("button", { type: "submit", class: "button button--main", text: t("grid-apply"), disabled: true });
  const show = (/** @type {readonly TagChoice[]} */ next) => {
    choices = next;
    drawChoices(list, choices, ids.length, (tag) => show(toggleChoice(choices, tag)));
    done.disabled = changeOfChoices(choices) === null;
  };
  const has = () => choices.filter(({ now }) => now === "all").map(({ tag }) => tag);
  const field = new TagField(context, { label: t("core-tag"), has, add: (tag) => show(addChoice(choices, tag)) });
  const title = t("grid-tag-photos", { count: ids.length });
  const cancel = h("button", { type: "button", class: "button", text: t("common-cancel") });
  const form = h("form", {}, h("h2", { text: title }),
    h("p", { text: t("grid-tag-below") }), field.element, list,
    h("div", { class: "dialog__do" }, cancel, done)); // prettier-ignore
  const dialog = context.dialogs.show(form, { label: title });
  on(cancel, "click", () => dialog.close());
  on(form, "submit", (event) => {
    event.preventDefault();
    field.finish();
    const change = changeOfChoices(choices);
    if (!change) return;
    dialog.close();
    void context.annotations.say(ids, change);
  });
  field.focus();
  void attempt(context, context.api.send("POST", "/api/tags/of", { ids })).then(
    (answer) => answer && dialog.open && show(joinChoices(choicesOf(answer.tags, ids.length), choices)),
  );
}

/**
 * @param {HTMLElement} list - What they are shown in.
 * @param {readonly TagChoice[]} choices - The choices.
 * @param {number} photos - How many photos.
 * @param {(tag: string) => void} press - Called with the tag that was pressed.
 */
function drawChoices(list, choices, photos, press) {
  const focused = [...list.children].findIndex((row) => row === document.activeElement);
  list.hidden = choices.length === 0;
  list.replaceChildren(...choices.map((choice) => drawChoice(choice, photos, press)));
  const next = focused < 0 ? undefined : list.children[Math.min(focused, choices.length - 1)];
  if (next instanceof HTMLElement) next.focus();
}

/**
 * @param {TagChoice} choice - The choice.
 * @param {number} photos - How many photos.
 * @param {(tag: string) => void} press - Called with the tag that was pressed.
 */
function drawChoice({ tag, count, now }, photos, press) {
  const of = now === "some" ? t("common-of", { n: count, total: photos }) : "";
  const sign = now === "all" ? "check" : "minus";
  const row = h("button", { type: "button", class: "choice", role: "checkbox", "aria-checked": CHECKED[now] },
    h("span", { class: "choice__box" }, now !== "none" && icon(sign, "s")),
    h("span", { class: "clip", text: tagText(tag), title: tagText(tag) }), h("span", { class: "count", text: of }));
  on(row, "click", () => press(tag));
  return row;
}
