/**
 * @file What the page knows, in one place. Every change is one of the Store's named actions; the parts of the page are
 * told of it through watch() and watchAny().
 */

import { notYetIn, overlay, overlayOne, settle, without } from "../pure/annotations/overlay.js";

/** @typedef {import("../pure/annotations/overlay.js").Pending} Pending */
/** @typedef {import("../pure/api-types.js").Folder} Folder */
/** @typedef {import("../pure/api-types.js").Place} Place */
/** @typedef {import("../pure/api-types.js").Progress} Progress */
/** @typedef {import("../pure/search/api-types.js").SavedSearch} SavedSearch */
/** @typedef {import("../pure/api-types.js").Status} Status */
/** @typedef {import("../pure/api-types.js").ViewState} ViewState */
/** @typedef {import("../pure/grid/selection.js").Selection} Selection */
/** @typedef {import("../pure/timeline/timeline.js").Timeline} Timeline */
/** @typedef {import("./types.js").State} State */

/** Holds the state of the page. A state is never changed: every action replaces it. */
export class Store {
  /** @type {Readonly<State>} */
  #state;
  /** @type {Set<(now: State, before: State) => void>} */
  #watchers = new Set();

  /** @param {State} state - What the page knows at first. */
  constructor(state) {
    this.#state = state;
  }

  /** What the page knows now. */
  get state() {
    return this.#state;
  }

  /**
   * Call a function now, and again whenever the picked value has changed.
   * @template T
   * @param {(state: State) => T} pick - Returns the value to compare, by identity.
   * @param {(value: T, state: State) => void} onChange - Gets the value and the state it is from.
   * @returns {() => void} Ends it.
   */
  watch(pick, onChange) {
    /** @type {(now: State, before: State) => void} */
    const watcher = (now, before) => {
      const value = pick(now);
      if (!Object.is(value, pick(before))) onChange(value, now);
    };
    this.#watchers.add(watcher);
    onChange(pick(this.#state), this.#state);
    return () => void this.#watchers.delete(watcher);
  }

  /**
   * Call a function now, and once whenever any of the picked values has changed.
   * @param {((state: State) => unknown)[]} picks - Each returns a value to compare, by identity.
   * @param {(state: State) => void} onChange - Gets the state.
   */
  watchAny(picks, onChange) {
    this.#watchers.add((now, before) => {
      if (picks.some((pick) => !Object.is(pick(now), pick(before)))) onChange(now);
    });
    onChange(this.#state);
  }

  /**
   * Take the server's status, or what has changed in it. Does nothing before the first status.
   * @param {Partial<Status>} change - The fields that are new.
   */
  updateStatus(change) {
    const { status } = this.#state;
    if (status) this.#set({ status: { ...status, ...change } });
  }

  /**
   * Take the progress of the background work, or what has changed in it.
   * @param {Partial<Progress>} change - The fields that are new.
   */
  updateProgress(change) {
    const { status } = this.#state;
    if (status) this.updateStatus({ progress: { ...status.progress, ...change } });
  }

  /**
   * Set how many files have a problem.
   * @param {number} problems - Their number.
   */
  setProblemCount(problems) {
    const { status } = this.#state;
    if (status) this.updateStatus({ counts: { ...status.counts, problems } });
  }

  /**
   * Begin with the server's first status and the view state it remembers.
   * @param {Status} status - The first status.
   * @param {ViewState} view - The view state.
   */
  begin(status, view) {
    this.#set({ status, view });
  }

  /**
   * Go to another place. Its folder and photo become part of the view state, but for those of a visit, which is not
   * remembered.
   * @param {Place} place - What the address names.
   */
  setPlace(place) {
    const { view } = this.#state;
    this.#set({ place, view: place.visit ? view : { ...view, folder: place.folder, photo: place.photo } });
  }

  /**
   * Change the view state, which is remembered between launches.
   * @param {Partial<ViewState>} change - The fields that are new.
   */
  updateView(change) {
    this.#set({ view: { ...this.#state.view, ...change } });
  }

  /**
   * Take the state of the folder that is visited.
   * @param {import("../pure/api-types.js").Visit|null} visit - The visit; null: none is shown.
   */
  setVisit(visit) {
    this.#set({ visit });
  }

  /**
   * Take the folders of the library.
   * @param {Folder[]} folders - All folders, in the order of the tree.
   */
  setFolders(folders) {
    this.#set({ folders });
  }

  /**
   * Take what is not shown.
   * @param {import("./types.js").LeftOut} leftOut - In all folders, and in those of the place.
   */
  setLeftOut(leftOut) {
    this.#set({ leftOut });
  }

  /**
   * Take the saved searches.
   * @param {SavedSearch[]} searches - All of them, in the order of saving.
   */
  setSearches(searches) {
    this.#set({ searches });
  }

  /**
   * Add a saved search, or replace the one with its id.
   * @param {SavedSearch} search - The search as the server has it now.
   */
  putSearch(search) {
    this.#set({ searches: [...this.#state.searches.filter(({ id }) => id !== search.id), search] });
  }

  /**
   * Take a saved search away.
   * @param {number} id - Id of the search.
   */
  removeSearch(id) {
    this.#set({ searches: this.#state.searches.filter((search) => search.id !== id) });
  }

  /**
   * Set whether a timeline for another view is on its way.
   * @param {boolean} loading - True until it is there or has failed.
   */
  setLoading(loading) {
    this.#set({ loading });
  }

  /**
   * Take the timeline that was on its way, with the selection and the focus in it.
   * @param {Timeline} timeline - The timeline of the place.
   * @param {Pick<State, "selection"|"focus">} marks - Selection and focus, in indices of that timeline.
   */
  setTimeline(timeline, { selection, focus }) {
    const pending = notYetIn(this.#state.pending, timeline);
    this.#set({ timeline, loading: false, selection, focus, pending, marks: overlay(timeline, pending) });
  }

  /**
   * Show what was said about photos before the timeline holds it.
   * @param {...Pending} more - What was said.
   */
  addPending(...more) {
    const { pending, timeline } = this.#state;
    // a timeline that holds it may have come before the answer
    const there = timeline ? notYetIn(more, timeline) : more;
    const lay = (/** @type {State["marks"]} */ marks, /** @type {Pending} */ one) =>
      timeline ? overlayOne(marks, timeline, one) : marks;
    this.#set({ pending: [...pending, ...there], marks: there.reduce(lay, this.#state.marks) });
  }

  /**
   * Note from which revision of library.db on timelines hold what was said.
   * @param {number} id - Its number.
   * @param {import("../pure/annotations/api-types.js").Revision} revision - The revision.
   */
  settlePending(id, revision) {
    const { timeline } = this.#state;
    const settled = settle(this.#state.pending, id, revision);
    // a timeline that holds it may have come before the answer
    const pending = timeline ? notYetIn(settled, timeline) : settled;
    if (timeline && pending.length < settled.length) this.#set({ pending, marks: overlay(timeline, pending) });
    else this.#set({ pending });
  }

  /**
   * Take back what was said: the server has refused it.
   * @param {number} id - Its number.
   */
  dropPending(id) {
    const { timeline, marks } = this.#state;
    const pending = without(this.#state.pending, id);
    this.#set({ pending, marks: timeline ? overlay(timeline, pending) : marks });
  }

  /**
   * Take the tags of the library.
   * @param {import("../pure/annotations/api-types.js").TagNode[]} tags - Those at the top.
   */
  setTags(tags) {
    this.#set({ tags });
  }

  /**
   * Take the albums of the library.
   * @param {import("../pure/albums/api-types.js").Album[]} albums - All of them, in the order of the tree.
   */
  setAlbums(albums) {
    this.#set({ albums });
  }

  /**
   * Show the photos of the timeline in another order, before the server has answered. The focus follows its photo, and
   * so does the selection.
   * @param {Timeline} timeline - The same photos in the other order.
   */
  reorderTimeline(timeline) {
    const { timeline: before, selection, focus } = this.#state;
    const kept = before ? (selection?.remap(before, timeline) ?? null) : null;
    const there = before && focus >= 0 ? timeline.indexOf(before.ids[focus]) : -1;
    this.setTimeline(timeline, { selection: kept, focus: there });
  }

  /**
   * Select photos. A selection of none is no selection.
   * @param {Selection|null} selection - The selected photos of the current timeline.
   */
  setSelection(selection) {
    this.#set({ selection: selection?.count ? selection : null });
  }

  /**
   * Set which photo has the focus.
   * @param {number} focus - Its index in the current timeline; -1: none.
   */
  setFocus(focus) {
    this.#set({ focus });
  }

  /**
   * Set whether a folder is held over the window.
   * @param {boolean} dropHover - True while it is.
   */
  setDropHover(dropHover) {
    this.#set({ dropHover });
  }

  /**
   * Set whether the window fills the screen.
   * @param {boolean} fullscreen - True while it does.
   */
  setFullscreen(fullscreen) {
    this.#set({ fullscreen });
  }

  /**
   * Set why the page has no server any more.
   * @param {string|null} lost - A sentence for the user; null: the server answers.
   */
  setLost(lost) {
    this.#set({ lost });
  }

  /** @param {Partial<State>} change - The fields that are new. */
  #set(change) {
    const before = this.#state;
    this.#state = { ...before, ...change };
    for (const notify of [...this.#watchers]) notify(this.#state, before);
  }
}
