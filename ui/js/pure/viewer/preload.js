// Which neighbours are made ready, in what order, and what is let go when the reader turns round.

/**
 * The photos worth having, nearest wish first: this one, the next in the direction of travel, the one behind, the one after next.
 * @param {number} index  @param {number} n  @param {1|-1} direction
 */
export function preloadOrder(index, n, direction) {
  return [0, direction, -direction, 2 * direction].map((step) => index + step).filter((i) => i >= 0 && i < n);
}

/**
 * Something on its way. `ready` may fail; `cancel` frees the connection.
 * @template T
 * @typedef {{ready: Promise<T>, cancel: () => void}} Pending
 */

/**
 * Holds what was aimed at and nothing else. The first wish is alone on the wire until it is settled, so that what is
 * on the stage never waits for what may come; then the others follow, one at a time.
 * @template T
 */
export class Preloader {
  /** @type {string[]} */
  #wishes = [];
  /** @type {Map<string, Pending<T> & {settled: boolean, value?: T}>} */
  #held = new Map();
  #load;

  /** @param {(key: string) => Pending<T>} load */
  constructor(load) {
    this.#load = load;
  }

  /** @param {string[]} keys  the one on stage first; none: let everything go */
  hold(keys) {
    this.#wishes = keys;
    for (const [key, load] of this.#held) {
      if (keys.includes(key)) continue;
      this.#held.delete(key);
      if (!load.settled) load.cancel();
    }
    this.#next();
  }

  /** @param {string} key  @returns {Pending<T>|undefined} */
  get(key) {
    return this.#held.get(key);
  }

  /** What has arrived already, so that it can be shown in this very frame. @param {string} key  @returns {T|undefined} */
  peek(key) {
    return this.#held.get(key)?.value;
  }

  /** Ask again for what failed, at the next aim. @param {string} key */
  forget(key) {
    this.#held.delete(key);
  }

  get size() {
    return this.#held.size;
  }

  #next() {
    const first = this.#wishes[0];
    if (first !== undefined && !this.#held.has(first)) return this.#start(first);
    if ([...this.#held.values()].some((load) => !load.settled)) return;
    const key = this.#wishes.find((wish) => !this.#held.has(wish));
    if (key !== undefined) this.#start(key);
  }

  /** @param {string} key */
  #start(key) {
    /** @type {Pending<T> & {settled: boolean, value?: T}} */
    const load = { ...this.#load(key), settled: false };
    this.#held.set(key, load);
    /** @param {T} [value] */
    const done = (value) => {
      load.settled = true;
      load.value = value;
      this.#next();
    };
    load.ready.then(done, () => done());
  }
}
