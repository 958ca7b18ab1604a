// The grid's keys: moving between photos of unequal width, and choosing them on the way.

import { on } from "../../core/dom.js";
import { pageAway, rowEnd, rowsAway } from "../../pure/grid/navigation.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./grid.js").Grid} Grid */
/** @typedef {import("./selection-controller.js").Picking} Picking */
/** @typedef {"photos"|"after mouse"|"anywhere"} Reach  where a key is heard */

export class GridKeys {
  #context;
  #grid;
  #picking;
  /** the line repeated Up and Down keep to @type {number|null} */
  #x = null;
  /** the focus these keys gave last */
  #last = -1;
  /** what has the focus got it from the mouse */
  #byMouse = false;

  /** @param {Context} context  @param {Grid} grid  @param {Picking} picking */
  constructor(context, grid, picking) {
    this.#context = context;
    this.#grid = grid;
    this.#picking = picking;
    this.#followHand();
    this.#bindMoves();
    this.#bindChoices();
    // another focus than the one these keys gave: the line is forgotten
    context.store.watch((state) => state.focus, (focus) => focus !== this.#last && (this.#x = null));
  }

  #bindMoves() {
    /** @type {(keys: string[], label: string, next: (index: number) => number, fromAnywhere?: boolean) => void} */
    const move = (keys, label, next, fromAnywhere = false) => this.#bindMove(keys, label, next, fromAnywhere);
    const grid = this.#grid;
    move(["ArrowLeft"], "Photo before", (index) => this.#free(index - 1));
    move(["ArrowRight"], "Photo after", (index) => this.#free(index + 1));
    move(["ArrowUp"], "Row above", (index) => this.#along(rowsAway(grid.layout, index, -1, this.#x)));
    move(["ArrowDown"], "Row below", (index) => this.#along(rowsAway(grid.layout, index, 1, this.#x)));
    move(["PageUp"], "Page up", (index) => this.#along(pageAway(grid.layout, index, 80 - grid.scroller.viewport, this.#x)), true);
    move(["PageDown"], "Page down", (index) => this.#along(pageAway(grid.layout, index, grid.scroller.viewport - 80, this.#x)), true);
    move(["Home"], "Start of the row", (index) => this.#free(rowEnd(grid.layout, index, false)));
    move(["End"], "End of the row", (index) => this.#free(rowEnd(grid.layout, index, true)));
    move(["Ctrl+Home"], "First photo", () => this.#free(0), true);
    move(["Ctrl+End"], "Last photo", () => this.#free(grid.layout.n - 1), true);
  }

  #bindChoices() {
    const { route, store } = this.#context;
    this.#bind(["Enter", " "], "Photos", "Open", () => this.#onFocus((index) => this.#picking.open(index)));
    this.#bind(["Ctrl+Space"], "Select", "Select or not", () => this.#onFocus((index) => this.#picking.toggle(index)));
    this.#bind(["Ctrl+KeyA"], "Select", "Select all", () => this.#picking.all(), "anywhere");
    this.#bind(["Ctrl+Shift+KeyI"], "Select", "Invert the selection", () => this.#picking.invert(), "anywhere");
    this.#bind(["Ctrl+Shift+KeyC"], "Photos", "Copy path", () => this.#picking.copy(), "anywhere");
    this.#bind(["Ctrl+Enter"], "Photos", "Show in folder", () => this.#picking.show(), "anywhere");
    this.#bind(["Escape"], "Select", "Clear the selection, then the filter", () => {
      if (store.state.selection) this.#picking.clear();
      else if (store.state.place.q) route.clearSearch();
      else return false;
    }, "anywhere");
  }

  /** @param {number} index  a step sideways sets a new line for Up and Down */
  #free(index) {
    this.#x = null;
    return index;
  }

  /** @param {import("../../pure/grid/navigation.js").Step} step */
  #along(step) {
    this.#x = step.x;
    return step.index;
  }

  /**
   * A key that moves, and with Shift takes the selection along.
   * @param {string[]} keys  @param {string} label  @param {(index: number) => number} next
   * @param {boolean} fromAnywhere  heard wherever one is; else the first step, when no photo has the focus, is to the one in sight
   */
  #bindMove(keys, label, next, fromAnywhere) {
    const reach = fromAnywhere ? "anywhere" : "after mouse";
    this.#bind(keys, "Move", label, () => this.#move(next, false, fromAnywhere), reach);
    this.#bind(keys.map((key) => key.replace(/(\w+)$/, "Shift+$1")), "", label, () => this.#move(next, true, fromAnywhere), reach);
  }

  /** Not by :focus-visible: the key itself makes every focus visible before it is heard. */
  #followHand() {
    let pointer = false; // the last thing that happened
    const early = { capture: true, passive: true };
    on(document, "pointerdown", () => (pointer = this.#byMouse = true), early);
    on(document, "keydown", () => (pointer = false), early);
    on(document, "focusin", () => (this.#byMouse = pointer), early);
  }

  /** @param {(index: number) => number} next  @param {boolean} select  @param {boolean} fromAnywhere */
  #move(next, select, fromAnywhere) {
    const { timeline, rows } = this.#grid;
    if (!timeline.n) return false;
    const { focus } = this.#context.store.state;
    const known = focus >= 0 && rows.elementOf(focus) !== null;
    const from = known ? focus : this.#grid.firstInSight();
    const there = known || fromAnywhere ? Math.max(0, Math.min(next(from), timeline.n - 1)) : from;
    if (select) this.#picking.range(there);
    else this.#picking.endRange();
    this.#last = there;
    this.#grid.focus(there);
  }

  /** @param {(index: number) => void} run */
  #onFocus(run) {
    const { focus } = this.#context.store.state;
    if (focus < 0) return false;
    run(focus);
  }

  /**
   * Keys that mean the photo with the focus are heard in the grid and nowhere else; the others wherever one does not type,
   * or where a button has the focus only because the mouse was there last.
   * @param {string[]} keys  @param {string} group  @param {string} label  @param {() => void|false} run  @param {Reach} [reach]
   */
  #bind(keys, group, label, run, reach = "photos") {
    const { keys: all } = this.#context;
    all.bind({ scope: "grid", keys, group, label, run: (event) => (this.#means(event.target, reach) ? run() : false) });
  }

  /** @param {EventTarget|null} target  @param {Reach} reach */
  #means(target, reach) {
    if (!(target instanceof Element)) return false;
    if (target === document.body || target.id === "view" || target.closest("#grid")) return true;
    return !target.matches("input, textarea") && (reach === "anywhere" || (reach === "after mouse" && this.#byMouse));
  }
}
