/** @file Dragging something to a place of the page that takes it: photos to an album, albums into each other. */

import { h, on } from "./dom.js";

/**
 * What is dragged, and what becomes of it.
 * @typedef {object} Dragged
 * @property {string} text - What is shown at the pointer.
 * @property {(under: Element|null, at: {x: number, y: number}) => void} over - The pointer moved; `under`: what is
 *   below it.
 * @property {(under: Element|null, at: {x: number, y: number}) => void} drop - It was let go there.
 * @property {() => void} end - It is over, also when nothing was dropped.
 */

const DRAG_DISTANCE = 6; // px before a press becomes a drag
const OFFSET = 14; // px from the pointer to its label

/**
 * Begin to drag with a press of the main button, or do nothing if the pointer does not move.
 * @param {PointerEvent} press - The press.
 * @param {() => Dragged|null} begin - Called when the pointer has moved far enough; null: nothing is dragged.
 */
export function dragFrom(press, begin) {
  const ended = new AbortController();
  const early = { capture: true, signal: ended.signal };
  const ghost = h("div", { class: "float drag-ghost", "aria-hidden": "true" });
  /** @type {Dragged|null} */
  let dragged = null;
  const finish = () => {
    ended.abort();
    ghost.remove();
    document.documentElement.classList.remove("is-dragging");
    dragged?.end();
  };
  /** @param {PointerEvent} event - The event. */
  const move = (event) => {
    const at = { x: event.clientX, y: event.clientY };
    if (!dragged) {
      if (Math.hypot(at.x - press.clientX, at.y - press.clientY) <= DRAG_DISTANCE) return;
      dragged = begin();
      if (!dragged) return finish();
      ghost.textContent = dragged.text;
      document.body.append(ghost);
      document.documentElement.classList.add("is-dragging");
    }
    ghost.style.translate = `${at.x + OFFSET}px ${at.y + OFFSET}px`;
    dragged.over(document.elementFromPoint(at.x, at.y), at);
  };
  /** @param {PointerEvent} event - The event. */
  const up = (event) => {
    const done = dragged;
    if (done) swallowClick();
    const under = document.elementFromPoint(event.clientX, event.clientY);
    finish();
    done?.drop(under, { x: event.clientX, y: event.clientY });
  };
  on(document, "pointermove", move, early);
  on(document, "pointerup", up, early);
  on(document, "pointercancel", finish, early);
  on(document, "keydown", (event) => {
    if (event.key !== "Escape" || !dragged) return;
    event.preventDefault();
    event.stopPropagation();
    swallowClick();
    finish();
  }, early); // prettier-ignore
}

/** Let the click that ends a drag be nobody's. It comes right after the button is let go, or never. */
function swallowClick() {
  const ended = new AbortController();
  const { signal } = ended;
  on(document, "click", (event) => event.stopImmediatePropagation(), { capture: true, once: true, signal });
  on(document, "pointerdown", () => ended.abort(), { capture: true, once: true, signal });
}

/**
 * Mark the element that would take what is dragged; the one before is marked no more.
 * @param {Element|null} element - The element; null: none.
 */
export function markDrop(element) {
  for (const marked of document.querySelectorAll(".is-drop")) marked.classList.toggle("is-drop", marked === element);
  element?.classList.add("is-drop");
}

/**
 * Return the album that an element stands for.
 * @param {Element|null} under - What is below the pointer.
 * @returns {{element: Element, id: number}|null}
 */
export function albumUnder(under) {
  const element = under?.closest("[data-album]") ?? null;
  return element instanceof HTMLElement ? { element, id: Number(element.dataset.album) } : null;
}
