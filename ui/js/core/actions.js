// What the user can ask for from more than one place. Every failure ends as a sentence, never in silence.

import { h } from "./dom.js";
import { ApiError } from "./api.js";
import { formatCount, formatMany } from "../pure/format.js";

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("./types.js").Root} Root */

const MOST_PATHS = 100_000; // the server takes no more

/**
 * Runs a request and says so when it fails.
 * @template T
 * @param {Context} context  @param {Promise<T>} request  @returns {Promise<T|null>}
 */
export async function attempt({ dialogs }, request) {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ApiError) dialogs.toast(error.message);
    return null;
  }
}

/** The system's own dialog in the window; without one, the sentence that says how. @param {Context} context */
export async function addFolder(context) {
  if (!context.store.state.status?.desktop) return explainCommandLine(context);
  const answer = await attempt(context, context.api.send("POST", "/api/roots/pick"));
  if (answer?.root) context.route.go({ folder: answer.root.folder, photo: null, q: "" });
}

/** @param {Context} context */
function explainCommandLine({ dialogs }) {
  const close = h("button", { type: "button", class: "button button--main", text: "Close" });
  const dialog = dialogs.show(h("div", {},
    h("h2", { text: "Add a folder on the command line" }),
    h("p", { text: "This page has no window of its own, so it cannot open a folder dialog. Start Shoebox with the folder:" }),
    h("p", { class: "command" }, h("code", { text: "python main.py serve /path/to/photos" })),
    h("div", { class: "dialog__do" }, close)), { label: "Add a folder" });
  close.addEventListener("click", () => dialog.close());
  close.focus();
}

/** @param {Context} context  @param {Root} root */
export async function removeRoot(context, root) {
  const yes = await context.dialogs.ask({
    title: `Remove “${root.name}” from Shoebox?`,
    text: `${formatMany(root.photos, "photo")} will no longer be shown. Removing a folder here never deletes its photos.`,
    keep: "Keep it", act: "Remove from Shoebox",
  });
  if (!yes) return;
  const gone = await attempt(context, context.api.send("DELETE", `/api/roots/${root.id}`));
  if (gone) context.route.go({ folder: null, photo: null, q: "" });
}

/** @param {Context} context  @param {{root?: number, problems?: true}} [what] */
export async function lookAgain(context, what = {}) {
  const done = await attempt(context, context.api.send("POST", "/api/rescan", what));
  if (done) context.dialogs.toast("Looking again.");
}

/** @param {Context} context  @param {number[]} ids */
export async function copyPaths(context, ids) {
  if (ids.length > MOST_PATHS) return context.dialogs.toast(`At most ${formatCount(MOST_PATHS)} paths can be copied at once.`);
  const answer = await attempt(context, context.api.send("POST", "/api/paths", { ids }));
  if (!answer) return;
  const done = await toClipboard(answer.paths.join("\n"));
  context.dialogs.toast(done ? `${formatMany(answer.paths.length, "path")} copied` : "The clipboard could not be reached.");
}

/**
 * The old command first: the window refuses permission requests, and this one asks for none.
 * @param {string} text
 */
async function toClipboard(text) {
  const before = /** @type {HTMLElement|null} */ (document.activeElement);
  const area = h("textarea", { class: "sr", "aria-hidden": "true", value: text });
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus({ preventScroll: true });
  return done || navigator.clipboard.writeText(text).then(() => true, () => false);
}

/** @param {Context} context  @param {number} id */
export function reveal(context, id) {
  return attempt(context, context.api.send("POST", `/api/photos/${id}/reveal`));
}

/** @param {Context} context */
export function toggleFullscreen(context) {
  if (context.store.state.status?.desktop) return attempt(context, context.api.send("POST", "/api/window", { action: "fullscreen" }));
  return document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen().catch(() => {});
}
