// Where the page is, kept in the address after #, so that Back and Forward work and a reload stays.
//   #/                 all photos       #/folder/12        one folder       …/photo/345     with a photo open
//   …?q=2019+rome      filtered

/** @typedef {import("../pure/api-types.js").Place} Place */

const SEARCH = "search"; // marks the entry of the history that a search made

/** @param {string} hash  @returns {Place} */
export function parsePlace(hash) {
  const [path, query] = hash.replace(/^#/, "").split("?");
  const found = /^(?:\/folder\/(\d{1,10}))?(?:\/photo\/(\d{1,10}))?\/?$/.exec(path ?? "");
  return {
    folder: found?.[1] ? Number(found[1]) : null,
    photo: found?.[2] ? Number(found[2]) : null,
    q: new URLSearchParams(query ?? "").get("q") ?? "",
  };
}

/** @param {Place} place */
export function formatPlace(place) {
  const folder = place.folder === null ? "" : `/folder/${place.folder}`;
  const photo = place.photo === null ? "" : `/photo/${place.photo}`;
  const query = place.q ? `?${new URLSearchParams({ q: place.q })}` : "";
  return `#${folder + photo || "/"}${query}`;
}

export class Route {
  #onChange;

  /** @param {(place: Place) => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
    window.addEventListener("popstate", () => onChange(this.place));
  }

  get place() {
    return parsePlace(location.hash);
  }

  /** @param {Partial<Place>} change  @param {{replace?: boolean}} [how] */
  go(change, { replace = false } = {}) {
    const place = { ...this.place, ...change };
    const address = formatPlace(place);
    if (address === (location.hash || "#/")) return;
    // an entry that is replaced keeps what it says about the one before it
    if (replace) history.replaceState(history.state, "", address);
    else history.pushState({ from: formatPlace({ ...this.place, photo: null }) }, "", address);
    this.#onChange(place);
  }

  /** One step in the history for a search, however many letters it took. @param {string} q */
  search(q) {
    const first = this.place.q === "";
    this.go({ q }, { replace: !first });
    if (first) history.replaceState({ ...history.state, [SEARCH]: true }, "");
  }

  /** Without the search: Back where the search made the entry, so that Back is not pressed for nothing. */
  clearSearch() {
    if (history.state?.[SEARCH]) history.back();
    else this.go({ q: "" }, { replace: true });
  }

  /** Leave the photo: Back where we came from this grid, so that Forward opens it again. */
  leavePhoto() {
    const { place } = this;
    if (place.photo === null) return;
    if (history.state?.from === formatPlace({ ...place, photo: null })) history.back();
    else this.go({ photo: null }, { replace: true });
  }
}
