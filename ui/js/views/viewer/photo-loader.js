// How a photo arrives on the stage: its rendition and its details are asked for, tried again, and where they do not come, it is said why.

import { Stage } from "./stage.js";
import { shownFrom, Supply } from "./photo-cache.js";
import { gone, offline, unreadable } from "./problem-message.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("./photo-actions.js").Errands} Errands */
/** @typedef {import("./progressive-image.js").Shown} Shown */
/**
 * @typedef {object} Host  who has the stage in it
 * @property {() => {index: number, direction: 1|-1}} where  in the current timeline, and which way it is paged; index -1: in none
 * @property {(shown: Shown) => void} known     what a photo outside the timeline looks like
 * @property {(photo: Photo) => void} described its details are here
 * @property {(percent: string) => void} zoomed
 * @property {() => void} back
 */

const HURRY = 150; // ms between two pages of someone who is looking for something
const PATIENCE = 90; // ms of rest after which a photo in passing is worth fetching
const TRIES = 2;

export class Arrival {
  /** @type {Shown|null} */
  #shown = null;
  /** @type {Photo|null} */
  #photo = null;
  #paged = -Infinity;
  #timer = 0;
  #tries = 0;
  #context;
  #host;
  #supply;
  #ways;

  /** @param {Context} context  @param {Errands} errands  @param {Host} host */
  constructor(context, errands, host) {
    this.#context = context;
    this.#host = host;
    this.#supply = new Supply(context.api);
    this.#ways = { back: host.back, retry: () => this.#retry(), again: () => errands.again(), errands };
    this.stage = new Stage(context, this.#supply.images, { zoomed: host.zoomed, failed: () => this.#failed() });
  }

  get shown() {
    return this.#shown;
  }

  /** Its details, null until they are here. */
  get photo() {
    return this.#photo;
  }

  /** @param {Shown} shown */
  show(shown) {
    const before = this.#shown;
    const sameFile = before?.key === shown.key;
    if (sameFile && before.flags === shown.flags) return this.#load(); // its neighbours may be others now
    if (sameFile) this.#supply.forget(shown.key); // its drive came or went: ask anew
    this.#shown = shown;
    this.#begin(shown);
  }

  clear() {
    clearTimeout(this.#timer);
    this.#supply.clear();
    this.stage.clear();
    this.#shown = this.#photo = null;
  }

  /** @param {Shown} shown */
  #begin(shown) {
    this.#tries = 0;
    this.#photo = null;
    const photo = this.#supply.facts.peek(shown.key) ?? null;
    this.stage.show(shown, photo);
    clearTimeout(this.#timer);
    const hurried = performance.now() - this.#paged < HURRY;
    this.#paged = performance.now();
    if (photo) this.#described(photo);
    if (hurried) this.#timer = window.setTimeout(() => this.#load(), PATIENCE);
    else this.#load();
  }

  /** This photo and its neighbours; what was on its way for others is let go. */
  #load() {
    const shown = this.#shown;
    if (!shown) return;
    const { index, direction } = this.#host.where();
    this.#supply.aim(shown, this.#context.store.state.timeline, index, direction);
    this.stage.follow();
    this.#supply.facts.get(shown.key)?.ready.then(
      (photo) => this.#shown?.key === shown.key && this.#described(photo),
      (error) => this.#shown?.key === shown.key && this.#unknown(error),
    );
  }

  /** @param {Photo} photo */
  #described(photo) {
    const shown = this.#shown;
    if (!shown || this.#photo === photo) return;
    if (shown.version === 0 && !photo.problem) return this.#host.known(shownFrom(photo));
    this.#photo = photo;
    this.stage.describe(photo);
    this.#host.described(photo);
    if (!shown.broken) return;
    this.stage.trouble(unreadable(photo, this.#ways));
    if (photo.problem?.code === "truncated") this.#asFarAsItGoes(shown);
  }

  /** A file that ends too early is shown as far as it goes. @param {Shown} shown */
  #asFarAsItGoes(shown) {
    this.#shown = { ...shown, broken: false };
    this.#load();
  }

  /** The rendition did not come: ask why. */
  async #failed() {
    const shown = this.#shown;
    if (!shown) return;
    const photo = await this.#context.api.get(`/api/photos/${shown.id}`).catch((error) => error);
    if (this.#shown !== shown) return;
    if (photo instanceof Error) return this.#unknown(photo);
    if (photo.problem) this.stage.trouble(unreadable(photo, this.#ways));
    else if (photo.offline) this.stage.hasPixels || this.stage.trouble(offline(photo, this.#ways));
    else if (this.#tries++ < TRIES) this.#timer = window.setTimeout(() => this.#retry(), 1500 * this.#tries);
    else this.stage.trouble(unreadable(photo, this.#ways));
  }

  /** @param {unknown} error */
  #unknown(error) {
    if (error instanceof DOMException && error.name === "AbortError") return;
    this.stage.trouble(gone(error instanceof Error ? error.message : "", this.#ways));
  }

  #retry() {
    if (!this.#shown) return;
    this.#supply.forget(this.#shown.key);
    this.#load();
  }
}
