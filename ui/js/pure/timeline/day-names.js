// What a date heading says in the room it has: the whole date, a shorter one, or the shortest.

import { formatDay } from "../text/format.js";

/** @typedef {{left: number, width: number}} Slot  of a heading, px */

/**
 * "Saturday 14 November", "Sat 14 Nov", "14 Nov", each with the year when it is not this one.
 * @param {number} day  days since 1970-01-01  @param {number} thisYear  @returns {[string, string, string]}
 */
export function dayNames(day, thisYear) {
  const long = formatDay(day, thisYear);
  const [weekday, date, month, ...year] = long.split(" ");
  if (!month) return [long, long, long];
  const short = [date, month.slice(0, 3), ...year].join(" ");
  return [long, `${weekday.slice(0, 3)} ${short}`, short];
}

/**
 * Headings beside each other speak alike: all say the whole date or none does. Only the weekday is left out one by one.
 * @param {number[]} days  @param {number[]} rooms  px for each  @param {number} thisYear  @param {(text: string) => number} measure
 * @returns {string[]}
 */
export function fitDayNames(days, rooms, thisYear, measure) {
  const names = days.map((day) => dayNames(day, thisYear));
  const fits = (/** @type {number} */ i, /** @type {number} */ form) => measure(names[i][form]) <= rooms[i];
  if (names.every((_, i) => fits(i, 0))) return names.map(([long]) => long);
  return names.map(([, short, shortest], i) => (fits(i, 1) ? short : shortest));
}

/** Where headings stand that share a line: each reaches to the next. @param {Slot[]} groups  @param {number} end  of the line  @returns {Slot[]} */
export function headingSlots(groups, end) {
  const lefts = [...groups.map(({ left }) => Math.round(left)), end];
  return groups.map((_, i) => ({ left: lefts[i], width: lefts[i + 1] - lefts[i] }));
}

/** What a row is called for those who hear it: its day, or the first and last of them. @param {ArrayLike<number>} days  @param {number} from  @param {number} end  @param {number} thisYear */
export function rowDaysLabel(days, from, end, thisYear) {
  const first = formatDay(days[from], thisYear);
  return end > from + 1 ? `${first} ${end > from + 2 ? "to" : "and"} ${formatDay(days[end - 1], thisYear)}` : first;
}
