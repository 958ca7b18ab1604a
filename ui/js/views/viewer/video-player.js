/**
 * @file Plays the video on the stage: by the page where the browser has the codecs, else by the window in place of the
 * page; and says so where neither does. Nothing plays by itself: the user presses the button over the poster, or Space.
 */

import { Awake } from "../../core/awake.js";
import { attempt, play } from "../../core/commands.js";
import { canFillScreen, toggleFullscreen } from "../../core/full-screen.js";
import { h, icon, on } from "../../core/dom.js";
import { nameKey } from "../../core/key-names.js";
import { t } from "../../pure/text/texts.js";
import { isVideo } from "../../pure/viewer/photo-text.js";
import { waysToPlay } from "../../pure/viewer/video-ways.js";
import { PageVideo } from "./page-video.js";
import { VideoBar } from "./video-bar.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../pure/viewer/video-ways.js").Way} Way */

/** Plays one video after the other. */
export class VideoPlayer {
  /** @type {Photo|null} the video on the stage; null: there is none, or it is not known yet */
  #video = null;
  /** @type {Way|null} how it is played; null: not at all */
  #way = null;
  /** @type {Way[]} what is still to be tried */
  #ways = [];
  #failed = false;
  #isExpected = false; // the timeline says that it is a video, of which nothing more is known yet
  #isWanted = false; // and the user wants it played
  #isLeft = false; // the window had the focus for itself, and gave it back
  /** @type {AbortController|null} ends the request by which the window plays it */
  #asked = null;
  #context;
  #awake;
  #figure;
  #page;
  #button = nameKey(h("button", { type: "button", class: "stage__play", hidden: true }, icon("play")), t("viewer-play"),
    "video/Space"); // prettier-ignore

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {HTMLElement} figure - What the picture lies in: the video is laid over it.
   * @param {() => void} onChanged - The note over the picture is to be written anew.
   */
  constructor(context, figure, onChanged) {
    this.#context = context;
    this.#figure = figure;
    this.onChanged = onChanged;
    this.#awake = new Awake(context);
    this.#page = new PageVideo({
      onShown: () => this.#page.element.classList.add("is-shown"),
      onChanged: () => this.#showState(),
      onEnded: () => figure.closest(".viewer")?.classList.remove("is-idle"), // the controls, to play it again
      onFailed: () => this.#tryNext(),
    });
    this.bar = new VideoBar({
      toggle: () => this.toggle(),
      seek: (share) => this.#page.seek(share * this.#page.state.duration),
      mute: () => this.mute(),
      setVolume: (volume) => this.#setSound({ volume, muted: volume === 0 }),
      fullScreen: canFillScreen(context) ? () => this.fullScreen() : null,
    });
    this.element = this.#button;
    on(this.#button, "click", () => this.toggle());
    on(figure, "click", (event) => this.#onClick(event));
    context.store.watchAny([(state) => state.view.volume, (state) => state.view.muted], () => this.#followSound());
  }

  /** Whether there is a video that can be played. */
  get canPlay() {
    return this.#isExpected || (this.#video !== null && !this.#failed && this.#possible.length > 0);
  }

  /** Whether a video is played in the page, if only paused: then its keys are the video's. */
  get isOpen() {
    return this.#way === "page";
  }

  /** Whether one is played, or is about to be. */
  get isBusy() {
    return this.#way !== null;
  }

  /** Whether the user has left it in the window, which tells so only when the page has been drawn below it. */
  get isLeft() {
    return this.#way === "window" && this.#isLeft;
  }

  /** The line over a video that cannot be played; null: there is none. */
  get note() {
    return this.#video && !this.canPlay && !this.#video.offline && !this.#video.broken ? this.#elsewhere() : null;
  }

  get #possible() {
    const { store } = this.#context;
    const canPlay = (/** @type {string} */ type) => this.#page.element.canPlayType(type);
    return this.#video ? waysToPlay(this.#video, canPlay, store.state.status?.desktop ?? false) : [];
  }

  /**
   * Take what is on the stage now. What was played before is stopped, unless it is the same.
   * @param {Photo|null} details - The details; null: none, or not known yet.
   * @param {boolean} [isExpected] - Whether those of a video will come.
   */
  show(details, isExpected = false) {
    const video = details && isVideo(details) ? details : null;
    const begins = video !== null && this.#isWanted;
    const same = video !== null && video.id === this.#video?.id && video.version === this.#video.version;
    if (!same) this.stop();
    if (!same) this.#failed = false;
    this.#video = video;
    this.#isExpected = isExpected;
    this.#followButton();
    if (begins) this.toggle();
  }

  /** Play, or pause, or go on. */
  toggle() {
    if (this.isOpen) return this.#page.toggle();
    if (this.isBusy || !this.canPlay) return;
    this.#isWanted = this.#isExpected;
    if (this.#isWanted) return;
    this.#ways = this.#possible;
    this.#tryNext();
  }

  /**
   * Go on or back.
   * @param {number} seconds - How far; below 0: back.
   */
  skip(seconds) {
    this.#page.skip(seconds);
  }

  /**
   * Pause, and show another frame.
   * @param {number} count - How many frames on; below 0: back.
   */
  step(count) {
    this.#page.step(count);
  }

  /** Sound on or off. */
  mute() {
    const { volume, muted } = this.#context.store.state.view;
    this.#setSound({ volume: volume || 100, muted: !(muted || volume === 0) });
  }

  /** Full screen on or off. */
  fullScreen() {
    void toggleFullscreen(this.#context);
  }

  /** Stop, and show the poster. */
  stop() {
    this.#way = null;
    this.#ways = [];
    this.#isWanted = false;
    this.#stopPage();
    this.#asked?.abort(); // the window stops when nobody waits for the end any more
    this.#followButton();
  }

  #tryNext() {
    const hasPlayed = this.#page.element.classList.contains("is-shown");
    this.#stopPage();
    this.#way = this.#ways.shift() ?? null;
    if (this.#way === "page") this.#playHere();
    else if (this.#way === "window") void this.#playInWindow();
    else this.#giveUp(hasPlayed);
    this.#followButton();
  }

  /** Free what the page has of the video. */
  #stopPage() {
    this.#page.stop();
    this.#awake.follow(false);
    this.#page.element.classList.remove("is-shown");
  }

  #playHere() {
    if (!this.#video) return;
    this.#figure.append(this.#page.element);
    this.#page.start(this.#context.api.media("video", this.#video.id, this.#video.version));
    this.#showState();
  }

  /** Have the window play it, and go on as the user left it there. */
  async #playInWindow() {
    const { api, store, keys } = this.#context;
    const { volume, muted } = store.state.view;
    const asked = (this.#asked = new AbortController());
    const { signal } = asked;
    this.#isLeft = false;
    const onFocus = () => on(window, "focus", () => (this.#isLeft = true), { once: true, signal });
    on(window, "blur", () => ((this.#isLeft = false), onFocus()), { signal });
    const body = { action: "play", photo: this.#video?.id, volume, muted, ...this.#words() };
    const end = await attempt(this.#context, api.send("POST", "/api/window", body, signal));
    if (signal.aborted) return;
    asked.abort(); // it is over
    if (end) {
      store.updateView({ volume: end.volume, muted: end.muted });
      store.setFullscreen(end.fullscreen);
    }
    if (!end || end.reason === "failed") return this.#tryNext();
    this.#way = null;
    this.#followButton();
    if (end.reason !== "back") keys.press(end.reason === "next" ? "PageDown" : "PageUp");
  }

  /** What stands over the video in the window. */
  #words() {
    const name = this.#figure.closest(".viewer")?.querySelector(".viewer__name");
    const title = name?.querySelector("strong"), place = name?.querySelector(".quiet"); // prettier-ignore
    const look = getComputedStyle(document.documentElement).colorScheme;
    const dark = look === "dark" || (look !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    return { title: text(title), place: text(place), dark };
  }

  /** @param {boolean} hasPlayed - Whether it did, up to a place: then the browser can, and may be asked again. */
  #giveUp(hasPlayed) {
    if (hasPlayed) this.#context.dialogs.toast(t("viewer-read-no-further"));
    this.#failed = !hasPlayed;
    this.onChanged();
  }

  #followButton() {
    const isUnsure = this.#isExpected && !this.#isWanted && !this.#context.store.state.status?.desktop;
    this.#button.hidden = !this.canPlay || this.isOpen || isUnsure;
    this.#button.classList.toggle("is-busy", this.isBusy);
    this.bar.element.hidden = !this.isOpen;
  }

  #showState() {
    if (!this.isOpen) return;
    this.bar.show(this.#page.state);
    this.#awake.follow(this.#page.state.playing);
  }

  /** @param {{volume: number, muted: boolean}} sound - How loud videos are from now on. */
  #setSound(sound) {
    this.#context.store.updateView(sound);
  }

  #followSound() {
    const { volume, muted } = this.#context.store.state.view;
    this.#page.setSound(volume, muted);
    this.bar.showSound(volume, muted);
  }

  /** @param {MouseEvent} event - The event. */
  #onClick(event) {
    const byFinger = event instanceof PointerEvent && event.pointerType === "touch"; // it shows the controls
    if (this.isOpen && !byFinger) this.#page.toggle();
  }

  /** Say that a video is not played here, and what plays it. */
  #elsewhere() {
    const { store, isOwner } = this.#context;
    const id = this.#video?.id;
    if (!store.state.status?.desktop || id === undefined)
      return t(isOwner ? "viewer-cannot-play" : "viewer-cannot-play-download");
    const button = h("button", { type: "button", class: "link", text: t("viewer-system-player") });
    on(button, "click", () => void play(this.#context, id));
    return button;
  }
}

/** @param {Element|null|undefined} element - An element. */
function text(element) {
  return (element?.textContent ?? "").slice(0, 200);
}
