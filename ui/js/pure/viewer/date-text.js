/** @file What the details panel says about the date of a photo, in words for people. */

import { dateWords, inexactWords, isInexact, PRECISION } from "../dates/inexact.js";
import { shortWeekdayName } from "../text/calendar.js";
import { formatDate, formatDay } from "../text/format.js";
import { t } from "../text/texts.js";

/** @typedef {import("../api-types.js").Photo} Photo */

/**
 * Say where the date of a photo is from.
 * @param {Photo["taken"]} taken - The date.
 */
export function dateOrigin({ origin, offset }) {
  if (origin === "said") return offset ? `You said so, ${zone(offset)}` : "You said so";
  if (origin === "exif") return offset ? `Camera clock, ${zone(offset)}` : "Camera clock, no time zone";
  if (origin === "recording") return offset ? `Clock of the recording, ${zone(offset)}` : "Clock of the recording";
  if (origin === "recording_utc")
    return offset
      ? "When the video was made, on the time of the place"
      : "When the video was made, on the time of this computer";
  if (origin === "xmp" || origin === "iptc" || origin === "text") return "Written by a photo program";
  if (origin === "sidecar") return "Written by a photo program into the file beside the picture";
  if (origin === "google") return "From Google Photos";
  if (origin === "upload") return "When it was uploaded to Google Photos: it does not say when it was taken";
  if (origin === "changed") return "When the picture was last saved: it does not say when it was taken";
  if (origin === "movie") return "When the file was made: it does not say when the picture was taken";
  if (origin === "gps") return "Clock of the satellites, on the time of the place";
  if (origin === "name") return "From the file name";
  return "Last change of the file: the picture itself carries no date";
}

/**
 * Say when a photo was taken, in a line of the panel: "Tue 11 June 2019, 12:34"; what is less exact: "Summer 1984".
 * @param {Pick<Photo["taken"], "local"|"precision">} taken - The date.
 */
export function takenWords({ local, precision = PRECISION.time }) {
  if (precision === PRECISION.time) {
    const weekday = shortWeekdayName(new Date(`${local.slice(0, 10)}T00:00:00Z`).getUTCDay());
    return t("dates-taken", { weekday, date: formatDate(local), time: local.slice(11, 16) });
  }
  return dateWords({ ms: Date.parse(`${local.slice(0, 19)}Z`), precision, offset: "" });
}

/**
 * Say the day on which a photo was taken; what is less exact: "Summer 1984".
 * @param {Photo["taken"]} taken - The date.
 */
export function takenDay({ local, precision = PRECISION.time }) {
  return isInexact(precision) ? inexactWords(Date.parse(`${local.slice(0, 19)}Z`), precision) : formatDay(local);
}

const PLACES = new Map([
  ["said", "You"],
  ["exif", "Camera"],
  ["digitized", "Digitized"],
  ["xmp", "Photo program"],
  ["iptc", "Photo program (IPTC)"],
  ["sidecar", "File beside it"],
  ["text", "Text in the file"],
  ["recording", "Recording"],
  ["recording_utc", "Video, when it was made"],
  ["movie", "Film in the file"],
  ["google", "Google Photos"],
  ["upload", "Google Photos, upload"],
  ["changed", "Last saved"],
  ["gps", "Satellites"],
  ["name", "File name"],
  ["file", "Last change"],
]);

/**
 * Name the place where a date was found, in a word or two.
 * @param {import("./api-types.js").FoundDate} found - The date.
 */
export function datePlace({ origin }) {
  return PLACES.get(origin) ?? origin;
}

/**
 * Say how the other dates of a photo stand to the one that is believed; "": there is nothing to say.
 * @param {Pick<Photo["taken"], "others"> & Partial<Photo["taken"]>} taken - The date, and the others.
 */
export function dateDoubt({ origin, others }) {
  if (origin === "said") return ""; // that is why it was said
  const against = others.filter((one) => one.agrees === false).map(datePlace);
  if (!against.length) return "";
  const names = against.length > 2 ? `${against.length} others` : against.join(" and ");
  return `${names} ${against.length > 1 ? "say" : "says"} otherwise`;
}

/**
 * Say a date that was found or said, without the day of the week: "11 June 2019, 12:34", "Summer 1984"; where it has no
 * time, without one.
 * @param {import("./api-types.js").FoundDate & {precision?: number}} found - The date.
 */
export function foundWords({ local, precision = PRECISION.time }) {
  if (isInexact(precision)) return takenWords({ local, precision });
  const date = formatDate(local);
  return local.endsWith("T00:00:00") ? date : t("dates-time", { date, time: local.slice(11, 16) });
}

/**
 * Say how a date that is not believed stands to the one that is.
 * @param {import("./api-types.js").OtherDate} other - The date.
 */
export function dateVerdict({ agrees }) {
  if (agrees === null) return "not when it was taken";
  return agrees ? "agrees" : "disagrees";
}

/** @param {string} offset - From UTC: "+08:00", "Z". */
function zone(offset) {
  return /^(Z|[+-]00:?00)$/.test(offset) ? "UTC" : `UTC${offset.replace("-", "−")}`;
}
