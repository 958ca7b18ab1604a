/** @file The panel beside the photo: what the user says about it, and everything that is known about it. */

import { h, icon, on } from "../../core/dom.js";
import { keyedButton } from "../../core/key-names.js";
import { t } from "../../pure/text/texts.js";
import { drawGroup } from "./group-section.js";
import { drawWords } from "./word-links.js";
import { dateOrigin, takenWords } from "../../pure/viewer/date-text.js";
import {
  formatAltitude,
  formatDimensions,
  exposureParts,
  formatFile,
  pathPieces,
  formatPlaceName,
  formatPosition,
  formatVideo,
  isVideo,
  pathShowsFolders,
} from "../../pure/viewer/photo-text.js";
import { problemText } from "../../pure/viewer/problem-text.js";
import { drawWhy } from "./date-evidence.js";
import { drawHdr } from "./hdr-mark.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */

/** Shows the details of a photo. */
export class DetailsPanel {
  /** @type {Photo|null} */
  #photo = null;
  #warnings = h("div", {});
  #body = h("div", {});
  #shown = h("p", { hidden: true });
  #actions;
  #said;
  #whyIsOpen = false; // whether the reasons of a date are unfolded: they stay so from photo to photo

  /**
   * @param {import("./photo-actions.js").PhotoActions} actions - What can be done with the photo.
   * @param {() => void} close - Closes the panel.
   * @param {{panel: HTMLElement, facts: HTMLElement}|null} said - Where the user says something about the photo, and
   *   when and where it was taken; null: nothing may be said.
   */
  constructor(actions, close, said) {
    this.#actions = actions;
    this.#said = said;
    const end = keyedButton("close", t("photo-close-panel"), "viewer/KeyI");
    on(end, "click", close);
    this.element = h("aside", { class: "panel scroll", "aria-label": t("viewer-about-photo"), hidden: true },
      h("div", { class: "panel__top" }, h("h2", { text: t("photo-about") }), end),
      said?.panel, this.#warnings, said?.facts, this.#body); // prettier-ignore
  }

  /**
   * Show the details of a photo. Until they are loaded the old ones stay, so that paging does not flicker.
   * @param {Photo} photo - The details.
   */
  show(photo) {
    if (this.#photo === photo) return;
    this.#photo = photo;
    const focused = /** @type {HTMLElement|null} */ (document.activeElement)?.dataset.do;
    const inside = this.#body.contains(document.activeElement);
    this.#warnings.replaceChildren(
      ...[drawProblem(photo), drawSidecarProblem(photo)].filter((part) => part !== null),
    );
    this.#body.replaceChildren(...this.#sections(photo));
    if (inside && focused)
      /** @type {HTMLElement|null} */ (this.#body.querySelector(`[data-do="${focused}"]`))?.focus();
  }

  /**
   * Say which picture of the file is shown.
   * @param {string} text - In words; "": there is only one.
   */
  set shown(text) {
    this.#shown.textContent = text;
    this.#shown.hidden = !text;
  }

  /** @param {Photo} photo - The details. */
  #sections(photo) {
    return [
      this.#said ? null : drawCaption(photo),
      this.#said ? null : this.#drawDate(photo),
      drawCamera(photo),
      this.#said ? null : drawPosition(photo),
      drawWords("person", t("photo-people"), "people", photo.people),
      this.#said ? null : drawWords("tag", t("page-tags"), "tag", photo.tags),
      this.#drawFile(photo),
      drawGroup(photo, this.#actions),
    ].filter((part) => part !== null);
  }

  /**
   * Show when the photo was taken, and why Shoebox thinks so.
   * @param {Photo} photo - The details.
   */
  #drawDate({ taken }) {
    const why = taken.others.length > 0 && drawWhy(taken, this.#whyIsOpen);
    if (why) on(why, "toggle", () => (this.#whyIsOpen = why.open));
    return section("calendar", h("strong", { text: takenWords(taken) }), paragraph(dateOrigin(taken)), why);
  }

  /** @param {Photo} photo - The details. */
  #drawFile(photo) {
    return section(
      "folder",
      h("strong", { class: "wrap", text: photo.name }),
      pathShowsFolders(photo) ? null : paragraph(photo.folders.join(" / ")),
      paragraph(formatDimensions(photo)),
      paragraph(formatFile(photo.size, photo.format)),
      this.#shown,
      paragraph(formatVideo(photo)),
      drawHdr(photo),
      ...photo.sidecars.map((name) => paragraph(`+ ${name}`)),
      photo.path !== undefined &&
        h(
          "p",
          { class: "panel__path" },
          ...pathPieces(photo.path).flatMap((piece, i) => (i ? [h("wbr"), piece] : [piece])),
        ),
      h("div", { class: "panel__do" }, ...this.#links(photo)),
    );
  }

  /** @param {Photo} photo - The details. */
  #links(photo) {
    if (!this.#actions.isOwner) return [this.#actions.downloadLink("link", photo, t("viewer-download"))];
    return [
      this.#link("copy", t("common-copy-path"), () => this.#actions.copyPath(photo)),
      this.#actions.desktop &&
        isVideo(photo) &&
        this.#link("play", t("viewer-system-player"), () => this.#actions.play(photo)),
      this.#actions.desktop && this.#link("reveal", t("common-show-in-folder"), () => this.#actions.reveal(photo)),
    ];
  }

  /**
   * @param {string} name - What gives the focus back when the panel is drawn anew.
   * @param {string} text - The text.
   * @param {() => void} run - What to do.
   */
  #link(name, text, run) {
    const button = h("button", { type: "button", class: "link", "data-do": name, text });
    button.addEventListener("click", run);
    return button;
  }
}

/**
 * Make a section of the panel.
 * @param {string} sign - Name of its icon.
 * @param {...(Node|null|undefined|false)} parts - What is in it.
 */
function section(sign, ...parts) {
  return h("section", { class: "detail" }, icon(sign), h("div", {}, ...parts));
}

/**
 * Make a paragraph; null: there is no text.
 * @param {string} text - The text.
 */
function paragraph(text) {
  return text ? h("p", { text }) : null;
}

/**
 * Show what was written into the file: title, caption, stars.
 * @param {Photo} photo - The details.
 */
function drawCaption({ title, caption, rating }) {
  if (!title && !caption && !rating) return null;
  return h("section", { class: "panel__said" }, title ? h("strong", { text: title }) : null,
    caption && caption !== title ? h("p", { text: caption }) : null, rating ? drawStars(rating) : null);
}

/**
 * Show a rating.
 * @param {number} rating - 1 to 5.
 */
function drawStars(rating) {
  const signs = Array.from({ length: 5 }, () => icon("star", "s"));
  for (const sign of signs.slice(0, rating)) sign.classList.add("is-on");
  return h("div", { class: "stars", role: "img", "aria-label": t("photo-stars-of-file", { count: rating }) }, ...signs);
}

/**
 * Show what is wrong with the file.
 * @param {Photo} photo - The details.
 */
function drawProblem({ problem: found, broken }) {
  if (!found) return null;
  const part = section("warning", h("strong", { text: t("photo-problem") }), paragraph(problemText(found, !broken)));
  part.classList.add("detail--warn");
  return part;
}

/**
 * Show which files beside the photo are not read.
 * @param {Photo} photo - The details.
 */
function drawSidecarProblem({ sidecar_problem: found }) {
  if (!found) return null;
  const part = section("warning", h("strong", { text: t("photo-sidecar-problem") }), paragraph(found));
  part.classList.add("detail--warn");
  return part;
}

/**
 * Show the camera and its settings.
 * @param {Photo} photo - The details.
 */
function drawCamera({ camera: it }) {
  const { name } = it;
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

/**
 * Show where the photo was taken.
 * @param {Photo} photo - The details.
 */
function drawPosition({ place: where }) {
  return (
    where &&
    section(
      "pin",
      where.name && h("strong", { text: formatPlaceName(where.name)[0] }),
      where.name && paragraph(formatPlaceName(where.name)[1]),
      h(where.name ? "p" : "strong", { class: "select", text: formatPosition(where) }),
      paragraph(formatAltitude(where.altitude_m)),
      where.name && h("p", { class: "panel__source", text: t("photo-places-source") }),
    )
  );
}
