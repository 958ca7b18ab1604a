/** @file The filter of the toolbar: favourites, stars, picks, labels, no tags. It writes words of the search. */

import { byId, h, icon, on, setAttribute } from "../../core/dom.js";
import { openFloating } from "../../core/dialogs.js";
import { createHeart, createLabels, createPicks, createStars } from "../../core/said-controls.js";
import { ANY, isFiltering, readFilter, writeFilter } from "../../pure/annotations/filter-words.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/annotations/api-types.js").ColourLabel} ColourLabel */
/** @typedef {import("../../pure/annotations/filter-words.js").MarkFilter} MarkFilter */

/** Shows the button of the filter, and what is filtered by. */
export class MarkFilterButton {
  #context;
  #button = byId("filter");
  /** @type {ReturnType<typeof openFloating>|null} */
  #open = null;

  /** @param {Context} context - What the parts of the page share. */
  constructor(context) {
    this.#context = context;
    const { store } = context;
    on(this.#button, "click", () => this.#toggle());
    store.watch((state) => state.place.visit !== null, (isVisit) => (this.#button.hidden = isVisit));
    store.watch((state) => state.place.q, (q) => {
      const active = isFiltering(readFilter(q).filter);
      this.#button.classList.toggle("is-active", active);
      setAttribute(this.#button, "aria-label", t(active ? "shell-filter-on" : "shell-filter"));
    });
  }

  #toggle() {
    if (this.#open) return this.#open.close();
    const { store } = this.#context;
    const heart = createHeart(({ favourite }) => this.#filter({ favourite }));
    const stars = createStars(({ rating }) => this.#filter({ rating }));
    const picks = createPicks(({ pick }) => this.#filter({ pick: pick === "none" ? "" : pick }));
    const labels = createLabels(({ label }) => this.#filter({ label: label === "none" ? "" : label }));
    const neither = createCheck(t("shell-neither"), (on) => this.#filter({ pick: on ? "neither" : "" }));
    const untagged = createCheck(t("shell-untagged"), (on) => this.#filter({ untagged: on }));
    const clear = h("button", { type: "button", class: "link", text: t("common-show-all") });
    on(clear, "click", () => this.#filter(ANY));
    const controls = [heart, stars, picks, labels];
    const box = h("div", { class: "float filter", role: "dialog", "aria-label": t("shell-filter") },
      line(t("common-favourites"), heart.element), line(t("shell-stars-least"), stars.element),
      line(t("shell-picked"), picks.element), neither.element, line(t("shell-label"), labels.element), untagged.element,
      clear); // prettier-ignore
    const show = () => {
      const { filter } = readFilter(store.state.place.q);
      for (const control of controls) control.show(marksOf(filter));
      neither.show(filter.pick === "neither");
      untagged.show(filter.untagged);
      clear.hidden = !isFiltering(filter);
    };
    show();
    const unwatch = store.watch((state) => state.place.q, show);
    this.#open = openFloating(box, this.#button, () => (unwatch(), (this.#open = null)));
    box.querySelector("button")?.focus();
  }

  /** @param {Partial<MarkFilter>} change - What is filtered by from now on. */
  #filter(change) {
    const { route } = this.#context;
    const q = writeFilter(route.place.q, change);
    if (q) route.search(q);
    else route.clearSearch();
  }
}

/**
 * @param {MarkFilter} filter - What is filtered by.
 * @returns {import("../../pure/annotations/api-types.js").SaidMarks}
 */
function marksOf({ favourite, rating, pick, label }) {
  const shown = pick === "picked" || pick === "rejected" ? pick : "none";
  return { favourite, rating, pick: shown, label: /** @type {ColourLabel} */ (label || "none") };
}

/**
 * @param {string} name - What is filtered by.
 * @param {HTMLElement} control - The control.
 */
function line(name, control) {
  return h("div", { class: "filter__line" }, h("span", { text: name }), control);
}

/**
 * Make a line that is on or off.
 * @param {string} name - What is filtered by.
 * @param {(on: boolean) => void} press - Called with what it is to be.
 * @returns {{element: HTMLElement, show: (on: boolean) => void}}
 */
function createCheck(name, press) {
  const box = h("span", { class: "choice__box" });
  const element = h("button", { type: "button", class: "filter__line filter__check", role: "checkbox" },
    h("span", { text: name }), box); // prettier-ignore
  const isOn = () => element.getAttribute("aria-checked") === "true";
  on(element, "click", () => press(!isOn()));
  return { element, show: (on) => (setAttribute(element, "aria-checked", on),
    box.replaceChildren(...(on ? [icon("check", "s")] : []))) }; // prettier-ignore
}
