/**
 * @file What the user has just said, laid over what the timeline knows: the screen answers at once, and what the server
 * refuses is taken back.
 */

import { changesMarks, Marks } from "./marks.js";

/** @typedef {import("../timeline/timeline.js").Timeline} Timeline */
/** @typedef {import("./api-types.js").Revision} Revision */
/**
 * Something said that the timeline does not hold yet.
 * @typedef {object} Pending
 * @property {number} id - Its number, for settle() and without().
 * @property {readonly number[]} ids - Ids of the photos.
 * @property {import("./api-types.js").AnnotationChange} change - What was said.
 * @property {Revision|null} revision - The revision of library.db that holds it; null: not answered yet.
 */

/**
 * Return what the tiles of a timeline show: what it holds, and over it what was said since, in that order.
 * @param {Timeline} timeline - The timeline.
 * @param {readonly Pending[]} pending - What was said since.
 * @returns {Marks}
 */
export function overlay(timeline, pending) {
  const marks = new Marks(timeline.flags, timeline.marks);
  return pending.reduce((before, one) => overlayOne(before, timeline, one), marks);
}

/**
 * Return the marks with one more thing said.
 * @param {Marks} marks - The marks so far.
 * @param {Timeline} timeline - The timeline that they belong to.
 * @param {Pending} one - What was said.
 */
export function overlayOne(marks, timeline, one) {
  return changesMarks(one.change) ? marks.with(indicesOf(timeline, one), one.change) : marks;
}

/**
 * @param {Timeline} timeline - The timeline.
 * @param {Pending} one - What was said.
 */
function indicesOf(timeline, { ids }) {
  return ids.map((id) => timeline.indexOf(id));
}

/**
 * Note that the server has taken what was said.
 * @param {readonly Pending[]} pending - What was said.
 * @param {number} id - Number of what was taken.
 * @param {Revision} revision - The revision of library.db that holds it.
 */
export function settle(pending, id, revision) {
  return pending.map((one) => (one.id === id ? { ...one, revision } : one));
}

/**
 * Return what is left when something said is taken back.
 * @param {readonly Pending[]} pending - What was said.
 * @param {number} id - Number of what is taken back.
 */
export function without(pending, id) {
  return pending.filter((one) => one.id !== id);
}

/**
 * Return what a new timeline does not hold yet. One that follows another library.db, as after a restore, holds all:
 * what is newer comes with the next one.
 * @param {readonly Pending[]} pending - What was said.
 * @param {Timeline} timeline - The timeline.
 */
export function notYetIn(pending, { revision: [library, act] }) {
  const isHeld = (/** @type {Revision} */ [its, at]) => library !== 0 && (its !== library || at <= act);
  return pending.filter(({ revision }) => revision === null || !isHeld(revision));
}
