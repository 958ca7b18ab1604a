/** @file The tags of the library, loaded when they are first needed and again when the library has changed. */

/** @typedef {import("./types.js").Context} Context */

/** @type {{generation: number, reading: Promise<void>|null}} the state of the only list there is */
const last = { generation: -1, reading: null };

/**
 * Load the tags into the store, unless those of this generation of the library are there.
 * @param {Pick<Context, "api"|"store">} context - What the parts of the page share.
 * @returns {Promise<void>} Resolves when they are there, or cannot be had.
 */
export function loadTags({ api, store }) {
  const generation = store.state.status?.generation ?? 0;
  if (last.generation === generation) return last.reading ?? Promise.resolve();
  last.generation = generation;
  /** @type {Promise<void>} */
  const reading = api.get("/api/tags").then(
    // an answer that a later question has overtaken is older than what is there
    ({ tags }) => (last.reading === reading ? store.setTags(tags ?? []) : last.reading ?? undefined),
    () => {
      if (last.reading !== reading) return last.reading ?? undefined;
      last.generation = -1; // the next one who needs them tries again
    },
  );
  return (last.reading = reading);
}

/**
 * Load the tags again: this page has changed them, and need not wait until it hears of it.
 * @param {Pick<Context, "api"|"store">} context - What the parts of the page share.
 */
export function reloadTags(context) {
  last.generation = -1;
  return loadTags(context);
}
