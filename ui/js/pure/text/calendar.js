/** @file The names of months and days of the week in the page's language. */

import { t } from "./texts.js";

/**
 * Return the name of a month: "January".
 * @param {number} month - From 0.
 */
export function monthName(month) {
  return nameOf("dates-months", month);
}

/**
 * Return the short name of a month: "Jan".
 * @param {number} month - From 0.
 */
export function shortMonthName(month) {
  return nameOf("dates-months-short", month);
}

/**
 * Return the name of a day of the week: "Sunday".
 * @param {number} day - From 0, Sunday.
 */
export function weekdayName(day) {
  return nameOf("dates-weekdays", day);
}

/**
 * Return the short name of a day of the week: "Sun".
 * @param {number} day - From 0, Sunday.
 */
export function shortWeekdayName(day) {
  return nameOf("dates-weekdays-short", day);
}

/**
 * @param {string} key - Of the names, with spaces between them.
 * @param {number} at - Which one, from 0.
 */
function nameOf(key, at) {
  return t(key).split(" ")[at];
}
