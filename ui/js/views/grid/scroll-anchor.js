/** @file The photo that keeps its place on screen when the layout changes, and the one where each view was left. */

/** @typedef {import("./grid.js").Grid} Grid */
/**
 * A photo and its place on screen.
 * @typedef {object} Anchor
 * @property {number} photo - Id of the photo.
 * @property {number} offset - From the top of the view to the photo's row, px.
 * @property {number} index - Its index, used when the photo has been deleted.
 */

/** Holds the anchor of the grid. While the user scrolls there is none. */
export class ScrollAnchor {
  #grid;
  /** @type {Anchor|null} */
  #anchor = null;
  /** @type {Map<string, Anchor>} the anchor with which each view was left, by the view's query */
  #anchorByQuery = new Map();

  /** @param {Grid} grid - The grid. */
  constructor(grid) {
    this.#grid = grid;
  }

  /** Whether there is an anchor. */
  get isSet() {
    return this.#anchor !== null;
  }

  /** Id of the anchor; -1: there is none. */
  get photo() {
    return this.#anchor?.photo ?? -1;
  }

  /** Take the first photo in sight as the anchor before something changes, unless there is an anchor. */
  keep() {
    const { layout, scroller } = this.#grid;
    scroller.catchUp(); // else what the user has scrolled since the last frame would be taken back
    if (layout.rows && scroller.y >= 1) this.#anchor ??= this.#current();
  }

  /**
   * Return the anchor, once scrolling rests; where there was none, the first photo in sight becomes it.
   * @returns {Anchor}
   */
  settle() {
    return (this.#anchor ??= this.#current());
  }

  /** Drop the anchor: the user scrolls. */
  release() {
    this.#anchor = null;
  }

  /**
   * Keep a photo where it is through the next layout.
   * @param {number} index - Index of the photo in the timeline.
   */
  set(index) {
    this.#anchor = this.#anchorOf(index);
  }

  /**
   * Note where a view was left, and take the anchor that another view was left with.
   * @param {string} from - Query of the view that is left.
   * @param {string} to - Query of the other view.
   * @param {{photo: number, offset: number}|null} saved - The anchor of a view never left; null: none.
   */
  changeView(from, to, saved) {
    if (this.#anchor) this.#anchorByQuery.set(from, this.#anchor);
    this.#anchor = this.#anchorByQuery.get(to) ?? (saved && { ...saved, index: 0 });
  }

  /** Return where to scroll so that the anchor is where it was. The anchor of a deleted photo is the next one. */
  scrollTop() {
    const anchor = this.#anchor;
    if (!anchor) return 0;
    const { timeline, layout } = this.#grid;
    const found = timeline.indexOf(anchor.photo);
    const index = (anchor.index = found >= 0 ? found : Math.min(anchor.index, timeline.n - 1));
    return index < 0 ? 0 : layout.top[layout.rowOf(index)] - anchor.offset;
  }

  /** Return the first photo wholly in sight below the heading. */
  firstVisible() {
    const { layout, scroller, headingHeight } = this.#grid;
    const edge = scroller.y + headingHeight;
    const at = layout.rowAt(edge);
    const row = layout.top[at] < edge - 1 && at + 1 < layout.rows ? at + 1 : at;
    return layout.first[row];
  }

  #current() {
    return this.#anchorOf(this.firstVisible());
  }

  /**
   * Return the anchor of a photo.
   * @param {number} index - Index of the photo in the timeline.
   * @returns {Anchor} Where it is now.
   */
  #anchorOf(index) {
    const { timeline, layout, scroller } = this.#grid;
    return {
      photo: timeline.ids[index],
      index,
      offset: Math.round(layout.top[layout.rowOf(index)] - scroller.y),
    };
  }
}
