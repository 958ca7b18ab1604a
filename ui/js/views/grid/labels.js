/**
 * @file Names of photos, for screen readers and for cells without a picture: loaded when scrolling rests, kept for a
 * while.
 */

import { sayMarks } from "../../pure/annotations/sentences.js";
import { formatDateTime, sayDuration } from "../../pure/text/format.js";
import { t } from "../../pure/text/texts.js";
import { problemText } from "../../pure/viewer/problem-text.js";

/** @typedef {import("../../pure/api-types.js").Label} Label */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */

const MAX_LABELS = 200; // labels in one request
const MAX_KEPT = 4000;
const READING_INTERVAL = 150; // ms between two requests while scrolling
const READING_SPEED = 3; // px/ms up to which names can be read

/** Holds the labels that were loaded. */
export class Labels {
  #api;
  #onLoaded;
  /** @type {Map<number, Label>} */
  #known = new Map();
  /** @type {Set<number>} ids of labels on their way; another set since the library changed */
  #requested = new Set();
  /** @type {Set<number>} ids of labels loaded before the library changed */
  #outdated = new Set();
  #timer = 0;

  /**
   * @param {import("../../core/types.js").Context["api"]} api - The server.
   * @param {() => void} onLoaded - Called when labels have been loaded.
   */
  constructor(api, onLoaded) {
    this.#api = api;
    this.#onLoaded = onLoaded;
  }

  /**
   * Return the label of a photo; undefined: not loaded.
   * @param {number} id - Id of the photo.
   */
  get(id) {
    return this.#known.get(id);
  }

  /**
   * Return whether the label of a photo is to be loaded.
   * @param {number} id - Id of the photo.
   */
  isMissing(id) {
    return !this.#requested.has(id) && (!this.#known.has(id) || this.#outdated.has(id));
  }

  /**
   * Load all labels again when they are needed, also those on their way: files may have been renamed or replaced. Until
   * then the old ones are shown.
   */
  markOutdated() {
    this.#outdated = new Set(this.#known.keys());
    this.#requested = new Set();
  }

  /**
   * Load the labels that are missing, 200 at most.
   * @param {number[]} ids - Ids of photos.
   */
  async load(ids) {
    const some = ids.filter((id) => this.isMissing(id)).slice(0, MAX_LABELS);
    if (!some.length) return;
    const requested = this.#requested;
    for (const id of some) requested.add(id);
    const answer = await this.#api.get(`/api/labels?ids=${some.join(",")}`).catch(() => null);
    for (const id of some) requested.delete(id);
    if (!answer) return;
    for (const label of answer.labels) this.#keep(label, requested === this.#requested);
    for (const id of this.#known.keys()) if (this.#known.size > MAX_KEPT) this.#known.delete(id);
    this.#onLoaded();
  }

  /**
   * @param {Label} label - A label that has come.
   * @param {boolean} isCurrent - Whether it was asked for since the library changed.
   */
  #keep(label, isCurrent) {
    const { id } = label;
    if (!isCurrent && this.#known.has(id) && !this.#outdated.has(id)) return; // a newer one has overtaken it
    this.#known.delete(id); // to the end: the oldest go first
    this.#known.set(id, label);
    if (isCurrent) this.#outdated.delete(id);
    else this.#outdated.add(id);
  }

  /**
   * Load labels while the user scrolls slowly enough to read the names below the photos.
   * @param {() => number[]} missing - Returns the ids of photos on screen whose labels are missing.
   * @param {import("../../pure/grid/scroll.js").Speed} speed - How fast it is.
   */
  loadWhileReading(missing, speed) {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      if (speed.at(performance.now()) < READING_SPEED) void this.load(missing());
    }, READING_INTERVAL);
  }

  /**
   * Say what a photo is: "IMG_2041.JPG, Tuesday 12 March 2019, 14:05, 5,231 of 1,000,000".
   * @param {Timeline} timeline - The timeline shown.
   * @param {number} index - Index of the photo in the timeline.
   * @param {Readonly<import("../../pure/annotations/api-types.js").SaidMarks>} marks - What was said about it.
   */
  spokenLabel(timeline, index, marks) {
    const label = this.#known.get(timeline.ids[index]);
    const isVideo = timeline.has(index, "video");
    const parts = [label?.name ?? t(isVideo ? "grid-video" : "grid-photo")];
    // as the tile has it: what is seen is what is heard
    const isBroken = timeline.has(index, "broken");
    const problem = label?.problem ? problemText(label.problem, !isBroken) : "";
    if (isBroken) parts.push(problem || t("grid-no-picture"));
    if (label?.taken) parts.push(formatDateTime(label.taken));
    parts.push(...sayMarks(marks));
    if (isVideo && label) parts.push(sayVideo(label));
    if (timeline.has(index, "live")) parts.push(t("grid-live"));
    if (timeline.has(index, "raw")) parts.push(t("grid-with-raw"));
    if (label?.moving) parts.push(t("grid-animated"));
    if (label?.pictures && label.pictures > 1)
      parts.push(t(isVideo ? "count-videos" : "count-pictures", { count: label.pictures }));
    if (timeline.has(index, "offline")) parts.push(t("grid-is-offline"));
    if (!isBroken) parts.push(problem);
    parts.push(t("common-of", { n: index + 1, total: timeline.n }));
    return parts.filter(Boolean).join(", ");
  }
}

/** @param {Label} label - Of a video. */
function sayVideo({ duration }) {
  return duration ? t("grid-video-of", { duration: sayDuration(duration) }) : t("grid-is-video");
}
