/** @file Albums of the library: loaded, and what the user can do with them from more than one part of the page. */

import { attempt } from "./commands.js";
import { h } from "./dom.js";
import { holdOrder } from "./held-order.js";
import { describeAlbum, isWithin, MAX_ALBUM_NAME, movedOrder } from "../pure/albums/albums.js";
import { describeUndecided } from "../pure/annotations/sentences.js";
import { reordered } from "../pure/timeline/reordered.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("../pure/albums/api-types.js").Album} Album */
/** @typedef {import("../pure/albums/api-types.js").AlbumAct} AlbumAct */
/** @typedef {{act: number|null, photos: number, generation: number, album?: number,
 *   undecided?: import("../pure/annotations/api-types.js").SayAnswer["undecided"]}} AlbumAnswer */

/** @type {{generation: number, reading: Promise<void>|null, leaving: Promise<void>}} the state of the only list */
const last = { generation: -1, reading: null, leaving: Promise.resolve() };

/**
 * Load the albums into the store, unless those of this generation of the library are there.
 * @param {Pick<Context, "api"|"store">} context - What the parts of the page share.
 * @param {number} [least] - The generation that is wanted; left out: that of the status.
 * @returns {Promise<void>} Resolves when they are there, or cannot be had.
 */
export function loadAlbums({ api, store }, least) {
  const generation = least ?? store.state.status?.generation ?? 0;
  if (last.generation === generation) return last.reading ?? Promise.resolve();
  last.generation = generation;
  /** @type {Promise<void>} */
  const reading = api.get("/api/albums").then(
    // an answer that a later question has overtaken is older than what is there
    ({ albums }) => (last.reading === reading ? store.setAlbums(albums ?? []) : last.reading ?? undefined),
    () => {
      if (last.reading !== reading) return last.reading ?? undefined;
      last.generation = -1; // the next one who needs them tries again
    },
  );
  return (last.reading = reading);
}

/**
 * Do something with albums, and offer to take it back.
 * @param {Context} context - What the parts of the page share.
 * @param {"POST"|"PUT"|"DELETE"} method - Of the request.
 * @param {string} path - Below /api/albums.
 * @param {object} body - What is sent.
 * @param {(answer: AlbumAnswer) => string} [describe] - Says what was done; left out: nothing is said.
 * @returns {Promise<AlbumAnswer|null>} The answer; null: it failed, and a toast says why.
 */
async function change(context, method, path, body, describe) {
  /** @type {AlbumAnswer|null} */
  const answer = await attempt(context, context.annotations.send(method, `/api/albums${path}`, body));
  if (!answer) return null;
  last.generation = -1;
  const { act } = answer;
  const left = answer.undecided && describeUndecided(answer.undecided);
  if (act === null && left) context.dialogs.toast(left);
  if (describe && act !== null) {
    const undo = { label: t("common-undo"), run: () => void context.annotations.undoAct(act) };
    context.dialogs.toast([describe(answer), left].filter(Boolean).join(" "), undo);
  }
  await loadAlbums(context);
  return answer;
}

/**
 * Say what an act did.
 * @param {AlbumAct["did"]} did - What.
 * @param {string} name - Name of the album.
 * @param {string} [to] - What belongs to it.
 * @returns {(answer: AlbumAnswer) => string}
 */
function saying(did, name, to) {
  return ({ photos }) => `${describeAlbum({ did, album: 0, name, to }, photos)}.`;
}

/**
 * Make an album, and put photos into it.
 * @param {Context} context - What the parts of the page share.
 * @param {string} path - Its name, or with slashes those above it: "Trips/Italy".
 * @param {{parent?: number|null, ids?: number[]}} [what] - In which album, and which photos.
 * @returns {Promise<number|null>} Id of the album; null: it failed.
 */
export async function makeAlbum(context, path, { parent = null, ids } = {}) {
  const name = path.split("/").at(-1)?.trim() ?? "";
  const body = { name: path, parent, ...(ids ? { ids } : {}) };
  const describe = ids ? saying("add", name) : saying("create", name);
  return (await change(context, "POST", "", body, describe))?.album ?? null;
}

/**
 * Put photos at the end of an album.
 * @param {Context} context - What the parts of the page share.
 * @param {Album} album - The album.
 * @param {number[]} ids - Ids of the photos, in their order.
 */
export async function addToAlbum(context, { id, name }, ids) {
  const answer = await change(context, "POST", `/${id}/add`, { ids }, saying("add", name));
  if (answer?.act !== null || answer.undecided) return;
  context.dialogs.toast(t("core-album-holds", { name, count: ids.length }));
}

/**
 * Take photos out of an album. Their files stay.
 * @param {Context} context - What the parts of the page share.
 * @param {Album} album - The album.
 * @param {number[]} ids - Ids of the photos.
 */
export function removeFromAlbum(context, { id, name }, ids) {
  context.annotations.noteSaid(ids);
  return change(context, "POST", `/${id}/remove`, { ids }, saying("remove", name));
}

/**
 * Let a photo be the cover of an album.
 * @param {Context} context - What the parts of the page share.
 * @param {Album} album - The album.
 * @param {number} photo - Id of the photo.
 */
export function chooseCover(context, { id, name }, photo) {
  return change(context, "PUT", `/${id}`, { cover: photo }, saying("cover", name));
}

/**
 * Say in which order an album is shown.
 * @param {Context} context - What the parts of the page share.
 * @param {Album} album - The album.
 * @param {import("../pure/albums/api-types.js").AlbumOrder} order - The order.
 */
export function sortAlbum(context, { id, name }, order) {
  return change(context, "PUT", `/${id}`, { order }, saying("sort", name, order));
}

/**
 * Put photos elsewhere in the album that is shown. The screen shows it at once.
 * @param {Context} context - What the parts of the page share.
 * @param {Album} album - The album.
 * @param {number[]} indices - Indices of the photos in the timeline, in their order.
 * @param {number} before - Index of the photo before which they come; the number of photos: at the end.
 * @returns {Promise<boolean>} Whether the server has kept it.
 */
export async function reorderAlbum(context, { id, name }, indices, before) {
  const { store } = context;
  const { timeline } = store.state;
  if (!timeline) return false;
  const ids = indices.map((index) => timeline.ids[index]);
  const after = reordered(timeline, movedOrder(indices, before, timeline.n));
  if (after.hasPlacesOf(timeline)) return false;
  const answered = holdOrder(store, after);
  const target = before < timeline.n ? timeline.ids[before] : null;
  const describe = saying("order", name);
  const answer = await change(context, "POST", `/${id}/order`, { ids, before: target }, (done) =>
    describe({ ...done, photos: ids.length }));
  answered(answer);
  return answer !== null;
}

/**
 * Put an album into another one.
 * @param {Context} context - What the parts of the page share.
 * @param {Album} album - The album.
 * @param {Album|null} parent - The other one; null: into none.
 * @param {number|null} [before] - Id of the album there before which it comes; left out: behind all.
 */
export function moveAlbum(context, { id, name }, parent, before = null) {
  return change(context, "PUT", `/${id}`, { parent: parent?.id ?? null, before }, saying("move", name, parent?.name));
}

/**
 * Delete an album. No photo is touched, and it can be undone, so that nobody is asked.
 * @param {Context} context - What the parts of the page share.
 * @param {Album} album - The album.
 */
export function deleteAlbum(context, { id, name, parent }) {
  const { route, store } = context;
  const { album: shown } = route.place;
  const isShown = isWithin(store.state.albums ?? [], shown ?? 0, id);
  const done = change(context, "DELETE", `/${id}`, {}, () => t("core-album-deleted", { name }));
  last.leaving = done.then((answer) => {
    if (!answer || !isShown || route.place.album !== shown) return;
    route.go(parent ? { album: parent, photo: null } : { page: "albums" }, { replace: true });
  });
  return last.leaving;
}

/**
 * Leave the album that is shown where this page has undone its making or the like. The toast of the undo says why.
 * @param {Context} context - What the parts of the page share.
 * @param {import("../pure/annotations/api-types.js").UndoAnswer} answer - What was taken back.
 */
export function followTakenBack(context, { set }) {
  if (!set.album) return;
  last.generation = -1;
  last.leaving = loadAlbums(context).then(() => void leaveMissing(context));
}

/**
 * Leave the album that is shown because the server does not know it. What this page did itself is told already.
 * @param {Context} context - What the parts of the page share.
 * @param {number} album - Id of the album.
 */
export async function leaveGoneAlbum(context, album) {
  const name = context.store.state.albums?.find(({ id }) => id === album)?.name;
  await context.annotations.idle;
  await new Promise((resolve) => setTimeout(resolve)); // whoever waits for the answer acts on it first
  await last.leaving;
  if (context.route.place.album !== album) return;
  context.route.go({ page: "albums" }, { replace: true });
  context.dialogs.toast(name ? t("core-album-gone", { name }) : t("core-this-album-gone"));
}

/** @param {Context} context - What the parts of the page share. */
function leaveMissing({ route, store }) {
  const { album } = route.place;
  if (album && !store.state.albums?.some(({ id }) => id === album)) route.go({ page: "albums" }, { replace: true });
}

/**
 * Ask for a name, and make an album.
 * @param {Context} context - What the parts of the page share.
 * @param {Album|null} [parent] - The album in which it is made.
 */
export async function askForAlbum(context, parent = null) {
  const about = parent ? t("core-lies-in", { name: parent.name }) : t("core-album-about");
  const hint = h("p", { text: about });
  /** @type {number|null} */
  let made = null;
  await context.dialogs.askText(
    { title: t("page-new-album"), value: "", confirm: t("core-make-album"), hint, maxLength: MAX_ALBUM_NAME },
    async (name) => (made = await makeAlbum(context, name, { parent: parent?.id })) !== null,
  );
  if (made !== null) context.route.go({ album: made, photo: null });
}

/**
 * Give an album another name.
 * @param {Context} context - What the parts of the page share.
 * @param {Album} album - The album.
 * @param {string} name - The name.
 */
export function renameAlbum(context, album, name) {
  return change(context, "PUT", `/${album.id}`, { name }, saying("rename", album.name, name.trim()));
}
