/** @file The order of the album that is shown, held as the user put it until the server's timeline has it as well. */

import { inOrderOf } from "../pure/timeline/reordered.js";

/** @typedef {import("../pure/timeline/timeline.js").Timeline} Timeline */
/**
 * An order that the server does not have yet, or whose timeline has not come yet.
 * @typedef {object} HeldOrder
 * @property {Timeline} shown - In this order.
 * @property {Timeline} read - As the server told it last.
 * @property {number} waiting - Moves that are not answered yet.
 * @property {number} generation - Timelines from this generation on have all moves that are answered.
 */

/** @type {HeldOrder|null} of the only grid there is; null: what the server told is shown */
let held = null;

/**
 * Show the photos in another order while the server is told of one move. Moves follow each other faster than it
 * answers: a timeline read between two of them would take the later ones back on the screen.
 * @param {import("./store.js").Store} store - What the page knows.
 * @param {Timeline} shown - The photos in the new order.
 * @returns {(answer: {generation: number}|null) => void} To be called with the answer; null: the move failed.
 */
export function holdOrder(store, shown) {
  const { timeline } = store.state;
  const read = /** @type {Timeline} */ (timeline);
  const isNext = held !== null && held.shown === timeline;
  const hold = isNext && held ? held : { shown, read, waiting: 0, generation: -1 };
  held = hold;
  hold.shown = shown;
  hold.waiting++;
  store.reorderTimeline(shown);
  return (answer) => {
    hold.waiting--;
    if (answer) hold.generation = Math.max(hold.generation, answer.generation);
    if (held !== hold || (answer && !isKept(hold))) return;
    held = null;
    if (store.state.timeline === hold.shown) store.reorderTimeline(hold.read);
  };
}

/**
 * Return what to show of a timeline that was read: the same photos in the held order, as long as it lacks moves.
 * @param {Timeline} timeline - As the server told it.
 * @returns {Timeline}
 */
export function inHeldOrder(timeline) {
  const shown = held?.shown.key === timeline.key ? inOrderOf(timeline, held.shown) : null;
  if (!held || !shown) return (held = null, timeline);
  held.read = timeline;
  if (isKept(held)) return (held = null, timeline);
  held.shown = shown;
  return shown;
}

/** @param {HeldOrder} hold - Whether the server's timeline has all of its moves. */
function isKept({ waiting, generation, read }) {
  return waiting === 0 && read.generation >= generation;
}
