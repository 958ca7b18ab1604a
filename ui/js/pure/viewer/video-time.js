/** @file Positions in a video, its frames, and how loud it is. Times in seconds, as media elements have them. */

import { formatDuration, formatLength } from "../text/format.js";

export const SEEK = 5; // s that an arrow key goes
const DEFAULT_FRAME = 1 / 30; // s, where it is not known how long a frame is shown

/**
 * Return a position within the video.
 * @param {number} at - The position wanted, s.
 * @param {number} duration - How long the video is, s; NaN, Infinity: not known.
 */
export function clampPosition(at, duration) {
  return Math.max(0, Number.isFinite(duration) ? Math.min(at, duration) : at);
}

/**
 * Return position and duration as people read them: "0:07 / 1:02".
 * @param {number} at - The position, s.
 * @param {number} duration - How long the video is, s; NaN, Infinity: not known.
 */
export function formatPosition(at, duration) {
  const shown = formatDuration(at * 1000);
  return Number.isFinite(duration) && duration > 0 ? `${shown} / ${formatLength(duration * 1000)}` : shown;
}

/**
 * Return the end of the part that is loaded around a position, or the position where nothing of it is.
 * @param {[number, number][]} parts - Beginning and end of what is loaded, s.
 * @param {number} at - The position, s.
 */
export function loadedUntil(parts, at) {
  return parts.find(([start, end]) => start <= at && at <= end)?.[1] ?? at;
}

/**
 * Return the factor of the samples for a volume as people hear it: half as loud is a quarter (media_engine.py).
 * @param {number} volume - 0 to 100.
 */
export function gain(volume) {
  return (volume / 100) ** 2;
}

/** Learns from frames as they are shown how long each of them is. */
export class FrameClock {
  /** Seconds from one frame to the next. */
  frame = DEFAULT_FRAME;
  #count = 0;
  #time = 0;

  /**
   * Take a frame that is shown.
   * @param {number} count - Which of the frames shown so far it is.
   * @param {number} time - Its time in the video, s.
   */
  show(count, time) {
    const took = time - this.#time;
    if (count === this.#count + 1 && took > 0 && took < 0.5) this.frame = took;
    this.#count = count;
    this.#time = time;
  }
}
