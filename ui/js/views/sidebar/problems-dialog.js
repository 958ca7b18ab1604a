/** @file The dialog with all files that have a problem, by the kind of problem. */

import { h, icon, iconButton, on } from "../../core/dom.js";
import { rescan, reveal } from "../../core/commands.js";
import { copyPaths, copyText } from "../../core/copying.js";
import { formatCount } from "../../pure/text/format.js";
import { formatProblemCount, groupProblems, shortPath } from "../../pure/sidebar/scan-status.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/api-types.js").ProblemRow} ProblemRow */

const MAX_ROWS = 2000; // rows the dialog shows; more is a file for another program

/**
 * Show the dialog.
 * @param {Context} context - What the parts of the page share.
 * @param {ProblemRow[]} problems - All files with a problem.
 */
export function showProblems(context, problems) {
  const groups = groupProblems(problems);
  const rows = groups.flatMap((group) => group.rows).slice(0, MAX_ROWS);
  const close = iconButton("close", t("common-close"));
  const again = h("button", { type: "button", class: "button", text: t("common-look-again") });
  const left = problems.length - rows.length;
  const list = h(
    "div",
    { class: "problems scroll", tabIndex: 0, role: "region", "aria-label": t("sidebar-files") },
    ...groups.map((group) => drawGroup(context, group, rows)),
    left > 0 ? h("p", { class: "quiet", text: t("common-and-more", { count: left }) }) : "",
  );
  const dialog = context.dialogs.show(
    h(
      "div",
      { class: "dialog__tall" },
      h("header", {}, h("h2", { text: formatProblemCount(problems.length) }), context.isOwner && again, close),
      list,
    ),
    { label: t("sidebar-problems"), class: "dialog dialog--wide" },
  );
  on(close, "click", () => dialog.close());
  on(again, "click", () => (dialog.close(), rescan(context, { problems: true })));
  on(list, "click", (event) => onClick(context, event, rows, dialog));
  list.focus();
}

/**
 * List files of one kind of problem, as far as they have room.
 * @param {Context} context - What the parts of the page share.
 * @param {import("../../pure/sidebar/scan-status.js").ProblemGroup} group - The group.
 * @param {ProblemRow[]} rows - All files that have room.
 */
function drawGroup(context, group, rows) {
  const first = rows.indexOf(group.rows[0]);
  if (first < 0) return "";
  const listed = group.rows.slice(0, rows.length - first);
  return h(
    "section",
    {},
    h(
      "h3",
      {},
      icon(group.icon),
      h("span", { text: group.title }),
      h("span", { class: "count", text: formatCount(group.rows.length) }),
    ),
    h("p", { class: "quiet", text: group.message }),
    h("ul", {}, ...listed.map((row, i) => drawRow(context, row, first + i, group.message))),
  );
}

/**
 * @param {Context} context - What the parts of the page share.
 * @param {ProblemRow} row - The file.
 * @param {number} at - Its place among all rows.
 * @param {string} said - What was said about the group already.
 */
function drawRow({ store, isOwner }, row, at, said) {
  const { status } = store.state;
  const known = row.photo !== null;
  const name = known
    ? h("button", { type: "button", class: "link", "data-do": "open", text: row.name })
    : h("strong", { text: row.name });
  return h(
    "li",
    { "data-row": at },
    h(
      "div",
      {},
      name,
      row.message !== said && h("p", { class: "quiet", text: row.message }),
      h("p", { class: "count", text: shortPath(row.path, status?.roots ?? []), title: row.path }),
    ),
    isOwner && iconButton("copy", t("sidebar-copy-path-of", { name: row.name }), { title: t("common-copy-path"),
      "data-do": "copy" }),
    known &&
      status?.desktop &&
      iconButton("reveal", t("sidebar-show-in-folder", { name: row.name }), { title: t("common-show-in-folder"),
        "data-do": "show" }),
  );
}

/**
 * @param {Context} context - What the parts of the page share.
 * @param {Event} event - The event.
 * @param {ProblemRow[]} rows - All files that are listed.
 * @param {HTMLDialogElement} dialog - The dialog.
 */
function onClick(context, event, rows, dialog) {
  const button =
    event.target instanceof Element ? /** @type {HTMLElement|null} */ (event.target.closest("[data-do]")) : null;
  const line = /** @type {HTMLElement|null} */ (button?.closest("[data-row]") ?? null);
  if (!button || !line) return;
  const row = rows[Number(line.dataset.row)];
  if (row.photo === null) return void copyText(context, [row.path]);
  if (button.dataset.do === "copy") return void copyPaths(context, [row.photo]);
  if (button.dataset.do === "show") return void reveal(context, row.photo);
  dialog.close();
  context.route.go({ photo: row.photo });
}
