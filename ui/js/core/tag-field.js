/** @file The field in which one types a tag: those that there are already are proposed. */

import { h, icon, on, setAttribute } from "./dom.js";
import { activateOption } from "./listbox.js";
import { loadTags } from "./tags.js";
import { allTags, cleanTag, completeTag, tagText } from "../pure/annotations/tags.js";
import { formatCount } from "../pure/text/format.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("../pure/annotations/tags.js").TagRow} TagRow */
/**
 * What the field asks and tells.
 * @typedef {object} TagFieldEvents
 * @property {string} label - Its spoken label.
 * @property {string} [placeholder] - What stands in it while it is empty.
 * @property {() => readonly string[]} has - Returns the tags that are not to be proposed.
 * @property {(tag: string) => void} add - A tag was typed or chosen.
 */

const MAX_PROPOSED = 8;
let fields = 0; // so that each has ids of its own

/** Takes tags, with completion. */
export class TagField {
  #context;
  #events;
  #id = `tag-field-${++fields}`;
  #input;
  #list;
  /** @type {TagRow[]} */
  #proposed = [];
  #active = -1;

  /**
   * @param {Pick<import("./types.js").Context, "api"|"store">} context - What the parts of the page share.
   * @param {TagFieldEvents} events - What it asks and tells.
   */
  constructor(context, events) {
    this.#context = context;
    this.#events = events;
    this.#input = h("input", { type: "text", role: "combobox", placeholder: events.placeholder ?? t("core-add-tag"),
      autocomplete: "off", spellcheck: false, maxLength: 200, "aria-label": events.label, "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": this.#id }); // prettier-ignore
    this.#list = h("div", { class: "float tag-list", role: "listbox", id: this.#id, "aria-label": t("page-tags"),
      hidden: true }); // prettier-ignore
    this.element = h("div", { class: "field tag-field" }, icon("tag", "s"), this.#input, this.#list);
    on(this.#input, "focus", () => void loadTags(context).then(() => this.#propose()));
    on(this.#input, "input", () => (this.#activate(-1), this.#propose()));
    on(this.#input, "blur", () => this.#show([]));
    on(this.#input, "keydown", (event) => this.#onKeydown(event));
    on(this.#list, "pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  }

  /** Give it the focus. */
  focus() {
    this.#input.focus();
  }

  /** Forget what is typed. */
  clear() {
    this.#input.value = "";
    this.#show([]);
  }

  /** Take what is typed, if anything is. */
  finish() {
    const tag = cleanTag(this.#input.value);
    this.clear();
    if (tag) this.#events.add(tag);
  }

  #propose() {
    const { tags } = this.#context.store.state;
    const text = this.#input.value;
    if (document.activeElement !== this.#input) return;
    this.#show(text.trim() ? completeTag(allTags(tags ?? []), text, this.#events.has(), MAX_PROPOSED) : []);
  }

  /**
   * Show proposals. Of the ones that were there before, the one that Enter would take stays so: proposals also come
   * anew when the library's tags do, between two keys.
   * @param {TagRow[]} proposed - The tags to propose.
   */
  #show(proposed) {
    const active = this.#proposed[this.#active]?.path;
    this.#proposed = proposed;
    this.#list.hidden = proposed.length === 0;
    setAttribute(this.#input, "aria-expanded", proposed.length > 0);
    this.#list.replaceChildren(...proposed.map((tag, i) => this.#option(tag, i)));
    this.#activate(active === undefined ? -1 : proposed.findIndex(({ path }) => path === active));
  }

  /**
   * @param {TagRow} tag - The tag.
   * @param {number} i - Its place in the list.
   */
  #option({ path, count }, i) {
    const option = h("div", { class: "item", role: "option", id: `${this.#id}-${i}`, "aria-selected": "false" },
      h("span", { class: "item__name clip", text: tagText(path) }), h("span", { text: formatCount(count) }));
    on(option, "click", () => this.#take(path));
    return option;
  }

  /** @param {number} i - Place in the list; -1: none. */
  #activate(i) {
    this.#active = i;
    activateOption(this.#input, this.#list, i);
  }

  /** @param {string} path - The tag that was chosen. */
  #take(path) {
    this.#input.value = path;
    this.finish();
  }

  /** @param {KeyboardEvent} event - The event. */
  #onKeydown(event) {
    const { key } = event;
    const last = this.#proposed.length - 1;
    if (event.isComposing) return;
    if (key === "ArrowDown" && last >= 0) this.#activate(Math.min(last, this.#active + 1));
    else if (key === "ArrowUp" && last >= 0) this.#activate(this.#active - 1);
    else if ((key === "Enter" || key === "Tab") && this.#active >= 0) this.#take(this.#proposed[this.#active].path);
    else if ((key === "Enter" || key === ",") && cleanTag(this.#input.value)) this.finish();
    else if (key === "Escape" && (last >= 0 || this.#input.value)) this.clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
