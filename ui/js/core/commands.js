// What the user can ask for from more than one place. Every failure ends as a sentence, never in silence.

import { h } from "./dom.js";
import { ApiError } from "./api.js";
import { formatCount, formatMany } from "../pure/text/format.js";
import { rescanOutcome, isResting } from "../pure/sidebar/scan-status.js";
import { findSaved, MAX_NAME_LENGTH, defaultName } from "../pure/search/saved-searches.js";

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("../pure/api-types.js").Root} Root */
/** @typedef {import("../pure/api-types.js").SavedSearch} SavedSearch */
/** @typedef {import("../pure/api-types.js").Status} Status */

export const MAX_IDS = 100_000; // the server takes no more
const POLL = { every: 500, times: 60 }; // ms; what takes longer is told by the foot

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
  if (!context.store.state.status?.desktop) return showCommandLineHelp(context);
  const answer = await attempt(context, context.api.send("POST", "/api/roots/pick"));
  if (answer?.root) context.route.go({ folder: answer.root.folder, photo: null, q: "" });
}

/** How folders come in where no window can ask for them: a second Shoebox beside this one would be refused. */
export function commandLineHelp() {
  return [
    h("p", { text: "Stop Shoebox (Ctrl+C) and start it with:" }),
    h("p", { class: "command" }, h("code", { text: "main.py serve FOLDER" })),
  ];
}

/** @param {Context} context */
function showCommandLineHelp({ dialogs }) {
  const close = h("button", { type: "button", class: "button button--main", text: "Close" });
  const dialog = dialogs.show(h("div", {}, h("h2", { text: "Add a folder on the command line" }), ...commandLineHelp(),
    h("div", { class: "dialog__do" }, close)), { label: "Add a folder" });
  close.addEventListener("click", () => dialog.close());
  close.focus();
}

/** @param {Context} context  @param {Root} root */
export async function removeRoot(context, root) {
  const yes = await context.dialogs.ask({
    title: `Remove “${root.name}” from Shoebox?`,
    text: `${formatMany(root.photos, "photo")} will no longer be shown. Removing a folder here never deletes its photos.`,
    cancel: "Keep it", confirm: "Remove from Shoebox",
  });
  if (!yes) return;
  const gone = await attempt(context, context.api.send("DELETE", `/api/roots/${root.id}`));
  if (gone) context.route.go({ folder: null, photo: null, q: "" });
}

/** Looks, and says what came of it. @param {Context} context  @param {{root?: number, problems?: true}} [what]  @param {number} [every] */
export async function rescan(context, what = {}, every = POLL.every) {
  const before = context.store.state.status;
  if (before?.progress.paused && !(await setPaused(context, false))) return;
  const done = await attempt(context, context.api.send("POST", "/api/rescan", what));
  const now = done && before && (await untilIdle(context, every));
  if (now) context.dialogs.toast(rescanOutcome(before, now, what));
}

/** The status once all work is done; null: it takes too long to wait for. @param {Context} context  @param {number} every */
async function untilIdle({ api }, every) {
  for (let i = 0; i < POLL.times; i++) {
    await new Promise((resolve) => setTimeout(resolve, every));
    /** @type {Status|null} */
    const now = await api.get("/api/status").catch(() => null);
    if (!now || isResting(now.progress)) return now;
  }
  return null;
}

/** @param {Context} context  @param {boolean} paused  @returns {Promise<boolean>} done */
export async function setPaused(context, paused) {
  const { api, store } = context;
  const done = await attempt(context, api.send("POST", "/api/scan", { paused }));
  if (done) store.updateProgress({ paused });
  return Boolean(done);
}

/** Asks for a name, and keeps the search under it. Settled when the dialog is gone. @param {Context} context  @param {string} query */
export async function askToSaveSearch(context, query) {
  const { dialogs, store } = context;
  const known = findSaved(store.state.searches, query);
  if (!query) return dialogs.toast("There is no search to save. Type one first.");
  if (known) return dialogs.toast(`Saved already as “${known.name}”.`);
  /** @type {SavedSearch|null} */
  let search = null;
  const hint = h("p", { text: "It looks in all folders, also at photos to come." });
  await askName(
    context,
    { title: "Save this search", name: defaultName(query), act: "Save", hint },
    async (name) => (search = await saveSearch(context, query, name)) !== null,
  );
  if (search) dialogs.toast(`Saved as “${/** @type {SavedSearch} */ (search).name}”.`);
}

/** @param {Context} context  @param {string} query  @param {string} name  @returns {Promise<SavedSearch|null>} */
export async function saveSearch(context, query, name) {
  return storeSearch(context, await attempt(context, context.api.send("POST", "/api/searches", { query, name })));
}

/** @param {Context} context  @param {SavedSearch} search */
export function renameSearch(context, { id, name, query }) {
  const hint = name !== query && h("p", { class: "clip", title: query, text: query });
  return askName(context, { title: "Rename this search", name, act: "Rename", hint }, async (after) => {
    const answer = await attempt(context, context.api.send("PUT", `/api/searches/${id}`, { name: after }));
    return storeSearch(context, answer) !== null;
  });
}

/** The page knows at once; the feed tells it, too, a moment later. @param {Context} context  @param {{search: SavedSearch}|null} answer */
function storeSearch({ store }, answer) {
  if (!answer) return null;
  store.putSearch(answer.search);
  return answer.search;
}

/**
 * A dialog with one field. It stays until `done` says true; its promise is settled when it is gone.
 * @param {Context} context  @param {{title: string, name: string, act: string, hint: HTMLElement|false}} words
 * @param {(name: string) => Promise<boolean>} done  @returns {Promise<void>}
 */
function askName({ dialogs }, { title, name, act, hint }, done) {
  return new Promise((resolve) => {
    const input = h("input", {
      type: "text",
      value: name,
      maxLength: MAX_NAME_LENGTH,
      autocomplete: "off",
      spellcheck: false,
    });
    const cancel = h("button", { type: "button", class: "button", text: "Cancel" });
    const form = h("form", {}, h("h2", { text: title }), hint,
      h("label", { class: "dialog__field" }, h("span", { text: "Name" }), h("span", { class: "field" }, input)),
      h("div", { class: "dialog__do" }, cancel, h("button", { class: "button button--main", text: act })));
    const dialog = dialogs.show(form, { label: title, onClose: resolve });
    let busy = false; // a second Enter saves nothing
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      if (await done(input.value)) dialog.close();
      busy = false;
    });
    cancel.addEventListener("click", () => dialog.close());
    input.select();
    input.focus();
  });
}

/** @param {Context} context  @param {number[]} ids */
export async function copyPaths(context, ids) {
  if (ids.length > MAX_IDS)
    return context.dialogs.toast(`At most ${formatCount(MAX_IDS)} paths can be copied at once.`);
  const answer = await attempt(context, context.api.send("POST", "/api/paths", { ids }));
  if (answer) await copyText(context, answer.paths);
}

/** @param {Context} context  @param {string[]} paths */
export async function copyText({ dialogs }, paths) {
  const done = await writeClipboard(paths.join("\n"));
  dialogs.toast(done ? `${formatMany(paths.length, "path")} copied` : "The clipboard could not be reached.");
}

/**
 * The old command first: the window refuses permission requests, and this one asks for none.
 * @param {string} text
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

/** @param {Context} context  @param {number} id */
export function reveal(context, id) {
  return attempt(context, context.api.send("POST", `/api/photos/${id}/reveal`));
}

/** @param {Context} context */
export async function toggleFullscreen(context) {
  if (!context.store.state.status?.desktop)
    return document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen().catch(() => {});
  const answer = await attempt(context, context.api.send("POST", "/api/window", { action: "fullscreen" }));
  if (answer) context.store.setFullscreen(answer.fullscreen);
}

/** @param {Context} context */
async function leaveFullscreen(context) {
  await toggleFullscreen(context);
  // the window manager had ended it already, and now it is on again
  if (context.store.state.fullscreen && context.store.state.status?.desktop) await toggleFullscreen(context);
}

/** Escape leaves it before it does anything else: bind this first. @param {Context} context */
export function bindFullscreen(context) {
  const { keys, store } = context;
  keys.bind({
    scope: "app",
    keys: ["Escape"],
    group: "Window",
    label: "Leave full screen",
    run: () => (store.state.fullscreen ? void leaveFullscreen(context) : false),
  });
  keys.bind({
    scope: "app",
    keys: ["F11"],
    group: "Window",
    label: "Full screen",
    run: () => void toggleFullscreen(context),
  });
  document.addEventListener("fullscreenchange", () => store.setFullscreen(document.fullscreenElement !== null));
}
