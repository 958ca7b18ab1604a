// The panel beside the photo: everything the file says about itself, read only.

import { h, icon, iconButton, on } from "../../core/dom.js";
import { formatDateTime } from "../../pure/text/format.js";
import {
  formatAltitude,
  cameraName,
  formatDimensions,
  exposureParts,
  formatFile,
  pathPieces,
  formatPosition,
  pathShowsFolders,
  dateOrigin,
} from "../../pure/viewer/photo-text.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */

export class DetailsPanel {
  /** @type {Photo|null} */
  #photo = null;
  #body = h("div", {});
  #actions;

  /** @param {import("./photo-actions.js").PhotoActions} actions  @param {() => void} close */
  constructor(actions, close) {
    this.#actions = actions;
    const end = iconButton("close", "Close panel (I)");
    on(end, "click", close);
    this.element = h("aside", { class: "panel scroll", "aria-label": "About this photo", hidden: true },
      h("div", { class: "panel__top" }, h("h2", { text: "About" }), end), this.#body);
  }

  /** The old photo's words stay until the new ones are here, so that paging does not flicker. @param {Photo} photo */
  show(photo) {
    if (this.#photo === photo) return;
    this.#photo = photo;
    const focused = /** @type {HTMLElement|null} */ (document.activeElement)?.dataset.do;
    const inside = this.#body.contains(document.activeElement);
    this.#body.replaceChildren(...this.#sections(photo));
    if (inside && focused)
      /** @type {HTMLElement|null} */ (this.#body.querySelector(`[data-do="${focused}"]`))?.focus();
  }

  /** @param {Photo} photo */
  #sections(photo) {
    return [
      drawCaption(photo),
      drawProblem(photo),
      drawDate(photo),
      drawCamera(photo),
      drawPosition(photo),
      this.#drawFile(photo),
    ].filter((part) => part !== null);
  }

  /** @param {Photo} photo */
  #drawFile(photo) {
    return section(
      "folder",
      h("strong", { class: "wrap", text: photo.name }),
      pathShowsFolders(photo) ? null : paragraph(photo.folders.join(" / ")),
      paragraph(formatDimensions(photo.width, photo.height)),
      paragraph(formatFile(photo.size, photo.format)),
      h(
        "p",
        { class: "panel__path" },
        ...pathPieces(photo.path).flatMap((piece, i) => (i ? [h("wbr"), piece] : [piece])),
      ),
      h(
        "div",
        { class: "panel__do" },
        this.#link("copy", "Copy path", () => this.#actions.copyPath(photo)),
        this.#actions.desktop && this.#link("reveal", "Show in folder", () => this.#actions.reveal(photo)),
      ),
    );
  }

  /** @param {string} name  @param {string} text  @param {() => void} run */
  #link(name, text, run) {
    const button = h("button", { type: "button", class: "link", "data-do": name, text });
    button.addEventListener("click", run);
    return button;
  }
}

/** @param {string} sign  @param {...(Node|null|undefined|false)} parts */
function section(sign, ...parts) {
  return h("section", { class: "detail" }, icon(sign), h("div", {}, ...parts));
}

/** @param {string} text */
function paragraph(text) {
  return text ? h("p", { text }) : null;
}

/** What was written into the file: title, caption, stars. @param {Photo} photo */
function drawCaption({ title, caption, rating }) {
  if (!title && !caption && !rating) return null;
  return h("section", { class: "panel__said" }, title ? h("strong", { text: title }) : null,
    caption && caption !== title ? h("p", { text: caption }) : null, rating ? drawStars(rating) : null);
}

/** @param {number} rating */
function drawStars(rating) {
  const signs = Array.from({ length: 5 }, () => icon("star", "s"));
  for (const sign of signs.slice(0, rating)) sign.classList.add("is-on");
  return h("div", { class: "stars", role: "img", "aria-label": `${rating} of 5 stars, from the file` }, ...signs);
}

/** @param {Photo} photo */
function drawProblem({ problem: found }) {
  if (!found) return null;
  const part = section("warning", h("strong", { text: "This file has a problem" }), paragraph(found.message));
  part.classList.add("detail--warn");
  return part;
}

/** @param {Photo} photo */
function drawDate({ taken }) {
  return section("calendar", h("strong", { text: formatDateTime(taken.local) }), paragraph(dateOrigin(taken)));
}

/** @param {Photo} photo */
function drawCamera({ camera: it }) {
  const name = cameraName(it);
  const measures = exposureParts(it);
  if (!name && !it.lens && !measures.length) return null;
  const row = h(
    "div",
    { class: "exposure" },
    ...measures.map(({ before, number, after }) =>
      h(
        "span",
        {},
        before && h("small", { text: before }),
        before === "f/" || !before ? null : " ",
        number,
        after && " ",
        after && h("small", { text: after }),
      ),
    ),
  );
  return section(
    "camera",
    name ? h("strong", { text: name }) : null,
    paragraph(it.lens ?? ""),
    measures.length > 0 && row,
  );
}

/** @param {Photo} photo */
function drawPosition({ place: where }) {
  return (
    where &&
    section(
      "pin",
      h("strong", { class: "select", text: formatPosition(where) }),
      paragraph(formatAltitude(where.altitude_m)),
    )
  );
}
