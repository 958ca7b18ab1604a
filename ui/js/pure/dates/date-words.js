/**
 * @file The words of dates that may be typed, those of all languages at once: who reads the page in one may write in
 * another. In small letters. What is shown: ui/languages.
 */

/** From the first month on; the first three letters of a name are enough. */
export const MONTHS = [
  ["january", "januar", "jänner"],
  ["february", "februar", "feber"],
  ["march", "märz", "maerz", "mrz"],
  ["april"],
  ["may", "mai"],
  ["june", "juni"],
  ["july", "juli"],
  ["august"],
  ["september"],
  ["october", "oktober"],
  ["november"],
  ["december", "dezember"],
];
/** The first three letters are enough; what is shorter is whole. */
export const WEEKDAYS = [
  "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
  "sonntag", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend",
  "so", "mo", "di", "mi", "do", "fr", "sa",
]; // prettier-ignore
/**
 * Seasons by their first month; the months of ISO 8601-2 for them, 21 to 24, stand in this order, which is also that of
 * their texts.
 */
export const SEASONS = [
  { name: "spring", month: 3, also: ["frühling", "fruehling", "frühjahr"] },
  { name: "summer", month: 6, also: ["sommer"] },
  { name: "autumn", month: 9, also: ["fall", "herbst"] },
  { name: "winter", month: 12, also: [] },
];
/** What stands before a date that is not sure, and what may be typed for it. */
export const AROUND = { also: ["around", "about", "circa", "approximately", "approx", "ca", "c", "um", "etwa",
  "ungefähr", "zirka"] }; // prettier-ignore
/** Words that say nothing. */
export const FILLERS = ["of", "the", "in", "on", "at", "im", "am", "vom", "der", "den", "die", "um", "uhr"];
/** Words of a time of day, and of UTC. */
export const HALVES = { am: ["am", "a.m."], pm: ["pm", "p.m."] };
/** What may be typed for a length of time, in seconds. */
export const UNITS = [
  { seconds: 1, names: ["s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden"] },
  { seconds: 60, names: ["m", "min", "mins", "minute", "minutes", "minuten"] },
  { seconds: 3600, names: ["h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden"] },
  { seconds: 86_400, names: ["d", "day", "days", "t", "tag", "tage", "tagen"] },
  { seconds: 604_800, names: ["w", "week", "weeks", "woche", "wochen"] },
];
export const EARLIER = ["earlier", "back", "before", "früher", "zurück", "vorher"];
export const LATER = ["later", "forward", "forwards", "after", "später", "vor"];
