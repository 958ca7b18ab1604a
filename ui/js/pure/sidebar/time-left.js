/** @file What the background work costs, and how long the rest of it will take. */

import { t } from "../text/texts.js";

/** @typedef {import("../api-types.js").Progress} Progress */

/** What a thumbnail costs, in headers read: 0.24 and some 10 to 40 ms of a core (docs/measurements.md). */
const THUMBNAIL_COST = 60;
const LEAST_SPAN = 10_000; // ms of work that must have been seen
const WINDOW = 60_000; // ms of work that a speed is taken from
const STEADY = { less: 0.75, more: 1.35 }; // share of what is told within which it goes on being told

/**
 * Return what is done, in headers read.
 * @param {Pick<Progress, "read"|"thumbnails">} progress - The background work.
 */
export function costDone({ read, thumbnails }) {
  return read + THUMBNAIL_COST * thumbnails;
}

/**
 * Return what is left, in headers read. A photo whose header is to be read needs a thumbnail, too.
 * @param {Pick<Progress, "unread"|"unmade">} progress - The background work.
 */
export function costLeft({ unread, unmade }) {
  return unread + THUMBNAIL_COST * (unread + unmade);
}

/** Watches the background work, and tells how long the rest will take. */
export class TimeLeft {
  /** @type {{at: number, done: number}[]} what was done when, the newest last */
  #seen = [];
  /** @type {number|null} when it is told to end, ms */
  #end = null;

  /**
   * Take how far the work is. While folders are listed nobody knows how much there is; while it pauses it has no speed.
   * @param {Progress} progress - The background work.
   * @param {number} now - The time, ms.
   */
  add(progress, now) {
    const done = costDone(progress);
    const before = this.#seen.at(-1);
    if (progress.paused || progress.stage === "idle" || progress.stage === "listing" || done < (before?.done ?? 0)) {
      this.#seen = [];
      this.#end = null;
      return;
    }
    this.#seen.push({ at: now, done });
    while (this.#seen.length > 2 && now - this.#seen[1].at >= WINDOW) this.#seen.shift();
    this.#estimate(costLeft(progress), now);
  }

  /**
   * Say how long it will take: "About 3 minutes left"; "": it cannot be told.
   * @param {number} now - The time, ms.
   */
  words(now) {
    return this.#end === null ? "" : durationWords(Math.max(0, this.#end - now));
  }

  /**
   * @param {number} left - What is left, in headers.
   * @param {number} now - The time, ms.
   */
  #estimate(left, now) {
    const first = this.#seen[0];
    const speed = (this.#seen[this.#seen.length - 1].done - first.done) / (now - first.at);
    if (now - first.at < LEAST_SPAN || !(speed > 0)) return;
    const time = left / speed;
    const told = this.#end === null ? 0 : Math.max(1, this.#end - now);
    if (time < STEADY.less * told || time > STEADY.more * told) this.#end = now + time;
  }
}

/** @param {number} ms - How long something takes. */
function durationWords(ms) {
  const minutes = ms / 60_000;
  if (minutes < 1) return t("sidebar-less-than-minute");
  if (minutes < 9.5) return t("sidebar-minutes-left", { count: Math.round(minutes) });
  if (minutes < 57.5) return t("sidebar-minutes-left", { count: 5 * Math.round(minutes / 5) });
  const hours = Math.round(minutes / 60);
  return hours < 24 ? t("sidebar-hours-left", { count: hours }) : t("sidebar-days-left");
}
