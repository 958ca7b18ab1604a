// The date rail: years and months of a timeline as positions along the height of the whole library.

import { formatMonth, monthOf, MONTHS } from "../text/format.js";

/** @typedef {import("./timeline.js").Timeline} Timeline */
/** @typedef {import("../layout/layout.js").Layout} Layout */
/** @typedef {{y: number, name: string, index: number, year: number|null}} Stop  y from 0 to 1; index: first photo of the month */

/** Every month that has photos, in display order; the undated last. @param {Timeline} timeline  @param {Layout} layout  @returns {Stop[]} */
export function monthStops(timeline, layout) {
  /** @type {Stop[]} */
  const found = [];
  for (let d = 0; d < timeline.days.length; d++) {
    const month = monthOf(timeline.days[d]);
    const name = month ? `${MONTHS[month.month]} ${month.year}` : "No date";
    if (found.at(-1)?.name === name) continue;
    found.push({
      y: layout.dayTop[d] / (layout.total || 1),
      name,
      index: timeline.dayFirst[d],
      year: month?.year ?? null,
    });
  }
  return found;
}

/**
 * What fits: years as words below the place where they begin, at least `apart` px from each other; months as ticks
 * where no word stands.
 * @param {Stop[]} all  @param {number} height  @param {number} [apart]
 * @returns {{words: {y: number, text: string}[], ticks: number[]}}
 */
export function railMarks(all, height, apart = 18) {
  const starts = all.filter((stop, i) => stop.year !== all[i - 1]?.year || i === 0);
  const words = thinOut(
    starts.map((stop) => ({ y: stop.y * height, text: stop.year === null ? "None" : String(stop.year) })),
    apart,
    height,
  );
  const ticks = [];
  let last = -Infinity;
  for (const stop of all) {
    const y = stop.y * height;
    if (y - last < 4 || words.some((word) => y > word.y - apart / 2 - 2 && y < word.y + apart + 2)) continue;
    ticks.push(y);
    last = y;
  }
  return { words, ticks };
}

/** Keep the first and the last, and between them what has room. @param {{y: number, text: string}[]} words  @param {number} apart  @param {number} height */
function thinOut(words, apart, height) {
  const final = words.length > 1 ? words[words.length - 1] : null;
  if (final) final.y = Math.min(final.y, height);
  const kept = [];
  let last = -Infinity;
  for (const word of words) {
    if (word !== final && (word.y - last < apart || (final && final.y - word.y < apart && words.length > 2))) continue;
    if (word === final && word.y - last < apart) continue;
    kept.push(word);
    last = word.y;
  }
  return kept;
}

/** The stop a photo belongs to, by bisection; -1 without stops. @param {Stop[]} all  @param {number} index */
export function stopAt(all, index) {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle].index <= index) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The stop a month, or with `year` a year, further. @param {Stop[]} all  @param {number} now  @param {1|-1} step  @param {boolean} year */
export function nextStop(all, now, step, year) {
  let next = now + step;
  if (year) while (all[next] && all[next].year === all[now]?.year) next += step;
  if (year && step < 0) while (all[next - 1] && all[next - 1].year === all[next]?.year) next -= 1;
  return Math.max(0, Math.min(next, all.length - 1));
}

/**
 * The row one is at: the first below the heading, and at the very end the last, which never gets up there.
 * @param {Layout} layout  @param {{y: number, maxY: number}} stand  @param {number} heading  px
 */
export function currentRow(layout, { y, maxY }, heading) {
  if (maxY > 0 && y >= maxY - 1) return layout.rows - 1;
  return layout.rowAt(y + (layout.days ? heading : 0) + 1);
}

/**
 * The photo that names a row's place. Of days that share it the last: what begins in it has begun, and the next step
 * along the rail leads on.
 * @param {Layout} layout  @param {number} row
 */
export function namingPhoto(layout, row) {
  return layout.isShared(row) ? layout.first[row + 1] - 1 : layout.first[row];
}

/**
 * What the label beside the rail says at a place.
 * @param {Timeline} timeline  @param {Layout} layout  @param {number} index  the photo there
 */
export function railLabel(timeline, layout, index) {
  const d = timeline.dayOf(index);
  if (d >= 0) return formatMonth(timeline.days[d]);
  return layout.n ? `${Math.round((100 * index) / Math.max(1, layout.n - 1))}%` : "";
}
