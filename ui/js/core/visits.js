/**
 * @file Visits: folders that are shown without being in the library, because the user opened a picture in one. The
 * server begins them; the page goes there, follows how far the folder is listed, and can add it to the library.
 */

import { attempt } from "./commands.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("../pure/api-types.js").Visit} Visit */

const SHOWN = "gallery-visit"; // in sessionStorage: the number of the visit that was shown last; numbers rise
const WHILE_LISTED = 250; // ms between two questions while the folder is being listed
const AFTERWARDS = 3000; // ms between two when it is; the server then compares it with the disk


/**
 * Go to a visit unless the page has been there: the server tells of the last one more than once.
 * @param {import("./route.js").Route} route - The address.
 * @param {{id: number, photo: number}|null|undefined} visit - The visit and the photo that was opened.
 * @returns {boolean} Whether the page goes there.
 */
export function goToVisit(route, visit) {
  if (!visit || Number(sessionStorage.getItem(SHOWN)) >= visit.id) return false;
  sessionStorage.setItem(SHOWN, String(visit.id));
  route.go({ visit: visit.id, photo: null }, { replace: !location.hash });
  route.go({ photo: visit.photo });
  return true;
}

/**
 * Show the folder of the visit in the library from now on, and go there: to the photo, if the library knows it already.
 * @param {Context} context - What the parts of the page share.
 */
export async function keepVisit(context) {
  const { api, dialogs, route, store } = context;
  const { place, visit } = store.state;
  if (!place.visit) return;
  const answer = await attempt(context, api.send("POST", `/api/visits/${place.visit}/keep`, { photo: place.photo }));
  if (!answer || store.state.place.visit !== place.visit) return;
  route.go({ folder: answer.folder, photo: place.photo && answer.photo, q: "" });
  dialogs.toast(t("core-visit-kept", { name: visit?.name ?? t("shell-this-folder") }));
}

/**
 * Bind the key that shows the folder of the visit in the library.
 * @param {Context} context - What the parts of the page share.
 */
export function bindKeepKey(context) {
  const run = () => (context.store.state.place.visit ? void keepVisit(context) : false);
  for (const [scope, group] of [["viewer", t("keys-one-photo")], ["grid", ""]]) // one line on the sheet of keys
    context.keys.bind({ scope, keys: ["l", "KeyL"], group, label: t("shell-keep-visit-key"), run });
}

/** Follows the folder of the visit that is shown: asks for its state, and has its timeline read when it changes. */
export class VisitFollower {
  #api;
  #store;
  #timelines;
  #timer = 0;

  /**
   * @param {Pick<Context, "api"|"store">} context - What the parts of the page share.
   * @param {Pick<import("./timeline-loader.js").TimelineLoader, "load">} timelines - What loads timelines.
   */
  constructor({ api, store }, timelines) {
    this.#api = api;
    this.#store = store;
    this.#timelines = timelines;
    document.addEventListener("visibilitychange", () => void this.#ask());
    store.watch((state) => state.place.visit, () => void this.#ask());
  }

  /** Ask for the state of the folder now, and again later as long as it is shown. */
  async #ask() {
    clearTimeout(this.#timer);
    const { place: { visit: number }, visit: before } = this.#store.state; // prettier-ignore
    if (before?.id !== number) this.#store.setVisit(null); // what is known of another visit is not true of this one
    if (!number) return;
    if (document.hidden) return;
    /** @type {Visit|null} */
    const visit = await this.#api.get(`/api/visits/${number}`).catch(() => null);
    if (this.#store.state.place.visit !== number) return;
    clearTimeout(this.#timer);
    if (visit) this.#take(visit);
    this.#timer = window.setTimeout(() => void this.#ask(), visit?.complete === false ? WHILE_LISTED : AFTERWARDS);
  }

  /** @param {Visit} visit - The state of the folder. */
  #take(visit) {
    const { visit: before, timeline, loading } = this.#store.state;
    if (JSON.stringify(before) !== JSON.stringify(visit)) this.#store.setVisit(visit);
    if (!loading && timeline?.generation !== visit.generation) void this.#timelines.load();
  }
}
