import assert from "node:assert/strict";
import { test } from "node:test";
import { Layout } from "../../../../ui/js/pure/layout/layout.js";
import { emptyTimeline } from "../../../../ui/js/pure/timeline/timeline.js";
import { endOfRow, library, timeline } from "../../timelines.mjs";

const HERE = { width: 976, target: 168 };

/**
 * What holds for every layout: each photo once, no row over another, full rows as wide as the view, 4 px between
 * photos and 24 at least between the days of a row.
 */
function check(layout, measures, n, dayFirst = []) {
  const begins = new Set(dayFirst);
  let next = 0;
  let below = 0;
  for (let row = 0; row < layout.rows; row++) {
    const { first, left, width } = layout.rowCells(row);
    assert.equal(first, next);
    assert.ok(width.length > 0, "no row is empty");
    next += width.length;
    assert.ok(layout.top[row] >= below, "rows do not overlap");
    below = layout.top[row] + layout.height[row];
    for (let i = 1; i < left.length; i++) {
      const gap = left[i] - left[i - 1] - width[i - 1];
      if (begins.has(first + i)) assert.ok(gap >= 24, `${gap} px between days`);
      else assert.equal(gap, 4, "4 px between photos");
    }
    const right = left.at(-1) + width.at(-1);
    assert.ok(left[0] === 0 && right <= measures.width, `inside the view: ${right}`);
    if (endOfRow(layout, row) < measures.width)
      assert.equal(layout.height[row], measures.target, "only a row that is short is ragged, at target height");
    else if (layout.isShared(row))
      assert.ok(
        layout.height[row] >= 0.67 * measures.target - 0.5 && layout.height[row] <= 1.25 * measures.target + 0.5,
        `${layout.height[row]}`,
      );
  }
  assert.equal(next, n);
  assert.ok(layout.total >= below);
}

for (const [n, days] of [[1, 1], [2, 1], [7, 7], [1000, 1], [1000, 70], [20_000, 9000]]) {
  for (const width of [300, 656, 976, 1600, 3700]) {
    test(`${n} photos of ${days} days at ${width} px`, () => {
      const made = library(n, days);
      check(new Layout(made, { width, target: 168 }), { width, target: 168 }, n, made.dayFirst);
    });
  }
}

test("no photos", () => {
  const layout = new Layout(emptyTimeline(), HERE);
  assert.deepEqual([layout.rows, layout.rowOf(0)], [0, -1]);
  assert.ok(layout.total < 10);
});

test("one photo stays at the target height; two thirds of a row are not stretched, three quarters are", () => {
  assert.equal(new Layout(timeline([1.5]), HERE).height[0], 168);
  assert.equal(new Layout(timeline([1, 1, 1, 0.9]), HERE).height[0], 168);
  const full = new Layout(timeline([1, 1, 1, 1.4]), HERE);
  assert.ok(full.height[0] > 168);
  assert.equal(full.rowCells(0).left.at(-1) + full.rowCells(0).width.at(-1), 976);
});

test("rows break evenly: nine in ten within 0.8 and 1.25 of the target", () => {
  const layout = new Layout(library(20_000, 300), HERE);
  const heights = [...layout.height.slice(0, layout.rows)];
  const good = heights.filter((height) => height >= 0.8 * 168 && height <= 1.25 * 168).length;
  assert.ok(good / heights.length > 0.9, `${good} of ${heights.length}`);
  assert.ok(Math.max(...heights) < 1.6 * 168);
});

test("a panorama is cropped to what a row holds, a strip to what can be seen", () => {
  for (const aspects of [[16], [16, 16, 16], [0.25], [0.25, 0.25], [1.5, 16, 1.5, 0.25, 1.5, 16]]) {
    const layout = new Layout(timeline(aspects), HERE);
    check(layout, HERE, aspects.length);
    for (let row = 0; row < layout.rows; row++)
      assert.ok(layout.height[row] >= 0.5 * 168, `${aspects}: ${layout.height[row]}`);
  }
});

test("an unreadable file takes the shape of its neighbours", () => {
  const made = timeline([2, 9, 1, 0, 0], [5], { flags: Uint8Array.from([0, 64, 0, 0, 64]) });
  const { width } = new Layout(made, { width: 3000, target: 100 }).rowCells(0);
  assert.deepEqual([...width], [200, 150, 100, 100, 100]);
});

test("headings: forty pixels a day, none when the order is not by date", () => {
  // too narrow for two days beside each other
  const dated = new Layout(timeline([1, 1], [1, 1]), { width: 245, target: 168 });
  assert.deepEqual([dated.dayTop[0], dated.top[0], dated.dayTop[1], dated.top[1]], [0, 40, 216, 256]);
  assert.deepEqual([dated.dayAt(0), dated.dayAt(215), dated.dayAt(216), dated.dayAt(1e9)], [0, 0, 1, 1]);
  const plain = new Layout(timeline([1, 1], []), HERE);
  assert.deepEqual([plain.dayCount, plain.top[0], plain.rows], [0, 4, 1]);
});

test("rows are found by height and by photo", () => {
  const layout = new Layout(library(5000, 40), HERE);
  for (const row of [0, 1, 17, layout.rows - 1]) {
    assert.equal(layout.rowAt(layout.top[row]), row);
    assert.equal(layout.rowAt(layout.top[row] + layout.height[row] - 1), row);
    assert.equal(layout.rowOf(layout.first[row]), row);
    assert.equal(layout.rowOf(layout.first[row + 1] - 1), row);
  }
  assert.deepEqual([layout.rowAt(-100), layout.rowAt(1e12), layout.rowOf(4999)], [0, layout.rows - 1, layout.rows - 1]);
  assert.equal(layout.rowAfter(layout.total), layout.rows);
});

test("a million photos", () => {
  const layout = new Layout(library(1_000_000, 7525), HERE);
  assert.equal(layout.first[layout.rows], 1_000_000);
});

test("a million photos without dates", () =>
  check(new Layout(timeline(new Array(1_000_000).fill(1.5), []), HERE), HERE, 1_000_000));

/** The photos of each row, by id. */
const rowsOf = (layout, ids) =>
  Array.from({ length: layout.rows }, (_, row) => [...ids.subarray(layout.first[row], layout.first[row + 1])].join());

for (const counts of [[1000], []]) {
  for (const at of [0, 1, 200, 517, 999]) {
    const dates = counts.length ? "" : " without dates";
    test(`one photo more at ${at} of 1000${dates} changes the rows around it, not the day`, () => {
      const shapes = Array.from({ length: 1000 }, (_, i) => [1.5, 1.333, 0.75, 1.5, 1, 1.778][(i * 7919) % 6]);
      const ids = Uint32Array.from({ length: 1000 }, (_, i) => 5000 - i);
      const more = Uint32Array.from([...ids.subarray(0, at), 9999, ...ids.subarray(at)]);
      const before = rowsOf(new Layout(timeline(shapes, counts, { ids }), HERE), ids);
      const after = new Set(
        rowsOf(
          new Layout(
            timeline(
              shapes.toSpliced(at, 0, 1.5),
              counts.map((n) => n + 1),
              { ids: more },
            ),
            HERE,
          ),
          more,
        ),
      );
      const changed = before.flatMap((row, i) => (after.has(row) ? [] : [i]));
      assert.ok(changed.length > 0 && changed.length <= 20, `${changed.length} of ${before.length} rows`);
      assert.ok(changed.at(-1) - changed[0] < 20);
    });
  }
}

test("a row that does not reach the edge is the only one of its days", () => {
  let seed = 1;
  const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) / 2 ** 32;
  for (const [width, target] of [[448, 136], [648, 136], [976, 168], [976, 320], [3700, 216]]) {
    for (const wide of [0, 0.05, 0.3]) {
      const counts = Array.from({ length: 600 }, () => 1 + Math.floor(random() ** 3 * 60));
      const shapes = counts.flatMap((n) =>
        Array.from({ length: n }, () =>
          random() < wide ? 2 + 5 * random() : [1.5, 1.333, 0.75, 0.5625, 1.778][Math.floor(random() * 5)],
        ),
      );
      const layout = new Layout(timeline(shapes, counts), { width, target });
      for (let row = 0; row < layout.rows; row++) {
        if (
          layout.day[row] !== layout.day[row - 1] &&
          (row + 1 === layout.rows || layout.day[row] !== layout.day[row + 1])
        )
          continue; // alone, or joined
        const { left, width: wides } = layout.rowCells(row);
        assert.equal(left.at(-1) + wides.at(-1), width);
        assert.ok(layout.height[row] <= 1.8 * target, `${layout.height[row]} of ${target} at ${width}`);
      }
    }
  }
});

test("names below the rows: the same rows and places, each row lower by one line for each above", () => {
  for (const photos of [library(400, 90), timeline(Array.from({ length: 30 }, () => 1.5), [])]) {
    const plain = new Layout(photos, HERE);
    const named = new Layout(photos, { ...HERE, caption: 24 });
    check(named, HERE, photos.n, photos.days.length ? photos.dayFirst : []);
    assert.deepEqual([named.rows, named.height, named.first], [plain.rows, plain.height, plain.first]);
    assert.equal(named.total, plain.total + 24 * plain.rows);
    for (let row = 0; row < plain.rows; row++) {
      assert.equal(named.top[row], plain.top[row] + 24 * row);
      assert.equal(named.bottom(row), named.top[row] + named.height[row] + 24);
      if (row + 1 < plain.rows) assert.ok(named.bottom(row) + 4 <= named.top[row + 1], "no picture lies over a name");
    }
  }
});
