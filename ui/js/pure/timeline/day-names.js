/** @file What a date heading says in the room it has: the whole date, a shorter one, or the shortest. */

import { formatDay } from "../text/format.js";

/**
 * Room of a heading on its line, px.
 * @typedef {object} Slot
 * @property {number} left - Where it begins.
 * @property {number} width - How wide it is.
 */

/**
 * Return the names of a day: "Saturday 14 November", "Sat 14 Nov", "14 Nov", with the year unless it is this year.
 * @param {number} day - Days since 1970-01-01.
 * @param {number} thisYear - The year to leave out.
 * @returns {[string, string, string]} From the longest to the shortest.
 */
export function dayNames(day, thisYear) {
  const long = formatDay(day, thisYear);
  const [weekday, date, month, ...year] = long.split(" ");
  if (!month) return [long, long, long];
  const short = [date, month.slice(0, 3), ...year].join(" ");
  return [long, `${weekday.slice(0, 3)} ${short}`, short];
}

/**
 * Return the names of days that share a line. All say the whole date or none does; of the short form only the weekday
 * is left out where there is no room.
 * @param {number[]} days - Days since 1970-01-01.
 * @param {number[]} widths - Room for each, px.
 * @param {number} thisYear - The year to leave out.
 * @param {(text: string) => number} measure - Returns the width of a text, px.
 * @returns {string[]} One name for each day.
 */
export function fitDayNames(days, widths, thisYear, measure) {
  const names = days.map((day) => dayNames(day, thisYear));
  const fits = (/** @type {number} */ i, /** @type {number} */ form) => measure(names[i][form]) <= widths[i];
  if (names.every((_, i) => fits(i, 0))) return names.map(([long]) => long);
  return names.map(([, short, shortest], i) => (fits(i, 1) ? short : shortest));
}

/**
 * Return where the headings of a shared row stand: each reaches to the next.
 * @param {Slot[]} days - The slots of the days.
 * @param {number} end - Where the line ends, px.
 * @returns {Slot[]} One slot for each day.
 */
export function headingSlots(days, end) {
  const lefts = [...days.map(({ left }) => Math.round(left)), end];
  return days.map((_, i) => ({ left: lefts[i], width: lefts[i + 1] - lefts[i] }));
}

/**
 * Say which days a row holds, for screen readers: its day, or the first and last of them.
 * @param {ArrayLike<number>} days - Days since 1970-01-01, as in the timeline.
 * @param {number} from - Index of the first.
 * @param {number} end - Index after the last.
 * @param {number} thisYear - The year to leave out.
 */
export function rowDaysLabel(days, from, end, thisYear) {
  const first = formatDay(days[from], thisYear);
  return end > from + 1 ? `${first} ${end > from + 2 ? "to" : "and"} ${formatDay(days[end - 1], thisYear)}` : first;
}
