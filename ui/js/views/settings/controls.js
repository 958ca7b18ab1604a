/** @file What the page of settings is made of: sections, rows, switches, and choices of a few. */

import { h, on } from "../../core/dom.js";

/**
 * Make a section.
 * @param {string} title - Its heading.
 * @param {...(Node|false|null)} rows - What is in it.
 */
export function section(title, ...rows) {
  return h("section", {}, h("h2", { text: title }), ...rows);
}

/**
 * Make a row: what is set on the left, how on the right.
 * @param {string} title - What is set; "": the text says it.
 * @param {string|Node|null} text - More about it.
 * @param {...(Node|false|null)} controls - How it is set.
 */
export function row(title, text, ...controls) {
  const more = typeof text === "string" ? text && h("p", { text }) : text;
  return h("div", { class: "set" }, h("div", { class: "set__what" }, title && h("h3", { text: title }), more),
    controls.length > 0 && h("div", { class: "set__do" }, ...controls)); // prettier-ignore
}

/**
 * Make a button of the page, which ShownPage tells of.
 * @param {string} key - Its data-key.
 * @param {string} text - Its words.
 * @param {string} [label] - Its spoken label, where the words do not say all.
 */
export function button(key, text, label = text) {
  return h("button", { type: "button", class: "button", "data-key": key, "aria-label": label, text });
}

/**
 * Make a switch.
 * @param {string} key - Its data-key.
 * @param {string} label - Its spoken label.
 * @param {boolean} checked - Whether it is on.
 * @param {(checked: boolean) => void} onChange - Called when it is changed.
 */
export function toggle(key, label, checked, onChange) {
  const input = h("input", { type: "checkbox", class: "switch", role: "switch", "aria-label": label, checked,
    "data-key": key }); // prettier-ignore
  on(input, "change", () => onChange(input.checked));
  return input;
}

/**
 * Make a choice of a few.
 * @template T
 * @param {string} key - Begins the data-keys.
 * @param {string} label - Its spoken label.
 * @param {readonly (readonly [T, string])[]} values - Values, and their names.
 * @param {T} chosen - The value that is chosen.
 * @param {(value: T) => void} onChange - Called with another one.
 */
export function segments(key, label, values, chosen, onChange) {
  return h("div", { class: "segments", role: "group", "aria-label": label }, ...values.map(([value, text]) => {
    const part = h("button", { type: "button", "aria-pressed": value === chosen, "data-key": `${key} ${value}`, text });
    on(part, "click", () => onChange(value));
    return part;
  })); // prettier-ignore
}

/**
 * Make a list to choose from.
 * @template T
 * @param {string} key - Its data-key.
 * @param {string} label - Its spoken label.
 * @param {readonly (readonly [T, string])[]} values - Values, and their names.
 * @param {T} chosen - The value that is chosen.
 * @param {(value: T) => void} onChange - Called with another one.
 */
export function list(key, label, values, chosen, onChange) {
  const select = h("select", { class: "button set__list", "aria-label": label, "data-key": key },
    ...values.map(([value, text], i) => h("option", { value: String(i), text, selected: value === chosen })));
  on(select, "change", () => onChange(values[Number(select.value)][0]));
  return select;
}
