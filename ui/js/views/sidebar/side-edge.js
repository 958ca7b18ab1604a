/** @file The edge of the sidebar, by which it is made wider and narrower: dragged, or moved with keys. */

import { byId, on, setAttributes } from "../../core/dom.js";
import { fitWidth, NARROWEST, widest, widthByKey } from "../../pure/sidebar/side-width.js";
import { alongLines, lineDirection } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */

/** Changes the width of the sidebar. */
export class SideEdge {
  #store;
  #edge = byId("side-edge");

  /** @param {Context} context - What the parts of the page share. */
  constructor({ store }) {
    this.#store = store;
    on(this.#edge, "pointerdown", (event) => this.#drag(event));
    on(this.#edge, "dblclick", () => store.updateView({ side: null }));
    on(this.#edge, "keydown", (event) => this.#onKeydown(event));
    new ResizeObserver(() => this.#tell()).observe(byId("main"));
    store.watch(({ view }) => view.side, (side) => this.#show(side));
  }

  /** Width that the sidebar has now, px. */
  get #width() {
    return byId("side").getBoundingClientRect().width;
  }

  /** @param {number|null} width - Width of the sidebar, px; null: the usual one. */
  #show(width) {
    const shell = byId("shell");
    shell.classList.toggle("is-sized", width !== null);
    if (width !== null) shell.style.setProperty("--side-set", `${width}px`);
  }

  /** Say the width to those who do not see it. */
  #tell() {
    setAttributes(this.#edge, {
      "aria-valuemin": NARROWEST,
      "aria-valuemax": widest(innerWidth),
      "aria-valuenow": Math.round(this.#width),
    });
  }

  /** @param {KeyboardEvent} event - The event. */
  #onKeydown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const side = widthByKey(alongLines(event.key), this.#width, innerWidth);
    if (side === undefined) return;
    event.preventDefault();
    this.#store.updateView({ side });
  }

  /**
   * Follow the pointer until it is let go; Escape goes back.
   * @param {PointerEvent} press - The press.
   */
  #drag(press) {
    if (press.button !== 0 || !press.isPrimary) return;
    const offset = this.#width - lineDirection() * press.clientX;
    const before = this.#store.state.view.side;
    const ended = new AbortController();
    const { signal } = ended;
    let side = before;
    const end = (/** @type {number|null} */ width) => {
      ended.abort();
      this.#edge.classList.remove("is-held");
      this.#show(width);
      this.#store.updateView({ side: width });
    };
    this.#edge.setPointerCapture(press.pointerId);
    this.#edge.classList.add("is-held");
    const move = (/** @type {PointerEvent} */ { clientX }) =>
      this.#show((side = fitWidth(lineDirection() * clientX + offset, innerWidth)));
    on(this.#edge, "pointermove", move, { signal });
    on(this.#edge, "pointerup", () => end(side), { signal });
    on(this.#edge, "pointercancel", () => end(before), { signal });
    on(document, "keydown", (event) => event.key === "Escape" && (event.stopPropagation(), end(before)), {
      signal, capture: true,
    });
  }
}
