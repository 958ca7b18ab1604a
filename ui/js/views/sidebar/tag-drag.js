/** @file Dragging a tag onto another one, or onto the heading, which stands for the top. */

import { on } from "../../core/dom.js";
import { isBelow, tagAbove } from "../../pure/annotations/tag-moves.js";

/**
 * What dragging asks and tells.
 * @typedef {object} TagDragEvents
 * @property {(target: EventTarget|null) => string} pathOf - Returns the tag of a row; "": there is none.
 * @property {(from: string, onto: string, at: {x: number, y: number}) => void} drop - A tag was dropped on another, or
 *   on the top, "".
 * @property {(dragging: boolean) => void} follow - Called when a drag begins and when it has ended.
 */

/**
 * Let tags be dragged.
 * @param {HTMLElement} tree - The tree.
 * @param {HTMLElement} top - What stands for the top.
 * @param {TagDragEvents} events - What it asks and tells.
 */
export function bindTagDrag(tree, top, { pathOf, drop, follow }) {
  let from = "";
  /** @type {Element|null} */
  let over = null;
  const mark = (/** @type {Element|null} */ element) => {
    over?.classList.remove("is-drop");
    element?.classList.add("is-drop");
    over = element;
  };
  on(tree, "dragstart", (event) => {
    from = pathOf(event.target);
    if (!from || !event.dataTransfer) return event.preventDefault();
    event.dataTransfer.setData("text/plain", from);
    event.dataTransfer.effectAllowed = "move";
    follow(true);
  });
  on(tree, "dragend", () => (mark(null), (from = ""), follow(false)));
  for (const element of [tree, top]) {
    const rowOf = (/** @type {DragEvent} */ { target }) =>
      element === top ? top : target instanceof Element ? target.closest(".place") : null;
    const accepts = (/** @type {DragEvent} */ event) => {
      const onto = element === top ? "" : pathOf(event.target);
      if (!from || (element === tree && !onto)) return false;
      return onto ? onto !== from && !isBelow(onto, from) : tagAbove(from) !== "";
    };
    on(element, "dragover", (event) => {
      const isWelcome = accepts(event);
      mark(isWelcome ? rowOf(event) : null);
      if (isWelcome) event.preventDefault();
    });
    on(element, "dragleave", ({ relatedTarget }) => {
      if (!element.contains(/** @type {Node|null} */ (relatedTarget))) mark(null);
    });
    on(element, "drop", (event) => {
      event.preventDefault();
      if (accepts(event))
        drop(from, element === top ? "" : pathOf(event.target), { x: event.clientX, y: event.clientY });
      mark(null);
    });
  }
}
