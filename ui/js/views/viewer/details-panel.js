// The panel beside the photo: everything the file says about itself, read only.

import { h, icon, iconButton, on } from "../../core/dom.js";
import { formatDateTime } from "../../pure/text/format.js";
import { altitude, cameraName, dimensions, exposure, fileLine, pathPieces, position, saysFolders, whyDate } from "../../pure/viewer/photo-text.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */

export class Details {
  /** @type {Photo|null} */
  #photo = null;
  #body = h("div", {});
  #errands;

  /** @param {import("./photo-actions.js").Errands} errands  @param {() => void} close */
  constructor(errands, close) {
    this.#errands = errands;
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
    this.#body.replaceChildren(...this.#facts(photo));
    if (inside && focused) /** @type {HTMLElement|null} */ (this.#body.querySelector(`[data-do="${focused}"]`))?.focus();
  }

  /** @param {Photo} photo */
  #facts(photo) {
    return [said(photo), problem(photo), date(photo), camera(photo), place(photo), this.#file(photo)].filter((part) => part !== null);
  }

  /** @param {Photo} photo */
  #file(photo) {
    return fact("folder", h("strong", { class: "wrap", text: photo.name }), saysFolders(photo) ? null : line(photo.folders.join(" / ")),
      line(dimensions(photo.width, photo.height)), line(fileLine(photo.size, photo.format)),
      h("p", { class: "panel__path" }, ...pathPieces(photo.path).flatMap((piece, i) => (i ? [h("wbr"), piece] : [piece]))),
      h("div", { class: "panel__do" }, this.#link("copy", "Copy path", () => this.#errands.copy(photo)),
        this.#errands.desktop && this.#link("reveal", "Show in folder", () => this.#errands.reveal(photo))));
  }

  /** @param {string} name  @param {string} text  @param {() => void} run */
  #link(name, text, run) {
    const button = h("button", { type: "button", class: "link", "data-do": name, text });
    button.addEventListener("click", run);
    return button;
  }
}

/** @param {string} sign  @param {...(Node|null|undefined|false)} parts */
function fact(sign, ...parts) {
  return h("section", { class: "fact" }, icon(sign), h("div", {}, ...parts));
}

/** @param {string} text */
function line(text) {
  return text ? h("p", { text }) : null;
}

/** What was written into the file: title, caption, stars. @param {Photo} photo */
function said({ title, caption, rating }) {
  if (!title && !caption && !rating) return null;
  return h("section", { class: "panel__said" }, title ? h("strong", { text: title }) : null,
    caption && caption !== title ? h("p", { text: caption }) : null, rating ? stars(rating) : null);
}

/** @param {number} rating */
function stars(rating) {
  const signs = Array.from({ length: 5 }, () => icon("star", "s"));
  for (const sign of signs.slice(0, rating)) sign.classList.add("is-on");
  return h("div", { class: "stars", role: "img", "aria-label": `${rating} of 5 stars, from the file` }, ...signs);
}

/** @param {Photo} photo */
function problem({ problem: found }) {
  if (!found) return null;
  const part = fact("warning", h("strong", { text: "This file has a problem" }), line(found.message));
  part.classList.add("fact--warn");
  return part;
}

/** @param {Photo} photo */
function date({ taken }) {
  return fact("calendar", h("strong", { text: formatDateTime(taken.local) }), line(whyDate(taken)));
}

/** @param {Photo} photo */
function camera({ camera: it }) {
  const name = cameraName(it);
  const measures = exposure(it);
  if (!name && !it.lens && !measures.length) return null;
  const row = h("div", { class: "expo" }, ...measures.map(({ before, number, after }) =>
    h("span", {}, before && h("small", { text: before }), before === "f/" || !before ? null : " ", number, after && " ", after && h("small", { text: after }))));
  return fact("camera", name ? h("strong", { text: name }) : null, line(it.lens ?? ""), measures.length > 0 && row);
}

/** @param {Photo} photo */
function place({ place: where }) {
  return where && fact("pin", h("strong", { class: "select", text: position(where) }), line(altitude(where.altitude_m)));
}
