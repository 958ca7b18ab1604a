/** @file The controls with which one says something about photos: heart, stars, pick and reject, colour labels. */

import { h, icon, on, setAttribute } from "./dom.js";
import { keyedButton, nameKey } from "./key-names.js";
import { LABELS, MAX_RATING, NOTHING_SAID } from "../pure/annotations/marks.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("../pure/annotations/api-types.js").AnnotationChange} AnnotationChange */
/** @typedef {import("../pure/annotations/api-types.js").SaidMarks} SaidMarks */
/**
 * A control: its element, and how it shows what holds.
 * @typedef {object} SaidControl
 * @property {HTMLElement} element - What is put into the page.
 * @property {(marks: Readonly<SaidMarks>) => void} show - Shows what holds for the photo, or for all of some photos.
 */

const LABEL_KEYS = 4; // colour labels that have a key
const FIRST_LABEL_KEY = 6;

/**
 * Return the name in settings of a command.
 * @param {string} scope - Scope of its keys; "": there are none.
 * @param {string} key - Its usual key.
 */
function idOf(scope, key) {
  return scope && `${scope}/${key}`;
}

/**
 * Make the heart.
 * @param {(change: AnnotationChange) => void} say - Called with what is said.
 * @param {string} [scope] - Scope of the keys that say the same; "": there are none.
 * @returns {SaidControl}
 */
export function createHeart(say, scope = "") {
  const element = keyedButton("heart", t("core-favourite"), idOf(scope, "KeyF"));
  element.classList.add("said-sign");
  on(element, "click", () => say({ favourite: element.getAttribute("aria-pressed") !== "true" }));
  return { element, show: ({ favourite }) => setAttribute(element, "aria-pressed", favourite) };
}

/**
 * Make five stars. A press on the last one that is on takes all off.
 * @param {(change: AnnotationChange) => void} say - Called with what is said.
 * @param {string} [scope] - Scope of the keys that say the same; "": there are none.
 * @returns {SaidControl}
 */
export function createStars(say, scope = "") {
  let rating = 0;
  const buttons = Array.from({ length: MAX_RATING }, (_, i) => {
    const button = keyedButton("star", t("said-stars", { count: i + 1 }), idOf(scope, `Digit${i + 1}`));
    button.classList.add("said-sign");
    on(button, "click", () => say({ rating: rating === i + 1 ? 0 : i + 1 }));
    return button;
  });
  const element = h("div", { class: "rating", role: "group", "aria-label": t("core-rating") }, ...buttons);
  return {
    element,
    show: (marks) => {
      rating = marks.rating;
      const label = rating ? t("core-rating-of", { rating, most: MAX_RATING }) : t("core-rating-none");
      setAttribute(element, "aria-label", label);
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
 * @param {string} [scope] - Scope of the keys that say the same; "": there are none.
 * @returns {SaidControl}
 */
export function createPicks(say, scope = "") {
  const pick = keyedButton("pick", t("said-key-pick"), idOf(scope, "KeyP"));
  const reject = keyedButton("reject", t("said-key-reject"), idOf(scope, "KeyX"));
  for (const [button, value] of /** @type {const} */ ([[pick, "picked"], [reject, "rejected"]]))
    on(button, "click", () => say({ pick: button.getAttribute("aria-pressed") === "true" ? "none" : value }));
  return {
    element: h("div", { class: "picks", role: "group", "aria-label": t("core-picks") }, pick, reject),
    show: (marks) => {
      setAttribute(pick, "aria-pressed", marks.pick === "picked");
      setAttribute(reject, "aria-pressed", marks.pick === "rejected");
    },
  };
}

/**
 * Make the five colour labels. A press on the one that holds takes it off.
 * @param {(change: AnnotationChange) => void} say - Called with what is said.
 * @param {string} [scope] - Scope of the keys that say the same; "": there are none.
 * @returns {SaidControl}
 */
export function createLabels(say, scope = "") {
  const buttons = LABELS.slice(1).map((label, i) => {
    const button = h("button", { type: "button", class: "dot-button" }, dot(label));
    nameKey(button, t("core-label", { label }), i < LABEL_KEYS ? idOf(scope, `Digit${i + FIRST_LABEL_KEY}`) : "");
    const isOn = () => button.getAttribute("aria-pressed") === "true";
    on(button, "click", () => say({ label: isOn() ? NOTHING_SAID.label : label }));
    return { label, button };
  });
  const element = h("div", { class: "labels", role: "group", "aria-label": t("core-labels") },
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
