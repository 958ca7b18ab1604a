/** @file The keys of the grid: moving between photos of unequal width, and selecting them on the way. */

import { copiesText } from "../../core/copying.js";
import { on } from "../../core/dom.js";
import { withShift } from "../../pure/keys/commands.js";
import { moveByPage, rowEdge, moveByRows } from "../../pure/grid/navigation.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./grid.js").Grid} Grid */
/** @typedef {import("./selection-controller.js").SelectionController} SelectionController */
/**
 * Where a key is heard.
 * @typedef {"photos"|"after-mouse"|"anywhere"} Reach
 */

/** Binds the keys of the grid. */
export class GridKeys {
  #context;
  #grid;
  #selection;
  /** @type {number|null} the x that repeated Up and Down keep to, px */
  #keptX = null;
  /** the focus these keys gave last */
  #lastFocus = -1;
  /** whether the focus was given by the mouse */
  #byMouse = false;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {Grid} grid - The grid.
   * @param {SelectionController} selection - What selects photos.
   */
  constructor(context, grid, selection) {
    this.#context = context;
    this.#grid = grid;
    this.#selection = selection;
    this.#followPointer();
    this.#bindMoves();
    this.#bindActions();
    // the focus is not the one that these keys gave last: x is forgotten
    context.store.watch((state) => state.focus, (focus) => focus !== this.#lastFocus && (this.#keptX = null));
  }

  #bindMoves() {
    /** @type {(keys: string[], label: string, next: (index: number) => number, fromAnywhere?: boolean) => void} */
    const move = (keys, label, next, fromAnywhere = false) => this.#bindMove(keys, label, next, fromAnywhere);
    const grid = this.#grid;
    move(["ArrowLeft"], t("grid-photo-before"), (index) => this.#sideways(index - 1));
    move(["ArrowRight"], t("grid-photo-after"), (index) => this.#sideways(index + 1));
    move(["ArrowUp"], t("grid-row-above"), (index) => this.#upDown(moveByRows(grid.layout, index, -1, this.#keptX)));
    move(["ArrowDown"], t("grid-row-below"), (index) => this.#upDown(moveByRows(grid.layout, index, 1, this.#keptX)));
    move(
      ["PageUp"],
      t("grid-page-up"),
      (index) => this.#upDown(moveByPage(grid.layout, index, 80 - grid.scroller.viewport, this.#keptX)),
      true,
    );
    move(
      ["PageDown"],
      t("grid-page-down"),
      (index) => this.#upDown(moveByPage(grid.layout, index, grid.scroller.viewport - 80, this.#keptX)),
      true,
    );
    move(["Home"], t("grid-row-start"), (index) => this.#sideways(rowEdge(grid.layout, index, false)));
    move(["End"], t("grid-row-end"), (index) => this.#sideways(rowEdge(grid.layout, index, true)));
    move(["Ctrl+Home"], t("common-first-photo"), () => this.#sideways(0), true);
    move(["Ctrl+End"], t("common-last-photo"), () => this.#sideways(grid.layout.n - 1), true);
  }

  #bindActions() {
    const { route, store, isOwner } = this.#context;
    const open = () => this.#withFocused((index) => this.#selection.open(index));
    this.#bind(["Enter", " "], t("keys-photos"), t("common-open"), open);
    if (isOwner) this.#bindSelecting();
    const label = t(isOwner ? "grid-clear-then-search" : "search-clear");
    this.#bind(["Escape"], t(isOwner ? "keys-select" : "keys-view"), label, () => {
      if (store.state.selection) this.#selection.clear();
      else if (store.state.place.q) route.clearSearch();
      else return false;
    }, "anywhere");
  }

  #bindSelecting() {
    const [select, photos] = [t("keys-select"), t("keys-photos")];
    this.#bind(["Ctrl+Space"], select, t("grid-select-or-not"), () =>
      this.#withFocused((index) => this.#selection.toggle(index)),
    );
    this.#bind(["Ctrl+KeyA"], select, t("common-select-all"), () => this.#selection.selectAll(), "anywhere");
    this.#bind(["Ctrl+Shift+KeyI"], select, t("grid-invert"), () => this.#selection.invert(), "anywhere");
    const copy = (/** @type {Event} */ event) => (copiesText(event) ? false : this.#selection.copy());
    this.#bind(["Ctrl+KeyC"], photos, t("common-copy"), copy, "anywhere");
    this.#bind(["Ctrl+Shift+KeyC"], photos, t("common-copy-path"), () => this.#selection.copyPaths(), "anywhere");
    this.#bind(["Ctrl+Enter"], photos, t("common-show-in-folder"), () => this.#selection.reveal(), "anywhere",
      () => this.#context.store.state.status?.desktop ?? false);
  }

  /**
   * Take a step sideways: the x that Up and Down keep to is forgotten.
   * @param {number} index - Index of the photo it leads to.
   */
  #sideways(index) {
    this.#keptX = null;
    return index;
  }

  /**
   * Take a step up or down: it keeps to x.
   * @param {import("../../pure/grid/navigation.js").Destination} step - Where it leads.
   */
  #upDown(step) {
    this.#keptX = step.x;
    return step.index;
  }

  /**
   * Bind keys that move the focus, and with Shift extend the selection.
   * @param {string[]} keys - Names of the keys.
   * @param {string} label - What they do.
   * @param {(index: number) => number} next - Returns the photo they lead to from another.
   * @param {boolean} fromAnywhere - True: heard wherever the focus is. False: when no photo has the focus, the first
   *   press focuses the one in sight.
   */
  #bindMove(keys, label, next, fromAnywhere) {
    const reach = fromAnywhere ? "anywhere" : "after-mouse";
    this.#bind(keys, t("keys-move"), label, () => this.#move(next, false, fromAnywhere), reach);
    if (!this.#context.isOwner) return;
    const extend = () => this.#move(next, true, fromAnywhere);
    this.#bind(keys.flatMap(withShift), "", label, extend, reach, undefined, keys);
  }

  /**
   * Note whether the focus came from the mouse. Not by :focus-visible: a key makes every focus visible before it is
   * heard.
   */
  #followPointer() {
    let pointer = false; // the last thing that happened
    const early = { capture: true, passive: true };
    on(document, "pointerdown", () => (pointer = this.#byMouse = true), early);
    on(document, "keydown", () => (pointer = false), early);
    on(document, "focusin", () => (this.#byMouse = pointer), early);
  }

  /**
   * @param {(index: number) => number} next - Returns the photo to go to from another.
   * @param {boolean} select - Whether to extend the selection.
   * @param {boolean} fromAnywhere - Whether to move although no photo has the focus.
   */
  #move(next, select, fromAnywhere) {
    const { timeline, rows } = this.#grid;
    if (!timeline.n) return false;
    const { focus } = this.#context.store.state;
    const known = focus >= 0 && rows.elementOf(focus) !== null;
    const from = known ? focus : this.#grid.firstVisible();
    const there = known || fromAnywhere ? Math.max(0, Math.min(next(from), timeline.n - 1)) : from;
    if (select) this.#selection.selectRange(there);
    else this.#selection.endRange();
    this.#lastFocus = there;
    this.#grid.focus(there);
  }

  /**
   * Do something with the focused photo; false: there is none.
   * @param {(index: number) => void} run - What to do with it.
   */
  #withFocused(run) {
    const { focus } = this.#context.store.state;
    if (focus < 0) return false;
    run(focus);
  }

  /**
   * Bind keys. Those for the focused photo are heard in the grid only; others wherever one does not type, or where a
   * button has the focus only because the mouse was there last.
   * @param {string[]} keys - Names of the keys.
   * @param {string} group - Heading on the sheet of keys.
   * @param {string} label - What they do.
   * @param {(event: KeyboardEvent) => void|false} run - What to do.
   * @param {Reach} [reach] - Where they are heard.
   * @param {() => boolean} [works] - Returns whether they can do anything here.
   * @param {string[]} [shiftOf] - Usual keys of which these are the ones with Shift.
   */
  #bind(keys, group, label, run, reach = "photos", works = undefined, shiftOf = undefined) {
    const { keys: all } = this.#context;
    all.bind({
      scope: "grid",
      keys,
      group,
      label,
      works,
      ...(shiftOf && { shiftOf }),
      run: (event) => (this.#isMeant(event.target, reach) ? run(event) : false),
    });
  }

  /**
   * @param {EventTarget|null} target - What has the focus.
   * @param {Reach} reach - Where the keys are heard.
   */
  #isMeant(target, reach) {
    if (!(target instanceof Element)) return false;
    if (target === document.body || target.id === "scroller" || target.closest("#grid")) return true;
    return !target.matches("input, textarea") && (reach === "anywhere" || (reach === "after-mouse" && this.#byMouse));
  }
}
