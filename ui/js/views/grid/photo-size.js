/** @file How large the photos are: the slider of the toolbar, its keys, and Ctrl with the wheel. */

import { byId, on } from "../../core/dom.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./grid.js").Grid} Grid */

const SIZES = { least: 96, most: 320, step: 24 };
const HELD_WITHIN = 4; // px that the pointer may move before a turn of the wheel holds another photo

/** Changes the height of rows. */
export class PhotoSize {
  #context;
  #grid;
  #slider = /** @type {HTMLInputElement} */ (byId("size"));
  /** The photo held by Ctrl and the wheel, and where the pointer was. */
  #held = { photo: -1, x: 0, y: 0 };

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {Grid} grid - The grid.
   */
  constructor(context, grid) {
    this.#context = context;
    this.#grid = grid;
    const { store, keys } = context;
    Object.assign(this.#slider, { min: String(SIZES.least), max: String(SIZES.most), step: "4" });
    on(this.#slider, "input", () => this.#set(Number(this.#slider.value)));
    store.watch((state) => state.view.row, () => this.#show());
    on(window, "resize", () => this.#show());
    on(byId("scroller"), "wheel", (event) => this.#onWheel(event), { passive: false });
    keys.bind({
      scope: "grid",
      keys: ["+", "=", "Ctrl+=", "Ctrl++"],
      group: "View",
      label: "Larger photos",
      run: () => this.larger(),
    });
    keys.bind({
      scope: "grid",
      keys: ["-", "Ctrl+-"],
      group: "View",
      label: "Smaller photos",
      run: () => this.smaller(),
    });
  }

  /** Make the photos a step larger. */
  larger() {
    this.#change(SIZES.step);
  }

  /** Make the photos a step smaller. */
  smaller() {
    this.#change(-SIZES.step);
  }

  #show() {
    this.#slider.value = String(this.#grid.rowHeight);
  }

  /** @param {number} by - How much, px. */
  #change(by) {
    this.#set(Math.max(SIZES.least, Math.min(SIZES.most, this.#grid.rowHeight + by)));
  }

  /** @param {number} row - Target height of a row, px. */
  #set(row) {
    this.#context.store.updateView({ row });
  }

  /**
   * Resize by Ctrl and the wheel. The photo that was under the pointer at first keeps its place, until the pointer
   * moves or the grid is scrolled.
   * @param {WheelEvent} event - The event.
   */
  #onWheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const index = this.#isHolding(event) ? -1 : this.#grid.rows.indexOf(event.target);
    if (index >= 0) this.#held = { photo: this.#grid.anchorTo(index), x: event.clientX, y: event.clientY };
    this.#change(-Math.sign(event.deltaY) * SIZES.step / 2);
  }

  /**
   * Return whether the photo that was under the pointer is still held.
   * @param {WheelEvent} event - The turn of the wheel.
   */
  #isHolding({ clientX, clientY }) {
    const { photo, x, y } = this.#held;
    return this.#grid.anchoredPhoto === photo && Math.hypot(clientX - x, clientY - y) <= HELD_WITHIN;
  }
}
