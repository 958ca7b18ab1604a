// Numbers and dates in words, the same everywhere. British English, no locale surprises, no clock of its own.

export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const DAY_MS = 86_400_000;

/** The day number of photos without a date. */
export const UNDATED = -2147483648;

/** "1,204" @param {number} n */
export function formatCount(n) {
  return Math.round(n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 photo", "1,204 photos" @param {number} n  @param {string} one  @param {string} [many] */
export function formatMany(n, one, many = `${one}s`) {
  return `${formatCount(n)} ${n === 1 ? one : many}`;
}

/** Decimal units, as file managers count: "512 bytes", "61.3 MB". @param {number} bytes */
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
 * "Saturday 14 November", with the year when it is not this one.
 * @param {number|string} day  days since 1970-01-01, or a local time such as "2019-06-11T12:34:56"
 * @param {number} [thisYear]  left out: always with the year
 */
export function formatDay(day, thisYear) {
  const date = dateOf(day);
  if (!date) return "No date";
  const year = date.getUTCFullYear();
  const text = `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return year === thisYear ? text : `${text} ${year}`;
}

/** "Tuesday 11 June 2019, 12:34" @param {string} local  "2019-06-11T12:34:56.120" */
export function formatDateTime(local) {
  const time = /T(\d\d:\d\d)/.exec(local)?.[1];
  return time ? `${formatDay(local)}, ${time}` : formatDay(local);
}

/** "November 2026" @param {number} day  days since 1970-01-01 */
export function formatMonth(day) {
  const date = dateOf(day);
  return date ? `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}` : "No date";
}

/** @param {number} day  days since 1970-01-01  @returns {{year: number, month: number}|null}  month from 0 */
export function monthOf(day) {
  const date = dateOf(day);
  return date && { year: date.getUTCFullYear(), month: date.getUTCMonth() };
}

/** @param {number|string} day  @returns {Date|null}  read with the UTC getters only */
function dateOf(day) {
  const date = typeof day === "number" ? new Date(day * DAY_MS) : new Date(`${day.slice(0, 10)}T00:00:00Z`);
  return day === UNDATED || Number.isNaN(date.getTime()) ? null : date;
}

/** "1/250 s", "0.4 s", "16 s" @param {number} seconds */
export function formatExposure(seconds) {
  if (seconds <= 0) return "";
  if (seconds < 0.3) return `1/${formatCount(1 / seconds)} s`;
  return `${trim(seconds, seconds < 10 ? 1 : 0)} s`;
}

/** "f/1.4", "f/8" @param {number} f */
export function formatAperture(f) {
  return `f/${trim(f, f < 10 ? 1 : 0)}`;
}

/** "35 mm", "4.2 mm" @param {number} mm */
export function formatFocal(mm) {
  return `${trim(mm, mm < 10 ? 1 : 0)} mm`;
}

/** @param {number} value  @param {number} digits */
function trim(value, digits) {
  return value.toFixed(digits).replace(/\.0+$/, "");
}
