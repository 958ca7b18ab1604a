/** @file What the user said about a photo, in the lower left corner of its tile; and the heart under the pointer. */

import { h, icon, on } from "../../core/dom.js";
import { nameKey } from "../../core/key-names.js";
import { saidSigns } from "../../core/said-controls.js";
import { encodeMarks } from "../../pure/annotations/marks.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("./cell.js").Cell} Cell */
/** @typedef {import("../../pure/annotations/api-types.js").SaidMarks} SaidMarks */

const NARROW = 150; // px: in narrower cells the stars are one with a number

/**
 * Show what was said about a photo; nothing where nothing was said.
 * @param {Cell} cell - The cell.
 * @param {Readonly<SaidMarks>} marks - What was said.
 * @param {number} width - Its width, px.
 */
export function drawSaid(cell, marks, width) {
  const key = (encodeMarks(marks) << 2) | (marks.favourite ? 2 : 0) | (width < NARROW ? 1 : 0);
  cell.element.classList.toggle("is-rejected", marks.pick === "rejected");
  if (cell.saidKey === key) return;
  cell.saidKey = key;
  cell.said?.remove();
  cell.said = null;
  if (key < 2) return;
  const signs = saidSigns(marks, width < NARROW);
  cell.said = h("span", { class: "badge badge--said", "aria-hidden": "true" },
    marks.favourite && heartChip("heart-on"), signs.length > 0 && h("span", { class: "chip chip--said" }, ...signs));
  // before the heart under the pointer, which gives way to it
  cell.element.insertBefore(cell.said, cell.element.querySelector(":scope > .badge--heart"));
}

/** @param {string} sign - Name of the icon. */
function heartChip(sign) {
  return nameKey(h("span", { class: "chip cell__heart" }, icon(sign, "s")), t("core-favourite"), "grid/KeyF", false);
}

/**
 * Show an empty heart on the photo under the pointer. One for all: cells that are only looked at hold nothing for it.
 * @param {HTMLElement} element - The grid.
 */
export function bindHoverHeart(element) {
  const heart = h("span", { class: "badge badge--heart", "aria-hidden": "true" }, heartChip("heart"));
  on(element, "pointerover", (event) => {
    const cell = event.target instanceof Element ? event.target.closest(".cell") : null;
    if (event.pointerType === "touch" || !cell) heart.remove();
    else if (heart.parentElement !== cell) cell.append(heart);
  });
  on(element, "pointerleave", () => heart.remove());
}
