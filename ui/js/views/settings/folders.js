/** @file The folders on the page of settings: where they are, how they are, and what can be done with each. */

import { addFolder, removeRoot, rescan, revealFolder } from "../../core/commands.js";
import { h, icon, iconButton } from "../../core/dom.js";
import { t } from "../../pure/text/texts.js";
import { button, row, section } from "./controls.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/api-types.js").Root} Root */

/**
 * Draw the folders.
 * @param {Context} context - What the parts of the page share.
 */
export function drawFolders({ store }) {
  const { status } = store.state;
  const roots = status?.roots ?? [];
  return section(t("page-folders"), ...roots.map((root) => drawRoot(root, status?.desktop ?? false)),
    row("", t("core-remove-root-why"), button("add", t("common-add-folder")))); // prettier-ignore
}

/**
 * @param {Root} root - A folder.
 * @param {boolean} desktop - Whether there is a window, which knows the file manager.
 */
function drawRoot({ id, name, path = "", state, reason, photos }, desktop) {
  const offline = state === "offline";
  const count = t("count-photos", { count: photos });
  const how = offline ? `${t("settings-not-connected", { photos: count })} ${reason ?? ""}` : count;
  return h("div", { class: "set" }, icon(offline ? "offline" : "folder"),
    h("div", { class: "set__what" }, h("h3", { class: "clip", text: name }),
      h("p", { class: "clip", title: path, text: path }),
      h("p", { class: "set__state", text: how })),
    h("div", { class: "set__do" },
      iconButton("retry", t("settings-look", { name }), { "data-key": `root-${id}-look` }),
      desktop && iconButton("reveal", t("settings-reveal", { name }), { "data-key": `root-${id}-reveal` }),
      iconButton("close", t("settings-remove", { name }), { "data-key": `root-${id}-remove` }))); // prettier-ignore
}

/**
 * Do what a button of the folders says.
 * @param {Context} context - What the parts of the page share.
 * @param {string} key - Its data-key.
 */
export function pressFolders(context, key) {
  if (key === "add") return void addFolder(context);
  const [, id, what] = /^root-(\d+)-(\w+)$/.exec(key) ?? [];
  const root = context.store.state.status?.roots.find((one) => String(one.id) === id);
  if (!root) return;
  if (what === "look") void rescan(context, { root: root.id });
  if (what === "reveal") void revealFolder(context, root.folder);
  if (what === "remove") void removeRoot(context, root, true);
}
