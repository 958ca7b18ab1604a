/** @file The motion of a photo: a muted video that is laid over its picture for as long as somebody asks for it. */

import { h, on } from "./dom.js";

/**
 * Plays one motion at a time. Where the browser lacks the codec, or the file is away, nothing moves and nothing is
 * said: the picture stays.
 */
export class Motion {
  /** @type {HTMLVideoElement|null} */
  #video = null;

  /** Whether a motion is asked for. */
  get isOn() {
    return this.#video !== null;
  }

  /**
   * Begin to play.
   * @param {HTMLElement} over - The element that the picture fills.
   * @param {string} address - The address of the video.
   */
  start(over, address) {
    this.stop();
    const video = h("video", { class: "motion", muted: true, loop: true, playsInline: true, "aria-hidden": "true" });
    this.#video = video;
    on(video, "playing", () => video.classList.add("is-playing"));
    on(video, "error", () => this.#video === video && this.stop());
    video.src = address;
    over.append(video);
    video.play().catch(() => {}); // said by the event "error", or it was ended
  }

  /** Show the picture again. */
  stop() {
    const video = this.#video;
    this.#video = null;
    video?.remove();
    video?.removeAttribute("src"); // else it goes on loading
    video?.load();
  }
}
