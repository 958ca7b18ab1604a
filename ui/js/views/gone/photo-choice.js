/** @file The dialog in which the user says which photo a file is now that is gone. */

import { attempt } from "../../core/commands.js";
import { h } from "../../core/dom.js";
import { choose } from "../../core/gone-words.js";
import { describeSaid } from "../../pure/annotations/gone.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/annotations/api-types.js").GoneFile} GoneFile */
/** @typedef {import("../../pure/annotations/api-types.js").GoneQuestion} GoneQuestion */

/**
 * Make the small picture of a photo.
 * @param {Context} context - What the parts of the page share.
 * @param {number} photo - Id of the photo.
 * @param {number} version - Its version.
 */
export function drawThumb({ api, pictures }, photo, version) {
  const image = /** @type {HTMLImageElement} */ (h("img", { class: "gone__thumb", alt: "", draggable: false }));
  pictures.setSource(image, api.media("thumb", photo, version, 320), () => true);
  return image;
}

/**
 * Let the user choose a photo of the same name, size or content.
 * @param {Context} context - What the parts of the page share.
 * @param {GoneFile} file - The file that is gone.
 * @returns {Promise<number|null>} Id of the photo; null: none was chosen.
 */
export async function choosePhoto(context, file) {
  const answer = await attempt(context, context.api.get(`/api/gone/${file.item}/photos`));
  if (!answer) return null;
  /** @type {GoneQuestion[]} */
  const photos = answer.photos;
  return choose(context, {
    title: t("gone-which-photo", { name: file.name }),
    text: t("gone-it-gets", { said: describeSaid(file.said) }),
    nothing: t("gone-no-photo", { command: t("grid-give-words") }),
  }, photos.map((photo) => drawChoice(context, photo))); // prettier-ignore
}

/**
 * @param {Context} context - What the parts of the page share.
 * @param {GoneQuestion} photo - A photo that may be it.
 */
function drawChoice(context, { photo, version, name, folder }) {
  return h("button", { type: "button", class: "candidate", "data-choice": String(photo) },
    drawThumb(context, photo, version),
    h("span", { class: "gone__file" }, h("span", { class: "gone__name", text: name }),
      h("span", { class: "gone__where", text: folder }))); // prettier-ignore
}
