/**
 * @file What the page is told where it belongs to a site, which other people look at and nobody changes; and how a
 * session ends there.
 */

import { ApiError } from "./api.js";

/**
 * What a site tells its page.
 * @typedef {object} Site
 * @property {string} user - Name of who looks at it.
 * @property {string} logOut - Where to go after the log-out; "": nobody can log out, the browser keeps the password.
 * @property {boolean} links - Whether thumbnails and renditions have signed addresses.
 */

const USER = "gallery-user"; // who looked at the site in this tab
const RELOADED = "gallery-reloaded"; // when the page was loaded again by itself, ms since 1970
const CHANNEL = "gallery-log-out"; // tells the other pages of this browser where to go
const RELOAD_PAUSE = 60_000; // ms within which it is not done again
const FIRST_PAUSE = 2000; // ms until a server that did not answer is asked again, half as long to half as long again
const MAX_PAUSE = 30_000; // ms

/**
 * Read what the site tells.
 * @returns {Site|null} Null: this is the page of Shoebox on this computer.
 */
export function readSite() {
  /** @type {HTMLMetaElement|null} */
  const given = document.querySelector('meta[name="gallery-site"]');
  return given && JSON.parse(given.content);
}

/**
 * Forget the place in the address if it is another person's, who used this tab before: it may hold words of a search.
 * @param {Site} site - The site.
 */
export function dropPlaceOfOther({ user }) {
  const before = sessionStorage.getItem(USER);
  sessionStorage.setItem(USER, user);
  if (before !== null && before !== user) history.replaceState(null, "", "/");
}

let isReloading = false;

/**
 * Load the page again because its session has ended: a new one begins, or the front server asks who it is. Once only:
 * where that does not help, it would go on for ever.
 * @returns {boolean} Whether the page is being loaded.
 */
export function reloadOnce() {
  const last = Number(sessionStorage.getItem(RELOADED));
  if (isReloading || Math.abs(Date.now() - last) < RELOAD_PAUSE) return isReloading;
  isReloading = true;
  sessionStorage.setItem(RELOADED, String(Date.now()));
  void inTurn(async () => {
    await fetch("/", { redirect: "manual", cache: "no-store" }).catch(() => null);
    location.reload();
  });
  return true;
}

/**
 * Do something that begins a session when no other page of this browser does: the next one then finds it begun, where
 * both would begin one, of which the browser keeps the later, and the page of the other is signed out again.
 * @param {() => Promise<void>} begin - What begins it.
 */
async function inTurn(begin) {
  await (navigator.locks ? navigator.locks.request("gallery-session", begin) : begin());
}

/**
 * Load the page again as soon as the server answers, which could not say its first word. A page that is signed out asks
 * no more: what loads it again is `reloadOnce`, or the user.
 * @param {Pick<import("./api.js").Api, "get">} api - The server.
 */
export async function reloadWhenBack(api) {
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, MAX_PAUSE)) {
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    const answer = await api.get("/api/status").catch((/** @type {unknown} */ error) => error);
    if (answer instanceof ApiError && answer.status === 401) return;
    if (!(answer instanceof Error)) return location.reload();
  }
}

/**
 * End the session, in all pages of this browser, and go where the site says. What the browser remembers of the view
 * stays; it names nothing.
 * @param {Pick<import("./types.js").Context, "api"|"site">} context - What the parts of the page share.
 */
export async function logOut({ api, site }) {
  try {
    await api.send("POST", "/api/log-out");
  } catch (error) {
    if (!(error instanceof ApiError)) return; // nobody answered, which is said already; else it has ended before
  }
  const to = site?.logOut ?? "/";
  new BroadcastChannel(CHANNEL).postMessage(to);
  leave(to);
}

/** Leave this page, too, when another one of this browser logs out. */
export function followLogOut() {
  new BroadcastChannel(CHANNEL).addEventListener("message", ({ data }) => leave(data));
  // Back, to a page that the browser has kept as it was
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.documentElement.hidden) location.reload();
  });
}

/** @param {string} to - Where to go; nothing is seen any more meanwhile. */
function leave(to) {
  document.documentElement.hidden = true;
  location.replace(to);
}
