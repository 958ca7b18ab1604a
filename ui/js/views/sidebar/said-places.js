/** @file The places of the sidebar that lead to what the user said: favourites, and the tree of tags. */

import { byId, on, setAttributes } from "../../core/dom.js";
import { loadTags } from "../../core/tags.js";
import { formatCount } from "../../pure/text/format.js";
import { SearchCounts } from "./search-counts.js";
import { TagTree } from "./tag-tree.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../core/types.js").State} State */

const FAVOURITES = "is:favourite";
const FIRST_REST = 1000; // ms after the first screen: to count the tags of a million photos takes half a second
const REST = 3000; // ms between two readings of the tags, while the library changes all the time

/** Shows favourites and tags. */
export class SaidPlaces {
  #context;
  #closeDrawer;
  #favourites = byId("favourites");
  #tree;
  #counts;
  #timer = 0;
  #loadedAt = -Infinity;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {() => void} closeDrawer - Closes the sidebar where it is a drawer.
   */
  constructor(context, closeDrawer) {
    this.#context = context;
    this.#closeDrawer = closeDrawer;
    const { store } = context;
    this.#tree = new TagTree(context, (q) => this.#go(q));
    this.#favourites.hidden = false;
    this.#counts = new SearchCounts(context, this.#favourites, () => [FAVOURITES], () => this.#drawCount());
    on(this.#favourites, "click", (event) => (event.preventDefault(), this.#go(FAVOURITES)));
    const picks = [(/** @type {State} */ state) => state.tags, (/** @type {State} */ state) => state.place];
    store.watchAny(picks, () => this.#draw());
    const generation = (/** @type {State} */ state) => state.status?.generation;
    store.watchAny([generation, (state) => !state.timeline], ({ timeline }) => timeline && this.#loadLater());
  }

  /** Load the tags at once, but not all the time while the library changes, nor while a photo is looked at. */
  #loadLater() {
    clearTimeout(this.#timer);
    const since = performance.now() - this.#loadedAt;
    const { place } = this.#context.store.state;
    this.#timer = window.setTimeout(() => {
      if (document.hidden || this.#context.store.state.place.photo !== null) return this.#loadLater();
      this.#loadedAt = performance.now();
      void loadTags(this.#context);
    }, Math.max(this.#loadedAt < 0 ? FIRST_REST : 0, REST - since, place.photo === null ? 0 : REST));
  }

  /** @param {string} q - The search. */
  #go(q) {
    this.#closeDrawer();
    this.#context.route.go({ folder: null, photo: null, q });
  }

  #drawCount() {
    const count = this.#counts.of(FAVOURITES);
    this.#favourites.querySelector(".count")?.replaceChildren(count === null ? "" : formatCount(count));
  }

  #draw() {
    const { album, folder, q, page } = this.#context.store.state.place;
    const isWhole = page === "" && folder === null && album === null;
    setAttributes(this.#favourites, { "aria-current": isWhole && q === FAVOURITES });
    this.#tree.draw();
  }
}
