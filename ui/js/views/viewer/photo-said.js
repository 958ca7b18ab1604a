/** @file What the user says about the photo on the stage: heart and stars in the bar, everything in the panel. */

import { askToAddToAlbum } from "../../core/album-dialog.js";
import { h, takesText } from "../../core/dom.js";
import { createHeart, createLabels, createPicks, createStars, saidSigns } from "../../core/said-controls.js";
import { removeFromAlbum } from "../../core/albums.js";
import { bindSayKeys } from "../../core/say-keys.js";
import { NOTHING_SAID } from "../../pure/annotations/marks.js";
import { t } from "../../pure/text/texts.js";
import { drawAlbums } from "./album-section.js";
import { TagEditor } from "./tag-editor.js";
import { WhenEditor } from "./when-editor.js";
import { WhereEditor } from "./where-editor.js";
import { WordEditor } from "./word-editor.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/annotations/api-types.js").AnnotationChange} AnnotationChange */
/** @typedef {import("../../pure/api-types.js").Photo} Photo */

/** Shows what is said about one photo, and says more. */
export class PhotoSaid {
  #context;
  #id = -1;
  #index = -1;
  /** @type {Photo|null} */
  #details = null;
  #controls;
  #signs = h("span", { class: "viewer__signs", "aria-hidden": "true" });
  #words;
  #tags;
  #when;
  #where;
  #albums = h("div", {});
  #viewer;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {{next: () => void, goTo: (index: number) => void, openPanel: () => void}} viewer - Goes on to the next
   *   photo; goes to one by its index in the timeline; shows the panel.
   */
  constructor(context, { next, goTo, openPanel }) {
    this.#context = context;
    const say = (/** @type {AnnotationChange} */ change) => this.#say(change);
    const inBar = [createHeart, createStars].map((create) => create(say, "viewer"));
    const inPanel = [createHeart, createStars, createPicks, createLabels].map((create) => create(say, "viewer"));
    this.#controls = [...inBar, ...inPanel];
    this.#words = new WordEditor((id, change) => this.#say(change, id));
    this.#tags = new TagEditor(context, (id, change) => this.#say(change, id));
    this.#when = new WhenEditor((id, change) => this.#say(change, id));
    this.#where = new WhereEditor(context.api, (id, change, onRefused) => this.#say(change, id, onRefused));
    /** Of the panel: date and place. */
    this.facts = h("div", {}, this.#when.element, this.#where.element);
    /** Of the viewer's bar. */
    this.bar = h("div", { class: "viewer__said" }, this.#signs, ...inBar.map(({ element }) => element));
    const [heart, stars, picks, labels] = inPanel.map(({ element }) => element);
    /** Of the panel. */
    this.panel = h("section", { class: "panel__say", "aria-label": t("photo-what-you-say") }, this.#words.element,
      h("div", { class: "panel__marks" }, heart, stars, picks), labels, this.#tags.element, this.#albums);
    this.#viewer = { next, goTo, openPanel };
    context.store.watch((state) => state.marks, () => this.#draw());
  }

  /** Bind the keys. After those of a video, which has some of them while it is open. */
  bindKeys() {
    const { next, goTo } = this.#viewer;
    bindSayKeys(this.#context, { scope: "viewer", meant: () => this.#meant(), next, goTo });
    /** @type {(keys: string[], group: string, label: string, run: () => void|false) => void} */
    const bind = (keys, group, label, run) => this.#context.keys.bind({ scope: "viewer", keys, group, label,
      run: ({ target }) => (takesText(target) ? false : run()) });
    bind(["b", "KeyB"], t("common-albums"), t("common-add-to-album"), () =>
       (this.#id < 0 ? false : this.#addToAlbum()));
    bind(["Delete"], t("common-albums"), t("common-take-out-of-album"), () =>
      (this.#id >= 0 && this.#album ? this.#takeOut() : false));
    bind(["t", "KeyT"], t("keys-say"), t("page-tags"), () => this.#writeTags());
    bind(["Shift+KeyD"], t("keys-say"), t("common-date-and-place"), () => this.#writeDate());
  }

  /**
   * Return the entries of the menu of the photo, with the keys that do the same.
   * @returns {import("../../core/menu.js").MenuItem[]}
   */
  menuItems() {
    if (this.#id < 0) return [];
    const takeOut = { label: t("common-take-out-of-album"), icon: "minus", key: "Delete", run: () => this.#takeOut() };
    return [
      { label: t("page-tags"), icon: "tag", key: "T", run: () => this.#writeTags() },
      { label: t("common-date-and-place"), icon: "calendar", key: "Shift+D", run: () => this.#writeDate() },
      { label: t("common-add-to-album"), icon: "album", key: "B", asks: true, run: () => this.#addToAlbum() },
      ...(this.#album ? [takeOut] : []),
    ];
  }

  /** The album that is shown; undefined: none. */
  get #album() {
    const { albums, place } = this.#context.store.state;
    return place.album ? albums?.find(({ id }) => id === place.album) : undefined;
  }

  #addToAlbum() {
    askToAddToAlbum(this.#context, [this.#id]);
  }

  #takeOut() {
    if (this.#album) void removeFromAlbum(this.#context, this.#album, [this.#id]);
  }

  #writeTags() {
    this.#viewer.openPanel();
    this.#tags.focus();
  }

  #writeDate() {
    this.#viewer.openPanel();
    this.#when.element.querySelector("input")?.focus();
  }

  #meant() {
    if (this.#id < 0) return null;
    const marks = /** @type {Record<string, unknown>} */ (this.#marks);
    return { ids: [this.#id], allHave: (/** @type {AnnotationChange} */ wanted) =>
      Object.entries(wanted).every(([field, value]) => marks[field] === value) }; // prettier-ignore
  }

  /** What was said about the photo; where it is in no timeline, as its details have it. */
  get #marks() {
    if (this.#index >= 0) return this.#context.store.state.marks.of(this.#index);
    return this.#details?.annotation ?? NOTHING_SAID;
  }

  /**
   * @param {AnnotationChange} change - What is said.
   * @param {number} [id] - Id of the photo; left out: of the one on the stage.
   * @param {import("../../core/annotations.js").OnRefused} [onRefused] - Called when the server refuses it.
   */
  #say(change, id = this.#id, onRefused) {
    return id < 0 ? Promise.resolve(false) : this.#context.annotations.say([id], change, undefined, onRefused);
  }

  /**
   * Follow the viewer to a photo. What was typed about the one before is said.
   * @param {number} id - Id of the photo; -1: none.
   * @param {number} index - Index of its tile in the timeline; -1: in none.
   */
  follow(id, index) {
    if (id !== this.#id) {
      this.#words.finish();
      this.#when.finish();
      this.#where.finish();
      this.#tags.follow(id);
      this.#details = null;
    }
    this.#id = id;
    this.#index = index;
    this.#draw();
  }

  /**
   * Take the details of the photo.
   * @param {Photo} details - The details.
   */
  show(details) {
    this.#details = details;
    const { title, caption, tags } = details.annotation ?? details;
    this.#words.show(details.id, { title: title ?? "", caption: caption ?? "" });
    this.#tags.show(details.id, tags);
    this.#when.show(details);
    this.#where.show(details);
    this.#albums.replaceChildren(drawAlbums(this.#context, details));
    this.#draw();
  }

  #draw() {
    const marks = this.#marks;
    for (const control of this.#controls) control.show(marks);
    this.#signs.replaceChildren(...saidSigns({ ...marks, rating: 0 }, true));
  }
}
