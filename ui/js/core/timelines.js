// Keeps the timeline in the store that of the place: asked for when the place changes, and again when the library did.

import { ApiError } from "./api.js";
import { decode } from "../pure/timeline-data.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("../pure/timeline-data.js").Timeline} Timeline */

const SPACING = 1000; // ms between two readings for news: a scan reports many changes a second

/** The query of a view; two states with the same query show the same timeline. @param {Pick<State, "place"|"view">} state */
export function queryOf({ place, view }) {
  const query = new URLSearchParams({ order: view.order });
  if (place.folder !== null) {
    query.set("folder", String(place.folder));
    query.set("sub", view.subfolders ? "1" : "0");
  }
  if (place.q) query.set("q", place.q);
  return query.toString();
}

/**
 * What follows the photos into another order or generation: selection and focus, by id.
 * @param {State} state  @param {Timeline} after
 */
export function carry({ timeline: before, selection, focus }, after) {
  if (!before || before.key !== after.key) return { selection: null, focus: -1 };
  const kept = selection?.remap(before, after) ?? null;
  const there = focus >= 0 ? after.indexOf(before.ids[focus]) : -1;
  // a deleted photo leaves its place to the next one
  return { selection: kept?.count ? kept : null, focus: focus >= 0 && there < 0 ? Math.min(focus, after.n - 1) : there };
}

export class Timelines {
  #api;
  #store;
  #onGone;
  /** @type {AbortController|null} */
  #asking = null;
  #lastNews = -Infinity;
  #foldersOf = -1; // generation of the folders in the store
  #timer = 0;

  /**
   * @param {Pick<import("./types.js").Context, "api"|"store"|"signal">} context
   * @param {() => void} onGone  the folder is no longer there
   */
  constructor({ api, store, signal }, onGone) {
    this.#api = api;
    this.#store = store;
    this.#onGone = onGone;
    signal.addEventListener("abort", () => (clearTimeout(this.#timer), this.#asking?.abort()));
    /** settled when the first timeline is there, or could not be had */
    this.first = Promise.resolve();
    store.watch((state) => queryOf(state), () => (this.first = this.load()), signal);
  }

  async load() {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    const key = queryOf(this.#store.state);
    this.#store.set({ loading: this.#store.state.timeline?.key !== key });
    try {
      const timeline = decode(await this.#api.bytes(`/api/timeline.bin?${key}`, asking.signal), key);
      if (!asking.signal.aborted) this.#arrived(timeline);
    } catch (error) {
      if (!asking.signal.aborted) this.#failed(error);
    }
  }

  /** The library changed: read again, at most once a second. @param {number} [generation] */
  news(generation) {
    const known = generation === this.#store.state.timeline?.generation && generation === this.#foldersOf;
    if (generation !== undefined && known) return;
    const wait = this.#lastNews + SPACING - performance.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#lastNews = performance.now();
      this.load();
      this.readFolders();
    }, Math.max(0, wait));
  }

  async readFolders() {
    const answer = await this.#api.get("/api/folders").catch(() => null);
    if (!answer) return;
    this.#foldersOf = answer.generation;
    this.#store.set({ folders: answer.folders });
  }

  /** @param {Timeline} timeline */
  #arrived(timeline) {
    this.#store.set({ timeline, loading: false, ...carry(this.#store.state, timeline) });
  }

  /** @param {unknown} error */
  #failed(error) {
    this.#store.set({ loading: false });
    if (error instanceof ApiError && error.status === 404) this.#onGone();
    else if (!(error instanceof TypeError)) this.#store.set({ lost: `The photos could not be listed: ${error instanceof Error ? error.message : error}` });
  }
}
