/** @file The history of acts, as its page shows it: by day, with times of the clock. */

import { formatDay } from "../text/format.js";

/** @typedef {import("./api-types.js").HistoryAct} HistoryAct */
/**
 * The acts of one day.
 * @typedef {object} HistoryDay
 * @property {string} name - "Today", "Yesterday", "Tuesday 24 November".
 * @property {{time: string, act: HistoryAct}[]} acts - The newest first.
 */

const DAY_MS = 86_400_000;

/**
 * Group acts by the day on which they were done.
 * @param {readonly HistoryAct[]} acts - The acts, the newest first.
 * @param {number} now - Milliseconds since 1970.
 * @param {(at: number) => number} offset - Minutes from UTC to local time at a moment.
 * @returns {HistoryDay[]}
 */
export function groupByDay(acts, now, offset) {
  const dayOf = (/** @type {number} */ at) => Math.floor((at + offset(at) * 60_000) / DAY_MS);
  const today = dayOf(now);
  /** @type {Map<number, HistoryDay>} */
  const days = new Map();
  for (const act of acts) {
    const day = dayOf(act.at_ms);
    const group = days.get(day) ?? { name: dayName(day, today), acts: [] };
    group.acts.push({ time: clock(act.at_ms + offset(act.at_ms) * 60_000), act });
    days.set(day, group);
  }
  return [...days.values()];
}

/**
 * @param {number} day - Days since 1970.
 * @param {number} today - The same of today.
 */
function dayName(day, today) {
  if (day === today) return "Today";
  if (day === today - 1) return "Yesterday";
  return formatDay(day, new Date(today * DAY_MS).getUTCFullYear());
}

/** @param {number} local - Milliseconds of the local clock. */
function clock(local) {
  return new Date(local).toISOString().slice(11, 16);
}
