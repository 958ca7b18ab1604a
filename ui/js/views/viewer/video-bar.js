/**
 * @file The controls of a video, in the place of the filmstrip while it plays. The window's own player has the same
 * (gallery/desktop/player_controls.py).
 */

import { h, icon, on, setAttribute } from "../../core/dom.js";
import { keyedButton, nameKey } from "../../core/key-names.js";
import { formatPosition } from "../../pure/viewer/video-time.js";
import { t } from "../../pure/text/texts.js";

/**
 * What the controls do.
 * @typedef {object} VideoCommands
 * @property {() => void} toggle - Play or pause.
 * @property {(share: number) => void} seek - Go there; 0: the beginning, 1: the end.
 * @property {() => void} mute - Sound on or off.
 * @property {(volume: number) => void} setVolume - 0 to 100.
 * @property {(() => void)|null} fullScreen - Null: this browser cannot.
 */
/**
 * What the controls show.
 * @typedef {object} VideoState
 * @property {boolean} playing - Whether it goes on.
 * @property {number} at - Position, s.
 * @property {number} duration - How long it is, s; NaN, Infinity: not known.
 * @property {number} loaded - How far it is loaded, s.
 */

const STEPS = 1000; // of the slider of positions
const PLAY = "video/Space"; // commands of the keyboard that do the same
const MUTE = "video/KeyM";

/** Shows what a video does, and lets people change it. */
export class VideoBar {
  #play = keyedButton("play", t("viewer-play"), PLAY);
  #time = h("span", { class: "player__time" });
  #seek = createSlider("player__seek", STEPS, t("viewer-position"));
  #mute = keyedButton("sound", t("viewer-mute"), MUTE);
  #volume = createSlider("player__volume", 100, t("viewer-volume"));
  #held = false;

  /** @param {VideoCommands} commands - What the controls do. */
  constructor(commands) {
    const full = commands.fullScreen && keyedButton("full", t("common-full-screen"), "video/KeyF");
    this.element = h("div", { class: "player", role: "group", "aria-label": t("viewer-video"), hidden: true },
      this.#play, this.#time, this.#seek, this.#mute, this.#volume, full); // prettier-ignore
    on(this.#play, "click", commands.toggle);
    on(this.#mute, "click", commands.mute);
    if (full) on(full, "click", () => commands.fullScreen?.());
    on(this.#seek, "pointerdown", () => (this.#held = true));
    on(this.#seek, "pointerup", () => (this.#held = false));
    on(this.#seek, "pointercancel", () => (this.#held = false));
    on(this.#seek, "input", () => commands.seek(Number(this.#seek.value) / STEPS));
    on(this.#volume, "input", () => commands.setVolume(Number(this.#volume.value)));
  }

  /**
   * Show what the video does.
   * @param {VideoState} state - What it does.
   */
  show({ playing, at, duration, loaded }) {
    change(this.#play, playing ? "pause" : "play", t(playing ? "viewer-pause" : "viewer-play"), PLAY);
    const text = formatPosition(at, duration);
    this.#time.textContent = text;
    const known = Number.isFinite(duration) && duration > 0;
    this.#seek.disabled = !known;
    if (!known) return;
    if (!this.#held) this.#seek.value = String(Math.round((at / duration) * STEPS));
    setAttribute(this.#seek, "aria-valuetext", text);
    this.#seek.style.setProperty("--played", `${(at / duration) * 100}%`);
    this.#seek.style.setProperty("--loaded", `${(loaded / duration) * 100}%`);
  }

  /**
   * Show how loud it is.
   * @param {number} volume - 0 to 100.
   * @param {boolean} muted - Whether there is no sound.
   */
  showSound(volume, muted) {
    const silent = muted || volume === 0;
    change(this.#mute, silent ? "muted" : "sound", t(silent ? "viewer-sound-on" : "viewer-mute"), MUTE);
    const shown = silent ? 0 : volume;
    this.#volume.value = String(shown);
    this.#volume.style.setProperty("--played", `${shown}%`);
  }
}

/**
 * Make a slider, of which the part before the knob is marked.
 * @param {string} name - Its style class.
 * @param {number} max - Its highest value.
 * @param {string} label - Its spoken label.
 */
function createSlider(name, max, label) {
  return h("input", { type: "range", class: `slider ${name}`, min: "0", max: String(max), "aria-label": label,
    "--played": "0%", "--loaded": "100%" }); // prettier-ignore
}

/**
 * Give a button another icon and label.
 * @param {HTMLButtonElement} button - The button.
 * @param {string} sign - Name of the icon.
 * @param {string} label - The label.
 * @param {string} command - Name in settings of the command that does the same.
 */
function change(button, sign, label, command) {
  if (button.dataset.label === label) return;
  button.replaceChildren(icon(sign));
  nameKey(button, label, command);
}
