/**
 * @file Keeps the view state between launches: a moment after the last change, and once more when the page is left. The
 * server keeps it; that of a site keeps nothing, so there the browser does.
 */

import { parseViewState } from "../pure/view-state.js";

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("./site.js").Site} Site */
/** @typedef {import("../pure/api-types.js").Status} Status */
/** @typedef {import("../pure/api-types.js").ViewState} ViewState */

const SAVE_DELAY = 400; // ms after the last change

/**
 * Return the view state that was kept.
 * @param {Site|null} site - The site; null: none.
 * @param {Status} status - The first status.
 * @returns {Partial<ViewState>} The fields that are known.
 */
export function keptView(site, status) {
  if (!site) return status.view;
  try {
    return parseViewState(localStorage.getItem(keyOf(site)));
  } catch {
    return {}; // this browser keeps nothing
  }
}

/**
 * Keep every change of the view state.
 * @param {Context} context - What the parts of the page share.
 */
export function persistView({ api, store, site }) {
  let timer = 0;
  let saved = store.state.view;
  const save = () => {
    clearTimeout(timer);
    const { view } = store.state;
    if (view === saved) return;
    saved = view;
    if (site) keepHere(site, view);
    else api.sendWithoutAnswer("/api/view", withoutLanguage(view)).catch(() => {}); // the next change tries again
  };
  store.watch((state) => state.view, () => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_DELAY);
  });
  window.addEventListener("pagehide", save);
}

/**
 * Return the view state without the language: that is kept when it is chosen, and another page may have chosen since.
 * @param {ViewState} view - The view state.
 */
function withoutLanguage(view) {
  return Object.fromEntries(Object.entries(view).filter(([name]) => name !== "language"));
}

/**
 * @param {Site} site - The site.
 * @param {ViewState} view - What to keep.
 */
function keepHere(site, view) {
  try {
    localStorage.setItem(keyOf(site), JSON.stringify(view));
  } catch {
    // this browser keeps nothing, or no more: the view is as at first the next time
  }
}

/**
 * Return the name that the view state is kept under: people who share a browser do not share it.
 * @param {Site} site - The site.
 */
function keyOf({ user }) {
  return `gallery-view ${user}`;
}
