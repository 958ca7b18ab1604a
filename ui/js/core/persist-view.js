// Remembers the view between launches: sent a moment after the last change, and once more when the page goes.

/** @typedef {import("./types.js").Context} Context */

const REST = 400; // ms

/** @param {Context} context */
export function persistView({ api, store }) {
  let timer = 0;
  let saved = store.state.view;
  const save = (leaving = false) => {
    clearTimeout(timer);
    const { view } = store.state;
    if (view === saved) return;
    saved = view;
    api.put("/api/view", view, leaving).catch(() => {}); // the next change tries again
  };
  store.watch((state) => state.view, () => {
    clearTimeout(timer);
    timer = setTimeout(save, REST);
  });
  window.addEventListener("pagehide", () => save(true));
}
