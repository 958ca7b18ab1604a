/** @file Requests to the server: paths in, values out, one kind of error. */

import { t } from "../pure/text/texts.js";
import { sayServer } from "../pure/text/sentence.js";

/** An answer of the server that is an error. `message` is a sentence for the user. */
export class ApiError extends Error {
  /**
   * @param {number} status - HTTP status of the answer.
   * @param {string} code - The server's name for the error.
   * @param {string} message - A sentence for the user.
   * @param {boolean} [isLost] - Whether the page is of no use any more, which is said already, with the way back.
   */
  constructor(status, code, message, isLost = false) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.isLost = isLost;
  }
}

/**
 * What to say when the page is of no use any more, as keys of texts by the status of the answer. Cookies know no ports:
 * in a browser, any server on 127.0.0.1 can take ours away, or set so many that a request with them is too large.
 * @type {Readonly<Record<number, string>>}
 */
const LOST_HERE = {
  401: "api-signed-out-here",
  431: "api-too-many-cookies",
};

const SIGNED_OUT = "api-signed-out";
const AWAY_HERE = "api-away-here";
const AWAY_SITE = "api-away-site";

/** Return what is said on a site when the session has ended. */
export function signedOut() {
  return t(SIGNED_OUT);
}

/**
 * The same on a site: what is said of answers that its front server gives while ours is away, too.
 * @type {Readonly<Record<number, string>>}
 */
const LOST_SITE = { 401: SIGNED_OUT, 502: AWAY_SITE, 504: AWAY_SITE };

const MAX_KEPT_ALIVE = 60_000; // bytes: browsers let requests of 64 KiB in all outlive their page

/** Sends requests with the key of the page. */
export class Api {
  #key;
  #changes = 0; // requests for changes that are not answered yet
  #isLeaving = false;
  #keptAlive = 0; // bytes that are being sent and are to outlive the page
  /** @type {((isSending: boolean) => void)|null} called when the first of many changes is sent, and after the last */
  onSending = null;

  #onLost;
  #lost;
  #away;

  /**
   * @param {string} key - The key of the page.
   * @param {(sentence: string) => void} onLost - Called with a sentence when the page is signed out or the server is
   *   gone.
   * @param {boolean} [onSite] - Whether the server is that of a site.
   */
  constructor(key, onLost, onSite = false) {
    this.#key = key;
    this.#onLost = onLost;
    this.#lost = onSite ? LOST_SITE : LOST_HERE;
    this.#away = onSite ? AWAY_SITE : AWAY_HERE;
  }

  /**
   * Let the changes that are sent from now on outlive the page, or no more.
   * @param {boolean} isLeaving - Whether the page is being left.
   */
  setLeaving(isLeaving) {
    this.#isLeaving = isLeaving;
  }

  /** Whether changes are being sent. */
  get isSending() {
    return this.#changes > 0;
  }

  /**
   * Read a JSON answer. Rejects with an ApiError, or as fetch() does when there is no answer.
   * @param {string} path - Path with query.
   * @param {AbortSignal} [signal] - Ends the request.
   * @returns {Promise<any>} The answer.
   */
  get(path, signal) {
    return this.#json("GET", path, undefined, signal);
  }

  /**
   * Ask for a change. Rejects as get() does.
   * @param {"POST"|"PUT"|"DELETE"} method - Method of the request.
   * @param {string} path - Path with query.
   * @param {object} [body] - What to send as JSON.
   * @param {AbortSignal} [signal] - Ends the request.
   * @returns {Promise<any>} The answer.
   */
  send(method, path, body = {}, signal = undefined) {
    return this.#json(method, path, body, signal);
  }

  /**
   * Send JSON with PUT and read no body of the answer.
   * @param {string} path - Path with query.
   * @param {object} body - What to send as JSON.
   */
  async sendWithoutAnswer(path, body) {
    await this.#change(path, {
      method: "PUT",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json" },
    });
  }

  /**
   * Read a binary file. The browser keeps it and asks with its ETag.
   * @param {string} path - Path with query.
   * @param {AbortSignal} [signal] - Ends the request.
   */
  async bytes(path, signal) {
    return (await this.#fetch(path, { signal })).arrayBuffer();
  }

  /**
   * Read a JSON answer if it is another than the last one. Rejects as get() does.
   * @param {string} path - Path with query.
   * @param {string} tag - ETag of the last answer; "": there was none.
   * @param {AbortSignal} signal - Ends the request.
   * @returns {Promise<{tag: string, body: any}|null>} The answer with its ETag; null: nothing has changed.
   */
  async getIfChanged(path, tag, signal) {
    const answer = await this.#fetch(path, { signal, headers: tag ? { "If-None-Match": tag } : {} });
    return answer.status === 304 ? null : { tag: answer.headers.get("ETag") ?? "", body: await answer.json() };
  }

  /**
   * Return the address of a picture, or of a video. With its version it never changes.
   * @param {"thumb"|"screen"|"tile"|"original"|"motion"|"video"} kind - What: thumbnail, rendition for the screen, a
   *   part of it, all pixels, the video of the moment, or the file of a video.
   * @param {number} id - Id of the photo.
   * @param {number} version - Version of the photo.
   * @param {import("../pure/layout/aspects.js").ThumbnailSize} [size] - Long side of the thumbnail in px.
   * @param {string} [variant] - Which of its pictures: "developed", "page-2"; "": the photo itself.
   */
  media(kind, id, version, size, variant) {
    const more = `${size ? `&s=${size}` : ""}${variant ? `&variant=${variant}` : ""}`;
    return `/media/${this.#key}/${kind}/${id}?v=${version}${more}`;
  }

  /**
   * Return the address under which a site gives a photo's file away, to be kept.
   * @param {number} id - Id of the photo.
   */
  file(id) {
    return `/media/${this.#key}/file/${id}`;
  }

  /** Address of the event stream. The key is in it, because an EventSource cannot send headers. */
  get feed() {
    return `/feed/${this.#key}`;
  }

  /**
   * @param {string} method - Method of the request.
   * @param {string} path - Path with query.
   * @param {object} [body] - What to send as JSON.
   * @param {AbortSignal} [signal] - Ends the request.
   */
  async #json(method, path, body, signal) {
    if (!body) return (await this.#fetch(path, { method, signal })).json();
    const headers = { "Content-Type": "application/json" };
    return (await this.#change(path, { method, signal, body: JSON.stringify(body), headers })).json();
  }

  /**
   * Send a change.
   * @param {string} path - Path with query.
   * @param {RequestInit & {body: string}} init - As fetch() takes it.
   */
  async #change(path, init) {
    const bytes = this.#isLeaving ? new TextEncoder().encode(init.body).length : 0;
    const keepalive = this.#isLeaving && this.#keptAlive + bytes < MAX_KEPT_ALIVE;
    if (keepalive) this.#keptAlive += bytes;
    if (++this.#changes === 1) this.onSending?.(true);
    try {
      return await this.#fetch(path, { ...init, keepalive });
    } finally {
      if (keepalive) this.#keptAlive -= bytes;
      if (--this.#changes === 0) this.onSending?.(false);
    }
  }

  /**
   * Send a request with the key of the page, and tell when it is of no use any more.
   * @param {string} path - Path with query.
   * @param {RequestInit} init - As fetch() takes it.
   */
  async #fetch(path, init) {
    const headers = { ...init.headers, "X-Gallery-Key": this.#key };
    const answer = await fetch(path, { ...init, headers, redirect: "manual" }).catch((error) => {
      if (!init.signal?.aborted) this.#onLost(t(this.#away));
      throw error;
    });
    if (answer.ok || answer.status === 304) return answer; // 304: only where it was asked for with a tag
    /** @type {{error: import("../pure/text/api-types.js").ErrorBody|null}} */
    const { error } = await answer.json().catch(() => ({ error: null }));
    const status = statusOf(answer, Boolean(error));
    const lost = this.#lost[status];
    if (lost) this.#onLost(t(lost));
    const message = error ? sayServer(error) : t("api-status", { status: String(status) });
    throw new ApiError(status, error?.code ?? "failed", message, Boolean(lost));
  }
}

/**
 * Return the status of an answer that is an error. A front server that wants a new log-in leads to a page for it, or
 * shows that page as a refusal: 401 either way. One that reaches nobody says 502, 503 or 504: 503 is ours, too.
 * @param {Response} answer - The answer.
 * @param {boolean} isOurs - Whether it says in our own words what is wrong.
 */
function statusOf(answer, isOurs) {
  const isLogIn = answer.type === "opaqueredirect" || (answer.status === 403 && !isOurs);
  if (isLogIn) return 401;
  return answer.status === 503 && !isOurs ? 502 : answer.status;
}
