/** @file A timeline with its photos in another order: what is shown while the server is still told of it. */

import { Timeline } from "./timeline.js";

/**
 * Return a timeline in another order. It must have no days.
 * @param {Timeline} timeline - The timeline.
 * @param {Uint32Array} order - The index of each photo in it, in the new order.
 */
export function reordered(timeline, order) {
  const { generation, revision, ids, aspects, colours, versions, flags, marks, key } = timeline;
  const put = (/** @type {any} */ section) => {
    const after = section.slice();
    for (let i = 0; i < order.length; i++) after[i] = section[order[i]];
    return after;
  };
  return new Timeline({ generation, revision, ids: put(ids), aspects: put(aspects), colours: put(colours),
    versions: put(versions), flags: put(flags), marks: put(marks), days: new Int32Array(0),
    counts: new Uint32Array(0) }, key); // prettier-ignore
}

/**
 * Return a timeline in the order of another one.
 * @param {Timeline} timeline - The timeline. It must have no days.
 * @param {Timeline} other - The one with the order.
 * @returns {Timeline|null} Null: they have not the same photos.
 */
export function inOrderOf(timeline, other) {
  if (timeline.n !== other.n || timeline.days.length) return null;
  const order = Int32Array.from(other.ids, (id) => timeline.indexOf(id));
  return order.includes(-1) ? null : reordered(timeline, Uint32Array.from(order));
}
