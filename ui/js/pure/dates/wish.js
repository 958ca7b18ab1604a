/** @file What the dialog for date and place asks for: the ways to change dates, and what becomes of the photos. */

import { dateWords, readDate } from "./inexact.js";
import { readShift, shiftDate } from "./shift.js";
import { readTypedDate, writeOffset } from "./read-typed.js";
import { t } from "../text/texts.js";

/** @typedef {import("../annotations/api-types.js").AnnotationChange} AnnotationChange */
/** @typedef {import("../places/api-types.js").DatesOfPhotos} DatesOfPhotos */
/** @typedef {import("../places/api-types.js").DatedPhoto} DatedPhoto */
/** @typedef {import("./inexact.js").DateParts} DateParts */
/** @typedef {"keep"|"set"|"shift"|"first"|"zone"|"file"} Way */

/** The ways with the keys of their names, and of what may be typed; "": nothing.
 * @type {readonly {way: Way, label: string, example: string}[]} */
export const WAYS = [
  { way: "keep", label: "dates-way-keep", example: "" },
  { way: "set", label: "dates-way-set", example: "dates-way-set-such" },
  { way: "shift", label: "dates-way-shift", example: "dates-way-shift-such" },
  { way: "first", label: "dates-way-first", example: "dates-way-first-such" },
  { way: "zone", label: "dates-way-zone", example: "dates-way-zone-such" },
  { way: "file", label: "dates-way-file", example: "" },
];

/**
 * Return what is wished, or why nothing can be said.
 * @param {Way} way - What is to become of the date.
 * @param {string} text - What was typed for it.
 * @param {DatesOfPhotos} facts - What the photos have.
 * @param {string|undefined} place - What is said of the place; undefined: nothing.
 * @returns {{change?: AnnotationChange, problem?: string}}
 */
export function readWish(way, text, facts, place) {
  const { change, problem } = dateWish(way, text, facts);
  if (problem !== undefined) return { problem };
  const all = { ...change, ...(place === undefined ? {} : { place }) };
  return Object.keys(all).length ? { change: all } : {};
}

/**
 * @param {Way} way - What is to become of the date.
 * @param {string} text - What was typed for it.
 * @param {DatesOfPhotos} facts - What the photos have.
 * @returns {{change?: AnnotationChange, problem?: string}}
 */
function dateWish(way, text, { first }) {
  if (way === "keep") return {};
  if (way === "file") return { change: { date: "file" } };
  if (way === "shift") {
    const { seconds, problem } = readShift(text);
    return problem === undefined ? { change: { shift_s: seconds } } : { problem };
  }
  if (way === "zone") return zoneWish(text);
  const { date, problem } = readTypedDate(text);
  if (date === undefined) return { problem };
  return way === "set" ? { change: { date } } : firstWish(date, first);
}

/** @param {string} text - What was typed for a time zone. */
function zoneWish(text) {
  const flat = text.trim().toLowerCase().replace(/[\u2010-\u2015\u2212]/g, "-").replace(/^(utc|gmt)\s*/, "");
  const isZone = text.trim() !== "" && /^(z|[+-]?\d{1,2}(:?\d{2})?)?$/.test(flat);
  const offset = isZone ? writeOffset(/^\d/.test(flat) ? `+${flat}` : flat) : null;
  if (offset === null) return { problem: t("dates-zone-such") };
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  return { change: { offset_min: offset.startsWith("-") ? -minutes : minutes } };
}

/**
 * @param {string} date - When the first photo was taken.
 * @param {DatedPhoto|null} first - The photo.
 */
function firstWish(date, first) {
  const now = first && partsOf(first);
  const wanted = readDate(date);
  if (!now || !wanted || now.precision || wanted.precision)
    return { problem: t("dates-both-need-time") };
  const seconds = Math.round((wanted.ms - now.ms) / 1000);
  return seconds ? { change: { shift_s: seconds } } : { problem: t("dates-already") };
}

/**
 * Return the date of a photo.
 * @param {DatedPhoto} photo - The photo.
 * @returns {DateParts}
 */
function partsOf({ taken, precision }) {
  return { ms: Date.parse(`${taken}Z`), precision, offset: "" };
}

/**
 * Return what becomes of the first and the last photo, for people to see before they say it.
 * @param {DatesOfPhotos} facts - What the photos have.
 * @param {AnnotationChange|undefined} change - What is said; undefined: nothing.
 * @returns {{name: string, before: DateParts, after: string}[]} `after`: in words; "": it stays.
 */
export function previewOf({ first, last }, change) {
  const photos = [first, first?.id === last?.id ? null : last].filter((one) => one !== null);
  return photos.map((photo, i) => {
    const before = partsOf(photo);
    const after = change ? becomes(before, change) : "";
    const { name } = photo;
    const said = photos.length < 2 ? name : t(i ? "dates-last-photo" : "dates-first-photo", { name });
    return { name: said, before, after: after === dateWords(before) ? "" : after };
  });
}

/**
 * @param {DateParts} before - The date.
 * @param {AnnotationChange} change - What is said.
 */
function becomes(before, { date, shift_s: shift, offset_min: minutes }) {
  if (date === "file") return t("dates-as-file");
  if (date !== undefined) return dateWords(/** @type {DateParts} */ (readDate(date)));
  if (shift !== undefined) return dateWords(shiftDate(before, shift));
  if (minutes === undefined || before.precision) return "";
  const size = Math.abs(minutes);
  const clock = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return dateWords({ ...before, offset: `${minutes < 0 ? "-" : "+"}${clock}` });
}
