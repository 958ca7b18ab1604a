/**
 * @file The keys of a video. They come before those of the viewer: what they do not take is the viewer's. The window's
 * own player has the same (gallery/desktop/player_keys.py).
 */

import { SEEK } from "../../pure/viewer/video-time.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("./video-player.js").VideoPlayer} VideoPlayer */

/**
 * Bind the keys.
 * @param {import("../../core/keys.js").Keys} keys - The keyboard.
 * @param {{stage: {video: VideoPlayer}, turn: (step: 1|-1) => void}} viewer - The viewer.
 */
export function bindVideoKeys(keys, { stage: { video }, turn }) {
  const whileOpen = (/** @type {() => void} */ run) => () => (video.isOpen ? run() : false);
  const whileBusy = (/** @type {() => void} */ run) => () => (video.isBusy && !video.isLeft ? run() : false);
  /** @type {[string[], string, (event: KeyboardEvent) => void|false][]} */
  const table = [
    [[" ", "Enter"], "viewer-play-pause",
      (event) => (pressesIt(event.target) || !(video.canPlay || video.isOpen) ? false : video.toggle())],
    [["ArrowRight"], "viewer-seconds-on", whileOpen(() => video.skip(SEEK))],
    [["ArrowLeft"], "viewer-seconds-back", whileOpen(() => video.skip(-SEEK))],
    [["Shift+ArrowRight"], "viewer-leave-next", whileOpen(() => turn(1))],
    [["Shift+ArrowLeft"], "viewer-leave-before", whileOpen(() => turn(-1))],
    [[".", "Period"], "viewer-frame-on", whileOpen(() => video.step(1))],
    [[",", "Comma"], "viewer-frame-back", whileOpen(() => video.step(-1))],
    [["m", "KeyM"], "viewer-sound", whileOpen(() => video.mute())],
    [["f", "KeyF"], "common-full-screen", whileOpen(() => video.fullScreen())],
    [["Escape", "Backspace"], "viewer-back-to-picture", whileBusy(() => video.stop())],
  ]; // prettier-ignore
  for (const [names, label, run] of table)
    keys.bind({ scope: "viewer", part: "video", keys: names, group: t("keys-video"), label: t(label), run });
}

/**
 * Return whether Space and Enter press what has the focus.
 * @param {EventTarget|null} target - What has the focus.
 */
function pressesIt(target) {
  return target instanceof Element && target.closest("button, a, input:not([type=range])") !== null;
}
