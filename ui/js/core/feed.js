/**
 * @file The stream of events from the server: closed while the page is hidden, and opened again by the browser when it
 * breaks.
 */

/**
 * The events by name, and what each brings.
 * @typedef {object} FeedEvents
 * @property {{generation: number}} changed - The library changed; the number is its generation.
 * @property {import("../pure/api-types.js").Progress} progress - The progress of the background work changed.
 * @property {{count: number}} problems - How many files have a problem.
 * @property {{}} roots - Roots or saved searches changed.
 * @property {{folder: number|null, photo: number|null, visit: number|null}} show - Another start of Shoebox asks for a
 *   place.
 * @property {{over: boolean}} hover - A folder is held over the window, or no longer.
 */

/**
 * @typedef {object} FeedListener
 * @property {<K extends keyof FeedEvents>(kind: K, data: FeedEvents[K]) => void} onEvent - An event has come.
 * @property {() => void} onOpen - The stream is open. Events before that are lost: the state must be read again.
 * @property {() => void} onError - The stream broke: the server may have ended.
 */

/** @type {(keyof FeedEvents)[]} */
const KINDS = ["changed", "progress", "problems", "roots", "show", "hover"];

/** Holds the event stream. */
export class Feed {
  /** @type {EventSource|null} */
  #source = null;
  #address;
  #listener;

  /**
   * @param {string} address - Address of the stream.
   * @param {FeedListener} listener - Told of events, and of the stream's beginning and end.
   */
  constructor(address, listener) {
    this.#address = address;
    this.#listener = listener;
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
    source.onopen = () => this.#listener.onOpen();
    source.onerror = () => this.#listener.onError();
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => this.#listener.onEvent(kind, JSON.parse(event.data)));
    }
  }

  #close() {
    this.#source?.close();
    this.#source = null;
  }
}
