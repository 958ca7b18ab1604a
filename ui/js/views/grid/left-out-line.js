/** @file The line below the last photo of a folder that says what else is in it. */

import { byId, h, on } from "../../core/dom.js";
import { leftOutHere } from "../../core/left-out.js";
import { describeLeftOut } from "../../pure/sidebar/left-out.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../core/types.js").State} State */

/** Shows the line, and keeps it below the last row. */
export class LeftOutLine {
  #grid;
  #element = byId("grid-end");
  #text = h("span");

  /**
   * @param {Pick<Context, "store">} context - What the parts of the page share.
   * @param {import("./grid.js").Grid} grid - The grid.
   * @param {() => void} onList - The user wants the list.
   */
  constructor({ store }, grid, onList) {
    this.#grid = grid;
    const text = t("common-show-list");
    const list = h("button", { type: "button", class: "link", text, "aria-haspopup": "dialog" });
    this.#element.append(this.#text, " ", list);
    on(list, "click", onList);
    const size = new ResizeObserver(() => grid.setEndHeight(this.#element.offsetHeight)); // 0: it is hidden
    size.observe(this.#element);
    // of all photos the foot of the sidebar tells
    const describe = (/** @type {State} */ state) =>
      state.place.folder === null ? "" : describeLeftOut(leftOutHere(state));
    store.watch(describe, (text) => {
      this.#text.textContent = text;
      this.#element.hidden = !text;
    });
    grid.watchVisible(() => this.#place());
  }

  #place() {
    const { layout, scroller } = this.#grid;
    const top = `${layout.total - scroller.base}px`;
    if (this.#element.style.top !== top) this.#element.style.top = top;
  }
}
