// Where the arrow keys lead in rows of unequal photos.

/** @typedef {import("../layout/layout.js").Layout} Layout */
/** @typedef {{index: number, x: number}} Destination  x: the line that repeated Up and Down keep to */

/** The middle of a photo in its row. @param {Layout} layout  @param {number} index */
export function centreOf(layout, index) {
  const { first, left, width } = layout.rowCells(layout.rowOf(index));
  const i = index - first;
  return left[i] + width[i] / 2;
}

/**
 * The photo nearest to x, some rows further. Beyond the end: the first or the last photo.
 * @param {Layout} layout  @param {number} index  @param {number} rows  @param {number|null} x
 * @returns {Destination}
 */
export function moveByRows(layout, index, rows, x) {
  const line = x ?? centreOf(layout, index);
  const row = layout.rowOf(index) + rows;
  if (row < 0) return { index: 0, x: line };
  if (row >= layout.rows) return { index: layout.n - 1, x: line };
  return { index: nearestInRow(layout, row, line), x: line };
}

/** @param {Layout} layout  @param {number} row  @param {number} x */
export function nearestInRow(layout, row, x) {
  const { first, left, width } = layout.rowCells(row);
  let best = 0;
  let least = Infinity;
  for (let i = 0; i < left.length; i++) {
    const away = x < left[i] ? left[i] - x : Math.max(0, x - left[i] - width[i]);
    if (away < least) [best, least] = [i, away];
  }
  return first + best;
}

/**
 * A page further: the row that stands a window's height away, so that rows of every height page alike.
 * @param {Layout} layout  @param {number} index  @param {number} px  @param {number|null} x  @returns {Destination}
 */
export function moveByPage(layout, index, px, x) {
  const row = layout.rowOf(index);
  const there = layout.rowAt(layout.top[row] + px);
  const rows = there - row || Math.sign(px);
  return moveByRows(layout, index, rows, x);
}

/** First or last photo of its row. @param {Layout} layout  @param {number} index  @param {boolean} last */
export function rowEdge(layout, index, last) {
  const row = layout.rowOf(index);
  return last ? layout.first[row + 1] - 1 : layout.first[row];
}

/**
 * Which photos a rectangle touches: one range for each row it crosses.
 * @param {Layout} layout  @param {{left: number, right: number, top: number, bottom: number}} box  in the library's px
 * @returns {[number, number][]}
 */
export function rangesInBox(layout, { left: from, right: to, top, bottom }) {
  /** @type {[number, number][]} */
  const ranges = [];
  if (!layout.rows) return ranges;
  for (let row = layout.rowAt(top); row < layout.rows && layout.top[row] <= bottom; row++) {
    if (layout.top[row] + layout.height[row] < top) continue;
    const { first, left, width } = layout.rowCells(row);
    const low = left.findIndex((x, i) => x + width[i] >= from);
    const high = left.findLastIndex((x) => x <= to);
    if (low >= 0 && high >= low) ranges.push([first + low, first + high]);
  }
  return ranges;
}
