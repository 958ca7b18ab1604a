/** @file How many photos searches of the sidebar find. */

import { countRestEnd, nextCountTime } from "../../pure/search/saved-searches.js";

/** @typedef {import("../../core/types.js").Context} Context */

/** Counts the photos of each search: one after the other, and only while the list is in sight. */
export class SearchCounts {
  #context;
  #queries;
  #onCounted;
  /**
   * By query; `count` null: it failed; `generation` of the library that was counted.
   * @type {Map<string, {count: number|null, generation: number}>}
   */
  #known = new Map();
  #visible = false;
  #busy = false;
  #restEnd = -Infinity;
  #timer = 0;
  #scheduledAt = Infinity;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {Element} section - The section of the sidebar.
   * @param {() => string[]} queries - Returns the searches.
   * @param {() => void} onCounted - Called after each count.
   */
  constructor(context, section, queries, onCounted) {
    this.#context = context;
    this.#queries = queries;
    this.#onCounted = onCounted;
    const { store } = context;
    // a sidebar put away, a drawer shut and a section scrolled out of sight are not seen
    const sight = new IntersectionObserver(
      (entries) => ((this.#visible = entries[entries.length - 1].isIntersecting), this.#schedule()),
    );
    sight.observe(section);
    store.watchAny([(state) => state.searches, (state) => state.timeline, (state) => state.place.photo,
      (state) => state.status?.generation, (state) => state.lost], () => this.#schedule());
  }

  /**
   * Return how many photos a search finds; null: not known.
   * @param {string} query - The search.
   */
  of(query) {
    return this.#known.get(query)?.count ?? null;
  }

  /** Whether to count now: the photos of the place come first. */
  get #wanted() {
    const { timeline, loading, place, lost } = this.#context.store.state;
    return this.#visible && timeline !== null && !loading && place.photo === null && lost === null;
  }

  get #due() {
    const { status } = this.#context.store.state;
    return this.#queries().filter((query) => this.#known.get(query)?.generation !== status?.generation);
  }

  #schedule() {
    const due = this.#wanted && !this.#busy ? this.#due : [];
    if (!due.length) return;
    const at = nextCountTime({
      now: performance.now(),
      rested: this.#restEnd,
      fresh: due.some((query) => !this.#known.has(query)),
    });
    if (at >= this.#scheduledAt) return;
    clearTimeout(this.#timer);
    this.#scheduledAt = at;
    this.#timer = window.setTimeout(() => this.#countAll(), at - performance.now());
  }

  async #countAll() {
    this.#scheduledAt = Infinity;
    const began = performance.now();
    this.#busy = true;
    for (const query of this.#due) if (this.#wanted) await this.#count(query);
    this.#busy = false;
    this.#restEnd = countRestEnd(began, performance.now());
    this.#schedule();
  }

  /** @param {string} query - The search. */
  async #count(query) {
    const generation = this.#context.store.state.status?.generation ?? -1;
    const answer = await this.#context.api.get(`/api/search?${new URLSearchParams({ q: query })}`).catch(() => null);
    this.#known.set(query, { count: answer?.count ?? this.of(query), generation: answer ? generation : -1 });
    this.#onCounted();
  }
}
