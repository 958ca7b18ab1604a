/** @file What a date heading says in the room it has: the whole date, a shorter one, or the shortest. */

import { isInexact, precisionOfDay } from "../dates/inexact.js";
import { formatDay, formatShortDay, formatShortestDay, UNDATED } from "../text/format.js";
import { t } from "../text/texts.js";

/** What stands between the date and the place. */
export const PLACE_SEPARATOR = " · ";

/**
 * Room of a heading on its line, px.
 * @typedef {object} Slot
 * @property {number} left - Where it begins.
 * @property {number} width - How wide it is.
 */

/**
 * Return the names of a day: "Saturday 14 November", "Sat 14 Nov", "14 Nov", with the year unless it is this year; what
 * is less exact has one name.
 * @param {number} day - As in the timeline.
 * @param {number} thisYear - The year to leave out.
 * @returns {[string, string, string]} From the longest to the shortest.
 */
export function dayNames(day, thisYear) {
  const long = formatDay(day, thisYear);
  if (day === UNDATED || isInexact(precisionOfDay(day))) return [long, long, long];
  return [long, formatShortDay(day, thisYear), formatShortestDay(day, thisYear)];
}

/**
 * Return the names of days that share a line. All say the whole date or none does; of the short form only the weekday
 * is left out where there is no room. A shorter form is taken to make room for the places, if then all of them have
 * it.
 * @param {number[]} days - Days since 1970-01-01.
 * @param {number[]} widths - Room for each, px.
 * @param {string[]} places - What is to stand behind each; "": nothing.
 * @param {number} thisYear - The year to leave out.
 * @param {(text: string) => number} measure - Returns the width of a text, px.
 * @returns {string[]} One name for each day.
 */
export function fitDayNames(days, widths, places, thisYear, measure) {
  const names = days.map((day) => dayNames(day, thisYear));
  const left = widths.map((width, i) => (places[i] ? width - measure(PLACE_SEPARATOR + places[i]) : width));
  const found = fitNames(names, left, measure);
  return found.every((name, i) => measure(name) <= left[i]) ? found : fitNames(names, widths, measure);
}

/**
 * @param {[string, string, string][]} names - From the longest to the shortest.
 * @param {number[]} widths - Room for each, px.
 * @param {(text: string) => number} measure - Returns the width of a text, px.
 */
function fitNames(names, widths, measure) {
  const fits = (/** @type {number} */ i, /** @type {number} */ form) => measure(names[i][form]) <= widths[i];
  if (names.every((_, i) => fits(i, 0))) return names.map(([long]) => long);
  return names.map(([, short, shortest], i) => (fits(i, 1) ? short : shortest));
}

/**
 * Say where the photos of a day were taken: "Lisbon", "Lisbon and Sintra", "Lisbon, Sintra and 2 more", "near Ghat".
 * @param {import("../api-types.js").DayPlace|null} found - What is known of the day; null: nothing.
 * @returns {[string, string]} All of it, and the first place alone; both empty where nothing is known.
 */
export function dayPlaceTexts(found) {
  if (!found) return ["", ""];
  const names = found.places.map(({ name, near }) => (near ? t("dates-near", { place: name }) : name));
  const all = found.more
    ? t("dates-places-more", { places: names.join(", "), count: found.more })
    : names.length === 2 ? t("dates-two-places", { one: names[0], other: names[1] }) : names[0]; // prettier-ignore
  return [all, names[0]];
}

/**
 * Return what a heading says behind the date in the room that is left there, the most of it that fits.
 * @param {[string, string]} texts - From the longest to the shortest.
 * @param {number} room - Behind the date, px.
 * @param {(text: string) => number} measure - Returns the width of a text, px.
 */
export function fitDayPlace(texts, room, measure) {
  return texts.find((text) => text && measure(PLACE_SEPARATOR + text) <= room) ?? "";
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
  if (end <= from + 1) return first;
  return t(end > from + 2 ? "dates-range" : "dates-two-days", { first, last: formatDay(days[end - 1], thisYear) });
}
