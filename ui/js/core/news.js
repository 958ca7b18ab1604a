/**
 * @file The news of a site: one number, asked for again and again while the page is seen. A stream as in feed.js would
 * hold a connection of the server for every page that is open.
 */

import { ApiError } from "./api.js";

/** @typedef {import("./feed.js").FeedListener} FeedListener */

const INTERVAL = 10_000; // ms from an answer to the next question
const JITTER = 0.1; // share of it, either way: pages that were opened together do not ask together for ever

/** Asks for the news. */
export class News {
  #tag = ""; // ETag of the last answer
  #timer = 0;
  /** @type {AbortController|null} */
  #request = null;
  #api;
  #store;
  #listener;

  /**
   * @param {Pick<import("./types.js").Context, "api"|"store">} context - What the parts of the page share.
   * @param {Pick<FeedListener, "onEvent"|"onOpen">} listener - Told of changes, of the first answer, and of the first
   *   one after the server was away.
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
    this.#timer = setTimeout(() => void this.#ask(), INTERVAL * (1 + JITTER * (2 * Math.random() - 1)));
  }

  /** @param {{tag: string, body: {generation: number}}|null} answer - The answer; null: nothing has changed. */
  #onAnswer(answer) {
    const isFirst = !this.#tag;
    if (answer) this.#tag = answer.tag;
    if (isFirst || this.#store.state.lost !== null) this.#listener.onOpen();
    else if (answer) this.#listener.onEvent("changed", answer.body);
  }
}
