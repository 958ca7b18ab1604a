/** @file What was said about photos, in sentences: for toasts and the history. */

import { describeAlbum } from "../albums/albums.js";
import { tagText } from "./tags.js";
import { describeImport } from "./transfer.js";
import { dateWords, readDate } from "../dates/inexact.js";
import { shiftWords } from "../dates/shift.js";
import { formatMany } from "../text/format.js";

/** @typedef {import("./api-types.js").AnnotationChange} AnnotationChange */
/** @typedef {import("./api-types.js").UndoAnswer} UndoAnswer */

const MAX_QUOTED = 60; // characters of a title or caption that are shown

/**
 * Say what an act did: "312 photos rated ★★★★".
 * @param {AnnotationChange} change - What was said.
 * @param {number} photos - About how many photos.
 */
export function describeAct(change, photos) {
  if (change.note) return change.note;
  const many = formatMany(photos, "photo");
  if (change.album) return describeAlbum(change.album, formatMany(change.album.photos ?? photos, "photo"));
  const said = [...marksSaid(change, many, photos), ...wordsSaid(change, many), ...tagsSaid(change, many),
    ...datesSaid(change, many), ...placesSaid(change, many)]; // prettier-ignore
  return said.map((text, i) => (i ? text[0].toLowerCase() + text.slice(1) : text)).join(", ") || `${many} changed`;
}

/**
 * @param {AnnotationChange} change - What was said.
 * @param {string} many - "312 photos".
 * @param {number} photos - How many.
 */
function marksSaid({ favourite, rating, pick, label }, many, photos) {
  const said = [];
  if (favourite !== undefined)
    said.push(`${many} ${favourite ? "made" : "no longer"} ${photos === 1 ? "a favourite" : "favourites"}`);
  if (rating !== undefined) said.push(rating ? `${many} rated ${stars(rating)}` : `Stars taken off ${many}`);
  if (pick !== undefined) said.push(`${many} ${pick === "none" ? "neither picked nor rejected" : pick}`);
  if (label !== undefined) said.push(label === "none" ? `Label taken off ${many}` : `${many} labelled ${label}`);
  return said;
}

/**
 * @param {AnnotationChange} change - What was said.
 * @param {string} many - "312 photos".
 */
function wordsSaid({ title, caption }, many) {
  const said = [];
  if (title !== undefined) said.push(title ? `${many} titled ${quote(title)}` : `Title taken off ${many}`);
  if (caption !== undefined) said.push(caption ? `${many} captioned ${quote(caption)}` : `Caption taken off ${many}`);
  return said;
}

/**
 * @param {AnnotationChange} change - What was said.
 * @param {string} many - "312 photos".
 */
function tagsSaid({ add_tags: added = [], remove_tags: removed = [], moved_tag: moved }, many) {
  const said = [];
  if (moved) said.push(`Tag ${quoteTags([moved[0]])} became ${quoteTags([moved[1]])} on ${many}`);
  if (added.length) said.push(`${many} tagged ${quoteTags(added)}`);
  if (removed.length) said.push(`${removed.length > 1 ? "Tags" : "Tag"} ${quoteTags(removed)} taken off ${many}`);
  return said;
}

/**
 * @param {AnnotationChange} change - What was said.
 * @param {string} many - "312 photos".
 */
function datesSaid({ date, shift_s: shift, offset_min: offset }, many) {
  const said = [];
  if (date === "file") said.push(`${many} dated as ${many === "1 photo" ? "its file says" : "their files say"}`);
  else if (date !== undefined) said.push(`${many} dated ${wordsOfDate(date)}`);
  if (shift !== undefined) said.push(`${many} dated ${shiftWords(shift)}`);
  if (offset !== undefined) said.push(`${many} put on the clock of ${zoneWords(offset)}`);
  return said;
}

/** @param {string} date - Of ISO 8601-2. */
function wordsOfDate(date) {
  const parts = readDate(date);
  return parts ? dateWords(parts).replace(/^Around/, "around") : date;
}

/**
 * Name a time zone: "UTC+05:30".
 * @param {number} minutes - East of UTC.
 */
function zoneWords(minutes) {
  const size = Math.abs(minutes);
  const clock = `${String(Math.floor(size / 60)).padStart(2, "0")}:${String(size % 60).padStart(2, "0")}`;
  return minutes ? `UTC${minutes < 0 ? "−" : "+"}${clock}` : "UTC";
}

/**
 * @param {AnnotationChange} change - What was said.
 * @param {string} many - "312 photos".
 */
function placesSaid({ place }, many) {
  if (place === undefined) return [];
  if (place === "file") return [`${many} placed as ${many === "1 photo" ? "its file says" : "their files say"}`];
  if (!place) return [`Place taken off ${many}`];
  const at = place.indexOf(" ");
  return [`${many} placed ${at < 0 ? `at ${place.replace(",", ", ")}` : `in ${place.slice(at + 1)}`}`];
}

/** @param {string[]} tags - Paths of tags. */
function quoteTags(tags) {
  return tags.map((tag) => quote(tagText(tag))).join(", ");
}

/**
 * Quote a text, as much of it as a line has room for.
 * @param {string} text - The text.
 */
export function quote(text) {
  const signs = [...text.replace(/\s+/g, " ").trim()];
  return `“${signs.length > MAX_QUOTED ? `${signs.slice(0, MAX_QUOTED).join("").trimEnd()}…` : signs.join("")}”`;
}

/**
 * Show a rating as text.
 * @param {number} rating - 1 to 5.
 */
export function stars(rating) {
  return "★".repeat(rating);
}

/**
 * Say which photos an act left out, and why.
 * @param {NonNullable<import("./api-types.js").SayAnswer["undecided"]>} undecided - How many, and the name of one.
 */
export function describeUndecided({ photos, name }) {
  const which = photos === 1 ? `${name} was` : `${name} and ${formatMany(photos - 1, "other photo")} were`;
  const them = photos === 1 ? "it" : "them";
  const why = `moved or changed, and what you said about ${them} before is not known yet`;
  return `${which} left out: ${why}. Try again soon.`;
}

/**
 * Say what was taken back, and what could not be.
 * @param {UndoAnswer} answer - What the server did.
 * @param {"Undone"|"Done again"} what - Which of the two.
 */
export function describeUndo({ act, set, photos, kept, state, from }, what) {
  if (act === null) return what === "Undone" ? "There is nothing to undo." : "There is nothing to do again.";
  const stays = kept === 1 ? "stays as it is" : "stay as they are";
  const left = kept > 0 && `${formatMany(kept, "photo")} changed since then ${stays}.`;
  if (set.album && state === "done" && what === "Undone")
    return `Nothing undone. ${left || `“${set.album.name}” was changed since then.`}`;
  if (!photos && left) return `Nothing undone. ${left}`;
  const done = from ? describeImport(from, photos) : describeAct(set, photos);
  return [`${what}: ${done}.`, left].filter(Boolean).join(" ");
}

/**
 * Say in a few words what was said about one photo, for screen readers: "favourite, 4 stars, picked, red label".
 * @param {Readonly<import("./api-types.js").SaidMarks>} marks - The marks.
 * @returns {string[]} Empty: nothing was said.
 */
export function sayMarks({ favourite, rating, pick, label }) {
  return [
    favourite && "favourite",
    rating && formatMany(rating, "star"),
    pick !== "none" && pick,
    label !== "none" && `${label} label`,
  ].filter((text) => typeof text === "string");
}
