/**
 * @file The news of a site: one number, asked for again and again while the page is seen. A stream as in feed.js would
 * hold a connection of the server for every page that is open.
 */

import { ApiError } from "./api.js";

/** @typedef {import("./feed.js").FeedListener} FeedListener */

const INTERVAL = 10_000; // ms from an answer to the next question
const MAX_INTERVAL = 60_000; // ms: it doubles with every change, as what is read after each is megabytes in every page
const JITTER = 0.1; // share of it, either way: pages that were opened together do not ask together for ever

/** Asks for the news. */
export class News {
  #tag = ""; // ETag of the last answer
  #generation = -1; // number in the last answer
  #interval = INTERVAL;
  #timer = 0;
  /** @type {AbortController|null} */
  #request = null;
  #api;
  #store;
  #listener;

  /**
   * @param {Pick<import("./types.js").Context, "api"|"store">} context - What the parts of the page share.
   * @param {Pick<FeedListener, "onEvent"|"onOpen"> & {isShown: (generation: number) => boolean}} listener - Told of
   *   changes, of the first answer, and of the first one after the server was away. Says whether the page shows a
   *   number; if not, it is told again: a large view may be behind while it is built.
   */
  constructor({ api, store }, listener) {
    this.#api = api;
    this.#store = store;
    this.#listener = listener;
    document.addEventListener("visibilitychange", () => this.#follow());
    window.addEventListener("online", () => this.#follow());
    window.addEventListener("pagehide", () => this.#stop());
    window.addEventListener("pageshow", (event) => event.persisted && this.#follow());
    this.#follow();
  }

  #follow() {
    this.#stop();
    if (!document.hidden) void this.#ask();
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#request?.abort();
  }

  async #ask() {
    const { signal } = (this.#request = new AbortController());
    try {
      const answer = await this.#api.getIfChanged("/api/news", this.#tag, signal);
      if (!signal.aborted) this.#onAnswer(answer);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return; // only another page can be signed in
    }
    if (signal.aborted) return;
    this.#timer = setTimeout(() => void this.#ask(), this.#interval * (1 + JITTER * (2 * Math.random() - 1)));
  }

  /** @param {{tag: string, body: {generation: number}}|null} answer - The answer; null: nothing has changed. */
  #onAnswer(answer) {
    const isFirst = !this.#tag;
    this.#interval = answer && !isFirst ? Math.min(2 * this.#interval, MAX_INTERVAL) : INTERVAL;
    if (answer) {
      this.#tag = answer.tag;
      this.#generation = answer.body.generation;
    }
    const generation = this.#generation;
    if (isFirst || this.#store.state.lost !== null) this.#listener.onOpen();
    else if (answer || !this.#listener.isShown(generation)) this.#listener.onEvent("changed", { generation });
  }
}
