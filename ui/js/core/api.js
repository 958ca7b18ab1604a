/** @file Requests to the server: paths in, values out, one kind of error. */

/** An answer of the server that is an error. `message` is a sentence for the user. */
export class ApiError extends Error {
  /**
   * @param {number} status - HTTP status of the answer.
   * @param {string} code - The server's name for the error.
   * @param {string} message - A sentence for the user.
   */
  constructor(status, code, message) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
  }

  /** Whether the page is of no use any more, which is said already, with the way back. */
  get isLost() {
    return this.status in LOST;
  }
}

/**
 * What to say when the page is of no use any more, by the status of the answer. Cookies know no ports: in a browser,
 * any server on 127.0.0.1 can take ours away, or set so many that a request with them is too large.
 * @type {Readonly<Record<number, string>>}
 */
const LOST = {
  401:
    "This page is signed out: Shoebox was opened elsewhere, or another site on this computer changed its cookie. " +
    "Go on there, or press Enter where Shoebox runs and open the address that it prints.",
  431:
    "Other sites on this computer have set more cookies than Shoebox can take. Delete the cookies of 127.0.0.1 in " +
    "this browser, then press Enter where Shoebox runs and open the address that it prints.",
};

/** Sends requests with the key of the page. */
export class Api {
  #key;
  #onLost;

  /**
   * @param {string} key - The key of the page.
   * @param {(sentence: string) => void} onLost - Called with a sentence when the page is signed out or the server is
   *   gone.
   */
  constructor(key, onLost) {
    this.#key = key;
    this.#onLost = onLost;
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
   * @returns {Promise<any>} The answer.
   */
  send(method, path, body = {}) {
    return this.#json(method, path, body);
  }

  /**
   * Send JSON with PUT and read no body of the answer; also while the page is being left.
   * @param {string} path - Path with query.
   * @param {object} body - What to send as JSON.
   * @param {boolean} keepalive - Whether the request is to outlive the page.
   */
  async sendWithoutAnswer(path, body, keepalive) {
    await this.#fetch(path, {
      method: "PUT",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json" },
      keepalive,
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
   * Return the address of a picture. With its version it never changes.
   * @param {"thumb"|"screen"|"original"} kind - Which picture: thumbnail, rendition for the screen, or all pixels.
   * @param {number} id - Id of the photo.
   * @param {number} version - Version of the photo.
   * @param {320|512} [size] - Long side of the thumbnail in px.
   */
  media(kind, id, version, size) {
    return `/media/${this.#key}/${kind}/${id}?v=${version}${size ? `&s=${size}` : ""}`;
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
    const init = body ? { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } } : {};
    return (await this.#fetch(path, { method, signal, ...init })).json();
  }

  /**
   * Send a request with the key of the page, and tell when it is of no use any more.
   * @param {string} path - Path with query.
   * @param {RequestInit} init - As fetch() takes it.
   */
  async #fetch(path, init) {
    const headers = { ...init.headers, "X-Gallery-Key": this.#key };
    const answer = await fetch(path, { ...init, headers }).catch((error) => {
      if (!init.signal?.aborted) this.#onLost("Shoebox has been closed. Start it again to go on.");
      throw error;
    });
    if (answer.ok) return answer;
    if (LOST[answer.status]) this.#onLost(LOST[answer.status]);
    const { error } = await answer
      .json()
      .catch(() => ({ error: { code: "failed", message: `The server answered ${answer.status}.` } }));
    throw new ApiError(answer.status, error.code, error.message);
  }
}
