/**
 * @file The place the page shows, kept in the address after #, so that Back, Forward and a reload work. "#/" all
 * photos, "#/folder/12" one folder, "#/album/3" one album, "#/visit/7" a folder that is none of the library,
 * "…/photo/345" with a photo open, "…?q=2019+rome" the results of a search, "…?over=months" the months of what is
 * shown, "#/albums" all albums, "#/history" what was said about photos, "#/gone" about files that are gone,
 * "#/backups" the backups of it, "#/settings" the settings.
 */

/** @typedef {import("../pure/api-types.js").Place} Place */

const PAGES = /^\/(history|albums|gone|backups|settings)\/?$/;
const SEARCH = "search"; // marks the entry of the history that a search made

/**
 * Read a place from an address.
 * @param {string} hash - The part of the address from # on.
 * @returns {Place} The place; all photos where the address makes no sense.
 */
export function parsePlace(hash) {
  const [path, query] = hash.replace(/^#/, "").split("?");
  const page = /** @type {Place["page"]} */ (PAGES.exec(path ?? "")?.[1] ?? "");
  const params = new URLSearchParams(query ?? "");
  const over = /** @type {Place["over"]} */ (/^(months|years)$/.exec(params.get("over") ?? "")?.[1]);
  const found = /^(?:\/(folder|album|visit)\/(\d{1,10}))?(?:\/photo\/(\d{1,10}))?\/?$/.exec(path ?? "");
  const inside = found?.[2] ? Number(found[2]) : null;
  return {
    folder: found?.[1] === "folder" ? inside : null,
    album: found?.[1] === "album" ? inside : null,
    photo: found?.[3] ? Number(found[3]) : null,
    q: params.get("q") ?? "",
    visit: found?.[1] === "visit" ? inside : null,
    page,
    ...(over && { over }),
  };
}

/**
 * Return the address of a place, from # on.
 * @param {Place} place - The place.
 */
export function formatPlace(place) {
  if (place.page) return `#/${place.page}`;
  const kind = /** @type {const} */ (["visit", "album", "folder"]).find((one) => place[one]);
  const folder = kind ? `/${kind}/${place[kind]}` : "";
  const photo = place.photo === null ? "" : `/photo/${place.photo}`;
  const query = new URLSearchParams({ ...(place.q && { q: place.q }), ...(place.over && { over: place.over }) });
  return `#${folder + photo || "/"}${query.size ? `?${query}` : ""}`;
}

/**
 * Return what is left by going to another place.
 * @param {Partial<Place>} change - The parts that change.
 * @returns {Partial<Place>} The parts that change with them.
 */
function left(change) {
  if (change.page) return { folder: null, album: null, photo: null, q: "", visit: null };
  if ("visit" in change) return { folder: null, album: null, q: "", page: "" };
  if ("album" in change) return { folder: null, visit: null, q: "", page: "" };
  if ("folder" in change) return { album: null, visit: null, page: "" };
  return "q" in change ? { visit: null, page: "" } : { page: "" };
}

/** Changes the address, and tells when it has changed. */
export class Route {
  #onChange;
  #isGoingBack = false; // the browser does it later: until then the address is the one that is left

  /** @param {(place: Place) => void} onChange - Called with each new place. */
  constructor(onChange) {
    this.#onChange = onChange;
    window.addEventListener("popstate", () => {
      this.#isGoingBack = false;
      onChange(this.place);
    });
  }

  /** The place of the address. */
  get place() {
    return parsePlace(location.hash);
  }

  /**
   * Go to another place. Whoever names a folder, an album or a search leaves the visit, and whoever names one of
   * visit, album and folder leaves the others.
   * @param {Partial<Place>} change - The parts that change.
   * @param {{replace?: boolean}} [how] - `replace`: the entry of the history is replaced.
   */
  go(change, { replace = false } = {}) {
    const place = { ...this.place, over: undefined, ...left(change), ...change };
    const address = formatPlace(place);
    if (address === (location.hash || "#/")) return;
    this.#isGoingBack = false;
    // an entry that is replaced keeps its state: it says which place was before it
    if (replace) history.replaceState(history.state, "", address);
    else history.pushState({ from: formatPlace({ ...this.place, photo: null }) }, "", address);
    this.#onChange(place);
  }

  /**
   * Show the results of a search. One entry in the history, however many letters were typed.
   * @param {string} q - The search.
   */
  search(q) {
    const first = this.place.q === "";
    this.go({ q }, { replace: !first });
    if (first) history.replaceState({ ...history.state, [SEARCH]: true }, "");
  }

  /**
   * Leave the search. When the search made the entry of the history this is Back, so that Back need not be pressed once
   * more.
   */
  clearSearch() {
    if (history.state?.[SEARCH]) this.#back();
    else this.go({ q: "" }, { replace: true });
  }

  /**
   * Close the photo. When it was opened from this grid, or the overview of it, this is Back, so that Forward opens it
   * again; and when it was opened from a page that stands in place of the grid, which it goes back to.
   */
  leavePhoto() {
    const { place } = this;
    if (place.photo === null) return;
    const grid = { ...place, photo: null, over: undefined };
    if (this.#isFrom(grid, true) || (formatPlace(grid) === "#/" && this.#isFromPage)) this.#back();
    else this.go({ photo: null }, { replace: true });
  }

  /** Leave what is shown in place of photos. When it was opened from photos this is Back, and they are as they were. */
  leavePage() {
    /** @type {string|undefined} */
    const from = history.state?.from;
    if (from !== undefined && !parsePlace(from).page) this.#back();
    else this.go({ page: "" });
  }

  /** Close the overview. When it was opened from this grid this is Back, so that Forward opens it again. */
  leaveOverview() {
    const { place } = this;
    if (!place.over) return;
    if (this.#isFrom({ ...place, over: undefined })) this.#back();
    else this.go({ over: undefined }, { replace: true });
  }

  /**
   * Return whether the entry of the history before this one is of a place.
   * @param {Place} place - The place.
   * @param {boolean} [anyOver] - Whether it may have been an overview of that place.
   */
  #isFrom(place, anyOver = false) {
    /** @type {string|undefined} */
    const from = history.state?.from;
    if (from === undefined) return false;
    const before = parsePlace(from);
    return formatPlace(anyOver ? { ...before, over: undefined } : before) === formatPlace(place);
  }

  /** Whether the entry of the history before this one is of a page that stands in place of the photos. */
  get #isFromPage() {
    return Boolean(parsePlace(history.state?.from ?? "").page);
  }

  /** Go back, once however often it is asked for before the browser has done it. */
  #back() {
    if (!this.#isGoingBack) history.back();
    this.#isGoingBack = true;
  }
}
