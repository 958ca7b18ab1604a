/**
 * @file The files of the photo on the stage: which tile of the timeline stands for them, and what the stage shows of
 * each. A member of a group has no tile: paging goes on from the one that stands for it.
 */

import { photoFromDetails } from "./photo-cache.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */

/** Knows the group of the photo that was shown last. */
export class PhotoGroup {
  /** @type {Photo["group"]} */
  #files = [];
  #offline = false;

  /**
   * Take the details of the photo on the stage.
   * @param {Photo} details - The details.
   */
  take(details) {
    this.#files = details.group;
    this.#offline = details.offline;
  }

  /**
   * Return the index of the tile that stands for a file; -1: there is none in the timeline.
   * @param {Timeline} timeline - The timeline shown.
   * @param {number} id - Id of the file.
   */
  indexOf(timeline, id) {
    const own = timeline.indexOf(id);
    return own >= 0 || !this.#find(id) ? own : timeline.indexOf(this.#files[0].id);
  }

  /**
   * Return what the stage shows of a member at once; null: it is none that is known.
   * @param {number} id - Id of the file.
   */
  member(id) {
    const file = this.#find(id);
    return file ? photoFromDetails({ ...file, offline: this.#offline }) : null;
  }

  /** @param {number} id - Id of the file. */
  #find(id) {
    return this.#files.find((file) => file.id === id);
  }
}
