/** @file How large the photos are: the slider of the toolbar, its keys, and Ctrl with the wheel. */

import { byId, on, setAttribute } from "../../core/dom.js";
import { isOfPlace } from "../../core/scope.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./grid.js").Grid} Grid */

const SIZES = { least: 96, most: 320, step: 24 };
const REST = 300; // ms between two turns of the wheel after which a new one leads to the months
/** Values of the slider below the least height: it shows the overview there. */
const LEVELS = /** @type {const} */ ({ years: 48, months: 72 });
const HELD_WITHIN = 4; // px that the pointer may move before a turn of the wheel holds another photo

/** Changes the height of rows. */
export class PhotoSize {
  #context;
  #grid;
  #slider = /** @type {HTMLInputElement} */ (byId("size"));
  /** The photo held by Ctrl and the wheel, and where the pointer was. */
  #held = { photo: -1, x: 0, y: 0 };
  #overview;
  #lastTurn = -Infinity;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {Grid} grid - The grid.
   * @param {import("./overview.js").Overview} overview - What is shown beyond the smallest photos.
   */
  constructor(context, grid, overview) {
    this.#context = context;
    this.#grid = grid;
    this.#overview = overview;
    const { store, keys } = context;
    Object.assign(this.#slider, { max: String(SIZES.most), step: "4" });
    on(this.#slider, "input", () => this.#slide(Number(this.#slider.value)));
    // not with each timeline that is read: the slider may stand on its way to the months
    store.watchAny([({ view }) => view.row, ({ place }) => place.over, isOfPlace,
      ({ timeline }) => (timeline?.days.length ?? 0) > 0], () => this.#show()); // prettier-ignore
    on(window, "resize", () => this.#show());
    on(byId("scroller"), "wheel", (event) => this.#onWheel(event), { passive: false });
    on(byId("overview"), "wheel", (event) => this.#onWheelOver(event), { passive: false });
    keys.bind({
      scope: "grid",
      keys: ["+", "=", "Ctrl+=", "Ctrl++"],
      group: t("keys-view"),
      label: t("shell-larger"),
      run: () => this.larger(),
    });
    keys.bind({
      scope: "grid",
      keys: ["-", "Ctrl+-"],
      group: t("keys-view"),
      label: t("shell-smaller"),
      run: () => this.smaller(),
    });
  }

  /** Make the photos a step larger; in the overview go closer. */
  larger() {
    if (this.#overview.level) this.#overview.in();
    else this.#change(SIZES.step);
  }

  /** Make the photos a step smaller; beyond the smallest ones show months, then years. */
  smaller() {
    if (this.#overview.level || this.#grid.rowHeight <= SIZES.least) this.#overview.out();
    else this.#change(-SIZES.step);
  }

  #show() {
    const { level, isThere } = this.#overview;
    this.#slider.min = String(isThere ? LEVELS.years : SIZES.least);
    this.#slider.value = String(level ? LEVELS[level] : this.#grid.rowHeight);
    const text = level && t(level === "years" ? "grid-years" : "grid-months");
    setAttribute(this.#slider, "aria-valuetext", text || null);
  }

  /** @param {number} value - Of the slider: the height of rows, or less where it stands for months or years. */
  #slide(value) {
    const isBetween = value > LEVELS.months && value < SIZES.least;
    if (value <= (LEVELS.years + LEVELS.months) / 2) this.#overview.show("years");
    else if (value < (LEVELS.months + SIZES.least) / 2) this.#overview.show("months");
    else if (!isBetween || this.#overview.level) {
      this.#overview.leave();
      this.#set(Math.max(SIZES.least, value));
    }
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
    const isBeyond = this.#isNewTurn(event) && event.deltaY > 0 && this.#grid.rowHeight <= SIZES.least;
    if (isBeyond) this.#overview.out();
    else this.#change(-Math.sign(event.deltaY) * SIZES.step / 2);
  }

  /**
   * Go through the overview by Ctrl and the wheel, a level for each turn of it.
   * @param {WheelEvent} event - The event.
   */
  #onWheelOver(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    if (!this.#isNewTurn(event)) return;
    if (event.deltaY > 0) this.#overview.out();
    else this.#overview.in(event.target);
  }

  /**
   * Return whether the wheel rested before: a turn of it that made photos smaller does not go on to the months.
   * @param {WheelEvent} event - The turn.
   */
  #isNewTurn({ timeStamp }) {
    const rested = timeStamp - this.#lastTurn > REST;
    this.#lastTurn = timeStamp;
    return rested;
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
