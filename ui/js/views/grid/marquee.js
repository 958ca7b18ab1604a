/** @file The marquee: dragging over photos selects those it touches, and scrolls on at the edges. */

import { byId, h, on } from "../../core/dom.js";
import { rangesInBox } from "../../pure/grid/navigation.js";
import { Selection } from "../../pure/grid/selection.js";
import { lineDirection } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./grid.js").Grid} Grid */
/**
 * A drag under way.
 * @typedef {object} Drag
 * @property {number} x - Where it began in the layout, px.
 * @property {number} y - Where it began in the layout, px.
 * @property {Selection} kept - The selection it adds to.
 * @property {Selection|null} before - The selection to go back to on Escape.
 * @property {{x: number, y: number}} to - Where the pointer is in the window.
 */

const DRAG_DISTANCE = 6; // px before a press becomes a drag
const SCROLL_EDGE = 40; // px from the edge where it scrolls on

/** Selects by dragging. */
export class Marquee {
  #context;
  #grid;
  #isTaken;
  #scrollArea = byId("scroller");
  #element = h("div", { class: "marquee", hidden: true });
  /** @type {Drag|null} */
  #drag = null;
  #dragging = false;
  /** the click that ends a drag is still to come */
  #clickPending = false;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {Grid} grid - The grid.
   * @param {(press: PointerEvent) => boolean} isTaken - Whether a press begins something else.
   */
  constructor(context, grid, isTaken) {
    this.#isTaken = isTaken;
    this.#context = context;
    this.#grid = grid;
    byId("sheet").append(this.#element);
    on(this.#scrollArea, "pointerdown", (event) => this.#onPointerDown(event));
    on(this.#scrollArea, "pointermove", (event) => this.#onPointerMove(event));
    on(this.#scrollArea, "pointerup", () => this.#end());
    on(this.#scrollArea, "pointercancel", () => this.#end());
    on(this.#scrollArea, "click", (event) => this.#onClick(event), { capture: true });
    on(window, "keydown", (event) => this.#onKeydown(event), { capture: true });
  }

  /**
   * Begin to drag. By touch the user scrolls instead.
   * @param {PointerEvent} event - The event.
   */
  #onPointerDown(event) {
    this.#clickPending = false;
    const target = /** @type {Element} */ (event.target);
    const { timeline } = this.#grid;
    if (event.button !== 0 || event.pointerType === "touch" || !timeline.n) return;
    if (this.#isTaken(event)) return;
    if (target.closest("button, .cell__pick, .cell__heart")) return;
    const more = event.ctrlKey || event.metaKey || event.shiftKey;
    const before = this.#context.store.state.selection;
    const kept = (more && before) || new Selection(timeline.n);
    this.#drag = { ...this.#grid.pointAt(event), kept, before, to: { x: event.clientX, y: event.clientY } };
  }

  /** @param {PointerEvent} event - The event. */
  #onPointerMove(event) {
    const drag = this.#drag;
    if (!drag) return;
    const far = Math.hypot(event.clientX - drag.to.x, event.clientY - drag.to.y) > DRAG_DISTANCE;
    if (!this.#dragging && !far) return;
    drag.to = { x: event.clientX, y: event.clientY };
    if (this.#dragging) return this.#draw();
    this.#dragging = this.#clickPending = true;
    this.#scrollArea.setPointerCapture(event.pointerId); // so the click that ends it is on no photo
    this.#element.hidden = false;
    this.#draw();
    requestAnimationFrame(() => this.#scroll());
  }

  #draw() {
    const drag = this.#drag;
    if (!drag || drag.kept.n !== this.#grid.timeline.n) return this.#end();
    const to = this.#grid.pointAt({ clientX: drag.to.x, clientY: drag.to.y });
    const box = {
      left: Math.min(drag.x, to.x),
      right: Math.max(drag.x, to.x),
      top: Math.min(drag.y, to.y),
      bottom: Math.max(drag.y, to.y),
    };
    const { style } = this.#element;
    style.transform = `translate(${lineDirection() * box.left}px, ${box.top - this.#grid.scroller.base}px)`;
    style.width = `${box.right - box.left}px`;
    style.height = `${box.bottom - box.top}px`;
    const selection = drag.kept.addAll(rangesInBox(this.#grid.layout, box));
    this.#context.store.setSelection(selection);
  }

  /** Scroll on while the pointer is held at an edge, the faster the further out. */
  #scroll() {
    if (!this.#dragging || !this.#drag) return;
    const { top, bottom } = this.#scrollArea.getBoundingClientRect();
    const { y } = this.#drag.to;
    const by = y < top + SCROLL_EDGE ? y - top - SCROLL_EDGE : y > bottom - SCROLL_EDGE ? y - bottom + SCROLL_EDGE : 0;
    if (by) {
      this.#scrollArea.scrollTop += by / 3;
      this.#draw();
    }
    requestAnimationFrame(() => this.#scroll());
  }

  /**
   * Swallow the click that ends a drag.
   * @param {MouseEvent} event - The event.
   */
  #onClick(event) {
    if (this.#clickPending) event.stopImmediatePropagation();
    this.#clickPending = false;
  }

  /**
   * On Escape, undo the drag.
   * @param {KeyboardEvent} event - The event.
   */
  #onKeydown(event) {
    if (event.key !== "Escape" || !this.#dragging || !this.#drag) return;
    event.preventDefault();
    const { before, kept } = this.#drag;
    this.#end();
    if (kept.n === this.#grid.timeline.n) this.#context.store.setSelection(before);
  }

  #end() {
    this.#drag = null;
    this.#dragging = false;
    this.#element.hidden = true;
  }
}
