/** @file The sheet behind "?": every key that is bound now. */

import { h, icon, iconButton } from "../../core/dom.js";
import { keyCaps, groupBindings } from "../../pure/text/key-names.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../pure/text/key-names.js").SheetRow} SheetRow */

/**
 * Bind the key that opens the sheet.
 * @param {import("../../core/types.js").Context} context - What the parts of the page share.
 */
export function bindKeySheet(context) {
  const run = () => show(context);
  context.keys.bind({ scope: "app", keys: ["?", "Ctrl+/"], group: t("keys-window"), label: t("shell-these-keys"),
    run });
}

/** @param {import("../../core/types.js").Context} context - What the parts of the page share. */
function show({ keys, dialogs }) {
  const groups = groupBindings(keys.bindings);
  const input = h("input", {
    type: "text",
    role: "searchbox",
    placeholder: t("shell-find-key"),
    "aria-label": t("shell-find-key"),
    autofocus: true,
    spellcheck: false,
  });
  const close = iconButton("close", t("common-close-key"));
  const body = h("div", { class: "keys__body scroll", tabIndex: 0, role: "region", "aria-label": t("common-keys") });
  const fill = () => body.replaceChildren(...drawGroups(groups, input.value));
  const content = h("div", { class: "keys__inner" }, h("header", { class: "keys__head" }, h("h2",
    { text: t("common-keys") }),
    h("label", { class: "field" }, icon("search", "s"), input), close), body);
  fill();
  const dialog = dialogs.show(content, { label: t("common-keys"), class: "keys" });
  input.addEventListener("input", fill);
  close.addEventListener("click", () => dialog.close());
  input.focus();
}

/**
 * @param {{name: string, rows: SheetRow[]}[]} groups - All groups.
 * @param {string} wanted - Words to look for.
 */
function drawGroups(groups, wanted) {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const found = groups
    .map(({ name, rows }) => ({ name, rows: rows.filter((row) => words.every((word) => row.text.includes(word))) }))
    .filter(({ rows }) => rows.length > 0);
  if (!found.length) return [h("p", { class: "keys__none", role: "status", text: t("shell-no-key",
    { wanted: wanted.trim() }) })];
  return found.map(({ name, rows }) => h("section", {}, h("h3", { text: name }), h("dl", {}, ...rows.map(drawRow))));
}

/** @param {SheetRow} row - The row. */
function drawRow({ label, keys }) {
  const alternatives = keys.flatMap((key, i) => [
    i > 0 && h("i", { text: "/" }),
    h("span", { class: "keys__caps" }, ...keyCaps(key).map((cap) => h("kbd", { text: cap }))),
  ]);
  return h("div", {}, h("dt", { text: label }), h("dd", {}, ...alternatives));
}
