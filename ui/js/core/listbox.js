/** @file The list of proposals below a text field (role combobox): which of them Enter would take. */

import { setAttribute } from "./dom.js";

/**
 * Mark an option as the one that Enter takes, for the eye and for screen readers, and scroll to it.
 * @param {HTMLElement} input - The field, which keeps the focus.
 * @param {HTMLElement} list - Its list; each option has an id.
 * @param {number} i - Place of the option; -1: none.
 */
export function activateOption(input, list, i) {
  const options = [...list.querySelectorAll("[role=option]")];
  options.forEach((option, at) => {
    option.classList.toggle("is-hover", at === i);
    setAttribute(option, "aria-selected", at === i);
  });
  options[i]?.scrollIntoView({ block: "nearest" });
  setAttribute(input, "aria-activedescendant", options[i]?.id ?? null);
}
