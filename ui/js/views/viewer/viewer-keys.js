/** @file The keys of the viewer, each with its meaning for the sheet of keys. */

import { copiesText } from "../../core/copying.js";
import { takesText } from "../../core/dom.js";
import { bindVideoKeys } from "./video-keys.js";
import { t } from "../../pure/text/texts.js";

const ONE = "keys-one-photo"; // the group of most of them on the sheet
const PAN_STEP = 1 / 8; // of the window, for each press of an arrow key
/** @type {Record<string, [number, number]>} the way that the photo goes: what lies where the arrow points comes in */
const PAN_WAYS = { ArrowRight: [-1, 0], ArrowLeft: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

/**
 * Bind the keys.
 * @param {import("../../core/types.js").Context} context - What the parts of the page share.
 * @param {import("./viewer.js").Viewer} viewer - The viewer.
 */
export function bindKeys({ keys, store, isOwner }, viewer) {
  const { stage } = viewer;
  bindVideoKeys(keys, { stage, turn: (step) => viewer.turn(step) });
  const toFolder = (/** @type {KeyboardEvent} */ { target }, /** @type {1|-1} */ step) =>
    takesText(target) ? false : viewer.goToFolder(step); // Ctrl: by words
  const panOrTurn = (/** @type {{key: string}} */ { key }, /** @type {1|-1} */ step) => {
    const [x, y] = PAN_WAYS[key] ?? [0, 0];
    const canPan = (x || y) && !stage.isFitted;
    if (!canPan || !stage.pan(x * innerWidth * PAN_STEP, y * innerHeight * PAN_STEP)) viewer.turn(step);
  };
  /** @type {[string[], string, string, (event: KeyboardEvent) => void|false][]} */
  const table = [
    [["ArrowRight", "PageDown"], ONE, "viewer-next-photo", (event) => panOrTurn(event, 1)],
    [["ArrowLeft", "PageUp"], ONE, "viewer-previous-photo", (event) => panOrTurn(event, -1)],
    [["ArrowDown"], ONE, "viewer-pan-down", () => panOrTurn({ key: "ArrowDown" }, 1)],
    [["ArrowUp"], ONE, "viewer-pan-up", () => panOrTurn({ key: "ArrowUp" }, -1)],
    [[" "], ONE, "viewer-next-photo", (event) => (pressesIt(event.target) ? false : viewer.turn(1))],
    [["Home"], ONE, "common-first-photo", () => viewer.goTo(0)],
    [["End"], ONE, "common-last-photo", () => viewer.goTo(viewer.last)],
    [["Alt+ArrowRight", "Ctrl+ArrowRight"], "keys-move", "sidebar-next-folder", (event) => toFolder(event, 1)],
    [["Alt+ArrowLeft", "Ctrl+ArrowLeft"], "keys-move", "sidebar-folder-before", (event) => toFolder(event, -1)],
    [["Escape", "Backspace"], ONE, "common-back-to-photos", () => viewer.leave()],
    [["i", "KeyI", "Alt+Enter"], ONE, "viewer-about-photo", () => viewer.toggleInfo()],
    [["+", "Ctrl++", "=", "Ctrl+="], ONE, "viewer-zoom-in", () => stage.zoomStep(1)],
    [["-", "Ctrl+-"], ONE, "viewer-zoom-out", () => stage.zoomStep(-1)],
    [["Ctrl+0", "Ctrl+Digit0"], ONE, "viewer-fit", () => stage.fit()],
    [["Ctrl+1", "Ctrl+Digit1"], ONE, "viewer-actual-size", () => stage.actualSize()],
    [["z", "KeyZ"], ONE, "viewer-fit-or-actual", () => stage.toggleZoom(viewer.gestures.point)],
  ];
  if (isOwner) table.push(
    [["Ctrl+KeyC"], "keys-photos", "common-copy", (event) => (copiesText(event) ? false : viewer.commands.copy())],
    [["Ctrl+Shift+KeyC"], "keys-photos", "common-copy-path", () => viewer.commands.copyPath()],
  ); // prettier-ignore
  else table.push([["Ctrl+KeyS"], ONE, "viewer-download", () => viewer.commands.download()]);
  for (const [names, group, label, run] of table)
    keys.bind({ scope: "viewer", keys: names, group: t(group), label: t(label), run });
  if (isOwner) keys.bind({ scope: "viewer", keys: ["Ctrl+Enter"], group: t("keys-photos"),
    label: t("common-show-in-folder"), works: () => store.state.status?.desktop ?? false,
    run: () => viewer.commands.reveal() }); // prettier-ignore
}

/**
 * Return whether the space bar presses what has the focus.
 * @param {EventTarget|null} target - What has the focus.
 */
function pressesIt(target) {
  return target instanceof Element && target.closest("button, a, input") !== null;
}
