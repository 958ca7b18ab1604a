/** @file The controls with which one says something about photos: heart, stars, pick and reject, colour labels. */

import { h, icon, iconButton, on, setAttribute } from "./dom.js";
import { LABELS, MAX_RATING } from "../pure/annotations/marks.js";

/** @typedef {import("../pure/annotations/api-types.js").AnnotationChange} AnnotationChange */
/** @typedef {import("../pure/annotations/api-types.js").SaidMarks} SaidMarks */
/**
 * A control: its element, and how it shows what holds.
 * @typedef {object} SaidControl
 * @property {HTMLElement} element - What is put into the page.
 * @property {(marks: Readonly<SaidMarks>) => void} show - Shows what holds for the photo, or for all of some photos.
 */

/**
 * Make the heart.
 * @param {(change: AnnotationChange) => void} say - Called with what is said.
 * @returns {SaidControl}
 */
export function createHeart(say) {
  const element = iconButton("heart", "Favourite (F)");
  element.classList.add("said-sign");
  on(element, "click", () => say({ favourite: element.getAttribute("aria-pressed") !== "true" }));
  return { element, show: ({ favourite }) => setAttribute(element, "aria-pressed", favourite) };
}

/**
 * Make five stars. A press on the last one that is on takes all off.
 * @param {(change: AnnotationChange) => void} say - Called with what is said.
 * @returns {SaidControl}
 */
export function createStars(say) {
  let rating = 0;
  const buttons = Array.from({ length: MAX_RATING }, (_, i) => {
    const button = iconButton("star", `${i + 1} ${i ? "stars" : "star"} (${i + 1})`);
    button.classList.add("said-sign");
    on(button, "click", () => say({ rating: rating === i + 1 ? 0 : i + 1 }));
    return button;
  });
  const element = h("div", { class: "rating", role: "group", "aria-label": "Rating" }, ...buttons);
  return {
    element,
    show: (marks) => {
      rating = marks.rating;
      setAttribute(element, "aria-label", rating ? `Rating: ${rating} of ${MAX_RATING} stars` : "Rating: none");
      buttons.forEach((button, i) => {
        button.classList.toggle("is-on", i < rating);
        setAttribute(button, "aria-pressed", i + 1 === rating);
      });
    },
  };
}

/**
 * Make the two signs of culling: pick and reject. A press on the one that holds takes it off.
 * @param {(change: AnnotationChange) => void} say - Called with what is said.
 * @returns {SaidControl}
 */
export function createPicks(say) {
  const pick = iconButton("pick", "Pick (P)");
  const reject = iconButton("reject", "Reject (X)");
  for (const [button, value] of /** @type {const} */ ([[pick, "picked"], [reject, "rejected"]]))
    on(button, "click", () => say({ pick: button.getAttribute("aria-pressed") === "true" ? "none" : value }));
  return {
    element: h("div", { class: "picks", role: "group", "aria-label": "Pick or reject" }, pick, reject),
    show: (marks) => {
      setAttribute(pick, "aria-pressed", marks.pick === "picked");
      setAttribute(reject, "aria-pressed", marks.pick === "rejected");
    },
  };
}

/**
 * Make the five colour labels. A press on the one that holds takes it off.
 * @param {(change: AnnotationChange) => void} say - Called with what is said.
 * @returns {SaidControl}
 */
export function createLabels(say) {
  const buttons = LABELS.slice(1).map((label, i) => {
    const key = i < 4 ? ` (${i + 6})` : "";
    const name = `${label[0].toUpperCase()}${label.slice(1)} label${key}`;
    const button = h("button", { type: "button", class: "dot-button", "aria-label": name, title: name }, dot(label));
    on(button, "click", () => say({ label: button.getAttribute("aria-pressed") === "true" ? "none" : label }));
    return { label, button };
  });
  const element = h("div", { class: "labels", role: "group", "aria-label": "Colour label" },
    ...buttons.map(({ button }) => button));
  return {
    element,
    show: (marks) => {
      for (const { label, button } of buttons) setAttribute(button, "aria-pressed", marks.label === label);
    },
  };
}

/**
 * Make the dot of a colour label.
 * @param {string} label - Its colour.
 */
export function dot(label) {
  return h("i", { class: "dot", "data-label": label });
}

/**
 * Make the signs of what was said about a photo, to be looked at; the most important one first.
 * @param {Readonly<SaidMarks>} marks - What was said.
 * @param {boolean} short - Whether the stars are one with a number.
 */
export function saidSigns({ rating, pick, label }, short) {
  return [
    pick !== "none" && icon(pick === "picked" ? "pick-on" : "reject", "s"),
    rating > 0 && starSigns(rating, short),
    label !== "none" && dot(label),
  ].filter((sign) => sign !== false);
}

/**
 * @param {number} rating - 1 to 5.
 * @param {boolean} short - Whether they are one with a number.
 */
function starSigns(rating, short) {
  const signs = Array.from({ length: short ? 1 : rating }, () => icon("star-on", "s"));
  return h("span", { class: "said__stars" }, ...signs, short && String(rating));
}
