/** @file What is copied to the clipboard, and what is said of it. */

import { attempt, MAX_IDS } from "./commands.js";
import { h, takesText } from "./dom.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("./types.js").Context} Context */

/**
 * Copy the paths of photos to the clipboard.
 * @param {Context} context - What the parts of the page share.
 * @param {number[]} ids - Ids of the photos.
 */
export async function copyPaths(context, ids) {
  if (ids.length > MAX_IDS)
    return context.dialogs.toast(t("core-most-paths", { count: MAX_IDS }));
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
  dialogs.toast(done ? t("core-paths-copied", { count: paths.length }) : t("core-no-clipboard"));
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

/**
 * Copy photos: by the window their files, and a picture of a single one; by a browser, which can copy no files, that
 * picture. To be called by what the user presses, or browsers refuse.
 * @param {Context} context - What the parts of the page share.
 * @param {number[]} ids - Ids of the photos.
 * @param {{id: number, version: number}|null} picture - The only photo; null: there are several, or it is a video.
 */
export async function copyPhotos(context, ids, picture) {
  const { api, dialogs, store } = context;
  if (!ids.length) return;
  if (!store.state.status?.desktop) return copyPicture(context, picture);
  if (ids.length > MAX_IDS) return dialogs.toast(t("core-most-files", { count: MAX_IDS }));
  const body = { action: "copy", ids, picture: picture !== null };
  const done = await attempt(context, api.send("POST", "/api/window", body));
  if (!done) return;
  dialogs.toast(done.picture ? t("core-picture-and-file-copied") : t("core-files-copied", { count: done.files }));
}

/**
 * Copy the picture that the viewer shows of a photo, by the browser.
 * @param {Context} context - What the parts of the page share.
 * @param {{id: number, version: number}|null} picture - The photo; null: there is not just one.
 */
async function copyPicture(context, picture) {
  const { dialogs } = context;
  if (!picture) return dialogs.toast(t("core-one-picture"));
  const isAllowed = "ClipboardItem" in window && navigator.clipboard;
  const items = () => [new ClipboardItem({ "image/png": drawPng(context, picture) })];
  const done = isAllowed && (await navigator.clipboard.write(items()).then(() => true, () => false));
  dialogs.toast(t(done ? "core-picture-copied" : "core-picture-not-copied"));
}

/**
 * Draw the picture that the viewer shows as PNG, the one format that every browser puts on the clipboard.
 * @param {Context} context - What the parts of the page share.
 * @param {{id: number, version: number}} photo - The photo.
 * @returns {Promise<Blob>}
 */
async function drawPng({ api, pictures }, { id, version }) {
  const image = new Image();
  await pictures.decode(image, api.media("screen", id, version), new AbortController().signal);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The browser made no PNG."))), "image/png");
  });
}

/**
 * Return whether Ctrl+C is for a text: in a field, or because one is selected.
 * @param {Event} event - The key press.
 */
export function copiesText({ target }) {
  return takesText(target) || !getSelection()?.isCollapsed;
}
