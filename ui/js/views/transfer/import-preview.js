/** @file What would come from another program: shown with a choice for each kind, before anything is changed. */

import { attempt } from "../../core/commands.js";
import { h, on } from "../../core/dom.js";
import {
  changesAnything, describeFound, describeImport, describeKind, kindName, listsOf, originName,
} from "../../pure/annotations/transfer.js";
import { describeUndecided } from "../../pure/annotations/sentences.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/annotations/transfer-types.js").ImportPreview} ImportPreview */

/**
 * Show what would come, and bring it in when the user wants it.
 * @param {Context} context - What the parts of the page share.
 * @param {ImportPreview} preview - What would come.
 */
export function showPreview(context, preview) {
  const kinds = new Set(preview.kinds.filter((one) => one.new + one.kept > 0).map((one) => one.kind));
  let replaces = false;
  let applied = false;
  const list = h("ul", { role: "list", class: "coming" });
  const go = h("button", { type: "submit", class: "button button--main", text: t("transfer-bring-in") });
  const cancel = h("button", { type: "button", class: "button", text: t("common-cancel") });
  const draw = () => {
    list.replaceChildren(...preview.kinds.map((one) => drawKind(one, kinds.has(one.kind), replaces)));
    go.disabled = !changesAnything(preview, kinds, replaces);
  };
  const title = t("transfer-from", { origin: originName(preview.from) });
  const form = h("form", { class: "dialog__tall" },
    h("header", {}, h("h2", { text: title })),
    h("div", { class: "transfer scroll" },
      isFile(preview) && h("p", { class: "transfer__name clip", text: preview.name, title: preview.name }),
      h("p", { text: describeFound(preview) }), list, drawChoice(preview), ...listsOf(preview).map(drawList)),
    h("div", { class: "dialog__do transfer__do" }, cancel, go)); // prettier-ignore
  const forget = () => void (applied || context.api.send("DELETE", "/api/imports").catch(() => {}));
  const dialog = context.dialogs.show(form, { label: title, class: "dialog dialog--wide", onClose: forget });
  on(cancel, "click", () => dialog.close());
  on(form, "change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.name === "yours") replaces = target.value === "replace";
    else if (target.checked) kinds.add(target.value);
    else kinds.delete(target.value);
    const focused = target.type === "checkbox" ? target.value : null;
    draw();
    if (focused) /** @type {HTMLElement|null} */ (list.querySelector(`[value="${focused}"]`))?.focus();
  });
  on(form, "submit", async (event) => {
    event.preventDefault();
    if (go.disabled) return;
    go.disabled = true; // a second Enter brings nothing in
    applied = await bringIn(context, preview, [...kinds], replaces);
    if (applied) dialog.close();
    else draw();
  });
  draw();
  (go.disabled ? cancel : go).focus();
}

/** @param {ImportPreview} preview - What would come. */
function isFile({ from }) {
  return from !== "picasa" && from !== "takeout";
}

/**
 * @param {import("../../pure/annotations/transfer-types.js").ImportKind} one - The kind.
 * @param {boolean} checked - Whether it is chosen.
 * @param {boolean} replaces - Whether it takes the place of what the user said.
 */
function drawKind(one, checked, replaces) {
  const { count, more } = describeKind(one, replaces);
  const disabled = one.new + one.kept === 0;
  const box = h("input", { type: "checkbox", value: one.kind, checked: checked && !disabled, disabled });
  return h("li", {}, h("label", { class: disabled ? "coming__kind is-same" : "coming__kind" }, box,
    h("span", { class: "coming__name", text: kindName(one.kind) }),
    h("span", { class: "coming__count", text: count }),
    more ? h("span", { class: "coming__more", text: more }) : null)); // prettier-ignore
}

/**
 * Ask what counts where the user said something else.
 * @param {ImportPreview} preview - What would come.
 */
function drawChoice({ kinds }) {
  if (!kinds.some((one) => one.kept > 0)) return null;
  const choice = (/** @type {string} */ value, /** @type {string} */ text, /** @type {boolean} */ checked) =>
    h("label", {}, h("input", { type: "radio", name: "yours", value, checked }), text);
  return h("fieldset", { class: "coming__choice" },
    h("legend", { text: t("transfer-choice") }),
    choice("keep", t("transfer-keep"), true),
    choice("replace", t("transfer-replace"), false)); // prettier-ignore
}

/** @param {{title: string, lines: string[], more: number}} list - What is listed. */
function drawList({ title, lines, more }) {
  return h("details", { class: "coming__list" }, h("summary", { text: title }),
    h("ul", { role: "list" }, ...lines.map((text) => h("li", { text })),
      more > 0 && h("li", { text: t("common-and-more", { count: more }) }))); // prettier-ignore
}

/**
 * Bring it in, and offer to take it back.
 * @param {Context} context - What the parts of the page share.
 * @param {ImportPreview} preview - What was shown.
 * @param {string[]} kinds - What is chosen.
 * @param {boolean} replace - Whether it takes the place of what the user said.
 * @returns {Promise<boolean>} Whether it was done.
 */
async function bringIn(context, preview, kinds, replace) {
  const { dialogs, annotations } = context;
  const request = annotations.send("POST", `/api/imports/${preview.import}/apply`, { kinds, replace });
  /** @type {import("../../pure/annotations/transfer-types.js").ImportAnswer|null} */
  const answer = await attempt(context, request);
  if (!answer) return false;
  const { act } = answer;
  const left = answer.undecided && describeUndecided(answer.undecided);
  if (act === null) dialogs.toast(left ?? t("transfer-all-same"));
  else
    dialogs.toast([`${describeImport(answer.from, answer.photos)}.`, left].filter(Boolean).join(" "),
      { label: t("common-undo"), run: () => void annotations.undoAct(act) }); // prettier-ignore
  return true;
}
