/** @file The date rail: what a timeline is sorted by, as stops along the height of the whole library. */

import { formatBytes, formatMonth, monthOf } from "../text/format.js";
import { monthName, shortMonthName } from "../text/calendar.js";
import { isInexact, precisionOfDay } from "../dates/inexact.js";
import { t } from "../text/texts.js";

/** @typedef {import("./timeline.js").Timeline} Timeline */
/** @typedef {import("../layout/layout.js").Layout} Layout */
/** @typedef {import("../api-types.js").Stretch} Stretch */
/**
 * A stop of the rail: where a month, a letter or a step of size begins.
 * @typedef {object} RailStop
 * @property {number} y - Its place, 0 to 1.
 * @property {string} name - Such as "June 2019", "M", "5 to 10 MB"; of inexact dates "Summer 1984" or "1975".
 * @property {number} index - Its first photo.
 * @property {string} group - What a long step goes beyond: the year of a month.
 * @property {string} mark - What is written where the group begins, such as "2019", "M", "5 MB"; "": nothing.
 * @property {string} minor - What is written where there is room: "Jun"; "": nothing.
 */
/** @typedef {Omit<RailStop, "y"|"index">} StopName */
/**
 * A word on the rail.
 * @typedef {object} Word
 * @property {number} y - Where it begins, px from the top.
 * @property {string} text - What it says.
 */

const YEAR_ROOM = 6.5; // words that a year has room for where its months are written, too
const LEAST_SIZE = 1000; // bytes: below it there are no steps
const SIGNS = "#"; // the stretch of names that begin with no letter

/**
 * Return the stops of a timeline in display order: months where it has days, else stretches.
 * @param {Timeline} timeline - The timeline shown.
 * @param {Layout} layout - The layout of that timeline.
 * @param {Stretch[]} [stretches] - What the server tells of an order that is not by date.
 * @param {string} [order] - That order.
 * @returns {RailStop[]} Photos without a date last.
 */
export function railStops(timeline, layout, stretches = [], order = "") {
  if (layout.dayCount) return monthStops(timeline, layout);
  return stretches.filter(({ index }) => index < layout.n).map(({ index, value }, i) => ({
    ...nameStretch(value, order, i === 0),
    y: layout.top[layout.rowOf(index)] / (layout.total || 1),
    index,
  }));
}

/**
 * @param {Timeline} timeline - The timeline shown.
 * @param {Layout} layout - The layout of that timeline.
 */
function monthStops(timeline, layout) {
  /** @type {RailStop[]} */
  const found = [];
  for (let d = 0; d < timeline.days.length; d++) {
    const day = timeline.days[d];
    const name = formatMonth(day);
    if (found.at(-1)?.name === name) continue;
    const month = monthOf(day);
    const minor = month && !isInexact(precisionOfDay(day)) ? shortMonthName(month.month) : "";
    const group = month ? String(month.year) : t("dates-none-short");
    const y = layout.dayTop[d] / (layout.total || 1);
    found.push({ y, name, index: timeline.dayFirst[d], group, mark: group, minor });
  }
  return found;
}

/**
 * @param {string|number} value - What the photos of a stretch have in common.
 * @param {string} order - The order of the timeline.
 * @param {boolean} isFirst - Whether it is the first stretch.
 * @returns {StopName}
 */
function nameStretch(value, order, isFirst) {
  if (typeof value === "number") return nameSize(value, order === "size-asc", isFirst);
  const month = /^(\d+)-(\d+)$/.exec(value);
  if (month) {
    const [year, at] = [month[1], Number(month[2]) - 1];
    const name = t("dates-month", { month: monthName(at), year });
    return { name, group: year, mark: year, minor: shortMonthName(at) };
  }
  return { name: value === SIGNS ? t("dates-signs") : value, group: value, mark: value, minor: "" };
}

/**
 * Name a step of sizes. What is written is the size that files have where it begins; at the very top none is, for there
 * may be no such file.
 * @param {number} least - Least size of the step, bytes.
 * @param {boolean} ascending - Whether the smallest file comes first.
 * @param {boolean} isFirst - Whether it is the first step.
 * @returns {StopName}
 */
function nameSize(least, ascending, isFirst) {
  const most = nextSize(least);
  const [from, to] = [roundSize(least), roundSize(most)];
  const shared = from.split(" ")[1] === to.split(" ")[1];
  const name = least ? t("dates-range", { first: shared ? from.split(" ")[0] : from, last: to })
    : t("count-under", { size: to }); // prettier-ignore
  return { name, group: String(least), mark: isFirst ? "" : narrow(ascending ? from : to), minor: "" };
}

/** @param {number} least - A step of sizes: 1, 2 or 5 times a power of ten, bytes. */
function nextSize(least) {
  if (!least) return LEAST_SIZE;
  return String(least).startsWith("2") ? 2.5 * least : 2 * least;
}

/** @param {number} bytes - A round size. */
function roundSize(bytes) {
  return formatBytes(bytes).replace(/[.,]0 /, " ");
}

/** @param {string} text - A size, which the rail is hardly wide enough for. */
function narrow(text) {
  return text.replace(" ", "\u202f");
}

/**
 * Return the words and ticks to draw that have room. A word stands below the place where its stop begins; the others
 * are ticks. Months are words where there are so few years that they have room.
 * @param {RailStop[]} all - The stops of the rail.
 * @param {number} height - Height of the rail, px.
 * @param {number} [apart] - Least distance between two words, px.
 * @returns {{words: Word[], minors: Word[], ticks: number[]}} Positions in px from the top.
 */
export function railMarks(all, height, apart = 18) {
  const starts = all.filter((stop, i) => stop.group !== all[i - 1]?.group);
  const marks = starts.filter(({ mark }) => mark).map(({ y, mark }) => ({ y: y * height, text: mark }));
  const words = thinOut(withRoom(marks, apart, height), apart, height);
  const minors = height >= YEAR_ROOM * apart * starts.length ? minorWords(all, words, height, apart) : [];
  const written = [...words, ...minors];
  const ticks = [];
  let last = -Infinity;
  for (const stop of all) {
    const y = stop.y * height;
    if (y - last < 4 || written.some((word) => y > word.y - apart / 2 - 2 && y < word.y + apart + 2)) continue;
    ticks.push(y);
    last = y;
  }
  return { words, minors, ticks };
}

/**
 * Return the months that have room between the years. The first one of a year stands below it.
 * @param {RailStop[]} all - The stops of the rail.
 * @param {Word[]} words - The years.
 * @param {number} height - Height of the rail, px.
 * @param {number} apart - Least distance between two words, px.
 */
function minorWords(all, words, height, apart) {
  /** @type {Word[]} */
  const kept = [];
  all.forEach(({ y: place, group, minor }, i) => {
    const isBelow = group !== all[i - 1]?.group;
    const y = place * height + (isBelow ? apart : 0);
    const next = isBelow && i + 1 < all.length ? all[i + 1].y * height : Infinity;
    const hasRoom = [...words, ...kept].every((word) => Math.abs(word.y - y) >= apart) && next - y >= apart;
    if (minor && hasRoom && y <= height) kept.push({ y, text: minor });
  });
  return kept;
}

/**
 * Leave out words whose group is lower than a line where the next one has room for its word: a single photo of 2007
 * above all those of 2023.
 * @param {Word[]} words - The words from the top down.
 * @param {number} apart - Least distance between two words, px.
 * @param {number} height - Height of the rail, px.
 */
function withRoom(words, apart, height) {
  const heightOf = (/** @type {number} */ i) => (words[i + 1]?.y ?? height) - words[i].y;
  return words.filter((_, i) => i === words.length - 1 || heightOf(i) >= apart || heightOf(i + 1) < 2 * apart);
}

/**
 * Keep the first and the last word, and between them those that have room.
 * @param {Word[]} words - The words from the top down.
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
 * Return the index of the stop that a photo belongs to, by bisection; -1: there are none.
 * @param {{index: number}[]} all - The stops of the rail, or others that begin with a photo.
 * @param {number} index - Index of the photo in the timeline.
 */
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

/**
 * Return the index of the stop a step away.
 * @param {RailStop[]} all - The stops of the rail.
 * @param {number} now - Index of the stop to start from.
 * @param {1|-1} step - 1: down; -1: up.
 * @param {boolean} far - True: to another group, such as a year.
 */
export function nextStop(all, now, step, far) {
  let next = now + step;
  if (far) while (all[next] && all[next].group === all[now]?.group) next += step;
  if (far && step < 0) while (all[next - 1] && all[next - 1].group === all[next]?.group) next -= 1;
  return Math.max(0, Math.min(next, all.length - 1));
}

/**
 * Return the row that counts as the current one: the first below the heading; at the very end the last row, which
 * cannot be scrolled up to the heading.
 * @param {Layout} layout - The layout of that timeline.
 * @param {{y: number, maxY: number}} position - Scrolled to where, and the largest y.
 */
export function currentRow(layout, { y, maxY }) {
  if (maxY > 0 && y >= maxY - 1) return layout.rows - 1;
  return layout.rowAt(y + layout.heading + 1);
}

/**
 * Return the photo whose stop names a row. In a row that several stops may share it is the last: the last one has begun
 * there, and the next step along the rail leads on.
 * @param {Layout} layout - The layout of that timeline.
 * @param {number} row - Index of the row.
 */
export function namingPhoto(layout, row) {
  return layout.dayCount && !layout.isShared(row) ? layout.first[row] : layout.first[row + 1] - 1;
}

/**
 * Say what the label beside the rail says: the stop of a photo; where there are no stops, which photo of how many.
 * @param {RailStop[]} all - The stops of the rail.
 * @param {Layout} layout - The layout shown.
 * @param {number} index - The photo there.
 */
export function railLabel(all, layout, index) {
  if (all.length) return all[Math.max(0, stopAt(all, index))].name;
  if (!layout.n) return "";
  const row = layout.rowOf(index);
  const photo = row < layout.rows - 1 ? layout.first[row] : index; // from 1 at the top to all of them at the end
  return t("common-of", { n: photo + 1, total: layout.n });
}

/**
 * Return where the middle of the label beside the rail stands: beside a place on it, but not over a heading that
 * reaches there. Lengths are px.
 * @param {number} y - The place.
 * @param {number[]} headings - Where such headings begin, from the top down.
 * @param {{half: number, heading: number, end: number}} room - Half the height of the label, the height of a heading,
 *   and where the view ends.
 */
export function labelPlace(y, headings, { half, heading, end }) {
  const covered = headings.find((top) => y + half > top && y - half < top + heading);
  if (covered === undefined) return y;
  const below = covered + heading + half;
  return below + half > end ? covered - half : below;
}
