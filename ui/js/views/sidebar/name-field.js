/** @file A field in place of a name in the sidebar: it is renamed where it stands. */

import { h, on } from "../../core/dom.js";

/**
 * Let the user type another name. Enter and a press elsewhere take it, Escape does not.
 * @param {HTMLElement} row - The row, whose name is the element of the class "clip".
 * @param {string} name - The name so far.
 * @param {string} label - Spoken label of the field.
 * @returns {Promise<string|null>} What was typed; null: it is to stay as it is.
 */
export function askForName(row, name, label) {
  return new Promise((resolve) => {
    const input = h("input", { class: "place__name", type: "text", value: name, maxLength: 200, autocomplete: "off",
      spellcheck: false, "aria-label": label }); // prettier-ignore
    let isOpen = true;
    const end = (/** @type {boolean} */ taken) => {
      if (!isOpen) return;
      isOpen = false;
      const typed = input.value.trim();
      row.classList.remove("is-renamed");
      input.remove();
      resolve(taken && typed !== name && typed ? typed : null);
    };
    on(input, "keydown", (event) => {
      event.stopPropagation(); // arrows and letters are the field's
      if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
      event.preventDefault();
      end(event.key === "Enter");
    });
    for (const type of /** @type {const} */ (["click", "dblclick", "contextmenu"]))
      on(input, type, (event) => event.stopPropagation());
    on(input, "blur", () => end(true));
    row.classList.add("is-renamed");
    row.querySelector(".clip")?.after(input);
    input.focus();
    input.select();
  });
}
