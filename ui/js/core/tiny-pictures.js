/** @file Tiny pictures of photos, asked for many at a time and kept in memory within a bound. */

import { readTinies } from "../pure/grid/tiny.js";

/** @typedef {import("../pure/timeline/timeline.js").Timeline} Timeline */
/**
 * A question that is on its way.
 * @typedef {object} Question
 * @property {number[]} keys - Of the photos that are asked for.
 * @property {AbortController} abort - Gives it up.
 * @property {Promise<void>} done - Fulfilled when it is answered, or given up.
 */

const MAX_IDS = 400; // the server takes no more
const MAX_ASKING = 2;
const MAX_KEPT = 20_000; // of some 400 bytes each
const NONE_TIME = 5000; // ms for which a photo without one is not asked for again: it may be made meanwhile
const VERSIONS = 65_536; // versions are below

/** Holds tiny pictures, by photo and version. */
export class TinyPictures {
  /** @type {Map<number, Uint8Array>} the newest last */
  #kept = new Map();
  /** @type {Map<number, number>} photos without one, and until when that counts, ms */
  #none = new Map();
  /** @type {Set<number>} photos that are asked for */
  #asked = new Set();
  /** @type {Question[]} */
  #asking = [];
  #api;
  #onArrived;
  #now;

  /**
   * @param {Pick<import("./api.js").Api, "bytes">|null} api - The server; null: it has none, as that of a site.
   * @param {() => void} onArrived - Called when some have come.
   * @param {() => number} [now] - Returns the time, ms.
   */
  constructor(api, onArrived, now = () => performance.now()) {
    this.#api = api;
    this.#onArrived = onArrived;
    this.#now = now;
  }

  /**
   * Return the tiny picture of a photo; undefined: none is here.
   * @param {Timeline} timeline - The timeline shown.
   * @param {number} index - Index of the photo in it.
   */
  get(timeline, index) {
    return this.#kept.get(keyOf(timeline, index));
  }

  /**
   * Return whether nothing is to be asked for: of each photo a tiny picture is here, or there is none.
   * @param {Timeline} timeline - The timeline shown.
   * @param {number} first - Index of the first photo.
   * @param {number} end - Index behind the last one.
   */
  areHere(timeline, first, end) {
    if (!this.#api) return true;
    for (let index = first; index < end; index++) if (!this.#isKnown(keyOf(timeline, index))) return false;
    return true;
  }

  /**
   * Ask for what is not here, no more than two questions at a time: those on their way that ask for nothing of this are
   * given up, if there is no room for it else.
   * @param {Timeline} timeline - The timeline shown.
   * @param {number} first - Index of the first photo.
   * @param {number} end - Index behind the last one.
   * @param {boolean} [fromEnd] - Whether the last ones come first, should they be too many.
   * @returns {Promise<void>} Fulfilled when the next answer has come.
   */
  load(timeline, first, end, fromEnd = false) {
    const wanted = new Set();
    for (let i = 0; i < end - first; i++) wanted.add(keyOf(timeline, fromEnd ? end - 1 - i : first + i));
    const missing = [...wanted].filter((key) => !this.#asked.has(key) && !this.#isKnown(key)).slice(0, MAX_IDS);
    if (missing.length && this.#asking.length >= MAX_ASKING) this.#giveUp(wanted);
    if (missing.length && this.#asking.length < MAX_ASKING) return this.#ask(missing);
    return this.#asking.length ? Promise.race(this.#asking.map(({ done }) => done)) : Promise.resolve();
  }

  /** @param {number} key - Of a photo. */
  #isKnown(key) {
    return this.#kept.has(key) || (this.#none.get(key) ?? -Infinity) > this.#now();
  }

  /** @param {Set<number>} wanted - The photos that are wanted. */
  #giveUp(wanted) {
    for (const question of this.#asking) if (!question.keys.some((key) => wanted.has(key))) question.abort.abort();
    this.#asking.filter(({ abort }) => abort.signal.aborted).forEach((question) => this.#end(question));
  }

  /** @param {number[]} keys - The photos to ask for. */
  #ask(keys) {
    /** @type {Question} */
    const question = { keys, abort: new AbortController(), done: Promise.resolve() };
    this.#asking.push(question);
    for (const key of keys) this.#asked.add(key);
    return (question.done = this.#answer(question));
  }

  /** @param {Question} question - A question that is to be sent. */
  async #answer(question) {
    const { keys, abort } = question;
    const ids = keys.map((key) => Math.floor(key / VERSIONS));
    try {
      const data = await this.#api?.bytes(`/api/tiny?ids=${ids.join()}`, abort.signal);
      this.#take(keys, data ? readTinies(data, keys.length) : []);
    } catch {
      if (!abort.signal.aborted) this.#take(keys, []); // the colours stay; later it is tried again
    }
    this.#end(question);
  }

  /** @param {Question} question - A question that is answered, or given up. */
  #end(question) {
    if (!this.#asking.includes(question)) return;
    this.#asking = this.#asking.filter((other) => other !== question);
    for (const key of question.keys) this.#asked.delete(key);
    if (!question.abort.signal.aborted) this.#onArrived();
  }

  /**
   * @param {number[]} keys - The photos that were asked for.
   * @param {(Uint8Array|null)[]} tinies - Their tiny pictures; fewer: the last ones have none.
   */
  #take(keys, tinies) {
    const until = this.#now() + NONE_TIME;
    keys.forEach((key, i) => {
      const tiny = tinies[i];
      if (tiny) this.#kept.set(key, tiny);
      else this.#none.set(key, until);
    });
    for (const held of [this.#kept, this.#none]) {
      for (const key of held.keys()) if (held.size > MAX_KEPT) held.delete(key); else break;
    }
  }
}

/**
 * Return what tells a photo with its content from all others.
 * @param {Timeline} timeline - The timeline.
 * @param {number} index - Index of the photo in it.
 */
function keyOf(timeline, index) {
  return timeline.ids[index] * VERSIONS + timeline.versions[index];
}
