/** @file Which neighbours of a photo are loaded ahead, in what order, and which are dropped when paging turns back. */

/**
 * Return the photos worth loading: this one, the next in the direction of paging, the one behind, the one after the
 * next.
 * @param {number} index - Index of the photo in the timeline.
 * @param {number} n - How many photos there are.
 * @param {1|-1} direction - 1: forward.
 */
export function preloadOrder(index, n, direction) {
  return [0, direction, -direction, 2 * direction].map((step) => index + step).filter((i) => i >= 0 && i < n);
}

/**
 * Something that is being loaded.
 * @template T
 * @typedef {object} Pending
 * @property {Promise<T>} ready - Rejects when loading fails.
 * @property {() => void} cancel - Frees the connection.
 */

const AT_ONCE = 2; // with one alone, who pages without a pause would wait for each photo from its beginning on

/**
 * Holds what was asked for and nothing else. The first key loads until it is settled before any other begins, so that
 * the photo on the stage never waits for another one; then the others follow, two at a time.
 * @template T
 */
export class Preloader {
  /** @type {string[]} */
  #wantedKeys = [];
  /** @type {Map<string, Pending<T> & {settled: boolean, value?: T}>} */
  #held = new Map();
  #load;

  /** @param {(key: string) => Pending<T>} load - Begins to load a key. */
  constructor(load) {
    this.#load = load;
  }

  /**
   * Hold these keys; what is on its way for others is cancelled.
   * @param {string[]} keys - The one on the stage first; []: drop everything.
   */
  hold(keys) {
    this.#wantedKeys = keys;
    for (const [key, load] of this.#held) {
      if (keys.includes(key)) continue;
      this.#held.delete(key);
      if (!load.settled) load.cancel();
    }
    this.#next();
  }

  /**
   * Return what is ready or on its way for a key.
   * @param {string} key - What the entry is held under.
   * @returns {Pending<T>|undefined}
   */
  get(key) {
    return this.#held.get(key);
  }

  /**
   * Return what is ready for a key, so that it can be shown in this very frame.
   * @param {string} key - What the entry is held under.
   * @returns {T|undefined}
   */
  peek(key) {
    return this.#held.get(key)?.value;
  }

  /**
   * Load a key again at the next hold(): it failed.
   * @param {string} key - What the entry is held under.
   */
  forget(key) {
    this.#held.delete(key);
  }

  /** Load all again at the next hold(), also what is on its way: it may be out of date. */
  forgetAll() {
    for (const load of this.#held.values()) if (!load.settled) load.cancel();
    this.#held.clear();
  }

  /** How many keys are held. */
  get size() {
    return this.#held.size;
  }

  #next() {
    const first = this.#wantedKeys[0];
    if (first !== undefined && !this.#held.has(first)) this.#start(first);
    if (first === undefined || !this.#held.get(first)?.settled) return;
    const underWay = [...this.#held.values()].filter((load) => !load.settled).length;
    const keys = this.#wantedKeys.filter((wanted) => !this.#held.has(wanted));
    for (const key of keys.slice(0, Math.max(0, AT_ONCE - underWay))) this.#start(key);
  }

  /** @param {string} key - What the entry is held under. */
  #start(key) {
    /** @type {Pending<T> & {settled: boolean, value?: T}} */
    const load = { ...this.#load(key), settled: false };
    this.#held.set(key, load);
    /** @param {T} [value] - What was loaded; none: it failed. */
    const done = (value) => {
      load.settled = true;
      load.value = value;
      this.#next();
    };
    load.ready.then(done, () => done());
  }
}
