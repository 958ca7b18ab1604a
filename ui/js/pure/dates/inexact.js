/**
 * @file Dates that need not be exact: as ISO 8601-2 writes them, as the days of the timeline file, and in words
 * (gallery/base/edtf.py has the same forms).
 */

import { SEASONS } from "./date-words.js";
import { monthName, weekdayName } from "../text/calendar.js";
import { t } from "../text/texts.js";

/** How exact a date is. A bit more than these says that it is not sure. */
export const PRECISION = { time: 0, day: 1, month: 2, season: 3, year: 4, decade: 5 };
const AROUND_BIT = 8;
const UNIT = 7;
const PRECISION_AT = 2 ** 24; // above this a day of the timeline file has the precision
const DAY_MS = 86_400_000;
const FORM = new RegExp(
  String.raw`^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{3}))?(Z|[+-]\d{2}:\d{2})?)?)?)?(~)?$`,
);

/**
 * A date in its parts; what is not known of it is 0 or 1.
 * @typedef {object} DateParts
 * @property {number} ms - Its first moment, milliseconds since 1970-01-01T00:00 on the clock of the place.
 * @property {number} precision - One of PRECISION, perhaps with the bit for around.
 * @property {string} offset - From UTC, such as "+02:00"; "": not known.
 */

/**
 * Read a date of ISO 8601-2; null: it is none.
 * @param {string} text - Such as "2024-11-14T15:30:00", "1990-03", "1984-22", "1975~" or "196X".
 * @returns {DateParts|null}
 */
export function readDate(text) {
  const decade = /^(\d{3})X(~)?$/.exec(text);
  if (decade) return parts(utc(Number(decade[1]) * 10, 1, 1), PRECISION.decade, decade[2]);
  const match = FORM.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second, ms] = match.slice(1, 8).map((part) => Number(part ?? 0));
  const around = match[9];
  if (match[4] && around) return null;
  const offset = (match[8] ?? "").replace("Z", "+00:00");
  if (match[4]) return { ...timeOf([year, month, day, hour, minute, second, ms]), offset };
  const season = SEASONS[month - 21];
  if (season && !match[3]) return parts(utc(year, season.month, 1), PRECISION.season, around);
  const precision = match[3] ? PRECISION.day : match[2] ? PRECISION.month : PRECISION.year;
  return parts(utc(year, match[2] ? month : 1, match[3] ? day : 1), precision, around);
}

/** @param {number[]} numbers - Year, month, day, hour, minute, second, millisecond. */
function timeOf([year, month, day, hour, minute, second, ms]) {
  const time = ((hour * 60 + minute) * 60 + second) * 1000 + ms;
  return { ms: utc(year, month, day) + time, precision: PRECISION.time, offset: "" };
}

/**
 * @param {number} ms - The first moment.
 * @param {number} unit - Of PRECISION.
 * @param {string|undefined} around - "~": not sure.
 * @returns {DateParts}
 */
function parts(ms, unit, around) {
  return { ms, precision: around ? unit | AROUND_BIT : unit, offset: "" };
}

/**
 * Return the milliseconds of a day, of any year: `Date.UTC` takes 0 to 99 for years of the last century.
 * @param {number} year - The year.
 * @param {number} month - 1 to 12.
 * @param {number} day - Of the month.
 */
export function utc(year, month, day) {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

/**
 * Write a date as ISO 8601-2.
 * @param {DateParts} date - The date.
 */
export function writeDate({ ms, precision, offset }) {
  const iso = new Date(ms).toISOString();
  const unit = precision & UNIT;
  if (unit === PRECISION.time) return iso.slice(0, ms % 1000 ? 23 : 19) + offset;
  const month = Number(iso.slice(5, 7));
  const season = SEASONS.findIndex((one) => one.month === month);
  const forms = { 1: iso.slice(0, 10), 2: iso.slice(0, 7), 3: `${iso.slice(0, 4)}-${21 + season}`, 4: iso.slice(0, 4) };
  const text = forms[/** @type {1} */ (unit)] ?? `${iso.slice(0, 3)}X`;
  return precision & AROUND_BIT ? `${text}~` : text;
}

/**
 * Return whether a date says less than a day: then it has no day of the week and no time.
 * @param {number} precision - Of the date.
 */
export function isInexact(precision) {
  return precision > PRECISION.day;
}

/**
 * Say a date that is less exact than a day: "March 1990", "Summer 1984", "1975", "1960s", "Around 1975".
 * @param {number} ms - Its first moment.
 * @param {number} precision - How exact it is.
 */
export function inexactWords(ms, precision) {
  const date = new Date(ms);
  const season = (precision & UNIT) === PRECISION.season ? seasonOf(date) : "";
  const isAround = (precision & AROUND_BIT) !== 0;
  const year = String(date.getUTCFullYear());
  if (isAround && season) return t("dates-around", { season, year, date: "" });
  const text = season ? t(SEASON_TEXTS[season], { year }) : plainWords(date, precision & UNIT);
  return isAround ? t("dates-around", { season: "none", year, date: text }) : text;
}

/** @type {Record<string, string>} */
const SEASON_TEXTS = {
  spring: "dates-spring", summer: "dates-summer", autumn: "dates-autumn", winter: "dates-winter",
}; // prettier-ignore

/** @param {Date} date - The first moment of a season. */
function seasonOf(date) {
  return SEASONS.find((one) => one.month === date.getUTCMonth() + 1)?.name ?? "";
}

/**
 * @param {Date} date - The first moment.
 * @param {number} unit - Of PRECISION; no season.
 */
function plainWords(date, unit) {
  const year = String(date.getUTCFullYear());
  const month = monthName(date.getUTCMonth());
  if (unit === PRECISION.day) return t("dates-day-year", { day: String(date.getUTCDate()), month, year });
  if (unit === PRECISION.month) return t("dates-month", { month, year });
  return unit === PRECISION.decade ? t("dates-decade", { year }) : year;
}

/**
 * Say a date in full: "Thursday 14 November 2024, 15:30 (UTC+02:00)", "Thursday 14 November 2024", "Summer 1984".
 * @param {DateParts} date - The date.
 */
export function dateWords({ ms, precision, offset }) {
  if (isInexact(precision)) return inexactWords(ms, precision);
  const date = new Date(ms);
  const day = t("dates-day-weekday-year", { weekday: weekdayName(date.getUTCDay()), day: String(date.getUTCDate()),
    month: monthName(date.getUTCMonth()), year: String(date.getUTCFullYear()) });
  if (precision === PRECISION.day) return day;
  const text = t("dates-time", { date: day, time: date.toISOString().slice(11, ms % 60_000 ? 19 : 16) });
  return offset ? t("dates-zone", { date: text, zone: `UTC${offset === "Z" ? "" : offset.replace("-", "−")}` }) : text;
}

/**
 * Return the precision of a day of the timeline file: 0 for a day.
 * @param {number} day - Such a day; not UNDATED.
 */
export function precisionOfDay(day) {
  return Math.floor((day + PRECISION_AT / 2) / PRECISION_AT);
}

/**
 * Return the first day that a day of the timeline file may be, in days since 1970-01-01.
 * @param {number} day - Such a day; not UNDATED.
 */
function firstDay(day) {
  return day - precisionOfDay(day) * PRECISION_AT;
}

/**
 * Return the first moment of a day of the timeline file, in milliseconds since 1970-01-01T00:00.
 * @param {number} day - Such a day; not UNDATED.
 */
export function firstMoment(day) {
  return firstDay(day) * DAY_MS;
}
