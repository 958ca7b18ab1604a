/** @file Numbers and dates in words, the same everywhere. British English; no locale, no clock. */

import { MONTHS, WEEKDAYS } from "../dates/date-words.js";
import { firstMoment, inexactWords, isInexact, precisionOfDay } from "../dates/inexact.js";

/** The day number of photos without a date. */
export const UNDATED = -2147483648;

/**
 * Format a number: "1,204".
 * @param {number} n - The number.
 */
export function formatCount(n) {
  return Math.round(n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * Format a number of things: "1 photo", "1,204 photos".
 * @param {number} n - The number.
 * @param {string} one - The word for one.
 * @param {string} [many] - The word for several; left out: with an s.
 */
export function formatMany(n, one, many = `${one}s`) {
  return `${formatCount(n)} ${n === 1 ? one : many}`;
}

/**
 * Format a size in decimal units, as file managers do: "512 bytes", "61.3 MB".
 * @param {number} bytes - The size.
 */
export function formatBytes(bytes) {
  if (bytes < 1000) return formatMany(bytes, "byte");
  const units = ["kB", "MB", "GB", "TB", "PB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
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
  const words = [
    [Math.floor(seconds / 3600), "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ].flatMap(([n, unit]) => (n ? [formatMany(Number(n), String(unit))] : []));
  return words.join(", ") || "less than a second";
}

/**
 * Format a day: "Saturday 14 November", with the year unless it is `thisYear`; what is less exact: "Summer 1984".
 * @param {number|string} day - As in the timeline, or a local time such as "2019-06-11T12:34:56".
 * @param {number} [thisYear] - The year to leave out; none: always with the year.
 */
export function formatDay(day, thisYear) {
  const date = dateOf(day);
  if (!date) return "No date";
  const precision = typeof day === "number" ? precisionOfDay(day) : 0;
  if (isInexact(precision)) return inexactWords(date.getTime(), precision);
  const year = date.getUTCFullYear();
  const text = `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return year === thisYear ? text : `${text} ${year}`;
}

/**
 * Format a local time: "Tuesday 11 June 2019, 12:34".
 * @param {string} local - Such as "2019-06-11T12:34:56.120".
 */
export function formatDateTime(local) {
  const time = /T(\d\d:\d\d)/.exec(local)?.[1];
  return time ? `${formatDay(local)}, ${time}` : formatDay(local);
}

/**
 * Format a month: "November 2026"; what is less exact than a day: "1975".
 * @param {number} day - As in the timeline.
 */
export function formatMonth(day) {
  const date = dateOf(day);
  if (date && isInexact(precisionOfDay(day))) return inexactWords(date.getTime(), precisionOfDay(day));
  return date ? `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}` : "No date";
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
  return value.toFixed(digits).replace(/\.0+$/, "");
}
