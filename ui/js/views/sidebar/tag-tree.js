/** @file The tree of tags in the sidebar: leads to their photos, and is where tags are renamed, moved and merged. */

import { byId, h, icon, menuSign, on, setAttributes } from "../../core/dom.js";
import { askToMergeInto, askToMove, moveTag, removeTag } from "../../core/tag-acts.js";
import { followMove, tagAbove, tagBelow, tagName } from "../../pure/annotations/tag-moves.js";
import { tagOfQuery, tagQuery, tagText, visibleTags } from "../../pure/annotations/tags.js";
import { formatCount } from "../../pure/text/format.js";
import { askForName } from "./name-field.js";
import { bindTagDrag } from "./tag-drag.js";
import { treeKeys } from "../../pure/sidebar/tree-keys.js";
import { TypeAhead } from "../../pure/sidebar/type-ahead.js";
import { alongLines, t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/annotations/tags.js").TagRow} TagRow */

const MAX_ROWS = 500; // more are found by typing "tag:"

/** Shows the tree. */
export class TagTree {
  #context;
  #go;
  #tree = byId("tags-tree");
  /** @type {Set<string>} paths of the tags that are unfolded */
  #open = new Set();
  /** @type {TagRow[]} */
  #rows = [];
  #typeAhead = new TypeAhead();
  /** whether the rows must stay as they are: one of them is renamed or dragged */
  #isHeld = false;
  /** path of the tag that gets the focus as soon as it is there; "": none */
  #wanted = "";

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {(q: string) => void} go - Shows what a search finds.
   */
  constructor(context, go) {
    this.#context = context;
    this.#go = go;
    on(this.#tree, "click", (event) => this.#onClick(event));
    on(this.#tree, "keydown", (event) => this.#onKeydown(event));
    on(this.#tree, "contextmenu", (event) => this.#showMenu(event));
    if (context.isOwner)
      bindTagDrag(this.#tree, byId("tags-label"), {
        pathOf: (target) => this.#rows[this.#indexOf({ target })]?.path ?? "",
        drop: (from, onto, at) => this.#drop(from, onto, at),
        follow: (dragging) => this.#hold(dragging),
      });
  }

  /** Show the tags of the library. */
  draw() {
    if (this.#isHeld) return;
    const { tags } = this.#context.store.state;
    byId("tags").hidden = !tags?.length;
    const focused = this.#rows.findIndex((_, i) => this.#tree.children[i] === document.activeElement);
    const path = this.#rows[focused]?.path;
    this.#rows = visibleTags(tags ?? [], this.#open).slice(0, MAX_ROWS);
    this.#tree.replaceChildren(...this.#rows.map((row) => this.#row(row)));
    this.#giveFocusBack(focused, path);
    this.#rove();
  }

  /**
   * @param {number} focused - Place of the row that had the focus; -1: none had.
   * @param {string|undefined} path - Its tag.
   */
  #giveFocusBack(focused, path) {
    const wanted = this.#rows.findIndex((row) => row.path === this.#wanted);
    const isFree = focused >= 0 || document.activeElement === document.body;
    if (wanted >= 0 && isFree) return this.#focus(wanted);
    const at = this.#rows.findIndex((row) => row.path === path);
    if (focused >= 0) this.#focus(at >= 0 ? at : Math.min(focused, this.#rows.length - 1));
  }

  /** @param {TagRow} row - The row. */
  #row({ path, name, count, depth, parent, open }) {
    const twist = icon("right", "s");
    twist.setAttribute("class", parent ? `icon twist${open ? " is-open" : ""}` : "icon twist twist--none");
    const current = this.#isShown(path);
    const { isOwner } = this.#context;
    const more = isOwner && menuSign(t("sidebar-tag-menu"));
    const element = h("div", { class: "place", role: "treeitem", tabIndex: -1, "--depth": depth, title: tagText(path),
      draggable: isOwner }, twist, icon("tag"), h("span", { class: "place__words" },
      h("span", { class: "clip", text: name }), " ",
      h("span", { class: "count", text: formatCount(count) })), more); // prettier-ignore
    setAttributes(element, {
      "aria-level": depth + 1,
      "aria-expanded": parent ? open : null,
      "aria-current": current,
      "aria-selected": current,
      "aria-label": t("sidebar-with-count", { name, count: t("count-photos", { count }) }),
    });
    return element;
  }

  /** @param {string} path - Path of a tag. */
  #isShown(path) {
    const { album, folder, q, page } = this.#context.store.state.place;
    return page === "" && folder === null && album === null && tagOfQuery(q) !== "" && q === tagQuery(path);
  }

  /** @param {{target: EventTarget|null}} event - The event. */
  #indexOf({ target }) {
    const element = target instanceof Element ? target.closest(".place") : null;
    return [...this.#tree.children].findIndex((one) => one === element);
  }

  /** @param {MouseEvent} event - The event. */
  #onClick(event) {
    const row = this.#rows[this.#indexOf(event)];
    if (!row || !(event.target instanceof Element)) return;
    if (event.target.closest(".place__more")) this.#showMenu(event);
    else if (row.parent && event.target.closest(".twist")) this.#unfold(row, !row.open);
    else this.#go(tagQuery(row.path));
  }

  /**
   * @param {TagRow} row - The row.
   * @param {boolean} open - Whether to unfold it.
   */
  #unfold({ path }, open) {
    if (open) this.#open.add(path);
    else this.#open.delete(path);
    this.draw();
  }

  /** @param {KeyboardEvent} event - The event. */
  #onKeydown(event) {
    const at = this.#indexOf(event);
    const row = this.#rows[at];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const typed = this.#context.store.state.selection
      ? null // letters say something about the selected photos
      : this.#typeAhead.rowFor(event, this.#rows.map(({ name }) => name), at);
    if (typed !== null) return (event.preventDefault(), this.#focus(typed));
    if (event.shiftKey) return;
    /** @type {Record<string, () => void>} */
    const acts = {
      ...treeKeys(this.#rows, at, {
        focus: (other) => this.#focus(other),
        unfold: (other, open) => this.#unfold(other, open),
        go: ({ path }) => this.#go(tagQuery(path)),
      }),
    };
    const act = acts[alongLines(event.key)] ?? this.#change(row)[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /**
   * Return what is done with a tag, by the key that does it.
   * @param {TagRow} row - Its row.
   * @returns {Record<string, () => void>}
   */
  #change({ path }) {
    if (!this.#context.isOwner) return {};
    return { F2: () => void this.#rename(path), Delete: () => void removeTag(this.#context, path) };
  }

  /**
   * Show the menu of a tag: by right click, by the menu key, or by the button on the row.
   * @param {MouseEvent} event - The event.
   */
  #showMenu(event) {
    const at = this.#indexOf(event);
    const row = this.#rows[at];
    if (!row) return;
    event.preventDefault();
    const { path } = row;
    const element = /** @type {HTMLElement} */ (this.#tree.children[at]);
    const point = event.type === "contextmenu" && event.clientX ? { x: event.clientX, y: event.clientY } : element;
    const moved = (/** @type {Promise<string>} */ to) => void this.#follow(path, to);
    const changes = [
      { label: t("common-rename"), ownKey: "F2", run: () => void this.#rename(path) },
      { label: t("sidebar-move"), asks: true, run: () => moved(askToMove(this.#context, path)) },
      { label: t("sidebar-merge"), asks: true, run: () => moved(askToMergeInto(this.#context, path)) },
      null,
      { label: t("sidebar-remove-tag"), icon: "close", ownKey: "Delete", run: () =>
        void removeTag(this.#context, path) },
    ];
    const open = { label: t("common-open"), icon: "tag", ownKey: "Enter", run: () => this.#go(tagQuery(path)) };
    this.#context.dialogs.menu(point, [open, ...(this.#context.isOwner ? changes : [])]);
  }

  /** @param {string} path - Path of the tag to rename where it stands. */
  async #rename(path) {
    const row = this.#tree.children[this.#rows.findIndex((one) => one.path === path)];
    if (!(row instanceof HTMLElement) || this.#isHeld) return;
    this.#hold(true);
    row.draggable = false; // the pointer selects letters
    const name = await askForName(row, tagName(path), t("sidebar-tag-name"));
    if (document.activeElement === document.body) row.focus({ preventScroll: true });
    this.#hold(false);
    if (name) await this.#follow(path, moveTag(this.#context, path, tagBelow(tagAbove(path), name)));
  }

  /**
   * @param {string} from - The tag that was dragged.
   * @param {string} onto - The tag that it was dropped on; "": the top.
   * @param {{x: number, y: number}} at - Where, in the window.
   */
  #drop(from, onto, at) {
    const move = (/** @type {string} */ to) => void this.#follow(from, moveTag(this.#context, from, to));
    if (!onto) return move(tagName(from));
    const below = tagBelow(onto, tagName(from));
    this.#context.dialogs.menu(at, [
      { label: t("sidebar-put-below", { tag: tagName(onto) }), icon: "tag", disabled: below === from, run: () =>
        move(below) },
      { label: t("sidebar-merge-into", { tag: tagName(onto) }), icon: "stack", run: () => move(onto) },
      null,
      { label: t("common-cancel"), icon: "close", ownKey: "Escape", run: () => {} },
    ]);
  }

  /**
   * Keep what is unfolded, and the focus, with a tag that gets another path.
   * @param {string} from - Its path.
   * @param {Promise<string>} moved - Its new path; "": it stays as it is.
   */
  async #follow(from, moved) {
    const to = await moved;
    if (!to) return;
    this.#open = new Set([...this.#open].map((path) => followMove(path, from, to) || path));
    for (let above = tagAbove(to); above; above = tagAbove(above)) this.#open.add(above);
    this.#wanted = to;
    this.draw();
    this.#wanted = "";
  }

  /** @param {boolean} held - Whether the rows must stay as they are. */
  #hold(held) {
    this.#isHeld = held;
    if (!held) this.draw();
  }

  /** @param {number} at - Place in the list; where there is none, the focus stays. */
  #focus(at) {
    const element = this.#tree.children[at];
    if (element instanceof HTMLElement) element.focus();
    this.#rove();
  }

  /** Let Tab reach one row: the one with the focus, the current one, or the first. */
  #rove() {
    const rows = /** @type {HTMLElement[]} */ ([...this.#tree.children]);
    const chosen = rows.find((row) => row === document.activeElement) ??
      rows.find((row) => row.ariaCurrent === "true") ?? rows[0];
    for (const row of rows) row.tabIndex = row === chosen ? 0 : -1;
  }
}
