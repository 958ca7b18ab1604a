/** @file The line at the foot of the sidebar that says how much is not shown, and the list behind it and others. */

import { byId, h, icon, iconButton, on } from "../../core/dom.js";
import { attempt } from "../../core/commands.js";
import { copyText } from "../../core/copying.js";
import { leftOutQuery } from "../../core/left-out.js";
import { formatCount } from "../../pure/text/format.js";
import { describeRest, groupLeftOut, named, summarizeLeftOut } from "../../pure/sidebar/left-out.js";
import { folderById } from "../../pure/sidebar/folders-by-id.js";
import { shortPaths } from "../../pure/sidebar/scan-status.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/sidebar/api-types.js").LeftOutKind} LeftOutKind */
/** @typedef {import("../../pure/sidebar/api-types.js").LeftOutRow} LeftOutRow */
/**
 * What the list shows.
 * @typedef {object} LeftOutList
 * @property {LeftOutRow[]} rows - What is left out, by kind and folder.
 * @property {Map<string, string>} names - What each folder is called, by its path.
 */

/**
 * Show how much of the whole library is not shown.
 * @param {Context} context - What the parts of the page share.
 */
export function createLeftOutFoot(context) {
  const button = byId("left-out");
  on(button, "click", () => void showLeftOut(context, ""));
  context.store.watch(({ leftOut }) => summarizeLeftOut(leftOut.all), (text) => {
    button.textContent = text;
    button.hidden = !text;
  });
}

/**
 * Show the list of what the folder of the place holds that is not shown.
 * @param {Context} context - What the parts of the page share.
 */
export function showLeftOutHere(context) {
  return showLeftOut(context, leftOutQuery(context.store.state));
}

/**
 * Show the list of what is not shown, by reason and folder.
 * @param {Context} context - What the parts of the page share.
 * @param {string} query - Of the folder; "": everywhere.
 */
async function showLeftOut(context, query) {
  const ask = Promise.all([context.api.get(`/api/left-out${query}`), context.api.get(`/api/left-out/folders${query}`)]);
  const answers = await attempt(context, ask);
  if (!answers) return;
  const [{ kinds }, { rows }] = answers;
  const close = iconButton("close", t("common-close"));
  const paths = rows.map((/** @type {LeftOutRow} */ row) => row.path);
  const names = shortPaths(paths, context.store.state.status?.roots ?? []);
  const body = h(
    "div",
    { class: "problems left-out scroll", tabIndex: 0, role: "region", "aria-label": t("sidebar-not-shown") },
    ...groupLeftOut(kinds).map((group) => drawGroup(context, group, { rows, names })),
    h("p", { class: "quiet", text: t("sidebar-not-counted") }),
  );
  const title = summarizeLeftOut(kinds) || t("sidebar-all-shown");
  const dialog = context.dialogs.show(
    h("div", { class: "dialog__tall" }, h("header", {}, h("h2", { text: title }), close), body),
    { label: t("sidebar-not-shown"), class: "dialog dialog--wide" },
  );
  on(close, "click", () => dialog.close());
  on(body, "click", (event) => onClick(context, event, dialog));
  body.focus();
}

/**
 * @param {Context} context - What the parts of the page share.
 * @param {import("../../pure/sidebar/left-out.js").LeftOutGroup} group - The group.
 * @param {LeftOutList} list - What is left out.
 */
function drawGroup(context, group, list) {
  return h(
    "section",
    {},
    h(
      "h3",
      {},
      icon(group.icon),
      h("span", { text: group.title }),
      h("span", { class: "count", text: formatCount(group.count) }),
    ),
    h("p", { class: "quiet", text: group.why }),
    h("ul", {}, ...group.kinds.flatMap((kind) => drawKind(context, kind, list))),
  );
}

/**
 * List the folders that hold something of a kind.
 * @param {Context} context - What the parts of the page share.
 * @param {LeftOutKind} kind - The kind.
 * @param {LeftOutList} list - What is left out.
 */
function drawKind(context, kind, { rows, names }) {
  const own = rows.filter((row) => row.kind === kind.kind);
  const rest = describeRest(kind, own);
  const lines = own.map((row) => drawRow(context, kind, row, names.get(row.path) ?? row.path));
  return [...lines, rest ? h("li", { class: "quiet", text: rest }) : ""];
}

/**
 * @param {Context} context - What the parts of the page share.
 * @param {LeftOutKind} kind - The kind.
 * @param {LeftOutRow} row - The row.
 * @param {string} path - What its folder is called.
 */
function drawRow({ store, isOwner }, kind, row, path) {
  const isInTree = folderById(store.state.folders, row.folder) !== undefined; // one without photos has no place in it
  return h(
    "li",
    { "data-folder": row.folder, "data-path": row.path },
    h(
      "div",
      {},
      isInTree
        ? h("button", { type: "button", class: "link", "data-do": "open", text: path, title: row.path })
        : h("span", { text: path, title: row.path }),
    ),
    h("span", { class: "count", text: named({ ...kind, count: row.count }) }),
    isOwner && iconButton("copy", t("sidebar-copy-path-of", { name: path }), { title: t("common-copy-path"),
      "data-do": "copy" }),
  );
}

/**
 * @param {Context} context - What the parts of the page share.
 * @param {Event} event - The event.
 * @param {HTMLDialogElement} dialog - The dialog.
 */
function onClick(context, event, dialog) {
  const target = event.target instanceof Element ? event.target : null;
  const button = /** @type {HTMLElement|null} */ (target?.closest("[data-do]") ?? null);
  const line = /** @type {HTMLElement|null} */ (button?.closest("[data-folder]") ?? null);
  if (!button || !line) return;
  if (button.dataset.do === "copy") return void copyText(context, [line.dataset.path ?? ""]);
  dialog.close();
  context.route.go({ folder: Number(line.dataset.folder), photo: null, q: "" });
}
