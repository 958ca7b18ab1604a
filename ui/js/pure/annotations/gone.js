/** @file What was said about a file that is gone, and what a backup would change, in words. */

import { dayName } from "./history.js";
import { colourName, quote, stars } from "./sentences.js";
import { tagText } from "./tags.js";
import { formatBytes, formatDateTime } from "../text/format.js";
import { t } from "../text/texts.js";

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
    rating ? stars(rating) : rating === 0 && t("said-nothing", { field: "rating" }),
    favourite ? t("said-is-favourite") : favourite === false && t("said-nothing", { field: "favourite" }),
    pick && t("said-is-picked", { pick }),
    label && (label === "none" ? t("said-nothing", { field: "label" }) : t("said-label", { label: colourName(label) })),
    ...[title, caption].map((text) => text && quote(text, MAX_TEXT)),
    ...tags.map(tagText),
    removed.length > 0 && t("said-without", { tags: removed.map(tagText).join(", ") }),
  ];
  return parts.filter(Boolean).join(" · ") || t("said-something");
}

/**
 * Say where a file was, and when it was seen to be gone.
 * @param {Pick<GoneFile, "folder"|"gone_at_ms">} file - The file.
 * @param {number} now - Milliseconds since 1970.
 * @param {(at: number) => number} offset - Minutes from UTC to local time at a moment.
 */
export function describeLoss({ folder, gone_at_ms: at }, now, offset) {
  if (at === null) return folder;
  const [day, today] = [dayOf(at, offset), dayOf(now, offset)];
  if (day === today) return t("gone-since-today", { folder });
  if (day === today - 1) return t("gone-since-yesterday", { folder });
  return t("gone-since", { folder, day: dayName(day, today) });
}

/**
 * @param {number} at - Milliseconds since 1970.
 * @param {(at: number) => number} offset - Minutes from UTC to local time at a moment.
 * @returns {number} Days since 1970.
 */
function dayOf(at, offset) {
  return Math.floor((at + offset(at) * 60_000) / DAY_MS);
}

/**
 * Name a backup: "Sunday 29 November", or what one replaced.
 * @param {Backup} backup - The backup.
 * @param {number} now - Milliseconds since 1970.
 * @param {(at: number) => number} offset - Minutes from UTC to local time at a moment.
 */
export function nameBackup({ day, at_ms: at, replaced }, now, offset) {
  if (replaced) return t("gone-before-restore", { time: formatDateTime(localTime(at, offset)) });
  return dayName(Date.parse(`${day}T00:00:00Z`) / DAY_MS, dayOf(now, offset));
}

/**
 * Say of what size a backup is, and when it was made.
 * @param {Backup} backup - The backup.
 * @param {(at: number) => number} offset - Minutes from UTC to local time at a moment.
 */
export function describeBackup({ at_ms: at, bytes, replaced }, offset) {
  if (replaced) return formatBytes(bytes);
  return t("gone-backup-made", { time: localTime(at, offset).slice(11, 16), size: formatBytes(bytes) });
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
 * @param {string} name - Name of the backup.
 * @param {number} later - How many acts were said after it.
 */
export function describeRestore(name, later) {
  return t("gone-restore-why", { name, lost: t("gone-restore-lost", { count: later }) });
}
