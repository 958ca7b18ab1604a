/**
 * @file What the user has just said, laid over what the timeline knows: the screen answers at once, and what the server
 * refuses is taken back.
 */

import { changesMarks, Marks } from "./marks.js";

/** @typedef {import("../timeline/timeline.js").Timeline} Timeline */
/**
 * Something said that the timeline does not hold yet.
 * @typedef {object} Pending
 * @property {number} id - Its number, for settle() and without().
 * @property {readonly number[]} ids - Ids of the photos.
 * @property {import("./api-types.js").AnnotationChange} change - What was said.
 * @property {number|null} generation - The generation of the library that holds it; null: not answered yet.
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
function* indicesOf(timeline, { ids }) {
  for (const id of ids) yield timeline.indexOf(id);
}

/**
 * Note that the server has taken what was said.
 * @param {readonly Pending[]} pending - What was said.
 * @param {number} id - Number of what was taken.
 * @param {number} generation - The generation of the library that holds it.
 */
export function settle(pending, id, generation) {
  return pending.map((one) => (one.id === id ? { ...one, generation } : one));
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
 * Return what a new timeline does not hold yet.
 * @param {readonly Pending[]} pending - What was said.
 * @param {number} generation - Generation of the timeline.
 */
export function notYetIn(pending, generation) {
  return pending.filter((one) => one.generation === null || one.generation > generation);
}
