/** @file What is said in the grid: about the selected photos, or the one with the focus. */

import { bindSayKeys } from "../../core/say-keys.js";
import { askForDate } from "./date-dialog.js";
import { askForTags } from "./tag-dialog.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/annotations/api-types.js").AnnotationChange} AnnotationChange */
/** @typedef {import("../../pure/annotations/api-types.js").SaidMarks} SaidMarks */
/** @typedef {import("./grid.js").Grid} Grid */

/** Says things about photos of the grid. */
export class Saying {
  #context;
  #grid;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {Grid} grid - The grid.
   */
  constructor(context, grid) {
    this.#context = context;
    this.#grid = grid;
    const meant = (/** @type {KeyboardEvent} */ { target }) => {
      const ids = this.isMeant(target) ? this.ids : [];
      return ids.length ? { ids, allHave: (/** @type {AnnotationChange} */ wanted) => this.allHave(wanted) } : null;
    };
    bindSayKeys(context, { scope: "grid", meant, next: () => this.#next(), goTo: (i) => this.#goTo(i) });
    context.keys.bind({
      scope: "grid",
      keys: ["t", "KeyT"],
      group: t("keys-say"),
      label: t("page-tags"),
      run: ({ target }) => (this.isMeant(target) && this.ids.length ? this.tag() : false),
    });
    context.keys.bind({
      scope: "grid",
      keys: ["Shift+KeyD"],
      group: t("keys-say"),
      label: t("common-date-and-place"),
      run: ({ target }) => (this.isMeant(target) && this.ids.length ? this.date() : false),
    });
  }

  /**
   * A selection is meant wherever one is; the photo with the focus only in the grid.
   * @param {EventTarget|null} target - What has the focus.
   */
  isMeant(target) {
    if (this.#context.store.state.selection) return true;
    return target instanceof Element && (target === document.body || target.closest("#scroller") !== null);
  }

  /** Indices of the photos that are meant. */
  get #indices() {
    const { selection, focus } = this.#context.store.state;
    return selection ? selection.indices() : focus >= 0 ? [focus] : [];
  }

  /**
   * Ids of the selected photos, or of the one with the focus.
   * @returns {number[]}
   */
  get ids() {
    return Array.from(this.#indices, (index) => this.#grid.timeline.ids[index]);
  }

  /**
   * Return whether all photos that are meant have values already.
   * @param {AnnotationChange} wanted - The values.
   */
  allHave(wanted) {
    return this.#context.store.state.marks.all(this.#indices, wanted);
  }

  /**
   * Say something about the photos that are meant.
   * @param {AnnotationChange} change - What is said.
   */
  say(change) {
    void this.#context.annotations.say(this.ids, change);
  }

  /** Make the photos favourites, or no longer when all of them are. */
  toggleFavourite() {
    this.say({ favourite: !this.allHave({ favourite: true }) });
  }

  /**
   * Change whether one photo is a favourite, whatever is selected.
   * @param {number} index - Index of the photo in the timeline.
   */
  toggleHeart(index) {
    const { marks } = this.#context.store.state;
    void this.#context.annotations.say([this.#grid.timeline.ids[index]], { favourite: !marks.of(index).favourite });
  }

  /** Show the tags of the photos, and change them. */
  tag() {
    askForTags(this.#context, this.ids);
  }

  /** @param {number} index - Index of the photo to go to; with a selection the focus stays. */
  #goTo(index) {
    if (!this.#context.store.state.selection) this.#grid.focus(index);
  }

  /** Ask for date and place, and say them of the photos. */
  date() {
    void askForDate(this.#context, this.ids);
  }

  /** Go on to the next photo; a selection stays. */
  #next() {
    const { selection, focus } = this.#context.store.state;
    if (!selection) this.#grid.focus(focus + 1);
  }
}
