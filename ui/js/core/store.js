// What the page knows, in one place. Parts change it with set() and hear of it with watch().

/** @typedef {import("./types.js").State} State */

export class Store {
  /** @type {Readonly<State>} */
  state;
  /** @type {Set<(now: State, before: State) => void>} */
  #watchers = new Set();

  /** @param {State} state */
  constructor(state) {
    this.state = state;
  }

  /** @param {Partial<State>} change */
  set(change) {
    const before = this.state;
    this.state = { ...before, ...change };
    for (const tell of [...this.#watchers]) tell(this.state, before);
  }

  /**
   * Calls `tell` now and whenever what `pick` returns is no longer the same value.
   * @template T
   * @param {(state: State) => T} pick  @param {(value: T, state: State) => void} tell
   */
  watch(pick, tell) {
    /** @param {State} now  @param {State} before */
    const watcher = (now, before) => {
      const value = pick(now);
      if (!Object.is(value, pick(before))) tell(value, now);
    };
    this.#watchers.add(watcher);
    tell(pick(this.state), this.state);
  }
}
