/** @file The overview: months or years of a timeline as groups, each with a few photos that stand for it. */

import { formatMonth, monthOf } from "../text/format.js";
import { t } from "../text/texts.js";

/** @typedef {import("./timeline.js").Timeline} Timeline */
/** @typedef {"months"|"years"} Level */
/**
 * A month or a year.
 * @typedef {object} Group
 * @property {string} name - Such as "March 2019", "2019"; "No date".
 * @property {string} year - What it stands below: "2019"; "No date".
 * @property {number} index - Its first photo.
 * @property {number} count - How many photos it has.
 * @property {number[]} photos - Those that stand for it, in their order.
 */

/** How many photos stand for a group of each level. */
const MOST = { months: 4, years: 6 };

/**
 * Return the months or years of a timeline in display order.
 * @param {Timeline} timeline - The timeline, in an order by date.
 * @param {Level} level - What a group is.
 * @returns {Group[]}
 */
export function overviewGroups(timeline, level) {
  /** @type {Group[]} */
  const groups = [];
  for (let d = 0; d < timeline.days.length; d++) {
    const year = String(monthOf(timeline.days[d])?.year ?? t("dates-none"));
    const name = level === "months" ? formatMonth(timeline.days[d]) : year;
    const count = timeline.dayFirst[d + 1] - timeline.dayFirst[d];
    const last = groups.at(-1);
    if (last?.name === name) last.count += count;
    else groups.push({ name, year, index: timeline.dayFirst[d], count, photos: [] });
  }
  for (const group of groups) group.photos = standFor(timeline, group, MOST[level]);
  return groups;
}

/**
 * Return photos that stand for a group: evenly from all of it, and none of which there is no picture.
 * @param {Timeline} timeline - The timeline.
 * @param {Group} group - The group.
 * @param {number} most - How many there are at most.
 */
function standFor(timeline, { index, count }, most) {
  const wanted = Math.min(most, count);
  const found = [];
  for (let part = 0; part < wanted; part++) {
    const [from, end] = [part, part + 1].map((at) => index + Math.floor((at * count) / wanted));
    const middle = (from + end) >> 1;
    let photo = middle;
    while (photo < end - 1 && timeline.has(photo, "broken")) photo += 1;
    if (timeline.has(photo, "broken")) for (photo = middle; photo > from && timeline.has(photo, "broken"); ) photo -= 1;
    found.push(photo);
  }
  return found;
}

/**
 * Return the group above or below another, the nearest one sideways; -1: there is none.
 * @param {{left: number, top: number}[]} places - Where the groups stand.
 * @param {number} at - Which one.
 * @param {1|-1} step - 1: down; -1: up.
 */
export function groupBeside(places, at, step) {
  let best = -1;
  let least = Infinity;
  for (let i = at + step; i >= 0 && i < places.length; i += step) {
    const down = step * (places[i].top - places[at].top);
    if (down < 1) continue;
    if (best >= 0 && step * (places[i].top - places[best].top) >= 1) break;
    const away = Math.abs(places[i].left - places[at].left);
    if (away < least) [best, least] = [i, away];
  }
  return best;
}
