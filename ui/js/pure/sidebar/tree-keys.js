/** @file What the keys do in a tree of the sidebar, as the pattern for trees has it (WAI-ARIA). */

/**
 * A row of a tree: others lie below it (`parent`), and these show (`open`).
 * @typedef {{depth: number, parent: boolean, open: boolean}} TreeRow
 */
/**
 * What a tree does.
 * @template {TreeRow} Row
 * @typedef {object} TreeActs
 * @property {(at: number) => void} focus - Gives a row the focus; there may be none at that place.
 * @property {(row: Row, open: boolean) => void} unfold - Shows what lies below a row, or hides it.
 * @property {(row: Row) => void} go - Shows the photos of a row.
 */

/**
 * Return what each key does that walks in a tree.
 * @template {TreeRow} Row
 * @param {readonly Row[]} rows - The rows.
 * @param {number} at - The one with the focus.
 * @param {TreeActs<Row>} acts - What the tree does.
 * @returns {Record<string, () => void>}
 */
export function treeKeys(rows, at, { focus, unfold, go }) {
  const row = rows[at];
  const above = rows.slice(0, at).findLastIndex(({ depth }) => depth < row.depth);
  return {
    ArrowDown: () => focus(at + 1),
    ArrowUp: () => focus(at - 1),
    Home: () => focus(0),
    End: () => focus(rows.length - 1),
    ArrowRight: () => (row.parent && !row.open ? unfold(row, true) : row.parent && focus(at + 1)),
    ArrowLeft: () => (row.open ? unfold(row, false) : focus(above)),
    Enter: () => go(row),
    " ": () => go(row),
  };
}
