// The one way to the server: paths in, values out, one kind of error.

/** The server's answer was an error. `message` is a sentence for the user. */
export class ApiError extends Error {
  /** @param {number} status  @param {string} code  @param {string} message */
  constructor(status, code, message) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
  }
}

export class Api {
  #key;
  #onLost;

  /**
   * @param {string} key  the page's
   * @param {(sentence: string) => void} onLost  called when another window took over, or the server is gone
   */
  constructor(key, onLost) {
    this.#key = key;
    this.#onLost = onLost;
  }

  /** @param {string} path  @param {AbortSignal} [signal]  @returns {Promise<any>} */
  get(path, signal) {
    return this.#json("GET", path, undefined, signal);
  }

  /** @param {"POST"|"PUT"|"DELETE"} method  @param {string} path  @param {object} [body]  @returns {Promise<any>} */
  send(method, path, body = {}) {
    return this.#json(method, path, body);
  }

  /** Sent even when the page is just going. @param {string} path  @param {object} body  @param {boolean} keepalive */
  async put(path, body, keepalive) {
    await this.#fetch(path, {
      method: "PUT",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json" },
      keepalive,
    });
  }

  /** A binary file. The browser keeps it and asks with its ETag. @param {string} path  @param {AbortSignal} [signal] */
  async bytes(path, signal) {
    return (await this.#fetch(path, { signal })).arrayBuffer();
  }

  /**
   * Address of a picture; a version makes it immutable.
   * @param {"thumb"|"screen"|"original"} kind  @param {number} id  @param {number} version  @param {320|512} [size]
   */
  media(kind, id, version, size) {
    return `/media/${this.#key}/${kind}/${id}?v=${version}${size ? `&s=${size}` : ""}`;
  }

  /** Address of the feed: an EventSource cannot send headers. */
  get feed() {
    return `/feed/${this.#key}`;
  }

  /** @param {string} method  @param {string} path  @param {object} [body]  @param {AbortSignal} [signal] */
  async #json(method, path, body, signal) {
    const init = body ? { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } } : {};
    return (await this.#fetch(path, { method, signal, ...init })).json();
  }

  /** @param {string} path  @param {RequestInit} init */
  async #fetch(path, init) {
    const headers = { ...init.headers, "X-Gallery-Key": this.#key };
    const answer = await fetch(path, { ...init, headers }).catch((error) => {
      if (!init.signal?.aborted) this.#onLost("Shoebox has been closed. Start it again to go on.");
      throw error;
    });
    if (answer.ok) return answer;
    if (answer.status === 401)
      this.#onLost("Shoebox was opened in another window. Go on there, or open it again here.");
    const { error } = await answer
      .json()
      .catch(() => ({ error: { code: "failed", message: `The server answered ${answer.status}.` } }));
    throw new ApiError(answer.status, error.code, error.message);
  }
}
