/** @file Keeps the keys that are not the usual ones, with each change built on those before it. */

import { attempt } from "./commands.js";

/** @typedef {import("../pure/keys/commands.js").KeyChanges} KeyChanges */

/** Sends the keys to the server, one change after the other. */
export class KeptKeys {
  #context;
  /** What the server has not confirmed yet; null: nothing. @type {KeyChanges|null} */
  #wanted = null;
  #isSending = false;

  /** @param {import("./types.js").Context} context - What the parts of the page share. */
  constructor(context) {
    this.#context = context;
  }

  /** The keys, with what was changed last. */
  get now() {
    return this.#wanted ?? this.#context.store.state.status?.keys ?? {};
  }

  /**
   * Keep keys. The whole map is sent each time: of changes made during a request only the last one follows it.
   * @param {KeyChanges} changes - All keys that are not the usual ones.
   */
  async save(changes) {
    this.#wanted = changes;
    if (this.#isSending) return;
    this.#isSending = true;
    /** @type {KeyChanges} */
    let sent;
    do {
      sent = this.#wanted;
      await this.#send(sent);
    } while (this.#wanted !== sent);
    this.#wanted = null; // refused: as it was
    this.#isSending = false;
  }

  /** @param {KeyChanges} keys - All keys that are not the usual ones. */
  async #send(keys) {
    const { api, store } = this.#context;
    const told = await attempt(this.#context, api.send("PUT", "/api/settings", { keys }));
    if (told?.keys) store.updateStatus({ keys: told.keys });
  }
}
