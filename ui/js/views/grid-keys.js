// The grid's keys: moving between photos of unequal width, and choosing them on the way.

import { pageAway, rowEnd, rowsAway } from "../pure/cells.js";

/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("./grid.js").Grid} Grid */
/** @typedef {import("./picking.js").Picking} Picking */

export class GridKeys {
  #context;
  #grid;
  #picking;
  /** the line repeated Up and Down keep to @type {number|null} */
  #x = null;
  /** the focus these keys gave last */
  #last = -1;

  /** @param {Context} context  @param {Grid} grid  @param {Picking} picking */
  constructor(context, grid, picking) {
    this.#context = context;
    this.#grid = grid;
    this.#picking = picking;
    this.#bindMoves();
    this.#bindChoices();
    // another focus than the one these keys gave: the line is forgotten
    context.store.watch((state) => state.focus, (focus) => focus !== this.#last && (this.#x = null), context.signal);
  }

  #bindMoves() {
    /** @type {(keys: string[], label: string, next: (index: number) => number, fromAnywhere?: boolean) => void} */
    const move = (keys, label, next, fromAnywhere = false) => this.#bindMove(keys, label, next, fromAnywhere);
    const grid = this.#grid;
    move(["ArrowLeft"], "Photo before", (index) => this.#free(index - 1));
    move(["ArrowRight"], "Photo after", (index) => this.#free(index + 1));
    move(["ArrowUp"], "Row above", (index) => this.#along(rowsAway(grid.layout, index, -1, this.#x)));
    move(["ArrowDown"], "Row below", (index) => this.#along(rowsAway(grid.layout, index, 1, this.#x)));
    move(["PageUp"], "Page up", (index) => this.#along(pageAway(grid.layout, index, 80 - grid.scroller.viewport, this.#x)));
    move(["PageDown"], "Page down", (index) => this.#along(pageAway(grid.layout, index, grid.scroller.viewport - 80, this.#x)));
    move(["Home"], "Start of the row", (index) => this.#free(rowEnd(grid.layout, index, false)));
    move(["End"], "End of the row", (index) => this.#free(rowEnd(grid.layout, index, true)));
    move(["Ctrl+Home"], "First photo", () => this.#free(0), true);
    move(["Ctrl+End"], "Last photo", () => this.#free(grid.layout.n - 1), true);
  }

  #bindChoices() {
    const { route, store } = this.#context;
    this.#bind(["Enter", " "], "Photos", "Open", () => this.#onFocus((index) => this.#picking.open(index)));
    this.#bind(["Ctrl+Space"], "Select", "Select or not", () => this.#onFocus((index) => this.#picking.toggle(index)));
    this.#bind(["Ctrl+KeyA"], "Select", "Select all", () => this.#picking.all(), true);
    this.#bind(["Ctrl+Shift+KeyI"], "Select", "Invert the selection", () => this.#picking.invert(), true);
    this.#bind(["Ctrl+Shift+KeyC"], "Photos", "Copy path", () => this.#picking.copy(), true);
    this.#bind(["Ctrl+Enter"], "Photos", "Show in folder", () => this.#picking.show(), true);
    this.#bind(["Escape"], "Select", "Clear the selection, then the filter", () => {
      if (store.state.selection) this.#picking.clear();
      else if (store.state.place.q) route.go({ q: "" });
      else return false;
    }, true);
  }

  /** @param {number} index  a step sideways sets a new line for Up and Down */
  #free(index) {
    this.#x = null;
    return index;
  }

  /** @param {import("../pure/cells.js").Step} step */
  #along(step) {
    this.#x = step.x;
    return step.index;
  }

  /**
   * A key that moves, and with Shift takes the selection along.
   * @param {string[]} keys  @param {string} label  @param {(index: number) => number} next
   * @param {boolean} fromAnywhere  else the first step, when no photo has the focus, is to the one in sight
   */
  #bindMove(keys, label, next, fromAnywhere) {
    this.#bind(keys, "Move", label, () => this.#move(next, false, fromAnywhere));
    this.#bind(keys.map((key) => key.replace(/(\w+)$/, "Shift+$1")), "", label, () => this.#move(next, true, fromAnywhere));
  }

  /** @param {(index: number) => number} next  @param {boolean} select  @param {boolean} fromAnywhere */
  #move(next, select, fromAnywhere) {
    const { timeline, rows } = this.#grid;
    if (!timeline.n) return false;
    const { focus } = this.#context.store.state;
    const there = fromAnywhere || (focus >= 0 && rows.elementOf(focus)) ? Math.max(0, Math.min(next(focus), timeline.n - 1)) : this.#grid.firstInSight();
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
   * Keys that mean the photo with the focus are heard in the grid and nowhere else; the others wherever one does not type.
   * @param {string[]} keys  @param {string} group  @param {string} label  @param {() => void|false} run  @param {boolean} [anywhere]
   */
  #bind(keys, group, label, run, anywhere = false) {
    const { keys: all, signal } = this.#context;
    all.bind({ scope: "grid", keys, group, label, run: (event) => (meansGrid(event.target, anywhere) ? run() : false) }, signal);
  }
}

/** @param {EventTarget|null} target  @param {boolean} anywhere */
function meansGrid(target, anywhere) {
  if (!(target instanceof Element)) return false;
  if (anywhere) return !target.matches("input, textarea");
  return target === document.body || target.id === "view" || target.closest("#grid") !== null;
}
