/** @file The video element: one for all videos, with a source only while one is played. */

import { h, on } from "../../core/dom.js";
import { clampPosition, FrameClock, gain, loadedUntil } from "../../pure/viewer/video-time.js";

const CHANGES = /** @type {const} */ (
  ["play", "pause", "timeupdate", "durationchange", "progress", "seeking", "ended"]
);

/**
 * What the element tells.
 * @typedef {object} PageVideoEvents
 * @property {() => void} onShown - The first frame is on screen.
 * @property {() => void} onChanged - Position, duration, loaded part or playing has changed.
 * @property {() => void} onEnded - It stands on its last frame.
 * @property {() => void} onFailed - It cannot be played here.
 */

/** Plays the file of a video in the page. */
export class PageVideo {
  element = h("video", { class: "stage__video", playsInline: true, preload: "auto", disableRemotePlayback: true });
  #events;
  #frames = new FrameClock();
  #isPlayed = false;

  /** @param {PageVideoEvents} events - What the element tells. */
  constructor(events) {
    this.#events = events;
    const { element } = this;
    element.disablePictureInPicture = true;
    on(element, "error", () => this.#fail());
    on(element, "loadedmetadata", () => element.videoWidth === 0 && this.#fail()); // sound, of a codec it knows
    on(element, "loadeddata", () => this.#isPlayed && events.onShown());
    on(element, "ended", () => this.#isPlayed && events.onEnded());
    for (const type of CHANGES) on(element, type, () => this.#isPlayed && events.onChanged());
  }

  /** What it does, for the controls. */
  get state() {
    const { buffered, currentTime: at, duration, paused, ended } = this.element;
    /** @type {(i: number) => [number, number]} */
    const part = (i) => [buffered.start(i), buffered.end(i)];
    const parts = Array.from({ length: buffered.length }, (_, i) => part(i));
    return { playing: !paused && !ended, at, duration, loaded: loadedUntil(parts, at) };
  }

  /**
   * Play a video from its beginning.
   * @param {string} url - Address of its file.
   */
  start(url) {
    this.#isPlayed = true;
    this.element.src = url;
    this.#followFrames();
    void this.#play();
  }

  /** Stop, and free decoder and file. */
  stop() {
    if (!this.#isPlayed) return;
    this.#isPlayed = false;
    this.element.pause();
    this.element.removeAttribute("src");
    this.element.load(); // else the element keeps both
    this.element.remove();
  }

  /** Pause, or go on; from its end, from the beginning. */
  toggle() {
    if (this.element.paused || this.element.ended) void this.#play();
    else this.element.pause();
  }

  /**
   * Go to a position.
   * @param {number} at - s.
   */
  seek(at) {
    this.element.currentTime = clampPosition(at, this.element.duration);
  }

  /**
   * Go on or back.
   * @param {number} seconds - How far; below 0: back.
   */
  skip(seconds) {
    this.seek(this.element.currentTime + seconds);
  }

  /**
   * Pause, and show another frame.
   * @param {number} count - How many frames on; below 0: back.
   */
  step(count) {
    this.element.pause();
    this.skip(count * this.#frames.frame);
  }

  /**
   * Set how loud it is.
   * @param {number} volume - 0 to 100.
   * @param {boolean} muted - Whether there is no sound.
   */
  setSound(volume, muted) {
    this.element.volume = gain(volume);
    this.element.muted = muted;
  }

  async #play() {
    try {
      await this.element.play();
    } catch (error) {
      // one that is stopped before it begins is no failure; other failures are told by the element's own event
      if (error instanceof DOMException && error.name === "NotAllowedError") this.#events.onChanged();
    }
  }

  #followFrames() {
    this.element.requestVideoFrameCallback?.((_now, { presentedFrames, mediaTime }) => {
      this.#frames.show(presentedFrames, mediaTime);
      if (this.#isPlayed) this.#followFrames();
    });
  }

  #fail() {
    if (this.#isPlayed) this.#events.onFailed();
  }
}
