/** @file What is copied to the clipboard, and what is said of it. */

import { attempt, MAX_IDS } from "./commands.js";
import { h } from "./dom.js";
import { formatCount, formatMany } from "../pure/text/format.js";

/** @typedef {import("./types.js").Context} Context */

/**
 * Copy the paths of photos to the clipboard.
 * @param {Context} context - What the parts of the page share.
 * @param {number[]} ids - Ids of the photos.
 */
export async function copyPaths(context, ids) {
  if (ids.length > MAX_IDS)
    return context.dialogs.toast(`At most ${formatCount(MAX_IDS)} paths can be copied at once.`);
  const answer = await attempt(context, context.api.send("POST", "/api/paths", { ids }));
  if (answer) await copyText(context, answer.paths);
}

/**
 * Copy paths to the clipboard and show a message.
 * @param {Context} context - What the parts of the page share.
 * @param {string[]} paths - One for each line.
 */
export async function copyText({ dialogs }, paths) {
  const done = await writeClipboard(paths.join("\n"));
  dialogs.toast(done ? `${formatMany(paths.length, "path")} copied` : "The clipboard could not be reached.");
}

/**
 * Write a text to the clipboard. By the old command first: it needs no permission, and the window refuses permission
 * requests.
 * @param {string} text - The text.
 */
async function writeClipboard(text) {
  const before = /** @type {HTMLElement|null} */ (document.activeElement);
  const area = h("textarea", { class: "sr", "aria-hidden": "true", value: text });
  (document.querySelector("dialog[open]") ?? document.body).append(area); // beneath a dialog nothing can be selected
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus({ preventScroll: true });
  return done || navigator.clipboard.writeText(text).then(() => true, () => false);
}
