/** @file Numbers and dates in words of the page's language. No clock. */

import { firstMoment, inexactWords, isInexact, precisionOfDay } from "../dates/inexact.js";
import { monthName, shortMonthName, shortWeekdayName, weekdayName } from "./calendar.js";
import { formatNumber, t } from "./texts.js";

/** The day number of photos without a date. */
export const UNDATED = -2147483648;

/**
 * Format a number: "1,204".
 * @param {number} n - The number.
 */
export function formatCount(n) {
  return formatNumber(Math.round(n));
}

/**
 * Format a size in decimal units, as file managers do: "512 bytes", "61.3 MB".
 * @param {number} bytes - The size.
 */
export function formatBytes(bytes) {
  if (bytes < 1000) return t("count-bytes", { count: bytes });
  const units = ["kB", "MB", "GB", "TB", "PB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatNumber(value, unit === 0 || value >= 100 ? 0 : 1)} ${units[unit]}`;
}

/**
 * Format a duration as players show it: "0:07", "1:02:03".
 * @param {number} ms - Milliseconds.
 */
export function formatDuration(ms) {
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, i) => (i ? String(part).padStart(2, "0") : String(part))).join(":");
}

/**
 * Format how long a video is; one that ends within its first second is one second long: "0:01".
 * @param {number} ms - Milliseconds.
 */
export function formatLength(ms) {
  return formatDuration(Math.max(ms, 1000));
}

/**
 * Format a duration in words, for screen readers: "1 hour, 2 minutes, 3 seconds".
 * @param {number} ms - Milliseconds.
 */
export function sayDuration(ms) {
  const seconds = Math.round(ms / 1000);
  const parts = [
    { count: Math.floor(seconds / 3600), key: "count-hours" },
    { count: Math.floor(seconds / 60) % 60, key: "count-minutes" },
    { count: seconds % 60, key: "count-seconds" },
  ];
  const words = parts.filter(({ count }) => count).map(({ count, key }) => t(key, { count }));
  return words.join(", ") || t("count-moment");
}

/**
 * Format a day: "Saturday 14 November", with the year unless it is `thisYear`; what is less exact: "Summer 1984".
 * @param {number|string} day - As in the timeline, or a local time such as "2019-06-11T12:34:56".
 * @param {number} [thisYear] - The year to leave out; none: always with the year.
 */
export function formatDay(day, thisYear) {
  const date = dateOf(day);
  if (!date) return t("dates-none");
  const precision = typeof day === "number" ? precisionOfDay(day) : 0;
  if (isInexact(precision)) return inexactWords(date.getTime(), precision);
  const form = date.getUTCFullYear() === thisYear ? "dates-day-weekday" : "dates-day-weekday-year";
  return dayText(form, date, weekdayName(date.getUTCDay()), monthName(date.getUTCMonth()));
}

/**
 * Format a day that is known to the day in short: "Sat 14 Nov", with the year unless it is `thisYear`.
 * @param {number} day - As in the timeline.
 * @param {number} thisYear - The year to leave out.
 */
export function formatShortDay(day, thisYear) {
  const date = new Date(firstMoment(day));
  const form = date.getUTCFullYear() === thisYear ? "dates-short-weekday" : "dates-short-weekday-year";
  return dayText(form, date, shortWeekdayName(date.getUTCDay()), shortMonthName(date.getUTCMonth()));
}

/**
 * Format a day that is known to the day in shortest form: "14 Nov", with the year unless it is `thisYear`.
 * @param {number} day - As in the timeline.
 * @param {number} [thisYear] - The year to leave out; none: always with the year.
 */
export function formatShortestDay(day, thisYear) {
  const date = new Date(firstMoment(day));
  const form = date.getUTCFullYear() === thisYear ? "dates-short" : "dates-short-year";
  return dayText(form, date, "", shortMonthName(date.getUTCMonth()));
}

/**
 * @param {string} form - Key of the text.
 * @param {Date} date - The day.
 * @param {string} weekday - Its name.
 * @param {string} month - Its name.
 */
function dayText(form, date, weekday, month) {
  const year = String(date.getUTCFullYear());
  return t(form, { weekday, day: String(date.getUTCDate()), month, year });
}

/**
 * Format the day of a local time without the day of the week: "11 June 2019".
 * @param {string} local - Such as "2019-06-11T12:34:56.120".
 */
export function formatDate(local) {
  const date = dateOf(local);
  return date ? dayText("dates-day-year", date, "", monthName(date.getUTCMonth())) : t("dates-none");
}

/**
 * Format a local time: "Tuesday 11 June 2019, 12:34".
 * @param {string} local - Such as "2019-06-11T12:34:56.120".
 */
export function formatDateTime(local) {
  const time = /T(\d\d:\d\d)/.exec(local)?.[1];
  return time ? t("dates-time", { date: formatDay(local), time }) : formatDay(local);
}

/**
 * Format a month: "November 2026"; what is less exact than a day: "1975".
 * @param {number} day - As in the timeline.
 */
export function formatMonth(day) {
  const date = dateOf(day);
  if (date && isInexact(precisionOfDay(day))) return inexactWords(date.getTime(), precisionOfDay(day));
  if (!date) return t("dates-none");
  return t("dates-month", { month: monthName(date.getUTCMonth()), year: String(date.getUTCFullYear()) });
}

/**
 * Return the month of a day, or the first one that it may be of.
 * @param {number} day - As in the timeline.
 * @returns {{year: number, month: number}|null} `month` counts from 0; null: the day is not known.
 */
export function monthOf(day) {
  const date = dateOf(day);
  return date && { year: date.getUTCFullYear(), month: date.getUTCMonth() };
}

/**
 * @param {number|string} day - As in the timeline, or a local time.
 * @returns {Date|null} To be read with the UTC getters only.
 */
function dateOf(day) {
  const date = new Date(typeof day === "number" ? firstMoment(day) : `${day.slice(0, 10)}T00:00:00Z`);
  return day === UNDATED || Number.isNaN(date.getTime()) ? null : date;
}

/**
 * Format an exposure time: "1/250 s", "0.4 s", "16 s".
 * @param {number} seconds - The time.
 */
export function formatExposure(seconds) {
  if (seconds <= 0) return "";
  if (seconds < 0.3) return `1/${formatCount(1 / seconds)} s`;
  return `${trim(seconds, seconds < 10 ? 1 : 0)} s`;
}

/**
 * Format an aperture: "f/1.4", "f/8".
 * @param {number} f - The f-number.
 */
export function formatAperture(f) {
  return `f/${trim(f, f < 10 ? 1 : 0)}`;
}

/**
 * Format a focal length: "35 mm", "4.2 mm".
 * @param {number} mm - The length.
 */
export function formatFocal(mm) {
  return `${trim(mm, mm < 10 ? 1 : 0)} mm`;
}

/**
 * @param {number} value - The number.
 * @param {number} digits - Most digits after the point.
 */
function trim(value, digits) {
  return formatNumber(Number(value.toFixed(digits)), 0, digits);
}
