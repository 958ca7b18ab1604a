/** @file The tags of the photo in the panel: each leads to its photos, can be taken off, and more can be added. */

import { h, on } from "../../core/dom.js";
import { formatPlace } from "../../core/route.js";
import { createTagChip } from "../../core/tag-chip.js";
import { TagField } from "../../core/tag-field.js";
import { tagQuery } from "../../pure/annotations/tags.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../pure/annotations/api-types.js").AnnotationChange} AnnotationChange */

/** Shows the tags of a photo, and changes them. */
export class TagEditor {
  #id = -1;
  /** @type {string[]} */
  #tags = [];
  #isKnown = false; // whether the tags that the photo had before are among them
  #say;
  #field;
  #list = h("ul", { class: "tags", role: "list", "aria-label": t("page-tags") });

  /**
   * @param {import("../../core/types.js").Context} context - What the parts of the page share.
   * @param {(id: number, change: AnnotationChange) => Promise<boolean>} say - Says something about a photo; returns
   *   whether it was kept.
   */
  constructor(context, say) {
    this.#say = say;
    this.#field = new TagField(context, { label: t("core-add-tag"), has: () => this.#tags,
      add: (tag) => this.#add(tag) }); // prettier-ignore
    this.element = h("div", { class: "panel__tags" }, this.#list, this.#field.element);
    on(this.element, "keydown", (event) => this.#onKeydown(event));
  }

  /** Give the field the focus. */
  focus() {
    this.#field.focus();
  }

  /**
   * Escape leaves the field, of which it took back what was typed before; the viewer stays open.
   * @param {KeyboardEvent} event - The event.
   */
  #onKeydown(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    /** @type {HTMLElement|null} */ (this.element.closest(".viewer"))?.focus(); // the keys are the viewer's again
  }

  /**
   * Follow the viewer to a photo whose tags are not known yet: what is typed from now on is about it.
   * @param {number} id - Id of the photo; -1: none.
   */
  follow(id) {
    if (id === this.#id) return;
    this.#id = id;
    this.#tags = [];
    this.#isKnown = false;
    this.#field.clear();
    this.#list.inert = true; // those of the photo before stay in sight, so that paging does not flicker
  }

  /**
   * Show the tags of a photo, with those that were typed before they were known.
   * @param {number} id - Id of the photo.
   * @param {string[]} tags - Its tags.
   */
  show(id, tags) {
    this.follow(id);
    if (this.#isKnown && tags.join("\n") === this.#tags.join("\n")) return;
    this.#tags = this.#isKnown ? tags : [...new Set([...tags, ...this.#tags])];
    this.#isKnown = true;
    this.#list.inert = false;
    this.#draw();
  }

  #draw() {
    const focused = /** @type {HTMLElement|null} */ (document.activeElement);
    const at = focused && this.#list.contains(focused) ? [...this.#list.querySelectorAll("button")].indexOf(
      /** @type {HTMLButtonElement} */ (focused)) : -1; // prettier-ignore
    const chips = this.#tags.map((tag) => createTagChip(tag, {
      href: formatPlace({ folder: null, album: null, photo: null, visit: null, page: "", q: tagQuery(tag) }),
      remove: () => this.#change({ remove_tags: [tag] }, this.#tags.filter((one) => one !== tag)),
    })); // prettier-ignore
    this.#list.replaceChildren(...chips);
    if (at < 0) return;
    const buttons = this.#list.querySelectorAll("button");
    if (buttons.length) buttons[Math.min(at, buttons.length - 1)].focus();
    else this.focus();
  }

  /** @param {string} tag - The tag to add. */
  #add(tag) {
    if (!this.#tags.includes(tag)) this.#change({ add_tags: [tag] }, [...this.#tags, tag]);
  }

  /**
   * Say a change and show it at once; take it back when it is refused.
   * @param {AnnotationChange} change - The change.
   * @param {string[]} after - The tags with it.
   */
  #change(change, after) {
    const before = this.#tags;
    const id = this.#id;
    this.#tags = after;
    this.#draw();
    void this.#say(id, change).then((kept) => {
      if (kept || this.#id !== id || this.#tags !== after) return;
      this.#tags = before;
      this.#draw();
    });
  }
}
