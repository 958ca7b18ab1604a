/** @file The dialog in which the user says which photo a file is now that is gone. */

import { attempt } from "../../core/commands.js";
import { h, on } from "../../core/dom.js";
import { describeSaid } from "../../pure/annotations/gone.js";

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
 * Let the user choose a photo: one that is selected in the grid, or one of the same name, size or content.
 * @param {Context} context - What the parts of the page share.
 * @param {GoneFile} file - The file that is gone.
 * @returns {Promise<number|null>} Id of the photo; null: none was chosen.
 */
export async function choosePhoto(context, file) {
  const answer = await attempt(context, context.api.get(`/api/gone/${file.item}/photos`));
  if (!answer) return null;
  /** @type {GoneQuestion[]} */
  const photos = answer.photos;
  return new Promise((resolve) => {
    /** @type {number|null} */
    let chosen = null;
    const cancel = h("button", { type: "button", class: "button", text: "Cancel" });
    const list = h("ul", { class: "choice scroll", role: "list" }, ...photos.map((one) => drawChoice(context, one)));
    const dialog = context.dialogs.show(
      h("div", {}, h("h2", { text: `Which photo is ${file.name} now?` }),
        h("p", { text: `It gets what was said: ${describeSaid(file.said)}. What it has of its own stays.` }),
        photos.length ? list : h("p", { text: "No photo without words has its name, size or content. Put the file " +
          "back where Shoebox sees it, and it has its words again." }),
        h("div", { class: "dialog__do" }, cancel)), // prettier-ignore
      { label: `Which photo is ${file.name} now?`, class: "dialog dialog--wide", onClose: () => resolve(chosen) },
    );
    on(cancel, "click", () => dialog.close());
    on(list, "click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button") : null;
      if (!button) return;
      chosen = Number(button.dataset.photo);
      dialog.close();
    });
    /** @type {HTMLElement|null} */ (list.querySelector("button"))?.focus();
  });
}

/**
 * @param {Context} context - What the parts of the page share.
 * @param {GoneQuestion} photo - A photo that may be it.
 */
function drawChoice(context, { photo, version, name, folder }) {
  return h("li", {},
    h("button", { type: "button", class: "choice__photo", "data-photo": String(photo) },
      drawThumb(context, photo, version),
      h("span", { class: "gone__file" }, h("span", { class: "gone__name", text: name }),
        h("span", { class: "gone__where", text: folder })))); // prettier-ignore
}
