/**
 * @file Selecting photos in the grid, the way file managers do; a plain click opens. Who may do nothing with photos but
 * look at them selects none: every click opens.
 */

import { byId, on } from "../../core/dom.js";
import { reveal } from "../../core/commands.js";
import { copyPaths, copyPhotos } from "../../core/copying.js";
import { giveWordsTo } from "../../core/gone-words.js";
import { putTogether } from "../../core/groups.js";
import { Selection } from "../../pure/grid/selection.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./grid.js").Grid} Grid */

/** Changes the selection by mouse, touch and keys, and acts on it. */
export class SelectionController {
  #context;
  #grid;
  #saying;
  /** @type {import("./album-actions.js").AlbumActions|null} what puts photos into albums; null: nothing may be said */
  albums = null;
  /** photo that the next range begins with; -1: none */
  #rangeStart = -1;
  /** last photo of the last range, which the next one replaces; -1: none */
  #rangeLast = -1;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {Grid} grid - The grid.
   * @param {import("./saying.js").Saying|null} saying - What says things about photos; null: nothing may be said.
   */
  constructor(context, grid, saying) {
    this.#context = context;
    this.#grid = grid;
    this.#saying = saying;
    if (context.isOwner) grid.onDaySelect = (day) => this.#toggleDay(day);
    else byId("grid").removeAttribute("aria-multiselectable");
    this.#bindPointer();
    context.store.watch((state) => state.timeline?.key, () => this.#forgetRange());
  }

  #forgetRange() {
    this.#rangeStart = this.#rangeLast = -1;
  }

  get #selection() {
    return this.#context.store.state.selection ?? new Selection(this.#grid.timeline.n);
  }

  /** @param {Selection} selection - The selected photos. */
  #set(selection) {
    this.#context.store.setSelection(selection);
  }

  /**
   * Select a photo, or take it out. The next range begins there.
   * @param {number} index - Index of the photo in the timeline.
   */
  toggle(index) {
    this.#set(this.#selection.toggle(index));
    this.#rangeStart = index;
    this.#rangeLast = -1;
  }

  /**
   * Select from the photo that was selected last to another one, in place of the last range.
   * @param {number} index - Index of the photo in the timeline.
   */
  selectRange(index) {
    const { focus } = this.#context.store.state;
    if (this.#rangeStart < 0) this.#rangeStart = focus >= 0 ? focus : index;
    const kept = this.#rangeLast >= 0 ? this.#selection.remove(this.#rangeStart, this.#rangeLast) : this.#selection;
    this.#rangeLast = index;
    this.#set(kept.add(this.#rangeStart, index));
  }

  /** @param {number} day - Index of the day. */
  #toggleDay(day) {
    const { dayFirst } = this.#grid.timeline;
    const [first, last] = [dayFirst[day], dayFirst[day + 1] - 1];
    this.#set(
      this.#selection.covers(first, last + 1) ? this.#selection.remove(first, last) : this.#selection.add(first, last),
    );
    this.#rangeStart = first;
    this.#rangeLast = -1;
  }

  /** Select all photos. */
  selectAll() {
    if (this.#grid.timeline.n) this.#set(Selection.all(this.#grid.timeline.n));
  }

  /** Select what is not selected, and the other way round. */
  invert() {
    this.#set(this.#selection.invert());
  }

  /** Leave the last range as it is; the next one begins at the focus. */
  endRange() {
    if (this.#rangeLast >= 0) this.#forgetRange();
  }

  /** Select nothing. A range begun after that begins with the same photo as before. */
  clear() {
    this.#context.store.setSelection(null);
    this.#rangeLast = -1;
  }

  #bindPointer() {
    const element = byId("grid");
    const scrollArea = byId("scroller");
    on(element, "click", (event) => this.#onClick(event));
    on(scrollArea, "click", (event) => this.#onClickBeside(event));
    if (this.#context.isOwner) on(element, "contextmenu", (event) => this.#onContextMenu(event));
    on(element, "focusin", (event) => this.#onFocusIn(event));
    on(scrollArea, "focus", () => {
      const byKey = scrollArea.matches(":focus-visible");
      if (byKey && scrollArea.tabIndex === 0) this.#grid.focus(this.#grid.firstVisible());
    });
    this.#context.store.watch(
      (state) => state.focus < 0,
      (none) => (scrollArea.tabIndex = none ? 0 : -1),
    );
    // the browser's own text and range selection would mix with that of photos
    on(element, "mousedown", (event) => event.shiftKey && event.preventDefault());
  }

  /** @param {MouseEvent} event - The event. */
  #onClick(event) {
    const index = this.#grid.meantBy(event);
    if (index < 0) return;
    if (!this.#context.isOwner) return (this.#context.store.setFocus(index), this.open(index));
    const target = /** @type {Element} */ (event.target);
    if (target.closest(".cell__heart")) return this.#saying?.toggleHeart(index);
    const pick = target.closest(".cell__pick");
    const { focus } = this.#context.store.state;
    if (event.shiftKey && this.#rangeStart < 0) this.#rangeStart = focus; // before the focus goes to the other end
    if (event.shiftKey) this.#grid.rows.elementOf(index)?.focus({ preventScroll: true }); // mousedown could not
    this.#context.store.setFocus(index);
    if (event.shiftKey) this.selectRange(index);
    else if (pick || event.ctrlKey || event.metaKey || this.#context.store.state.selection) this.toggle(index);
    else this.open(index);
  }

  /**
   * Clear the selection: the click was on no photo.
   * @param {MouseEvent} event - The event.
   */
  #onClickBeside(event) {
    const target = /** @type {Element} */ (event.target);
    if (target.closest(".cell, .day__head") || event.shiftKey || event.ctrlKey || event.metaKey) return;
    if (this.#context.store.state.selection) this.clear();
  }

  /**
   * Scroll to the photo: Tab came back to one that is out of sight.
   * @param {FocusEvent} event - The event.
   */
  #onFocusIn(event) {
    const index = this.#grid.rows.indexOf(event.target);
    if (index >= 0 && index === this.#context.store.state.focus) this.#grid.scrollIntoView(index);
  }

  /**
   * Open a photo.
   * @param {number} index - Index of the photo in the timeline.
   */
  open(index) {
    this.#context.route.go({ photo: this.#grid.timeline.ids[index] });
  }

  /**
   * Select by a long press; show the menu by a right click.
   * @param {MouseEvent} event - The event.
   */
  #onContextMenu(event) {
    const index = this.#grid.rows.indexOf(event.target);
    if (index < 0) return;
    event.preventDefault();
    if (/** @type {PointerEvent} */ (event).pointerType === "touch") return this.toggle(index);
    const { selection } = this.#context.store.state;
    this.#context.store.setFocus(index);
    if (selection && !selection.has(index)) this.toggle(index);
    const box = /** @type {Element} */ (event.target).getBoundingClientRect();
    this.#showMenu(
      index,
      event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : { x: box.left + 16, y: box.top + 16 },
    );
  }

  /**
   * @param {number} index - Index of the photo in the timeline.
   * @param {{x: number, y: number}} at - Where, in the window.
   */
  #showMenu(index, at) {
    const { store, dialogs } = this.#context;
    const selected = store.state.selection?.has(index) ?? false;
    dialogs.menu(at, [
      { label: t("common-open"), icon: "photos", key: "Enter", run: () => this.open(index) },
      {
        label: t(selected ? "grid-take-out" : "grid-select"),
        icon: "select",
        key: "Ctrl+Space",
        run: () => this.toggle(index),
      },
      null,
      { label: t("grid-favourite"), icon: "heart", key: "F", run: () => this.#saying?.toggleFavourite() },
      { label: t("page-tags"), icon: "tag", key: "T", asks: true, run: () => this.#saying?.tag() },
      { label: t("common-date-and-place"), icon: "calendar", key: "Shift+D", asks: true,
        run: () => this.#saying?.date() },
      ...(this.albums?.menuItems() ?? []),
      null,
      { label: t("common-copy"), icon: "copy", key: "Ctrl+C", run: () => this.copy() },
      {
        label: t((store.state.selection?.count ?? 0) > 1 ? "grid-copy-paths" : "common-copy-path"),
        icon: "copy",
        key: "Ctrl+Shift+C",
        run: () => this.copyPaths(),
      },
      ...(store.state.status?.desktop
        ? [{ label: t("common-show-in-folder"), icon: "reveal", key: "Ctrl+Enter", run: () => this.reveal() }]
        : []),
      ...(selected && (store.state.selection?.count ?? 0) > 1
        ? [{ label: t("grid-put-together"), icon: "stack", run: () => void this.putTogether() }]
        : [{ label: t("grid-give-words"), icon: "missing", asks: true,
            run: () => this.#giveWords(index) }]),
    ]);
  }

  /**
   * Return the ids of the selected photos, or of the one with the focus.
   * @returns {number[]}
   */
  #ids() {
    const { selection, focus } = this.#context.store.state;
    if (selection) return selection.ids(this.#grid.timeline);
    return focus >= 0 ? [this.#grid.timeline.ids[focus]] : [];
  }

  /** Copy the selected photos. */
  copy() {
    const ids = this.#ids(), { timeline } = this.#grid; // prettier-ignore
    const index = ids.length === 1 ? timeline.ids.indexOf(ids[0]) : -1;
    const isPicture = index >= 0 && !timeline.has(index, "video");
    void copyPhotos(this.#context, ids, isPicture ? { id: ids[0], version: timeline.versions[index] } : null);
  }

  /** Copy the paths of the selected photos. */
  copyPaths() {
    const ids = this.#ids();
    if (ids.length) void copyPaths(this.#context, ids);
  }

  /** Show the selected photos as one. */
  async putTogether() {
    if (await putTogether(this.#context, this.#ids())) this.clear();
  }

  /** @param {number} index - Index of the photo that is to get what was said about a file that is gone. */
  #giveWords(index) {
    void giveWordsTo(this.#context, this.#grid.timeline.ids[index]);
  }

  /** Show the first selected photo in the system's file manager. */
  reveal() {
    const [id] = this.#ids();
    if (id !== undefined) void reveal(this.#context, id);
  }
}
