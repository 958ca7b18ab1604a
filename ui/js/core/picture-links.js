/**
 * @file Loads thumbnails and renditions by signed addresses, which a cache before the server can answer without it.
 * They are asked for in batches and kept until they end. What has none, or whose address is refused, is loaded by its
 * own address, which the session lets in.
 */

/** @typedef {import("./types.js").Pictures} Pictures */
/** @typedef {{id: number, size: string}} Picture */
/**
 * What is known of the signed address of a picture.
 * @typedef {object} Link
 * @property {Promise<string|null>} address - Null: it has none.
 * @property {number} ends - When it is to be asked for anew, s since 1970; Infinity: it is on its way.
 */
/** @typedef {{picture: Picture, link: Link, answer: (address: string|null) => void}} Question */

const BATCH_DELAY = 20; // ms that pictures wait for others to be asked for with them
const MAX_IDS = 200; // the server takes no more
const SPARE = 60; // s: addresses that end sooner are not used any more
const LEAST = 60; // s that an answer is kept at least: that there is none, or whatever the clock of this computer says
const MAX_KEPT = 20_000;

/**
 * Return which picture an address of Api.media() names; null: one that has no signed address.
 * @param {string} url - The address.
 * @returns {Picture|null}
 */
export function pictureOf(url) {
  const [, kind, id, , size] = /\/(thumb|screen)\/(\d+)\?v=(\d+)(?:&s=(\d+))?$/.exec(url) ?? [];
  return kind ? { id: Number(id), size: kind === "screen" ? kind : size ?? "320" } : null;
}

/**
 * Loads pictures by signed addresses.
 * @implements {Pictures}
 */
export class PictureLinks {
  /** @type {Map<string, Link>} by the picture's own address, which changes with its file */
  #links = new Map();
  /** @type {Question[]} to be asked soon */
  #waiting = [];
  /** @type {WeakMap<HTMLImageElement, AbortController>} ends what was begun for an image before */
  #begun = new WeakMap();
  #api;

  /** @param {Pick<import("./api.js").Api, "get">} api - The server. */
  constructor(api) {
    this.#api = api;
  }

  /**
   * Ask for the addresses of pictures that will be loaded soon.
   * @param {Iterable<string>} urls - Their own addresses, the most urgent first.
   */
  announce(urls) {
    for (const url of urls) void this.#link(url);
  }

  /**
   * Load a picture into an image. Its "error" is heard only when there is no other address to try.
   * @param {HTMLImageElement} image - The image element.
   * @param {string} url - The picture's own address.
   * @param {() => boolean} isWanted - Returns whether it is still to be loaded, once an address is known.
   */
  setSource(image, url, isWanted) {
    this.#begun.get(image)?.abort();
    const begun = new AbortController();
    this.#begun.set(image, begun);
    const addresses = this.#addresses(url);
    let isLast = false;
    const tryNext = async () => {
      const { value, done } = await addresses.next();
      if (done || begun.signal.aborted || !isWanted()) return begun.abort();
      isLast = value === url;
      image.src = value;
    };
    image.addEventListener("error", (event) => {
      if (isLast) return;
      event.stopImmediatePropagation();
      void tryNext();
    }, { capture: true, signal: begun.signal }); // before the listeners of who wants the picture
    void tryNext();
  }

  /**
   * Load a picture into an image, and decode it.
   * @param {HTMLImageElement} image - The image element, a new one.
   * @param {string} url - The picture's own address.
   * @param {AbortSignal} signal - Gives it up.
   * @returns {Promise<void>} Rejects when it does not come, or is given up.
   */
  decode(image, url, signal) {
    return new Promise((resolve, reject) => {
      image.addEventListener("load", () => resolve(image.decode()), { once: true });
      this.setSource(image, url, () => !signal.aborted);
      image.addEventListener("error", () => reject(new Error("The picture did not come.")));
      signal.addEventListener("abort", () => {
        image.removeAttribute("src");
        reject(signal.reason);
      }, { once: true });
    });
  }

  /**
   * Return the addresses to try: the signed one, a new one if it was refused, then the picture's own.
   * @param {string} url - The picture's own address.
   */
  async *#addresses(url) {
    const link = this.#link(url);
    const first = await link?.address;
    if (first) {
      yield first;
      if (this.#links.get(url) === link) this.#links.delete(url);
      const second = await this.#link(url)?.address;
      if (second && second !== first) yield second;
    }
    yield url;
  }

  /**
   * Return what is known of the signed address of a picture, asked for if need be; null: it never has one.
   * @param {string} url - The picture's own address.
   */
  #link(url) {
    const picture = pictureOf(url);
    const known = this.#links.get(url);
    if (!picture || (known && known.ends > Date.now() / 1000)) return known ?? null;
    const { promise: address, resolve: answer } = withResolver();
    const link = { address, ends: Infinity };
    this.#links.delete(url); // the newest are the last
    this.#links.set(url, link);
    if (!this.#waiting.length) setTimeout(() => this.#askAll(), BATCH_DELAY);
    this.#waiting.push({ picture, link, answer });
    return link;
  }

  #askAll() {
    const all = this.#waiting.splice(0);
    for (const size of new Set(all.map(({ picture }) => picture.size))) {
      const same = all.filter(({ picture }) => picture.size === size);
      for (let i = 0; i < same.length; i += MAX_IDS) void this.#ask(size, same.slice(i, i + MAX_IDS));
    }
    for (const url of this.#links.keys()) {
      if (this.#links.size <= MAX_KEPT) break;
      this.#links.delete(url);
    }
  }

  /**
   * @param {string} size - Which size of the pictures.
   * @param {Question[]} batch - The pictures.
   */
  async #ask(size, batch) {
    const ids = batch.map(({ picture }) => picture.id);
    const found = await this.#api.get(`/api/links?size=${size}&ids=${ids.join()}`).catch(() => null);
    for (const { picture, link, answer } of batch) {
      const address = found?.links[picture.id] ?? null;
      link.ends = Math.max(address ? found.ends - SPARE : 0, Date.now() / 1000 + LEAST);
      answer(address);
    }
  }
}

/** Return a promise of an address, and what fulfils it. */
function withResolver() {
  /** @type {(address: string|null) => void} */
  let resolve = () => {};
  /** @type {Promise<string|null>} */
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}
