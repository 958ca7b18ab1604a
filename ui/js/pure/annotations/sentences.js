/** @file What was said about photos, in sentences: for toasts and the history. */

import { describeAlbum } from "../albums/albums.js";
import { tagText } from "./tags.js";
import { describeImport } from "./transfer.js";
import { dateWords, readDate } from "../dates/inexact.js";
import { shiftWords } from "../dates/shift.js";
import { t } from "../text/texts.js";

/** @typedef {import("./api-types.js").AnnotationChange} AnnotationChange */
/** @typedef {import("./api-types.js").UndoAnswer} UndoAnswer */

const MAX_QUOTED = 60; // characters of a title or caption that are shown

/**
 * Say what an act did: "312 photos rated ★★★★".
 * @param {AnnotationChange} change - What was said.
 * @param {number} count - About how many photos.
 */
export function describeAct(change, count) {
  if (change.note) return change.note;
  if (change.album) return describeAlbum(change.album, change.album.photos ?? count);
  const said = [...marksSaid(change, count), ...wordsSaid(change, count), ...tagsSaid(change, count),
    ...datesSaid(change, count), ...placesSaid(change, count)]; // prettier-ignore
  return said.join(" · ") || t("said-changed", { count });
}

/**
 * @param {AnnotationChange} change - What was said.
 * @param {number} count - About how many photos.
 */
function marksSaid({ favourite, rating, pick, label }, count) {
  const said = [];
  if (favourite !== undefined) said.push(t(favourite ? "said-favourite" : "said-no-favourite", { count }));
  if (rating) said.push(t("said-rated", { count, stars: stars(rating) }));
  else if (rating === 0) said.push(t("said-stars-off", { count }));
  if (pick !== undefined) said.push(t("said-pick", { count, pick }));
  if (label === "none") said.push(t("said-label-off", { count }));
  else if (label !== undefined) said.push(t("said-labelled", { count, label: colourName(label) }));
  return said;
}

/**
 * @param {AnnotationChange} change - What was said.
 * @param {number} count - About how many photos.
 */
function wordsSaid({ title, caption }, count) {
  const said = [];
  if (title) said.push(t("said-titled", { count, title: quote(title) }));
  else if (title === "") said.push(t("said-title-off", { count }));
  if (caption) said.push(t("said-captioned", { count, caption: quote(caption) }));
  else if (caption === "") said.push(t("said-caption-off", { count }));
  return said;
}

/**
 * @param {AnnotationChange} change - What was said.
 * @param {number} count - About how many photos.
 */
function tagsSaid({ add_tags: added = [], remove_tags: removed = [], moved_tag: moved }, count) {
  const said = [];
  if (moved) said.push(t("said-tag-moved", { count, from: quoteTags([moved[0]]), to: quoteTags([moved[1]]) }));
  if (added.length) said.push(t("said-tagged", { count, tags: quoteTags(added) }));
  if (removed.length > 1) said.push(t("said-tags-off", { count, tags: quoteTags(removed) }));
  else if (removed.length) said.push(t("said-tag-off", { count, tag: quoteTags(removed) }));
  return said;
}

/**
 * @param {AnnotationChange} change - What was said.
 * @param {number} count - About how many photos.
 */
function datesSaid({ date, shift_s: shift, offset_min: offset }, count) {
  const said = [];
  if (date === "file") said.push(t("said-dated-file", { count }));
  else if (date?.endsWith("~")) said.push(t("said-dated-around", { count, date: wordsOfDate(date.slice(0, -1)) }));
  else if (date !== undefined) said.push(t("said-dated", { count, date: wordsOfDate(date) }));
  if (shift !== undefined) said.push(t("said-shifted", { count, shift: shiftWords(shift) }));
  if (offset !== undefined) said.push(t("said-zone", { count, zone: zoneWords(offset) }));
  return said;
}

/** @param {string} date - Of ISO 8601-2. */
function wordsOfDate(date) {
  const parts = readDate(date);
  return parts ? dateWords(parts) : date;
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
 * @param {number} count - About how many photos.
 */
function placesSaid({ place }, count) {
  if (place === undefined) return [];
  if (place === "file") return [t("said-placed-file", { count })];
  if (!place) return [t("said-place-off", { count })];
  const at = place.indexOf(" ");
  if (at < 0) return [t("said-placed-at", { count, place: place.replace(",", ", ") })];
  return [t("said-placed-in", { count, place: place.slice(at + 1) })];
}

/** @param {string[]} tags - Paths of tags. */
function quoteTags(tags) {
  return tags.map((tag) => quote(tagText(tag))).join(", ");
}

/**
 * Quote a text, as much of it as a line has room for.
 * @param {string} text - The text.
 * @param {number} [most] - Characters of it that are shown.
 */
export function quote(text, most = MAX_QUOTED) {
  return t("common-quoted", { name: shorten(text, most) });
}

/**
 * Return a text in one line, as much of it as there is room for.
 * @param {string} text - The text.
 * @param {number} most - Characters of it that are shown.
 */
export function shorten(text, most) {
  const signs = [...text.replace(/\s+/g, " ").trim()];
  return signs.length > most ? `${signs.slice(0, most).join("").trimEnd()}…` : signs.join("");
}

/**
 * Name a colour label: "red".
 * @param {string} label - The label; one that is not known is its own name.
 */
export function colourName(label) {
  return t("said-colour", { label });
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
  return t("said-left-out", { name, others: photos - 1 });
}

/**
 * Say what was taken back, and what could not be.
 * @param {UndoAnswer} answer - What the server did.
 * @param {"undone"|"again"} what - Whether it was taken back, or done again.
 */
export function describeUndo({ act, set, photos, kept, state, from }, what) {
  if (act === null) return t(what === "undone" ? "said-nothing-to-undo" : "said-nothing-to-redo");
  const left = kept > 0 && t("said-kept", { count: kept });
  const nothing = t("said-nothing-undone");
  if (set.album && state === "done" && what === "undone")
    return `${nothing} ${left || t("said-album-changed", { name: set.album.name })}`;
  if (!photos && left) return `${nothing} ${left}`;
  const done = from ? describeImport(from, photos) : describeAct(set, photos);
  return [sayDone(done, what), left].filter(Boolean).join(" ");
}

/**
 * Say that something was taken back, or done again.
 * @param {string} act - What.
 * @param {"undone"|"again"} what - Which of the two.
 */
export function sayDone(act, what) {
  return t(what === "undone" ? "said-undone" : "said-again", { act });
}

/**
 * Say in a few words what was said about one photo, for screen readers: "favourite, 4 stars, picked, red label".
 * @param {Readonly<import("./api-types.js").SaidMarks>} marks - The marks.
 * @returns {string[]} Empty: nothing was said.
 */
export function sayMarks({ favourite, rating, pick, label }) {
  return [
    favourite && t("said-is-favourite"),
    rating && t("said-stars", { count: rating }),
    pick !== "none" && t("said-is-picked", { pick }),
    label !== "none" && t("said-label", { label: colourName(label) }),
  ].filter((text) => typeof text === "string");
}
