// One photo's place in a row: the picture, the tick, and what must be said when there is no picture.

import { h, icon } from "../../core/dom.js";

/** @typedef {import("../../pure/api-types.js").Label} Label */
/** @typedef {{element: HTMLElement, image: HTMLImageElement, index: number, extra: HTMLElement|null, failed: boolean}} Cell */

/** @param {number} column  from 1  @returns {Cell} */
export function createCell(column) {
  const image = h("img", { alt: "", draggable: false, decoding: "async" });
  const pick = h("span", { class: "cell__pick", "aria-hidden": "true" }, h("i", {}, icon("check", "s")));
  const element = h("div", { class: "cell", role: "gridcell", tabIndex: -1, "aria-colindex": column }, image, pick);
  return { element, image, index: -1, extra: null, failed: false };
}

/** Name and reason; the name comes a moment later. @param {Label|undefined} label */
export function problemNote(label) {
  return h("span", { class: "cell__why", "aria-hidden": "true" }, icon("broken"), h("b", { text: label?.name ?? "" }),
    label ? h("span", { text: label.problem?.message ?? "No picture could be made" }) : null);
}

export function offlineChip() {
  return h(
    "span",
    { class: "badge badge--offline" },
    h("span", { class: "chip" }, icon("offline", "s"), h("span", { class: "chip__word", text: "Offline" })),
  );
}
