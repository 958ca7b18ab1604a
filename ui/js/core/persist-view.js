/**
 * @file Keeps the view state between launches: sent a moment after the last change, and once more when the page is
 * left.
 */

/** @typedef {import("./types.js").Context} Context */

const SAVE_DELAY = 400; // ms after the last change

/**
 * Send every change of the view state to the server.
 * @param {Context} context - What the parts of the page share.
 */
export function persistView({ api, store }) {
  let timer = 0;
  let saved = store.state.view;
  const save = (leaving = false) => {
    clearTimeout(timer);
    const { view } = store.state;
    if (view === saved) return;
    saved = view;
    api.sendWithoutAnswer("/api/view", view, leaving).catch(() => {}); // the next change tries again
  };
  store.watch((state) => state.view, () => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_DELAY);
  });
  window.addEventListener("pagehide", () => save(true));
}
