/**
 * @file Full screen: by the window or by the browser, asked for here or there. While it shows a photo, the page is
 * dark, whatever its theme, and the photo has the whole screen (`is-full`).
 */

import { attempt } from "./commands.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("./types.js").Context} Context */

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
  if (context.store.state.status?.desktop) return askWindow(context, {});
  return document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen().catch(() => {});
}

/**
 * @param {Context} context - What the parts of the page share.
 * @param {{on?: boolean}} wanted - Whether the window is to fill the screen; {}: the other way round.
 */
async function askWindow(context, wanted) {
  const answer = await attempt(context, context.api.send("POST", "/api/window", { action: "fullscreen", ...wanted }));
  if (answer) context.store.setFullscreen(answer.fullscreen);
}

/**
 * Leave full screen.
 * @param {Context} context - What the parts of the page share.
 * @returns {void|false} False: that is the browser's, which no page can end.
 */
function leaveFullscreen(context) {
  const { store } = context;
  if (!store.state.fullscreen) return false;
  if (store.state.status?.desktop) return void askWindow(context, { on: false });
  return document.fullscreenElement ? void document.exitFullscreen() : false;
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
    group: t("keys-window"),
    label: t("core-leave-full-screen"),
    works: () => canFillScreen(context),
    run: () => leaveFullscreen(context),
  });
  keys.bind({
    scope: "app",
    keys: ["F11"],
    group: t("keys-window"),
    label: t("common-full-screen"),
    works: () => canFillScreen(context),
    run: () => void toggleFullscreen(context),
  });
  followWindow(context);
  followBrowser(context);
  const isFull = (/** @type {import("./types.js").State} */ state) => state.fullscreen && state.place.photo !== null;
  store.watch(isFull, (full) => document.documentElement.classList.toggle("is-full", full));
}

/**
 * Follow the window, which tells when it fills the screen, or no longer, and whenever a page was loaded in it.
 * @param {Context} context - What the parts of the page share.
 */
function followWindow({ store }) {
  const follow = () => store.setFullscreen(document.documentElement.hasAttribute("data-window-full"));
  addEventListener("windowstate", follow);
  if (document.documentElement.hasAttribute("data-window-full")) follow();
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
