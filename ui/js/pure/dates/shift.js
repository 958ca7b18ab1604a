/** @file How far dates are shifted: "+1h", "1 day earlier", "-2:30"; and what a date becomes by it. */

import { t } from "../text/texts.js";
import { EARLIER, LATER, UNITS } from "./date-words.js";
import { PRECISION } from "./inexact.js";

const MONTHS_AND_YEARS = /\d *(month|months|year|years|y|monate?n?|jahre?n?)\b/;
const MAX_SHIFT_S = 200 * 366 * 86_400;
/** Texts of lengths of time, in seconds. */
const LENGTHS = /** @type {const} */ ([["dates-weeks", 604_800], ["dates-days", 86_400], ["count-hours", 3600],
  ["count-minutes", 60], ["count-seconds", 1]]); // prettier-ignore

/**
 * Read a length of time with its direction.
 * @param {string} text - What was typed.
 * @returns {{seconds: number, problem?: undefined}|{seconds?: undefined, problem: string}}
 */
export function readShift(text) {
  const words = text.normalize("NFKC").toLowerCase().replace(/[\u2010-\u2015\u2212]/g, "-").trim();
  const match = /^([+-])?\s*(.*?)\s*([a-zäöü]+)?$/s.exec(words);
  const direction = match?.[3] ?? "";
  const isEarlier = EARLIER.includes(direction);
  const body = isEarlier || LATER.includes(direction) ? `${match?.[2]}` : words.replace(/^[+-]\s*/, "");
  if (MONTHS_AND_YEARS.test(words)) return { problem: t("dates-shift-months") };
  const length = clockLength(body) ?? unitLength(body);
  if (!length) return { problem: t("dates-shift") };
  if (length > MAX_SHIFT_S) return { problem: t("dates-shift-most") };
  return { seconds: (match?.[1] === "-") !== isEarlier ? -length : length };
}

/** @param {string} text - Such as "1:30" or "0:00:05". */
function clockLength(text) {
  const match = /^(\d{1,4}):(\d{2})(?::(\d{2}))?$/.exec(text);
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0) : null;
}

/** @param {string} text - Such as "2 days 3 hours" or "1.5h". */
function unitLength(text) {
  const pieces = [...text.matchAll(/(\d+(?:[.,]\d+)?)\s*([a-z]+)/g)];
  const rest = text.replace(/(\d+(?:[.,]\d+)?)\s*([a-z]+)/g, "").replace(/,|and|und/g, "").trim();
  if (!pieces.length || rest) return null;
  let seconds = 0;
  for (const [, number, name] of pieces) {
    const unit = UNITS.find(({ names }) => names.includes(name));
    if (!unit) return null;
    seconds += Number(number.replace(",", ".")) * unit.seconds;
  }
  return Math.round(seconds);
}

/**
 * Say how far: "1 day 2 hours later".
 * @param {number} seconds - Below 0: earlier.
 */
export function shiftWords(seconds) {
  let rest = Math.abs(seconds);
  const words = [];
  for (const [key, length] of LENGTHS) {
    const count = Math.floor(rest / length);
    if (count) words.push(t(key, { count }));
    rest -= count * length;
  }
  return t(seconds < 0 ? "dates-earlier" : "dates-later", { length: words.join(" ") });
}

/**
 * Return what a date becomes; one that knows no time is shifted by whole days, a month or a year not at all.
 * @template {{ms: number, precision: number}} T
 * @param {T} date - The date.
 * @param {number} seconds - How far.
 * @returns {T}
 */
export function shiftDate(date, seconds) {
  const moves = date.precision === PRECISION.time || ((date.precision & 7) === PRECISION.day && seconds % 86_400 === 0);
  return moves ? { ...date, ms: date.ms + 1000 * seconds } : date;
}
