/**
 * @file The screen stays awake while the page plays something. A browser sees to it by itself while a video plays;
 * Chromium in Qt does not, so the window is asked.
 */

/** @typedef {import("./types.js").Context} Context */

/** Has the window keep the screen awake, and asks it only when that changes. */
export class Awake {
  #context;
  #isPlaying = false;
  #isAsked = false;

  /** @param {Pick<Context, "api"|"store">} context - What the parts of the page share. */
  constructor(context) {
    this.#context = context;
    document.addEventListener("visibilitychange", () => this.#follow());
  }

  /** @param {boolean} isPlaying - Whether something plays now. */
  follow(isPlaying) {
    this.#isPlaying = isPlaying;
    this.#follow();
  }

  #follow() {
    const { api, store } = this.#context;
    const on = this.#isPlaying && !document.hidden;
    if (on === this.#isAsked || !store.state.status?.desktop) return;
    this.#isAsked = on;
    // one that fails is of no consequence to the user but a screen that goes dark, or a little late
    api.send("POST", "/api/window", { action: "awake", on }).catch(() => (this.#isAsked = !on));
  }
}
