/** @file The keys of the viewer, each with its meaning for the sheet of keys. */

import { copiesText } from "../../core/copying.js";
import { takesText } from "../../core/dom.js";
import { bindVideoKeys } from "./video-keys.js";
import { t } from "../../pure/text/texts.js";

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
    [["ArrowRight", "PageDown"], "One photo", "Next photo", (event) => panOrTurn(event, 1)],
    [["ArrowLeft", "PageUp"], "One photo", "Previous photo", (event) => panOrTurn(event, -1)],
    [["ArrowDown"], "One photo", "Down in an enlarged photo", () => panOrTurn({ key: "ArrowDown" }, 1)],
    [["ArrowUp"], "One photo", "Up in an enlarged photo", () => panOrTurn({ key: "ArrowUp" }, -1)],
    [[" "], "One photo", "Next photo", (event) => (pressesIt(event.target) ? false : viewer.turn(1))],
    [["Home"], "One photo", "First photo", () => viewer.goTo(0)],
    [["End"], "One photo", "Last photo", () => viewer.goTo(viewer.last)],
    [["Alt+ArrowRight", "Ctrl+ArrowRight"], "Move", "Next folder", (event) => toFolder(event, 1)],
    [["Alt+ArrowLeft", "Ctrl+ArrowLeft"], "Move", "Folder before", (event) => toFolder(event, -1)],
    [["Escape", "Backspace"], "One photo", "Back to the photos", () => viewer.leave()],
    [["i", "KeyI", "Alt+Enter"], "One photo", "About this photo", () => viewer.toggleInfo()],
    [["+", "Ctrl++", "=", "Ctrl+="], "One photo", "Zoom in", () => stage.zoomStep(1)],
    [["-", "Ctrl+-"], "One photo", "Zoom out", () => stage.zoomStep(-1)],
    [["Ctrl+0", "Ctrl+Digit0"], "One photo", "Fit", () => stage.fit()],
    [["Ctrl+1", "Ctrl+Digit1"], "One photo", "Actual size", () => stage.actualSize()],
    [["z", "KeyZ"], "One photo", "Fit or actual size, at the pointer", () => stage.toggleZoom(viewer.gestures.point)],
  ];
  if (isOwner) table.push(
    [["Ctrl+KeyC"], "Photos", "Copy", (event) => (copiesText(event) ? false : viewer.commands.copy())],
    [["Ctrl+Shift+KeyC"], "Photos", "Copy path", () => viewer.commands.copyPath()],
  ); // prettier-ignore
  else table.push([["Ctrl+KeyS"], "One photo", "Download", () => viewer.commands.download()]);
  for (const [names, group, label, run] of table) keys.bind({ scope: "viewer", keys: names, group, label, run });
  if (isOwner) keys.bind({ scope: "viewer", keys: ["Ctrl+Enter"], group: t("keys-photos"), label: "Show in folder",
    works: () => store.state.status?.desktop ?? false, run: () => viewer.commands.reveal() }); // prettier-ignore
}

/**
 * Return whether the space bar presses what has the focus.
 * @param {EventTarget|null} target - What has the focus.
 */
function pressesIt(target) {
  return target instanceof Element && target.closest("button, a, input") !== null;
}
