// News from the server: one stream a page, closed while the page is hidden, opened again by itself.

/** @typedef {{changed: {generation: number}, progress: import("../pure/api-types.js").Progress, problems: {count: number}, roots: {}, show: {folder: number|null, photo: number|null}, hover: {over: boolean}}} News */

export class Feed {
  /** @type {EventSource|null} */
  #source = null;
  #address;
  #heard;
  #onReturn;
  #onAway;

  /**
   * @param {string} address
   * @param {<K extends keyof News>(kind: K, news: News[K]) => void} heard
   * @param {() => void} onReturn  the stream was away: whatever happened meanwhile is unknown, ask again
   * @param {() => void} onAway  the stream broke off: the server may be gone
   */
  constructor(address, heard, onReturn, onAway) {
    this.#address = address;
    this.#heard = heard;
    this.#onReturn = onReturn;
    this.#onAway = onAway;
    document.addEventListener("visibilitychange", () => this.#follow());
    window.addEventListener("pagehide", () => this.#close());
    window.addEventListener("pageshow", () => this.#follow());
    this.#follow();
  }

  #follow() {
    if (document.hidden) this.#close();
    else if (!this.#source) this.#open();
  }

  #open() {
    const source = new EventSource(this.#address);
    this.#source = source;
    source.onopen = () => this.#onReturn();
    source.onerror = () => this.#onAway();
    for (const kind of /** @type {(keyof News)[]} */ (["changed", "progress", "problems", "roots", "show", "hover"])) {
      source.addEventListener(kind, (event) => this.#heard(kind, JSON.parse(event.data)));
    }
  }

  #close() {
    this.#source?.close();
    this.#source = null;
  }
}
