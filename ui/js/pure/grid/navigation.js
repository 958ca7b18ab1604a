/** @file Where the arrow keys lead in rows of unequal photos, and which photos lie in a rectangle. */

/** @typedef {import("../layout/layout.js").Layout} Layout */
/**
 * Where a key leads.
 * @typedef {object} Destination
 * @property {number} index - Index of the photo.
 * @property {number} x - The x that repeated Up and Down keep to, px.
 */

/**
 * Return the x of the middle of a photo in its row, px.
 * @param {Layout} layout - The layout of that timeline.
 * @param {number} index - Index of the photo in the timeline.
 */
export function centreOf(layout, index) {
  const { first, left, width } = layout.rowCells(layout.rowOf(index));
  const i = index - first;
  return left[i] + width[i] / 2;
}

/**
 * Return the photo nearest to x some rows away; beyond the ends the first or the last photo.
 * @param {Layout} layout - The layout of that timeline.
 * @param {number} index - Index of the photo in the timeline.
 * @param {number} rows - How many rows down; negative: up.
 * @param {number|null} x - Where to stay near to, px; null: the middle of the photo.
 * @returns {Destination} The photo, and the x for the next move.
 */
export function moveByRows(layout, index, rows, x) {
  const keptX = x ?? centreOf(layout, index);
  const row = layout.rowOf(index) + rows;
  if (row < 0) return { index: 0, x: keptX };
  if (row >= layout.rows) return { index: layout.n - 1, x: keptX };
  return { index: nearestInRow(layout, row, keptX), x: keptX };
}

/**
 * Return the photo of a row that is nearest to x.
 * @param {Layout} layout - The layout of that timeline.
 * @param {number} row - Index of the row.
 * @param {number} x - Distance from the left edge, px.
 */
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
 * Return the photo a page away: in the row a given height away, so that rows of all heights page alike.
 * @param {Layout} layout - The layout of that timeline.
 * @param {number} index - Index of the photo in the timeline.
 * @param {number} px - How far down; negative: up.
 * @param {number|null} x - Where to stay near to, px; null: the middle of the photo.
 * @returns {Destination} The photo, and the x for the next move.
 */
export function moveByPage(layout, index, px, x) {
  const row = layout.rowOf(index);
  const there = layout.rowAt(layout.top[row] + px);
  const rows = there - row || Math.sign(px);
  return moveByRows(layout, index, rows, x);
}

/**
 * Return the first or the last photo of the row of a photo.
 * @param {Layout} layout - The layout of that timeline.
 * @param {number} index - Index of the photo in the timeline.
 * @param {boolean} last - True: the last.
 */
export function rowEdge(layout, index, last) {
  const row = layout.rowOf(index);
  return last ? layout.first[row + 1] - 1 : layout.first[row];
}

/**
 * Return the photos that a rectangle touches.
 * @param {Layout} layout - The layout of that timeline.
 * @param {{left: number, right: number, top: number, bottom: number}} box - The rectangle, px in the layout.
 * @returns {[number, number][]} One range [first, last] for each row it crosses.
 */
export function rangesInBox(layout, { left: from, right: to, top, bottom }) {
  /** @type {[number, number][]} */
  const ranges = [];
  if (!layout.rows) return ranges;
  for (let row = layout.rowAt(top); row < layout.rows && layout.top[row] <= bottom; row++) {
    if (layout.bottom(row) < top) continue;
    const { first, left, width } = layout.rowCells(row);
    const low = left.findIndex((x, i) => x + width[i] >= from);
    const high = left.findLastIndex((x) => x <= to);
    if (low >= 0 && high >= low) ranges.push([first + low, first + high]);
  }
  return ranges;
}
