/** @file What the details panel says about the date of a photo, in words for people. */

import { dateWords, inexactWords, isInexact, PRECISION } from "../dates/inexact.js";
import { shortWeekdayName } from "../text/calendar.js";
import { formatDate, formatDay } from "../text/format.js";
import { t } from "../text/texts.js";

/** @typedef {import("../api-types.js").Photo} Photo */

const PROGRAM = ["photo-from-program"];
const FILE = ["photo-from-file"];
/** @type {Record<string, string[]>} keys of where a date is from, by its origin; the second: with its offset */
const ORIGINS = {
  said: ["photo-said-so", "photo-from-said-zone"],
  exif: ["photo-from-camera", "photo-from-camera-zone"],
  recording: ["photo-from-recording", "photo-from-recording-zone"],
  recording_utc: ["photo-from-video", "photo-from-video-zone"],
  xmp: PROGRAM,
  iptc: PROGRAM,
  text: PROGRAM,
  sidecar: ["photo-from-sidecar"],
  google: ["photo-from-google"],
  upload: ["photo-from-upload"],
  changed: ["photo-from-changed"],
  movie: ["photo-from-movie"],
  gps: ["photo-from-gps"],
  name: ["photo-from-name"],
  file: FILE,
};

/**
 * Say where the date of a photo is from.
 * @param {Photo["taken"]} taken - The date.
 */
export function dateOrigin({ origin, offset }) {
  const [plain, zoned = plain] = ORIGINS[origin] ?? FILE;
  return offset ? t(zoned, { zone: zone(offset) }) : t(plain);
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

/** @type {ReadonlyMap<string, string>} keys of the places where dates are found, by their origin */
const PLACES = new Map([
  ["said", "photo-found-said"],
  ["exif", "photo-found-exif"],
  ["digitized", "photo-found-digitized"],
  ["xmp", "photo-found-xmp"],
  ["iptc", "photo-found-iptc"],
  ["sidecar", "photo-found-sidecar"],
  ["text", "photo-found-text"],
  ["recording", "photo-found-recording"],
  ["recording_utc", "photo-found-video"],
  ["movie", "photo-found-movie"],
  ["google", "photo-found-google"],
  ["upload", "photo-found-upload"],
  ["changed", "photo-found-changed"],
  ["gps", "photo-found-gps"],
  ["name", "photo-found-name"],
  ["file", "photo-found-file"],
]);

/**
 * Name the place where a date was found, in a word or two.
 * @param {import("./api-types.js").FoundDate} found - The date.
 */
export function datePlace({ origin }) {
  return t(PLACES.get(origin) ?? origin);
}

/**
 * Say how the other dates of a photo stand to the one that is believed; "": there is nothing to say.
 * @param {Pick<Photo["taken"], "others"> & Partial<Photo["taken"]>} taken - The date, and the others.
 */
export function dateDoubt({ origin, others }) {
  if (origin === "said") return ""; // that is why it was said
  const against = others.filter((one) => one.agrees === false).map(datePlace);
  const [one, other] = against;
  if (!one) return "";
  if (against.length > 2) return t("photo-doubt-many", { count: against.length });
  return other ? t("photo-doubt-two", { one, other }) : t("photo-doubt", { name: one });
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
  if (agrees === null) return t("photo-not-taken");
  return t(agrees ? "photo-agrees" : "photo-disagrees");
}

/** @param {string} offset - From UTC: "+08:00", "Z". */
function zone(offset) {
  return /^(Z|[+-]00:?00)$/.test(offset) ? "UTC" : `UTC${offset.replace("-", "−")}`;
}
