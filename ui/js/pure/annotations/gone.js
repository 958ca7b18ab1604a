/** @file What was said about a file that is gone, and what a backup would change, in words. */

import { formatBytes, formatCount, formatDateTime, formatDay } from "../text/format.js";
import { stars } from "./sentences.js";
import { tagText } from "./tags.js";

/** @typedef {import("./api-types.js").GoneSaid} GoneSaid */
/** @typedef {import("./api-types.js").GoneFile} GoneFile */
/** @typedef {import("./api-types.js").Backup} Backup */

const MAX_TEXT = 80; // characters of a title or caption that are shown
const DAY_MS = 86_400_000;

/**
 * Say in one line what was said about a file: "★★★ · favourite · “Rome” · travel / italy".
 * @param {GoneSaid} said - What was said.
 */
export function describeSaid(said) {
  const { favourite, rating, pick, label, title, caption, tags = [], removed_tags: removed = [] } = said;
  const parts = [
    rating ? stars(rating) : rating === 0 && "no stars",
    favourite ? "favourite" : favourite === false && "no favourite",
    pick && (pick === "none" ? "neither picked nor rejected" : pick),
    label && (label === "none" ? "no label" : `${label} label`),
    ...[title, caption].map((text) => text && `“${shorten(text)}”`),
    ...tags.map(tagText),
    removed.length > 0 && `without ${removed.map(tagText).join(", ")}`,
  ];
  return parts.filter(Boolean).join(" · ") || "something else";
}

/** @param {string} text - A title or caption. */
function shorten(text) {
  const signs = [...text.replace(/\s+/g, " ").trim()];
  return signs.length > MAX_TEXT ? `${signs.slice(0, MAX_TEXT).join("").trimEnd()}…` : signs.join("");
}

/**
 * Say where a file was, and when it was seen to be gone.
 * @param {Pick<GoneFile, "folder"|"gone_at_ms">} file - The file.
 * @param {number} now - Milliseconds since 1970.
 * @param {(at: number) => number} offset - Minutes from UTC to local time at a moment.
 */
export function describeLoss({ folder, gone_at_ms: at }, now, offset) {
  return at === null ? folder : `${folder} · gone since ${dayOf(at, now, offset)}`;
}

/**
 * @param {number} at - Milliseconds since 1970.
 * @param {number} now - The same of now.
 * @param {(at: number) => number} offset - Minutes from UTC to local time at a moment.
 */
function dayOf(at, now, offset) {
  const day = (/** @type {number} */ moment) => Math.floor((moment + offset(moment) * 60_000) / DAY_MS);
  if (day(at) === day(now)) return "today";
  if (day(at) === day(now) - 1) return "yesterday";
  return formatDay(day(at), new Date(day(now) * DAY_MS).getUTCFullYear());
}

/**
 * Name a backup: "Sunday 29 November", or what one replaced.
 * @param {Backup} backup - The backup.
 * @param {number} now - Milliseconds since 1970.
 * @param {(at: number) => number} offset - Minutes from UTC to local time at a moment.
 */
export function nameBackup({ day, at_ms: at, replaced }, now, offset) {
  if (replaced) return `Before a backup was restored, ${formatDateTime(localTime(at, offset))}`;
  const days = Date.parse(`${day}T00:00:00Z`) / DAY_MS;
  const name = dayOf(days * DAY_MS, now + offset(now) * 60_000, () => 0);
  return name[0].toUpperCase() + name.slice(1);
}

/**
 * Say of what size a backup is, and when it was made.
 * @param {Backup} backup - The backup.
 * @param {(at: number) => number} offset - Minutes from UTC to local time at a moment.
 */
export function describeBackup({ at_ms: at, bytes, replaced }, offset) {
  if (replaced) return formatBytes(bytes);
  return `made at ${localTime(at, offset).slice(11, 16)} · ${formatBytes(bytes)}`;
}

/**
 * @param {number} at - Milliseconds since 1970.
 * @param {(at: number) => number} offset - Minutes from UTC to local time at a moment.
 * @returns {string} "2026-11-29T13:00:00"
 */
function localTime(at, offset) {
  return new Date(at + offset(at) * 60_000).toISOString().slice(0, 19);
}

/**
 * Say what restoring a backup takes away, and that it can be taken back.
 * @param {number} later - How many acts were said after it.
 */
export function describeRestore(later) {
  const lost = later
    ? `${later === 1 ? "The last thing" : `The last ${formatCount(later)} things`} you said will not count any more.`
    : "Nothing was said since then, so nothing will be missing.";
  const kept = "No photo is touched, and what holds now is kept as a backup of its own: you can go back to it here.";
  return `Everything you said will be as it was then. ${lost} ${kept}`;
}
