/**
 * @file Loads the timeline of the place into the store: when the place changes, and again when the library has changed.
 */

import { ApiError } from "./api.js";
import { byId, on } from "./dom.js";
import { inHeldOrder } from "./held-order.js";
import { FIRST_SCREEN, staysInSight } from "../pure/grid/first-screen.js";
import { decode } from "../pure/timeline/timeline.js";
import { Press } from "./press.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("../pure/timeline/timeline.js").Timeline} Timeline */

const READ_INTERVAL = 1000; // ms between two readings: a scan reports many changes a second
const FIRST_INTERVAL = 100; // ms between two readings until the first screen is full
const INPUT_REST = 3000; // ms without pointer, wheel or key before photos in sight may move
const MAX_HOLD = 15_000; // ms that a change waits for such a rest at most

/**
 * Return the query of a view. Two states with the same query show the same timeline.
 * @param {Pick<State, "place"|"view">} state - Place and view state.
 */
export function timelineQuery({ place, view }) {
  if (place.visit) return `visit=${place.visit}`;
  const query = new URLSearchParams(place.album ? { album: String(place.album) } : { order: view.order });
  if (place.folder !== null) {
    query.set("folder", String(place.folder));
    query.set("sub", view.subfolders ? "1" : "0");
  }
  if (place.q) query.set("q", place.q);
  return query.toString();
}

/**
 * Times of reading.
 * @typedef {object} ReadTimes
 * @property {number} last - When the timeline was read last, ms.
 * @property {number} since - When the first change after that came, ms.
 * @property {number} touched - When the last input of the user came, ms.
 * @property {boolean} held - Whether the user has scrolled down while the background work goes on.
 * @property {number} shown - How many photos are shown.
 */

/**
 * Return when to read the timeline again after a change of the library: a second after the last reading, sooner until
 * the first screen is full. When the user has scrolled down while the background work goes on, only after a rest of the
 * input, 15 s at most: else photos would move under the pointer.
 * @param {ReadTimes} times - Last reading, first change, last input, and what is shown.
 */
export function nextReadTime({ last, since, touched, held, shown }) {
  const soon = Math.max(last + (shown < FIRST_SCREEN ? FIRST_INTERVAL : READ_INTERVAL), since);
  return held ? Math.max(soon, Math.min(touched + INPUT_REST, since + MAX_HOLD)) : soon;
}

/**
 * Return selection and focus in the next timeline of the same view: they follow their photos by id. In another view
 * there are none.
 * @param {State} state - The state with the timeline so far.
 * @param {Timeline} after - The new timeline.
 */
export function remapSelection({ timeline: before, selection, focus }, after) {
  if (!before || before.key !== after.key) return { selection: null, focus: -1 };
  const kept = selection?.remap(before, after) ?? null;
  const there = focus >= 0 ? after.indexOf(before.ids[focus]) : -1;
  // the focus of a deleted photo goes to the next one
  return {
    selection: kept?.count ? kept : null,
    focus: focus >= 0 && there < 0 ? Math.min(focus, after.n - 1) : there,
  };
}

/** Keeps the timeline and the folders of the store up to date. */
export class TimelineLoader {
  #api;
  #store;
  #onGone;
  #press = new Press();
  /** @type {AbortController|null} */
  #request = null;
  #lastRead = -Infinity;
  #foldersRead = -Infinity;
  #lastInput = -Infinity;
  /** when the first change came that is not read yet; Infinity: none */
  #changedAt = Infinity;
  #foldersGeneration = -1; // generation of the folders in the store
  #foldersAsked = 0; // how often they were asked for
  #foldersAnswered = 0; // which of these questions the folders are the answer to
  #timer = 0;
  #retryTimer = 0; // its own: what reschedules a reading of changes must not cancel it
  #foldersTimer = 0;
  #isReading = false;
  /** @type {import("../pure/api-types.js").Folder[]|null} those that wait for the timeline; null: none do */
  #newFolders = null;

  /**
   * @param {Pick<import("./types.js").Context, "api"|"store">} context - What the parts of the page share.
   * @param {() => void} onGone - Called when the folder of the place is no longer there.
   */
  constructor({ api, store }, onGone) {
    this.#api = api;
    this.#store = store;
    this.#onGone = onGone;
    for (const kind of /** @type {(keyof HTMLElementEventMap)[]} */ ([
      "pointermove",
      "pointerdown",
      "wheel",
      "keydown",
    ])) {
      on(window, kind, () => (this.#lastInput = performance.now()), { capture: true, passive: true });
    }
    store.watch((state) => state.status?.progress.stage === "idle", () => this.#scheduleRead());
    /** resolved when the first timeline is loaded, or could not be loaded */
    this.firstLoad = Promise.resolve();
    store.watch((state) => timelineQuery(state), () => (this.firstLoad = this.load()));
  }

  /** Read the timeline of the place now. */
  async load() {
    clearTimeout(this.#timer);
    clearTimeout(this.#retryTimer);
    this.#lastRead = performance.now();
    this.#changedAt = Infinity;
    this.#request?.abort();
    const request = (this.#request = new AbortController());
    this.#isReading = true;
    const key = timelineQuery(this.#store.state);
    this.#store.setLoading(this.#store.state.timeline?.key !== key);
    try {
      const timeline = decode(await this.#api.bytes(`/api/timeline.bin?${key}`, request.signal), key);
      if (this.#isAheadOfFolders(timeline)) await this.loadFolders(true, request.signal);
      if (this.#press.isDown && this.#isReadingMuch(key)) await this.#press.ended();
      if (!request.signal.aborted) this.#onLoaded(timeline);
    } catch (error) {
      if (!request.signal.aborted) this.#onFailed(error);
    }
    if (request.signal.aborted) return;
    this.#isReading = false;
    this.#showFolders();
    this.#scheduleRead();
  }

  /**
   * Return whether the timeline of the place, and the folders, are those of a generation of the library.
   * @param {number} generation - The generation.
   */
  isShown(generation) {
    const { timeline } = this.#store.state;
    const isOfPlace = timeline?.key === timelineQuery(this.#store.state);
    return isOfPlace && generation === timeline?.generation && generation === this.#foldersGeneration;
  }

  /**
   * Read timeline and folders again soon: the timeline when `nextReadTime` says, the folders once a second at most.
   * The timeline of a visit is none of the library.
   * @param {number} [generation] - The library's new generation; nothing is read when it is known already.
   */
  libraryChanged(generation) {
    const { timeline, loading, place } = this.#store.state;
    const shown = loading || timeline?.key === timelineQuery(this.#store.state); // else it could not be loaded before
    const isTimelineKnown = place.visit ? shown : shown && generation === timeline?.generation;
    if (generation !== undefined && isTimelineKnown && generation === this.#foldersGeneration) return;
    const now = performance.now();
    if (!place.visit || !shown) {
      this.#changedAt = Math.min(this.#changedAt, now);
      this.#scheduleRead();
    }
    clearTimeout(this.#foldersTimer);
    this.#foldersTimer = setTimeout(() => {
      this.#foldersRead = performance.now();
      void this.loadFolders(true);
    }, Math.max(0, this.#foldersRead + READ_INTERVAL - now));
  }

  /**
   * Whether the folders must be read before a timeline is shown: else the counts would be of an earlier moment. A view
   * that is shown for the first time does not wait.
   * @param {Timeline} timeline - The timeline that has come.
   */
  #isAheadOfFolders({ key, generation }) {
    const { place, timeline } = this.#store.state;
    return timeline?.key === key && !place.visit && generation > this.#foldersGeneration;
  }

  /**
   * Whether photos move about because a new folder is being read.
   * @param {string} key - Query of the timeline that has come.
   */
  #isReadingMuch(key) {
    const { timeline, status } = this.#store.state;
    return timeline?.key === key && staysInSight(timeline.n, status?.progress.unread ?? 0);
  }

  /** Whether the user has scrolled down while the background work moves photos about. */
  get #isHeld() {
    const { status } = this.#store.state;
    return status !== null && status.progress.stage !== "idle" && byId("scroller").scrollTop > 0;
  }

  /** Read again when it is time. What is being read is shown first, else nothing were while changes come fast. */
  #scheduleRead() {
    clearTimeout(this.#timer);
    if (this.#changedAt === Infinity || this.#isReading) return;
    const now = performance.now();
    const shown = this.#store.state.timeline?.n ?? 0;
    const wait =
      nextReadTime({
        last: this.#lastRead,
        since: this.#changedAt,
        touched: this.#lastInput,
        held: this.#isHeld,
        shown,
      }) - now;
    if (wait <= 0) return void this.load();
    // computed anew each second: input or the end of the work may change it
    this.#timer = setTimeout(() => this.#scheduleRead(), Math.min(wait, READ_INTERVAL));
  }

  /**
   * Read the folders now.
   * @param {boolean} [withTimeline] - Whether they wait for a timeline that is on its way, so that tree and grid change
   *   together.
   * @param {AbortSignal} [signal] - Ends it.
   */
  async loadFolders(withTimeline = false, signal) {
    const question = (this.#foldersAsked += 1);
    const answer = await this.#api.get("/api/folders", signal).catch(() => null);
    if (!answer || question < this.#foldersAnswered) return; // a later question has overtaken it
    this.#foldersAnswered = question;
    this.#foldersGeneration = answer.generation;
    this.#newFolders = answer.folders;
    if (!withTimeline || (this.#changedAt === Infinity && !this.#isReading)) this.#showFolders();
  }

  #showFolders() {
    if (this.#newFolders) this.#store.setFolders(this.#newFolders);
    this.#newFolders = null;
  }

  /** @param {Timeline} read - The timeline of the place. */
  #onLoaded(read) {
    const timeline = inHeldOrder(read);
    this.#store.setTimeline(timeline, remapSelection(this.#store.state, timeline));
  }

  /** @param {unknown} error - What fetch() or the decoder threw. */
  #onFailed(error) {
    if (error instanceof ApiError && error.status === 503) // the search is being made ready: it is still loading
      return void (this.#retryTimer = setTimeout(() => void this.load(), READ_INTERVAL)); // prettier-ignore
    this.#store.setLoading(false);
    if (error instanceof ApiError && error.status === 404) this.#onGone();
    else if (!(error instanceof TypeError || (error instanceof ApiError && error.isLost)))
      this.#store.setLost(t("core-not-listed", { reason: error instanceof Error ? error.message : String(error) }));
  }
}
