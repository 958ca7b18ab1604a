/**
 * @file Loads what the stage shows: rendition and details of a photo, tried again when they fail; and says why when
 * they do not come.
 */

import { Stage } from "./stage.js";
import { photoFromDetails, PhotoCache } from "./photo-cache.js";
import { VariantSwitch } from "./variant-switch.js";
import { awayMessage, goneMessage, offlineMessage, unreadableMessage } from "./problem-message.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("./photo-actions.js").PhotoActions} PhotoActions */
/** @typedef {import("./progressive-image.js").TimelinePhoto} TimelinePhoto */
/**
 * What the viewer does for its loader, and what it is told.
 * @typedef {object} PhotoLoaderEvents
 * @property {() => {index: number, direction: 1|-1}} position - Returns the photo's index in the current timeline
 *   (-1: in none), and which way the user pages.
 * @property {(photo: TimelinePhoto) => void} onOutsideTimeline - What a photo in no timeline looks like is known now.
 * @property {(details: Photo) => void} onDetails - The details of the photo are here.
 * @property {(text: string) => void} onVariant - Which picture of the file is shown, in words; "": there is only one.
 * @property {(text: string) => void} onSaid - What screen readers are to be told.
 * @property {(percent: string) => void} onZoomed - The zoom has changed; "": it is not known.
 * @property {() => void} onLeave - The user wants back to the grid.
 */

const FAST_PAGING = 150; // ms between two pages below which the user is looking for something further on
const PAGING_REST = 90; // ms of rest after which a photo in passing is loaded
const MAX_RETRIES = 2;

/** Loads the photo on the stage and its neighbours. */
export class PhotoLoader {
  /** @type {TimelinePhoto|null} */
  #current = null;
  /** @type {Photo|null} */
  #details = null;
  #paged = -Infinity;
  #timer = 0;
  #tries = 0;
  #isAway = false; // it is said that the server is away
  #context;
  #events;
  #cache;
  #problemActions;
  #variants;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {PhotoActions} actions - What can be done with the photo.
   * @param {PhotoLoaderEvents} events - What the viewer does for the loader.
   */
  constructor(context, actions, events) {
    this.#context = context;
    this.#events = events;
    this.#cache = new PhotoCache(context);
    this.#problemActions = {
      leave: events.onLeave,
      retry: () => this.#retry(),
      rescan: () => actions.rescanProblems(),
      photoActions: actions,
    };
    this.stage = new Stage(context, this.#cache.images, {
      onZoomed: events.onZoomed,
      onFailed: () => this.#onRenditionFailed(),
    });
    const onPhotoItself = () => this.#current && this.#begin(this.#current);
    this.#variants = new VariantSwitch(context, this.stage, {
      onShown: events.onVariant,
      onPhotoItself,
      onSaid: events.onSaid,
    });
    context.store.watch((state) => state.lost, (lost) => lost === null && this.#onServerBack());
  }

  /** The photo on the stage; null: none. */
  get current() {
    return this.#current;
  }

  /** Its details; null: not loaded yet. */
  get details() {
    return this.#details;
  }

  /**
   * Show a photo.
   * @param {TimelinePhoto} photo - The photo.
   */
  show(photo) {
    const before = this.#current;
    const sameFile = before?.key === photo.key;
    if (sameFile && before.flags === photo.flags) return this.#load(); // its neighbours may be others now
    if (sameFile) this.#cache.forget(photo.key); // its drive came or went: ask anew
    this.#current = photo;
    this.#begin(photo);
  }

  /** Show nothing and let everything go. */
  clear() {
    clearTimeout(this.#timer);
    this.#variants.clear();
    this.#cache.clear();
    this.stage.clear();
    this.#current = this.#details = null;
  }

  /** @param {TimelinePhoto} photo - The photo. */
  #begin(photo) {
    this.#tries = 0;
    this.#details = null;
    const details = this.#cache.details.peek(photo.key) ?? null;
    this.#variants.begin(photo);
    this.stage.show(photo, details);
    clearTimeout(this.#timer);
    const hurried = performance.now() - this.#paged < FAST_PAGING;
    this.#paged = performance.now();
    if (details) this.#onDetails(details);
    if (hurried) this.#timer = window.setTimeout(() => this.#load(), PAGING_REST);
    else this.#load();
  }

  /** Load the photo and its neighbours. What was on its way for others is cancelled. */
  #load() {
    const photo = this.#current;
    if (!photo) return;
    const { index, direction } = this.#events.position();
    this.#cache.hold(photo, this.#context.store.state.timeline, index, direction);
    this.stage.followRendition();
    this.#cache.details.get(photo.key)?.ready.then(
      (details) => this.#current?.key === photo.key && this.#onDetails(details),
      (error) => this.#current?.key === photo.key && this.#onDetailsFailed(error),
    );
  }

  /** @param {Photo} details - The details. */
  #onDetails(details) {
    const photo = this.#current;
    if (!photo || isSame(this.#details, details)) return;
    if (photo.version === 0 && !details.broken) return this.#events.onOutsideTimeline(photoFromDetails(details));
    this.#details = details;
    const isReplaced = this.#variants.hasReplaced(photo);
    if (!isReplaced) this.stage.setDetails(details);
    this.#events.onDetails(details);
    if (photo.broken && !isReplaced) {
      this.stage.showProblem(unreadableMessage(details, this.#problemActions));
      if (details.problem?.code === "truncated") this.#showTruncated(photo);
    }
    this.#variants.setDetails(photo, details);
  }

  /**
   * Show a file that ends too early as far as it goes.
   * @param {TimelinePhoto} photo - The photo.
   */
  #showTruncated(photo) {
    this.#current = { ...photo, broken: false };
    this.#load();
  }

  /** Find out why the rendition did not come. */
  async #onRenditionFailed() {
    const photo = this.#current;
    if (!photo) return;
    const details = await this.#context.api.get(`/api/photos/${photo.id}`).catch((error) => error);
    if (this.#current !== photo) return;
    if (details instanceof Error) return this.#onDetailsFailed(details);
    if (details.broken) this.stage.showProblem(unreadableMessage(details, this.#problemActions));
    else if (details.offline)
      this.stage.hasPixels || this.stage.showProblem(offlineMessage(details, this.#problemActions));
    else if (this.#tries++ < MAX_RETRIES) this.#timer = window.setTimeout(() => this.#retry(), 1500 * this.#tries);
    else this.stage.showProblem(unreadableMessage(details, this.#problemActions));
  }

  /** @param {unknown} error - What the request threw. */
  #onDetailsFailed(error) {
    if (error instanceof DOMException && error.name === "AbortError") return;
    const { store } = this.#context;
    this.#isAway = store.state.lost !== null;
    if (this.#isAway) return this.stage.showProblem(awayMessage(store.state.lost ?? "", this.#problemActions));
    this.stage.showProblem(goneMessage(error instanceof Error ? error.message : "", this.#problemActions));
  }

  /** Load what could not be loaded while the server was away. */
  #onServerBack() {
    if (this.#isAway) this.#retry();
    this.#isAway = false;
  }

  #retry() {
    if (!this.#current) return;
    this.#cache.forget(this.#current.key);
    this.#load();
  }
}

/**
 * Return whether two answers of the server say the same, so that what is shown can stay as it is.
 * @param {Photo|null} before - What is shown; null: nothing.
 * @param {Photo} after - What has come.
 */
function isSame(before, after) {
  return before === after || JSON.stringify(before) === JSON.stringify(after);
}
