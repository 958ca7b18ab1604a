/** @file The words of dates that may be typed in every language, in one table. What is shown: ui/languages. */

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
export const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
/**
 * Seasons by their first month; the months of ISO 8601-2 for them, 21 to 24, stand in this order, which is also that of
 * their texts.
 */
export const SEASONS = [
  { name: "spring", month: 3, also: [] },
  { name: "summer", month: 6, also: [] },
  { name: "autumn", month: 9, also: ["fall"] },
  { name: "winter", month: 12, also: [] },
];
/** What stands before a date that is not sure, and what may be typed for it. */
export const AROUND = { also: ["around", "about", "circa", "approximately", "approx", "ca", "c"] };
/** Words that say nothing. */
export const FILLERS = ["of", "the", "in", "on", "at"];
/** Words of a time of day, and of UTC. */
export const HALVES = { am: ["am", "a.m."], pm: ["pm", "p.m."] };
/** What may be typed for a length of time, in seconds. */
export const UNITS = [
  { seconds: 1, names: ["s", "sec", "secs", "second", "seconds"] },
  { seconds: 60, names: ["m", "min", "mins", "minute", "minutes"] },
  { seconds: 3600, names: ["h", "hr", "hrs", "hour", "hours"] },
  { seconds: 86_400, names: ["d", "day", "days"] },
  { seconds: 604_800, names: ["w", "week", "weeks"] },
];
export const EARLIER = ["earlier", "back", "before"];
export const LATER = ["later", "forward", "forwards", "after"];
