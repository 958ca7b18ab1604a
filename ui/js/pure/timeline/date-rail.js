/** @file The date rail: years and months of a timeline as positions along the height of the whole library. */

import { formatMonth, monthOf } from "../text/format.js";

/** @typedef {import("./timeline.js").Timeline} Timeline */
/** @typedef {import("../layout/layout.js").Layout} Layout */
/**
 * A month on the rail.
 * @typedef {object} RailMonth
 * @property {number} y - Its place, 0 to 1.
 * @property {string} name - Such as "June 2019"; of photos of which no more is known "Summer 1984" or "1975".
 * @property {number} index - Its first photo.
 * @property {number|null} year - Its year; null: photos without a date.
 */

/**
 * Return every month that has photos, in display order; photos without a date last.
 * @param {Timeline} timeline - The timeline shown.
 * @param {Layout} layout - The layout of that timeline.
 * @returns {RailMonth[]} One for each month.
 */
export function railMonths(timeline, layout) {
  /** @type {RailMonth[]} */
  const found = [];
  for (let d = 0; d < timeline.days.length; d++) {
    const month = monthOf(timeline.days[d]);
    const name = formatMonth(timeline.days[d]);
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
 * Return the years and months to draw that have room. A year stands as a word below the place where it begins; months
 * are ticks where no word stands.
 * @param {RailMonth[]} all - The months on the rail.
 * @param {number} height - Height of the rail, px.
 * @param {number} [apart] - Least distance between two words, px.
 * @returns {{words: {y: number, text: string}[], ticks: number[]}} Positions in px from the top.
 */
export function railMarks(all, height, apart = 18) {
  const starts = all.filter((month, i) => month.year !== all[i - 1]?.year || i === 0);
  const words = thinOut(
    starts.map(({ y, year }) => ({ y: y * height, text: year === null ? "None" : String(year) })),
    apart,
    height,
  );
  const ticks = [];
  let last = -Infinity;
  for (const month of all) {
    const y = month.y * height;
    if (y - last < 4 || words.some((word) => y > word.y - apart / 2 - 2 && y < word.y + apart + 2)) continue;
    ticks.push(y);
    last = y;
  }
  return { words, ticks };
}

/**
 * Keep the first and the last word, and between them those that have room.
 * @param {{y: number, text: string}[]} words - The words from the top down.
 * @param {number} apart - Least distance between two words, px.
 * @param {number} height - Height of the rail, px.
 */
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

/**
 * Return the index of the month that a photo belongs to, by bisection; -1: there are none.
 * @param {RailMonth[]} all - The months on the rail.
 * @param {number} index - Index of the photo in the timeline.
 */
export function monthAt(all, index) {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle].index <= index) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Return the index of the month a month or a year away.
 * @param {RailMonth[]} all - The months on the rail.
 * @param {number} now - Index of the month to start from.
 * @param {1|-1} step - 1: down; -1: up.
 * @param {boolean} year - True: a year away.
 */
export function nextMonth(all, now, step, year) {
  let next = now + step;
  if (year) while (all[next] && all[next].year === all[now]?.year) next += step;
  if (year && step < 0) while (all[next - 1] && all[next - 1].year === all[next]?.year) next -= 1;
  return Math.max(0, Math.min(next, all.length - 1));
}

/**
 * Return the row that counts as the current one: the first below the heading; at the very end the last row, which
 * cannot be scrolled up to the heading.
 * @param {Layout} layout - The layout of that timeline.
 * @param {{y: number, maxY: number}} position - Scrolled to where, and the largest y.
 * @param {number} heading - Height of a heading, px.
 */
export function currentRow(layout, { y, maxY }, heading) {
  if (maxY > 0 && y >= maxY - 1) return layout.rows - 1;
  return layout.rowAt(y + (layout.dayCount ? heading : 0) + 1);
}

/**
 * Return the photo whose date names a row. In a row that days share it is the last: the last day has begun there, and
 * the next step along the rail leads on.
 * @param {Layout} layout - The layout of that timeline.
 * @param {number} row - Index of the row.
 */
export function namingPhoto(layout, row) {
  return layout.isShared(row) ? layout.first[row + 1] - 1 : layout.first[row];
}

/**
 * Say what the label beside the rail says: the month of a photo, or in another order how far down it is.
 * @param {Timeline} timeline - The timeline shown.
 * @param {Layout} layout - The layout of that timeline.
 * @param {number} index - The photo there.
 */
export function railLabel(timeline, layout, index) {
  const day = timeline.dayOf(index);
  if (day >= 0) return formatMonth(timeline.days[day]);
  return layout.n ? `${Math.round((100 * index) / Math.max(1, layout.n - 1))}%` : "";
}
