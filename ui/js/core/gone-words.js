/** @file What was said about files that are gone: shown, and given to a photo, from their page and from the grid. */

import { attempt } from "./commands.js";
import { h, on } from "./dom.js";
import { describeLoss, describeSaid } from "../pure/annotations/gone.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("../pure/annotations/api-types.js").GoneFile} GoneFile */
/** @typedef {import("../pure/annotations/api-types.js").GivenAnswer} GivenAnswer */

/**
 * Return the minutes from UTC to local time.
 * @param {number} at - Milliseconds since 1970.
 */
export const offsetAt = (at) => -new Date(at).getTimezoneOffset();

/**
 * Draw a file that is gone: its name, where it was, what was said.
 * @param {GoneFile} file - The file.
 */
export function describeFile(file) {
  return h("div", { class: "gone__file" },
    h("p", { class: "gone__name", text: file.name }),
    h("p", { class: "gone__where", text: describeLoss(file, Date.now(), offsetAt) }),
    h("p", { class: "gone__said", text: describeSaid(file.said) })); // prettier-ignore
}

/**
 * Give the words of a file that is gone to a photo, and tell what came of it.
 * @param {Context} context - What the parts of the page share.
 * @param {string} path - Where the answer is sent.
 * @param {object} body - The answer.
 * @param {() => void} [onUndone] - Called when it was taken back.
 */
export async function sendGiven(context, path, body, onUndone = () => {}) {
  const { dialogs, annotations } = context;
  /** @type {GivenAnswer|null} */
  const answer = await attempt(context, annotations.send("POST", path, body));
  if (!answer) return;
  const { act, note, photos } = answer;
  if (act === null) return dialogs.toast(t("core-kept-apart", { count: photos }));
  dialogs.toast(`${note}.`, { label: t("common-undo"), run: () => void annotations.undoAct(act).then(onUndone) });
}

/**
 * Let the user choose one of some entries in a dialog.
 * @param {Context} context - What the parts of the page share.
 * @param {{title: string, text: string, nothing: string}} words - Title, and text above the entries, or without any.
 * @param {HTMLButtonElement[]} entries - Buttons, each with what it stands for in data-choice.
 * @returns {Promise<number|null>} What was chosen; null: nothing.
 */
export function choose({ dialogs }, { title, text, nothing }, entries) {
  return new Promise((resolve) => {
    /** @type {number|null} */
    let chosen = null;
    const cancel = h("button", { type: "button", class: "button", text: t("common-cancel") });
    const list = h("ul", { class: "candidates scroll", role: "list" }, ...entries.map((entry) => h("li", {}, entry)));
    const dialog = dialogs.show(
      h("div", {}, h("h2", { text: title }), h("p", { text: entries.length ? text : nothing }),
        entries.length > 0 && list, h("div", { class: "dialog__do" }, cancel)), // prettier-ignore
      { label: title, class: "dialog dialog--choice", onClose: () => resolve(chosen) },
    );
    on(cancel, "click", () => dialog.close());
    on(list, "click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button") : null;
      if (!button) return;
      chosen = Number(button.dataset.choice);
      dialog.close();
    });
    (entries[0] ?? cancel).focus();
  });
}

/**
 * Let the user say which file that is gone a photo is.
 * @param {Context} context - What the parts of the page share.
 * @param {number} photo - Id of the photo.
 */
export async function giveWordsTo(context, photo) {
  const answer = await attempt(context, context.api.get("/api/gone"));
  if (!answer) return;
  /** @type {GoneFile[]} */
  const files = answer.files;
  const entries = files.map((file) => h("button", { type: "button", class: "candidate",
    "data-choice": String(file.item) }, describeFile(file))); // prettier-ignore
  const item = await choose(context, {
    title: t("core-which-file"),
    text: t("core-which-file-why"),
    nothing: t("core-nothing-missing"),
  }, entries);
  if (item !== null) await sendGiven(context, `/api/gone/${item}/give`, { photo });
}
