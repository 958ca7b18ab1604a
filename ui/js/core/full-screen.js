/**
 * @file Full screen: by the window or by the browser, asked for here or there. While it shows a photo, the page is
 * dark, whatever its theme, and the photo has the whole screen (`is-full`).
 */

import { attempt } from "./commands.js";

/** @typedef {import("./types.js").Context} Context */

const SLACK = 1; // px: the sides of a screen of 1.5 device px per CSS px need not be whole

/**
 * Return whether the screen can be filled: browsers of small phones let no page do it.
 * @param {Context} context - What the parts of the page share.
 */
export function canFillScreen({ store }) {
  return (store.state.status?.desktop ?? false) || document.fullscreenEnabled;
}

/**
 * Let the window, or without one the page, fill the screen or no longer.
 * @param {Context} context - What the parts of the page share.
 */
export async function toggleFullscreen(context) {
  if (!canFillScreen(context)) return;
  if (!context.store.state.status?.desktop)
    return document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen().catch(() => {});
  const answer = await attempt(context, context.api.send("POST", "/api/window", { action: "fullscreen" }));
  if (answer) context.store.setFullscreen(answer.fullscreen);
}

/**
 * Leave full screen.
 * @param {Context} context - What the parts of the page share.
 * @returns {void|false} False: that is the browser's, which no page can end.
 */
function leaveFullscreen(context) {
  const { store } = context;
  if (!store.state.fullscreen || !(store.state.status?.desktop || document.fullscreenElement)) return false;
  void toggleFullscreen(context).then(async () => {
    // the window manager had ended it already, and now it is on again
    if (store.state.fullscreen && store.state.status?.desktop) await toggleFullscreen(context);
  });
}

/**
 * Bind the keys of full screen. To be called before other keys are bound: Escape leaves full screen before it does
 * anything else.
 * @param {Context} context - What the parts of the page share.
 */
export function bindFullscreen(context) {
  const { keys, store } = context;
  keys.bind({
    scope: "app",
    keys: ["Escape"],
    group: "Window",
    label: "Leave full screen",
    works: () => canFillScreen(context),
    run: () => leaveFullscreen(context),
  });
  keys.bind({
    scope: "app",
    keys: ["F11"],
    group: "Window",
    label: "Full screen",
    works: () => canFillScreen(context),
    run: () => void toggleFullscreen(context),
  });
  followWindow(context);
  followBrowser(context);
  const isFull = (/** @type {import("./types.js").State} */ state) => state.fullscreen && state.place.photo !== null;
  store.watch(isFull, (full) => document.documentElement.classList.toggle("is-full", full));
}

/**
 * Follow the window, which the system can make as large as the screen, too.
 * @param {Context} context - What the parts of the page share.
 */
function followWindow({ store }) {
  let before = false;
  addEventListener("resize", () => {
    if (!store.state.status?.desktop) return; // a browser's tab tells itself
    const full = innerWidth >= screen.width - SLACK && innerHeight >= screen.height - SLACK;
    if (full !== before) store.setFullscreen(full);
    before = full;
  });
}

/**
 * Follow the browser: the page may fill the screen, or the browser as a whole by a key of its own.
 * @param {Context} context - What the parts of the page share.
 */
function followBrowser({ store }) {
  const browser = matchMedia("(display-mode: fullscreen)");
  const follow = () => store.setFullscreen(document.fullscreenElement !== null || browser.matches);
  document.addEventListener("fullscreenchange", follow);
  browser.addEventListener("change", follow);
}
