/** @file The history of acts, as its page shows it: by day, with times of the clock. */

import { groupRuns } from "./runs.js";
import { formatDay } from "../text/format.js";
import { t } from "../text/texts.js";

/** @typedef {import("./api-types.js").HistoryAct} HistoryAct */
/**
 * The acts of one day.
 * @typedef {object} HistoryDay
 * @property {string} name - "Today", "Yesterday", "Tuesday 24 November".
 * @property {HistoryLine[]} lines - The newest first.
 */
/**
 * One line: an act, or a run of them.
 * @typedef {object} HistoryLine
 * @property {string} time - Of its newest act.
 * @property {HistoryAct[]} acts - The newest first.
 */

const DAY_MS = 86_400_000;

/**
 * Group acts in lines, and these by the day on which they were done.
 * @param {readonly HistoryAct[]} acts - The acts, the newest first.
 * @param {number} now - Milliseconds since 1970.
 * @param {(at: number) => number} offset - Minutes from UTC to local time at a moment.
 * @returns {HistoryDay[]}
 */
export function groupByDay(acts, now, offset) {
  const dayOf = (/** @type {number} */ at) => Math.floor((at + offset(at) * 60_000) / DAY_MS);
  const today = dayOf(now);
  /** @type {Map<number, HistoryAct[]>} */
  const days = new Map();
  for (const act of acts) {
    const day = dayOf(act.at_ms);
    days.set(day, [...(days.get(day) ?? []), act]);
  }
  return [...days].map(([day, said]) => ({
    name: dayName(day, today),
    lines: groupRuns(said).map((run) => ({ time: timeOf(run[0], offset), acts: run })),
  }));
}

/**
 * Name a day: "Today", "Yesterday", "Tuesday 24 November".
 * @param {number} day - Days since 1970.
 * @param {number} today - The same of today.
 */
export function dayName(day, today) {
  if (day === today) return t("history-today");
  if (day === today - 1) return t("history-yesterday");
  return formatDay(day, new Date(today * DAY_MS).getUTCFullYear());
}

/**
 * Return the time of an act on the local clock: "21:04".
 * @param {HistoryAct} act - The act.
 * @param {(at: number) => number} offset - Minutes from UTC to local time at a moment.
 */
export function timeOf({ at_ms: at }, offset) {
  return new Date(at + offset(at) * 60_000).toISOString().slice(11, 16);
}
