/**
 * @file What the user can ask for from more than one part of the page. Every failure ends in a message, never in
 * silence.
 */

import { h } from "./dom.js";
import { ApiError } from "./api.js";
import { rescanOutcome, isResting } from "../pure/sidebar/scan-status.js";
import {
  findSaved,
  MAX_NAME_LENGTH,
  MAX_QUERY_LENGTH,
  defaultName,
  shownSearch,
} from "../pure/search/saved-searches.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("../pure/api-types.js").Root} Root */
/** @typedef {import("../pure/search/api-types.js").SavedSearch} SavedSearch */
/** @typedef {import("../pure/api-types.js").Status} Status */

export const MAX_IDS = 100_000; // the server takes no more
const POLL = { every: 500, times: 60 }; // ms, looks; what takes longer is shown at the foot of the sidebar only

/**
 * Wait for a request and show a message when it fails.
 * @template T
 * @param {Context} context - What the parts of the page share.
 * @param {Promise<T>} request - The request under way.
 * @returns {Promise<T|null>} The answer; null: it failed.
 */
export async function attempt({ dialogs }, request) {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ApiError) dialogs.toast(error.message);
    return null;
  }
}

/**
 * Open the system's dialog for a folder and add it. Without a window, show how to start Shoebox with a folder.
 * @param {Context} context - What the parts of the page share.
 */
export async function addFolder(context) {
  if (!context.store.state.status?.desktop) return showCommandLineHelp(context);
  const answer = await attempt(context, context.api.send("POST", "/api/roots/pick"));
  if (answer?.root) context.route.go({ folder: answer.root.folder, photo: null, q: "" });
}

/**
 * Return the elements that say how to add a folder without a window. A second Shoebox beside this one would be refused,
 * so this one has to be stopped.
 */
export function commandLineHelp() {
  return [
    h("p", { text: t("core-add-folder-how") }),
    h("p", { class: "command" }, h("code", { text: t("core-command") })),
  ];
}

/**
 * Show in a dialog how to add a folder without a window.
 * @param {Context} context - What the parts of the page share.
 */
function showCommandLineHelp({ dialogs }) {
  const close = h("button", { type: "button", class: "button button--main", text: t("common-close") });
  const dialog = dialogs.show(h("div", {}, h("h2", { text: t("core-command-line") }), ...commandLineHelp(),
    h("div", { class: "dialog__do" }, close)), { label: t("common-add-folder") });
  close.addEventListener("click", () => dialog.close());
  close.focus();
}

/**
 * Ask whether to remove a root, and remove it from Shoebox. Its files stay.
 * @param {Context} context - What the parts of the page share.
 * @param {Root} root - The root.
 * @param {boolean} [stay] - Whether to stay where one is.
 */
export async function removeRoot(context, root, stay = false) {
  const yes = await context.dialogs.ask({
    title: t("core-remove-root", { name: root.name }),
    text: [
      ...(root.photos ? [t("core-remove-root-photos", { count: root.photos })] : []),
      t("core-remove-root-why"),
    ].join(" "),
    cancel: t("core-keep-it"), confirm: t("sidebar-remove-root"),
  });
  if (!yes) return;
  const removed = await attempt(context, context.api.send("DELETE", `/api/roots/${root.id}`));
  if (removed && !stay) context.route.go({ folder: null, photo: null, q: "" });
}

/**
 * Look for changes in the files, and show a message of what was found once all work is done.
 * @param {Context} context - What the parts of the page share.
 * @param {{root?: number, problems?: true}} [what] - One root, or the files with a problem; {}: everything.
 * @param {number} [every] - Time between two looks at the progress, ms.
 */
export async function rescan(context, what = {}, every = POLL.every) {
  const before = context.store.state.status;
  if (before?.progress.paused && !(await setPaused(context, false))) return;
  const done = await attempt(context, context.api.send("POST", "/api/rescan", what));
  const now = done && before && (await untilIdle(context, every));
  if (now) context.dialogs.toast(rescanOutcome(before, now, what));
}

/**
 * Wait until the background work is done.
 * @param {Context} context - What the parts of the page share.
 * @param {number} every - Time between two looks at the progress, ms.
 */
async function untilIdle({ api }, every) {
  for (let i = 0; i < POLL.times; i++) {
    await new Promise((resolve) => setTimeout(resolve, every));
    /** @type {Status|null} */
    const now = await api.get("/api/status").catch(() => null);
    if (!now || isResting(now.progress)) return now;
  }
  return null;
}

/**
 * Pause the background work or let it go on.
 * @param {Context} context - What the parts of the page share.
 * @param {boolean} paused - True: pause.
 * @returns {Promise<boolean>} Whether the server did it.
 */
export async function setPaused(context, paused) {
  const { api, store } = context;
  const done = await attempt(context, api.send("POST", "/api/scan", { paused }));
  if (done) store.updateProgress({ paused });
  return Boolean(done);
}

/**
 * Ask for a name and save the search under it. Resolves when the dialog is closed.
 * @param {Context} context - What the parts of the page share.
 * @param {string} query - The search text.
 */
export async function askToSaveSearch(context, query) {
  const { dialogs, store } = context;
  const known = findSaved(store.state.searches, query);
  if (!query) return dialogs.toast(t("core-no-search"));
  if (known) return dialogs.toast(t("core-saved-already", { name: known.name }));
  /** @type {SavedSearch|null} */
  let search = null;
  const hint = h("p", { text: t("core-search-about") });
  await dialogs.askText(
    { title: t("search-save"), value: defaultName(query), confirm: t("core-save"), hint,
      maxLength: MAX_NAME_LENGTH },
    async (name) => (search = await saveSearch(context, query, name)) !== null,
  );
  if (search) dialogs.toast(t("core-saved-as", { name: /** @type {SavedSearch} */ (search).name }));
}

/**
 * Save a search.
 * @param {Context} context - What the parts of the page share.
 * @param {string} query - The search text.
 * @param {string} name - Its name.
 * @returns {Promise<SavedSearch|null>} The saved search; null: it failed.
 */
export async function saveSearch(context, query, name) {
  return storeSearch(context, await attempt(context, context.api.send("POST", "/api/searches", { query, name })));
}

/**
 * Ask for another name of a saved search. Resolves when the dialog is closed.
 * @param {Context} context - What the parts of the page share.
 * @param {SavedSearch} search - The search.
 */
export function renameSearch(context, { id, name, query }) {
  const hint = name !== query && h("p", { class: "clip", title: query, text: query });
  const words = { title: t("core-rename-search"), value: name, confirm: t("common-rename"), hint,
    maxLength: MAX_NAME_LENGTH };
  return context.dialogs.askText(words, async (after) => {
    const answer = await attempt(context, context.api.send("PUT", `/api/searches/${id}`, { name: after }));
    return storeSearch(context, answer) !== null;
  });
}

/**
 * Ask for another text of a saved search, and show what it finds if it is shown. Resolves when the dialog is closed.
 * @param {Context} context - What the parts of the page share.
 * @param {SavedSearch} search - The search.
 */
export function editSearch(context, { id, name, query }) {
  const hint = name !== query && h("p", { class: "clip", title: name, text: name });
  const words = { title: t("core-edit-search"), value: query, confirm: t("core-save"), hint,
    maxLength: MAX_QUERY_LENGTH };
  return context.dialogs.askText({ ...words, label: t("search-search") }, async (after) => {
    const isShown = shownSearch(context.store.state)?.id === id;
    const answer = await attempt(context, context.api.send("PUT", `/api/searches/${id}`, { query: after }));
    const search = storeSearch(context, answer);
    if (search && isShown) context.route.go({ folder: null, photo: null, q: search.query });
    return search !== null;
  });
}

/**
 * Take the server's answer into the store; the page need not wait for the event stream.
 * @param {Context} context - What the parts of the page share.
 * @param {{search: SavedSearch}|null} answer - The answer; null: it failed.
 */
function storeSearch({ store }, answer) {
  if (!answer) return null;
  store.putSearch(answer.search);
  return answer.search;
}

/**
 * Show a photo in the system's file manager.
 * @param {Context} context - What the parts of the page share.
 * @param {number} id - Id of the photo.
 */
export function reveal(context, id) {
  return attempt(context, context.api.send("POST", `/api/photos/${id}/reveal`));
}

/**
 * Return the entry of a menu that shows a folder in the system's file manager; [] without a window.
 * @param {Context} context - What the parts of the page share.
 * @param {number|null} folder - Id of the folder; null: none is meant.
 */
export function revealItems(context, folder) {
  if (folder === null || !context.store.state.status?.desktop) return [];
  const run = () => void revealFolder(context, folder);
  return [{ label: t("core-reveal"), icon: "reveal", run }];
}

/**
 * Show a folder in the system's file manager.
 * @param {Context} context - What the parts of the page share.
 * @param {number} folder - Id of the folder.
 */
export function revealFolder(context, folder) {
  return attempt(context, context.api.send("POST", `/api/folders/${folder}/reveal`));
}

/**
 * Open a video in the system's player.
 * @param {Context} context - What the parts of the page share.
 * @param {number} id - Id of the video.
 */
export function play(context, id) {
  return attempt(context, context.api.send("POST", `/api/photos/${id}/play`));
}
