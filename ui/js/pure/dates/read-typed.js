/** @file What people type for a date: "14.11.2024 15:30", "Nov 1990", "summer 1984", "around 1960", "1975". */

import { AROUND, FILLERS, HALVES, MONTHS, SEASONS, WEEKDAYS } from "./date-words.js";
import { PRECISION, readDate, utc, writeDate } from "./inexact.js";
import { monthName } from "../text/calendar.js";
import { t } from "../text/texts.js";

/**
 * What was understood: a date of ISO 8601-2, or a sentence that says why there is none.
 * @typedef {{date: string, problem?: undefined}|{date?: undefined, problem: string}} Typed
 */

const SEASON_TEXTS = ["dates-spring-typed", "dates-summer-typed", "dates-autumn-typed", "dates-winter-typed"];
const YEARS = { first: 1000, last: 2199 };
const PIVOT = 50; // "49" is 2049, "50" is 1950, as in the search
const TIME = /(?:^|[ t])(\d{1,2})(?::|h)(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)? ?(am|pm)?(?= |$|z|utc|[+-])/;
const DIRECTIONS = /[\u200e\u200f\u2066-\u2069]/g; // around names in a line that runs from right to left
const HOUR = /(?:^| )(\d{1,2}) ?(am|pm)(?= |$)/;
const OFFSET = / ?\(?(z|(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?|utc|gmt)\)?$/;

/**
 * Read what was typed.
 * @param {string} text - The text.
 * @returns {Typed}
 */
export function readTypedDate(text) {
  const typed = text.replace(DIRECTIONS, "").trim();
  const exact = readDate(typed.toUpperCase());
  if (exact && isDate(exact.ms) && writeDate(exact) === typed.toUpperCase()) return { date: writeDate(exact) };
  const folded = fold(typed);
  if (!folded) return { problem: t("dates-write") };
  const { rest: unsure, around } = takeAround(folded);
  const { rest, time, offset, problem } = takeTime(unsure);
  if (problem) return { problem };
  const found = readDay(rest);
  if ("problem" in found) return found;
  if (!time) return { date: writeDate({ ...found, precision: found.precision | (around ? 8 : 0), offset: "" }) };
  if (found.precision !== PRECISION.day) return { problem: t("dates-time-needs-day") };
  if (around) return { problem: t("dates-time-exact") };
  return { date: writeDate({ ms: found.ms + time.ms, precision: PRECISION.time, offset }) };
}

/** @param {string} text - What was typed. */
function fold(text) {
  const flat = text.normalize("NFKC").toLowerCase().replace(/[\u2010-\u2015\u2212]/g, "-").replace(/\s+/g, " ").trim();
  return flat.replace(/^(\d{4}):(\d{2}):(\d{2})/, "$1-$2-$3"); // as EXIF has it
}

/** @param {string} text - Folded. */
function takeAround(text) {
  const words = AROUND.also.join("|");
  const before = new RegExp(`^(?:(?:${words})\\.? |~ ?|c(?:a)?\\. ?)`);
  const rest = text.replace(before, "").replace(/ ?[?~]$/, "");
  return { rest, around: rest !== text };
}

/**
 * Take the time of day, and the offset from UTC behind it, out of a text.
 * @param {string} text - Folded.
 * @returns {{rest: string, time?: {ms: number}, offset: string, problem?: string}}
 */
function takeTime(text) {
  const halves = text.replaceAll(HALVES.am[1], "am").replaceAll(HALVES.pm[1], "pm");
  const zone = TIME.test(halves) ? OFFSET.exec(halves) : null;
  const clock = zone ? halves.slice(0, zone.index) : halves;
  const match = TIME.exec(clock) ?? HOUR.exec(clock);
  if (!match) return { rest: clock, offset: "" };
  const isShort = match.length === 3;
  const half = isShort ? match[2] : match[5];
  const typed = Number(match[1]);
  if (half && (typed < 1 || typed > 12)) return failed(t("dates-half-day"));
  const hour = half ? (typed % 12) + (half === "pm" ? 12 : 0) : typed;
  const [minute, second] = isShort ? [0, 0] : [Number(match[2]), Number(match[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return failed(t("dates-clock"));
  const thousandths = isShort ? 0 : Number((match[4] ?? "").padEnd(3, "0"));
  const offset = zone ? writeOffset(zone[1]) : "";
  if (offset === null) return failed(t("dates-zone-most"));
  const rest = `${clock.slice(0, match.index)} ${clock.slice(match.index + match[0].length)}`.trim();
  return { rest, time: { ms: ((hour * 60 + minute) * 60 + second) * 1000 + thousandths }, offset };
}

/** @param {string} problem - A sentence. */
function failed(problem) {
  return { rest: "", offset: "", problem };
}

/**
 * Write an offset as ISO 8601 does; null: there is no such time zone.
 * @param {string} text - "z", "+2", "utc-03:30", "+0530".
 * @returns {string|null}
 */
export function writeOffset(text) {
  const match = /([+-])(\d{1,2}):?(\d{2})?$/.exec(text);
  if (!match) return "+00:00";
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  if (Number(match[3] ?? 0) > 59 || minutes > 14 * 60) return null;
  return `${match[1]}${match[2].padStart(2, "0")}:${match[3] ?? "00"}`;
}

/**
 * Read a date without a time.
 * @param {string} text - Folded.
 * @returns {{ms: number, precision: number}|{problem: string}}
 */
function readDay(text) {
  const decade = /^(?:in )?(?:the |den |die )?(\d{3})(?:0'?s|0er(?: jahren?)?|x)$/.exec(text);
  if (decade) return checked(Number(decade[1]) * 10, 1, 1, PRECISION.decade);
  const words = text.replaceAll(",", " ").split(" ").filter((word) => word && !isNoise(word));
  if (words.length === 1) return readNumbers(words[0]) ?? readWords(words[0].split(/[-/._]/).filter(Boolean));
  return readWords(words);
}

/** @param {string} word - Folded. */
function isNoise(word) {
  const name = word.replace(/\.$/, "");
  return WEEKDAYS.some((weekday) => isNameOf(name, weekday)) || FILLERS.includes(word);
}

/**
 * Read a date of digits alone; null: it is none.
 * @param {string} word - Such as "2024-11-14", "14.11.24", "11/1990", "20241114" or "1975".
 */
function readNumbers(word) {
  const first = /^(\d{4})(?:([-/._])(\d{1,2})(?:\2(\d{1,2}))?)?$/.exec(word) ?? /^(\d{4})()(\d{2})(\d{2})$/.exec(word);
  if (first) {
    const [year, month, day] = [first[1], first[3], first[4]].map((part) => Number(part ?? 0));
    return checked(year, month || 1, day || 1, precisionOf(month, day));
  }
  const short = /^(\d{1,2})[-/._](\d{4})$/.exec(word);
  if (short) return checked(Number(short[2]), Number(short[1]), 1, PRECISION.month);
  const last = /^(\d{1,2})([-/._])(\d{1,2})\2(\d{4}|\d{2})$/.exec(word);
  if (!last) return null;
  const [one, other] = [Number(last[1]), Number(last[3])];
  const year = yearOf(last[4]);
  const isMonthFirst = last[2] === "/" && other > 12 && one <= 12;
  return isMonthFirst ? checked(year, one, other, PRECISION.day) : checked(year, other, one, PRECISION.day);
}

/**
 * @param {number} month - 0: none.
 * @param {number} day - 0: none.
 */
function precisionOf(month, day) {
  return day ? PRECISION.day : month ? PRECISION.month : PRECISION.year;
}

/** @param {string} text - Two digits or four. */
function yearOf(text) {
  return text.length === 4 ? Number(text) : Number(text) + (Number(text) < PIVOT ? 2000 : 1900);
}

/**
 * Read a date with the name of a month or a season.
 * @param {string[]} words - Folded.
 * @returns {{ms: number, precision: number}|{problem: string}}
 */
function readWords(words) {
  const months = words.map(monthOf);
  const at = months.findIndex((month) => month > 0);
  const rest = words.filter((_, i) => i !== at);
  if (at < 0) return readSeason(words);
  const years = rest.filter((word) => /^(\d{4}|'\d{2})$/.test(word));
  const days = rest.filter((word) => /^\d{1,2}(?:st|nd|rd|th|\.)?$/.test(word));
  if (days.length === 2 && !years.length && /^\d{2}$/.test(days[1])) years.push(/** @type {string} */ (days.pop()));
  if (years.length !== 1) return yearMissing(t("dates-month", { month: monthName(months[at] - 1), year: "1990" }));
  if (years.length + days.length !== rest.length || days.length > 1) return { problem: t("dates-write") };
  const year = yearOf(years[0].replace("'", ""));
  const day = days.length ? Number.parseInt(days[0], 10) : 1;
  return checked(year, months[at], day, days.length ? PRECISION.day : PRECISION.month);
}

/** @param {string} word - Folded: three letters of a month or more. */
function monthOf(word) {
  const name = word.replace(/\.$/, "");
  if (name === "sept") return 9;
  return MONTHS.findIndex((names) => names.some((month) => isNameOf(name, month))) + 1;
}

/**
 * @param {string} word - Folded.
 * @param {string} name - Of a month or a day of the week.
 */
function isNameOf(word, name) {
  return word === name || (word.length > 2 && name.startsWith(word));
}

/** @param {string} date - Such as it could be written. */
function yearMissing(date) {
  return { problem: t("dates-year-missing", { date }) };
}

/**
 * @param {string[]} words - Folded.
 * @returns {{ms: number, precision: number}|{problem: string}}
 */
function readSeason(words) {
  const at = SEASONS.findIndex(({ name, also }) => words.some((word) => [name, ...also].includes(word)));
  if (at < 0) return { problem: t("dates-write") };
  const years = words.map((word) => /^(\d{4})(?:[-/](?:\d{2}|\d{4}))?$/.exec(word)?.[1]).filter(Boolean);
  if (words.length !== 2 || years.length !== 1) return yearMissing(t(SEASON_TEXTS[at]));
  return checked(Number(years[0]), SEASONS[at].month, 1, PRECISION.season);
}

/**
 * @param {number} year - The year.
 * @param {number} month - The month.
 * @param {number} day - Of the month.
 * @param {number} precision - How exact it is.
 * @returns {{ms: number, precision: number}|{problem: string}}
 */
function checked(year, month, day, precision) {
  if (year < YEARS.first || year > YEARS.last)
    return { problem: t("dates-year", { first: String(YEARS.first), last: String(YEARS.last) }) };
  if (month < 1 || month > 12) return { problem: t("dates-no-month", { month }) };
  const ms = utc(year, month, day);
  if (new Date(ms).getUTCMonth() === month - 1) return { ms, precision };
  const name = t("dates-month", { month: monthName(month - 1), year: String(year) });
  return { problem: t("dates-no-day", { month: name, day }) };
}

/** @param {number} ms - Milliseconds since 1970. */
function isDate(ms) {
  return Number.isFinite(ms) && ms >= utc(YEARS.first, 1, 1) && ms < utc(YEARS.last + 1, 1, 1);
}
