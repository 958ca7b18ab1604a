/**
 * @file The last screen: what the grid showed when the page was left. The server puts it into the document of the
 * next start (gallery/web/last_screen.py), which shows it before any script runs; here it goes when the grid is there.
 */

import { byId, on } from "../../core/dom.js";
import { overviewLevel } from "../../core/scope.js";
import { LOADED } from "./thumbnail-loader.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./grid.js").Grid} Grid */

const LONGEST = 3000; // ms from the start of the page that it stands there at most, whatever became of the grid
const INPUTS = /** @type {const} */ (["wheel", "pointerdown", "keydown", "resize", "contextmenu"]);

/**
 * Take the last screen away once the grid is there, and keep the next one.
 * @param {Pick<Context, "api"|"store"|"isOwner">} context - What the parts of the page share.
 * @param {Grid} grid - The grid.
 */
export function followLastScreen(context, grid) {
  replaceLastScreen(context, grid);
  if (context.isOwner) keepLastScreen(context, grid);
}

/**
 * Take the last screen away when all photos in sight are there, when the user does something, or goes elsewhere.
 * @param {Pick<Context, "store">} context - What the parts of the page share.
 * @param {Grid} grid - The grid.
 */
function replaceLastScreen({ store }, grid) {
  const element = document.getElementById("last-screen");
  if (!element) return;
  const ended = new AbortController();
  const { signal } = ended;
  const end = () => {
    ended.abort();
    clearTimeout(timer);
    // they have arrived beneath it, where they did not fade in
    for (const cell of byId("grid").querySelectorAll(".cell.is-new")) cell.classList.remove("is-new");
    element.remove();
  };
  const timer = setTimeout(end, LONGEST);
  const endIfReplaced = () => {
    if (signal.aborted || !grid.timeline.key) return;
    const images = picturesInSight();
    if (!images.length && grid.timeline.n) return; // it has not been laid out yet
    if (images.every((image) => image.classList.contains(LOADED))) void Promise.all(images.map(isSeen)).then(end);
  };
  on(byId("grid"), "load", endIfReplaced, { capture: true, signal });
  grid.watchVisible(endIfReplaced);
  for (const kind of INPUTS) on(window, kind, end, { capture: true, passive: true, signal });
  const first = store.state.place;
  store.watchAny([({ place }) => place, ({ lost }) => lost], () => {
    if (store.state.lost || store.state.place.folder !== first.folder || !isGrid(store.state)) end();
  });
}

/**
 * Resolve when a picture that has come can be seen: it is decoded beside the script.
 * @param {HTMLImageElement} image - The picture.
 */
async function isSeen(image) {
  await image.decode().catch(() => {}); // another photo has its place by now
  await new Promise(requestAnimationFrame);
}

/**
 * Tell the server what the grid shows when the page is left.
 * @param {Pick<Context, "api"|"store">} context - What the parts of the page share.
 * @param {Grid} grid - The grid.
 */
function keepLastScreen({ api, store }, grid) {
  let kept = "";
  window.addEventListener("pagehide", () => {
    const screen = describe(store.state, grid);
    if (!screen || JSON.stringify(screen) === kept) return;
    kept = JSON.stringify(screen);
    api.sendWithoutAnswer("/api/last-screen", screen).catch(() => (kept = ""));
  });
}

/**
 * Whether the grid of a folder is shown, as it would be after the next start.
 * @param {import("../../core/types.js").State} state - The state.
 */
function isGrid(state) {
  const { place } = state;
  const isElsewhere = place.photo !== null || place.album || place.visit || place.q || place.page;
  return !isElsewhere && !overviewLevel(state);
}

/**
 * Return what the grid shows; null: it shows no photos, or something else is shown.
 * @param {import("../../core/types.js").State} state - The state.
 * @param {Grid} grid - The grid.
 */
function describe(state, grid) {
  const { timeline, view } = state;
  const pictures = picturesInSight().filter((image) => image.classList.contains(LOADED));
  if (!timeline || timeline !== grid.timeline || !pictures.length || !isGrid(state)) return null;
  const area = byId("scroller").getBoundingClientRect();
  const box = (/** @type {Element} */ element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left - area.left, top - area.top, width, height].map(round);
  };
  const headings = [...byId("days").querySelectorAll(".day__head")].filter((head) => isInSight(head, area));
  return {
    view,
    generation: timeline.generation,
    uncovered: !isCovered(state),
    window: [innerWidth, innerHeight],
    grid: [area.left, area.top, area.width, area.height].map(round),
    pictures: pictures.map((image) => [...photoOf(image), ...box(image)]),
    headings: headings.map((head) => [...box(head), head.querySelector("h2")?.textContent ?? ""]),
  };
}

/**
 * Whether there is something over the photos that the next page will not have.
 * @param {import("../../core/types.js").State} state - The state.
 */
function isCovered({ selection, fullscreen }) {
  const writes = document.activeElement?.matches("input, textarea");
  const floats = [...document.querySelectorAll(".float")].some((box) => box.getClientRects().length > 0);
  return Boolean(writes || selection?.count || fullscreen || floats);
}

/** @returns {HTMLImageElement[]} The pictures of the photos in sight, also of those that have not come. */
function picturesInSight() {
  const area = byId("scroller").getBoundingClientRect();
  const images = /** @type {NodeListOf<HTMLImageElement>} */ (byId("grid").querySelectorAll(".cell > img"));
  return [...images].filter((image) => isInSight(/** @type {HTMLElement} */ (image.parentElement), area));
}

/**
 * @param {Element} element - An element.
 * @param {DOMRect} area - Where the grid is.
 */
function isInSight(element, area) {
  const { top, bottom, height } = element.getBoundingClientRect();
  return height > 0 && bottom > area.top && top < area.bottom;
}

/**
 * Return id and version of the photo that an image shows, which its address says.
 * @param {HTMLImageElement} image - The image.
 */
function photoOf(image) {
  const address = new URL(image.src);
  return [Number(address.pathname.split("/").at(-1)), Number(address.searchParams.get("v"))];
}

/** @param {number} length - A length, px. */
function round(length) {
  return Math.round(length * 100) / 100;
}
