/**
 * @file What the library, and the folder shown, hold that is not shown: how much, read again when it may have changed.
 */

/** @typedef {import("../pure/sidebar/api-types.js").LeftOutKind} LeftOutKind */
/** @typedef {import("./types.js").State} State */

/**
 * Return the query of the folder shown; "": all folders. Two states with the same query show the same folders.
 * @param {Pick<State, "place"|"view">} state - Place and view state.
 */
export function leftOutQuery({ place, view }) {
  return place.folder === null ? "" : `?folder=${place.folder}&sub=${view.subfolders ? 1 : 0}`;
}

/** Keeps what is left out in the store up to date. */
export class LeftOutLoader {
  #api;
  #store;
  /** @type {AbortController|null} */
  #request = null;

  /** @param {Pick<import("./types.js").Context, "api"|"store">} context - What the parts of the page share. */
  constructor({ api, store }) {
    this.#api = api;
    this.#store = store;
    // a timeline is read after each change of the library, and for each place, once a second at most
    store.watchAny([(state) => state.timeline, leftOutQuery], () => void this.#load());
  }

  async #load() {
    if (!this.#store.state.timeline) return;
    const query = leftOutQuery(this.#store.state);
    this.#request?.abort();
    const { signal } = (this.#request = new AbortController());
    const everywhere = this.#read("", signal);
    const [all, here] = await Promise.all([everywhere, query ? this.#read(query, signal) : everywhere]);
    if (signal.aborted) return;
    const known = this.#store.state.leftOut;
    this.#store.setLeftOut({
      all: all ?? known.all,
      here: here ?? (query === known.query ? known.here : []),
      query,
    });
  }

  /**
   * @param {string} query - Of the folder.
   * @param {AbortSignal} signal - Ends the request.
   * @returns {Promise<LeftOutKind[]|null>} Null: the server does not say.
   */
  async #read(query, signal) {
    const answer = await this.#api.get(`/api/left-out${query}`, signal).catch(() => null);
    return answer?.kinds ?? null;
  }
}

/**
 * Return what the folder shown holds that is not shown; none while another place was asked for, in a search or visit.
 * @param {State} state - The state of the page.
 * @returns {LeftOutKind[]}
 */
export function leftOutHere(state) {
  const { leftOut, place } = state;
  return !place.q && !place.visit && !place.album && leftOut.query === leftOutQuery(state) ? leftOut.here : [];
}
