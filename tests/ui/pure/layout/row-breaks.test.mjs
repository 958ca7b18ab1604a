import assert from "node:assert/strict";
import { test } from "node:test";
import { RowBreaks } from "../../../../ui/js/pure/layout/row-breaks.js";

const HERE = { width: 976, target: 168, gap: 4 };
const APART = 13; // photos that three rows usually hold here

const made = (n, shape, ids = Uint32Array.from({ length: n }, (_, i) => 5000 - i)) =>
  new RowBreaks(
    ids,
    Float32Array.from({ length: n }, (_, i) => shape(i)),
    HERE,
  );
const mixed = (i) => [1.5, 1.333, 0.75, 1.5, 1, 1.778][(i * 7919) % 6];

/** Where the parts of a day end. */
function partsOf(cutter, from, end) {
  const ends = [];
  for (let at = from; at < end; ) ends.push((at = cutter.chunkEnd(from, end, at)));
  return ends;
}

/** Where the rows of a part end, as cut. */
function rowsOf(cutter, aspects, from, end) {
  const sum = aspects.slice(from, end).reduce((all, aspect) => all + aspect, 0);
  const rows = cutter.breakChunk(from, end, sum); // first: it may need a longer list of ends
  return [...cutter.ends.subarray(0, rows)];
}

test("the parts of a day follow each other to its end and are never short", () => {
  const parts = partsOf(made(1000, mixed), 100, 900);
  assert.equal(parts.at(-1), 900);
  assert.ok(parts.length > 5, `${parts}`);
  [100, ...parts].forEach((start, i, all) => i && assert.ok(start - all[i - 1] >= APART, `${all}`));
});

test("a day with too few photos for two parts is one", () => {
  for (const n of [1, 2, APART, 2 * APART - 1]) assert.deepEqual(partsOf(made(n, mixed), 0, n), [n]);
});

test("parts begin at the same photos when one is gone elsewhere", () => {
  const ids = Uint32Array.from({ length: 1000 }, (_, i) => 5000 - i);
  const begins = (of) => partsOf(made(of.length, mixed, of), 0, of.length).slice(0, -1).map((at) => of[at]);
  const before = begins(ids);
  const after = new Set(begins(ids.filter((_, i) => i !== 500)));
  const moved = before.filter((id) => !after.has(id));
  assert.ok(before.length > 10 && moved.length <= 2, `${moved.length} of ${before.length}`);
});

/** How far the rows are from the target, as the cutter judges. */
function costOf(ends, aspects) {
  let start = 0;
  let cost = 0;
  for (const end of ends) {
    const row = aspects.slice(start, end);
    const share =
      (row.reduce((sum, aspect) => sum + aspect * HERE.target, 0) + (row.length - 1) * HERE.gap) / HERE.width;
    cost += share + 1 / share - 2;
    start = end;
  }
  return cost;
}

/** Every way to cut n photos into rows. */
const cuttings = (n) =>
  Array.from({ length: 2 ** (n - 1) }, (_, bits) => [
    ...Array.from({ length: n - 1 }, (_, i) => i + 1).filter((i) => (bits >> (i - 1)) & 1),
    n,
  ]);

test("where no even cutting is good, the best of all is found", () => {
  for (const aspects of [
    [1, 1, 5, 5, 1, 1, 1],
    [5.5, 0.5, 5.5, 0.5, 5.5, 0.5],
    [0.5, 0.5, 7, 7, 1.5, 1.5, 0.5, 7],
    [3, 3, 3, 3, 3],
  ]) {
    const found = rowsOf(
      made(aspects.length, (i) => aspects[i]),
      aspects,
      0,
      aspects.length,
    );
    assert.equal(found.at(-1), aspects.length);
    const least = Math.min(...cuttings(aspects.length).map((ends) => costOf(ends, aspects)));
    assert.ok(costOf(found, aspects) <= least + 1e-6, `${aspects}: ${found}`);
  }
});

test("usual photos are cut evenly: rows within 0.8 and 1.25 of the target", () => {
  const found = rowsOf(made(40, () => 1.5), new Array(40).fill(1.5), 0, 40);
  assert.deepEqual(found, [4, 8, 12, 16, 20, 24, 28, 32, 36, 40]);
});

test("a part of any length has room, wherever in the library it lies", () => {
  const aspects = Array.from({ length: 3000 }, (_, i) => mixed(i));
  const cutter = made(3000, mixed);
  for (const [from, end] of [[0, 1], [10, 73], [10, 74], [2, 3000], [2999, 3000]]) {
    const rows = rowsOf(cutter, aspects, from, end);
    assert.equal(rows.at(-1), end);
    assert.deepEqual(rows, [...new Set(rows)].sort((a, b) => a - b));
    assert.ok(rows[0] > from);
  }
});
