/** @file The filmstrip: the photos around this one. As many frames as the window has room for, used again and again. */

import { h, icon, on } from "../../core/dom.js";
import { saidSigns } from "../../core/said-controls.js";
import { encodeMarks, NOTHING_SAID } from "../../pure/annotations/marks.js";
import { sayMarks } from "../../pure/annotations/sentences.js";
import { lineDirection, t } from "../../pure/text/texts.js";
import { thumbnailUrl } from "./progressive-image.js";
import { photoAt } from "./photo-cache.js";

/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */
/**
 * One frame of the strip.
 * @typedef {object} Frame
 * @property {HTMLButtonElement} button - The element.
 * @property {HTMLImageElement} image - The thumbnail in it.
 * @property {HTMLElement} said - The signs of what was said about the photo.
 * @property {number} saidKey - Which; 0: none.
 * @property {number} index - Index of the photo; -1: none.
 * @property {string} key - Id and version of the photo.
 * @property {boolean} busy - Whether its thumbnail is being loaded.
 */

const HIGH = 48;
const WIDE = 40;
const GAP = 4;
const CURRENT_MARGIN = 12; // px on either side of the current frame, for its ring
const MAX_LOADING = 2; // thumbnails at a time: the photo on the stage comes first

/** Shows thumbnails of the photos around the one on the stage. */
export class Filmstrip {
  /** @type {Frame[]} */
  #frames = [];
  /** @type {Timeline|null} */
  #timeline = null;
  #index = -1;
  #width = 0;
  #loading = 0;
  #context;

  /**
   * @param {import("../../core/types.js").Context} context - What the parts of the page share.
   * @param {(index: number) => void} pick - Called with the index of the photo that was pressed.
   */
  constructor(context, pick) {
    this.#context = context;
    this.element = h("div", { class: "filmstrip", role: "group", "aria-label": t("viewer-filmstrip") });
    on(this.element, "click", (event) => {
      const frame = this.#frames.find(({ button }) => button.contains(/** @type {Node} */ (event.target)));
      if (frame) pick(frame.index);
    });
    const observer = new ResizeObserver(() => this.#resized());
    observer.observe(this.element);
    context.store.watch((state) => state.marks, () => this.#frames.forEach((frame) => this.#drawSaid(frame)));
  }

  /**
   * Show the photos around one; nothing where there are none.
   * @param {Timeline|null} around - The timeline; null: none.
   * @param {number} index - Index of the photo; -1: in no timeline.
   */
  show(around, index) {
    const timeline = around && around.n > 1 ? around : null;
    const far = this.#timeline !== timeline || Math.abs(index - this.#index) > this.#frames.length / 2;
    this.#timeline = timeline;
    this.#index = index;
    this.element.classList.toggle("is-cut", far); // a jump is a cut, a step is a slide
    this.#layOut();
  }

  #resized() {
    const width = this.element.clientWidth;
    if (width === this.#width) return;
    this.#width = width;
    const count = Math.ceil(width / (WIDE + GAP)) + 4;
    while (this.#frames.length < count) this.#frames.push(this.#addFrame());
    for (const { button } of this.#frames.splice(count)) button.remove();
    this.element.classList.add("is-cut");
    this.#layOut();
  }

  /** @returns {Frame} */
  #addFrame() {
    const image = h("img", { alt: "", draggable: false, decoding: "async", fetchPriority: "low" });
    // not a stop for Tab: the arrow keys turn these pages from anywhere
    const said = h("span", { class: "filmstrip__said", "aria-hidden": "true" });
    const button = h("button", { type: "button", class: "filmstrip__frame", tabIndex: -1 }, image, said);
    this.element.append(button);
    const frame = { button, image, said, saidKey: 0, index: -1, key: "", busy: false };
    const done = () => this.#release(frame) && this.#loadThumbnails();
    on(image, "load", done);
    on(image, "error", done);
    return frame;
  }

  #layOut() {
    const timeline = this.#timeline;
    if (!timeline || this.#index < 0 || !this.#frames.length)
      return void this.#frames.forEach((frame) => this.#hideFrame(frame));
    const count = this.#frames.length;
    const first = this.#index - (count >> 1);
    for (let index = first; index < first + count; index++) {
      const frame = this.#frames[((index % count) + count) % count];
      if (index < 0 || index >= timeline.n) this.#hideFrame(frame);
      else this.#placeFrame(frame, index, timeline);
    }
    this.#loadThumbnails();
  }

  /** @param {Frame} frame - The frame. */
  #hideFrame(frame) {
    frame.button.hidden = true;
    frame.index = -1;
  }

  /**
   * @param {Frame} frame - The frame.
   * @param {number} index - Index of the photo in the timeline.
   * @param {Timeline} timeline - The timeline shown.
   */
  #placeFrame(frame, index, timeline) {
    const { button } = frame;
    const current = index === this.#index;
    const own = Math.round(Math.min(144, Math.max(20, HIGH * timeline.aspect(this.#index))));
    const step = index - this.#index;
    const aside = Math.sign(step) * ((own - WIDE) / 2 + CURRENT_MARGIN - GAP);
    button.classList.toggle("is-cut", frame.index !== index); // it comes from the other end: no sliding across
    frame.index = index;
    button.hidden = false;
    button.style.width = `${current ? own : WIDE}px`;
    const x = this.#width / 2 + step * (WIDE + GAP) + (current ? -own / 2 : aside - WIDE / 2);
    button.style.transform = `translateX(${lineDirection() * Math.round(x)}px)`;
    button.ariaCurrent = current ? "true" : null;
    this.#drawSaid(frame);
    this.#setThumbnail(frame, timeline);
  }

  /**
   * Show what was said about a photo: of those in the view alone the page knows it.
   * @param {Frame} frame - The frame.
   */
  #drawSaid(frame) {
    if (frame.index < 0) return;
    const { marks, timeline } = this.#context.store.state;
    const found = timeline === this.#timeline ? marks.of(frame.index) : NOTHING_SAID;
    frame.button.ariaLabel = [t("viewer-photo-number", { n: frame.index + 1 }), ...sayMarks(found)].join(", ");
    const key = (encodeMarks(found) << 1) | Number(found.favourite);
    if (key === frame.saidKey) return;
    frame.saidKey = key;
    frame.button.classList.toggle("is-rejected", found.pick === "rejected");
    frame.said.replaceChildren(...(found.favourite ? [icon("heart-on", "s")] : []), ...saidSigns(found, true));
  }

  /**
   * @param {Frame} frame - The frame.
   * @param {Timeline} timeline - The timeline shown.
   */
  #setThumbnail(frame, timeline) {
    const { index, image, button } = frame;
    const key = `${timeline.ids[index]}:${timeline.versions[index]}`;
    if (frame.key === key) return;
    this.#release(frame);
    image.removeAttribute("src");
    frame.key = key;
    button.style.setProperty("--c", timeline.colour(index) || "var(--sunk)");
    button.classList.toggle("is-broken", timeline.has(index, "broken"));
  }

  /** Load thumbnails from the middle outwards, few at a time. */
  #loadThumbnails() {
    const timeline = this.#timeline;
    if (!timeline) return;
    const waiting = this.#frames.filter(
      ({ index, image, busy }) =>
        index >= 0 && !busy && !image.hasAttribute("src") && !timeline.has(index, "broken"),
    );
    waiting.sort((a, b) => Math.abs(a.index - this.#index) - Math.abs(b.index - this.#index));
    const { pictures } = this.#context;
    pictures.announce?.(waiting.map(({ index }) => thumbnailUrl(this.#context, photoAt(timeline, index))));
    for (const frame of waiting.slice(0, Math.max(0, MAX_LOADING - this.#loading))) {
      this.#loading += 1;
      frame.busy = true;
      const { key } = frame;
      const url = thumbnailUrl(this.#context, photoAt(timeline, frame.index));
      pictures.setSource(frame.image, url, () => frame.busy && frame.key === key);
    }
  }

  /**
   * Note that a picture has come, failed or been taken back: its connection is free.
   * @param {Frame} frame - The frame.
   */
  #release(frame) {
    if (!frame.busy) return false;
    frame.busy = false;
    this.#loading -= 1;
    return true;
  }
}
