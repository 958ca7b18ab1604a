/** @file Why a photo cannot be shown, and what can be done about it, in words. */

import { h } from "../../core/dom.js";
import { t } from "../../pure/text/texts.js";
import { isVideo } from "../../pure/viewer/photo-text.js";
import { problemText } from "../../pure/viewer/problem-text.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("./stage.js").ProblemMessage} ProblemMessage */
/**
 * @typedef {object} ProblemActions
 * @property {() => void} leave
 * @property {() => void} retry
 * @property {() => void} rescan   ask the server to read the file anew
 * @property {import("./photo-actions.js").PhotoActions} photoActions
 */

/**
 * Say that the file is there and cannot be read, or that its picture does not come.
 * @param {Photo} photo - The details.
 * @param {ProblemActions} actions - What can be done.
 * @returns {ProblemMessage}
 */
export function unreadableMessage(photo, { photoActions, retry, rescan }) {
  const isInLibrary = photo.folder !== 0; // the server reads files of a visit anew by itself
  const again = photo.broken && isInLibrary
    ? photoActions.isOwner && button(t("common-look-again"), rescan)
    : button(t("common-try-again"), retry);
  const reason = photo.problem && problemText(photo.problem, false);
  return {
    icon: "broken",
    title: photo.name,
    text: (photo.broken && reason) || t("viewer-not-arrived", { reason: reason ?? t("viewer-late") }),
    actions: [again, otherWay(photo, photoActions)].filter((one) => one !== false),
  };
}

/**
 * Offer the file itself, for another program to try.
 * @param {Photo} photo - The details.
 * @param {import("./photo-actions.js").PhotoActions} actions - What can be done with the photo.
 */
function otherWay(photo, actions) {
  if (!actions.isOwner) return actions.downloadLink("button", photo, t("viewer-download"));
  if (actions.desktop && isVideo(photo)) return button(t("viewer-system-player"), () => actions.play(photo));
  return actions.desktop
    ? button(t("common-show-in-folder"), () => actions.reveal(photo))
    : button(t("common-copy-path"), () => actions.copyPath(photo));
}

/**
 * Say that the drive is away and no copy was kept.
 * @param {Photo} photo - The details.
 * @param {ProblemActions} actions - What can be done.
 * @returns {ProblemMessage}
 */
export function offlineMessage(photo, { retry }) {
  return {
    icon: "offline",
    title: photo.name,
    text: t("viewer-offline"),
    actions: [button(t("common-try-again"), retry)],
  };
}

/**
 * Say that the server does not know the photo any more.
 * @param {string} reason - The server's sentence.
 * @param {ProblemActions} actions - What can be done.
 * @returns {ProblemMessage}
 */
export function goneMessage(reason, { leave }) {
  return {
    icon: "missing",
    title: t("viewer-not-here"),
    text: reason,
    actions: [button(t("common-back-to-photos"), leave)],
  };
}

/**
 * Say that the server does not answer, or not any more.
 * @param {string} reason - A sentence that says why.
 * @param {ProblemActions} actions - What can be done.
 * @returns {ProblemMessage}
 */
export function awayMessage(reason, { leave, retry }) {
  return {
    icon: "offline",
    title: reason,
    text: "",
    actions: [button(t("common-try-again"), retry), button(t("common-back-to-photos"), leave)],
  };
}

/**
 * @param {string} text - Its label.
 * @param {() => void} run - What to do.
 */
function button(text, run) {
  const element = h("button", { type: "button", class: "button", text });
  element.addEventListener("click", run);
  return element;
}
