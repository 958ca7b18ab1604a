import assert from "node:assert/strict";
import { test } from "node:test";
import { Layout } from "../../../../ui/js/pure/layout/layout.js";
import { endOfRow, timeline } from "../../timelines.mjs";

const HERE = { width: 976, target: 168 };
const UNDATED = -2147483648;

/** Days of these shapes, and which of them stand in a row together. */
const laid = (days, measures = HERE, more) =>
  new Layout(
    timeline(
      days.flat(),
      days.map((day) => day.length),
      more,
    ),
    measures,
  );
const rowsOf = (layout) => Array.from({ length: layout.rows }, (_, row) => layout.daysOf(row).join("-"));
const rightOf = (layout, row) => layout.rowCells(row).left.at(-1) + layout.rowCells(row).width.at(-1);

/** The same lot every time. */
function lots(seed = 1) {
  return () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) / 2 ** 32;
}

/** A family's days: mostly one to three photos, now and then many. */
function family(n, random = lots()) {
  return Array.from({ length: n }, () => Array.from({ length: random() < 0.06 ? 14 : 1 + Math.floor(random() * 3) },
    () => [1.5, 1.333, 0.75, 1, 0.5625, 1.778, 2.4][Math.floor(random() * 7)]));
}

test("short days stand side by side, and the row they share reaches the edge", () => {
  const layout = laid([[1.5], [1.5, 1], [1.333]]);
  assert.deepEqual(rowsOf(layout), ["0-3"]);
  assert.deepEqual(
    [layout.isShared(0), rightOf(layout, 0), layout.top[0], ...layout.dayTop],
    [true, 976, 40, 0, 0, 0, layout.total],
  );
  const { left, width } = layout.rowCells(0);
  assert.deepEqual(
    [left[1] - left[0] - width[0], left[2] - left[1] - width[1], left[3] - left[2] - width[2]],
    [24, 4, 24],
  );
  assert.deepEqual(
    layout.daySlots(0).map((group) => Math.round(group.left)),
    [left[0], left[1], left[3]],
  );
});

test("a day that fills a row is alone, as it was, and so are its neighbours", () => {
  const long = new Array(9).fill(1.5);
  const layout = laid([[1], long, [1]]);
  const alone = laid([long]);
  assert.deepEqual(rowsOf(layout), ["0-1", ...new Array(alone.rows).fill("1-2"), "2-3"]);
  assert.deepEqual([...layout.height.slice(1, 1 + alone.rows)], [...alone.height.slice(0, alone.rows)]);
});

test("days too few for a row stay at the target height, left", () => {
  const layout = laid([[1.5], [1]]);
  assert.deepEqual([rowsOf(layout), layout.height[0], rightOf(layout, 0)], [["0-2"], 168, 252 + 24 + 168]);
});

test("days that would make the row too low are not joined", () => {
  const layout = laid([[1.5, 1.5, 0.5], [1.5, 1.5, 1.5, 0.75]]); // 1.6 rows
  assert.deepEqual(rowsOf(layout), ["0-1", "1-2"]);
});

test("two days of two pictures share a row in windows of 1200 to 1920 px, whatever their shapes", () => {
  for (const width of [876, 892, 956, 976, 1116, 1596]) {
    for (const aspect of [1.333, 1.5, 1.778]) {
      const days = new Array(24).fill([aspect, aspect]);
      const layout = laid(days, { width, target: 168 });
      for (let row = 0; row + 1 < layout.rows; row++)
        assert.equal(Math.round(rightOf(layout, row)), width, `${width} ${aspect} ${row}`);
      assert.ok(Math.min(...layout.height.slice(0, layout.rows)) >= 0.67 * 168);
    }
  }
});

test("rows are broken evenly, not filled greedily", () => {
  const layout = laid(new Array(5).fill([1.25, 0.5])); // four would just fit and leave one alone
  assert.deepEqual(rowsOf(layout), ["0-3", "3-5"]);
});

test("photos without a date stand by themselves", () => {
  const layout = laid([[1], [1], [1]], HERE, { days: [20_000, 19_000, UNDATED] });
  assert.deepEqual(rowsOf(layout), ["0-2", "2-3"]);
});

test("a day is never narrower than its heading, and its photos begin where that does", () => {
  for (const width of [320, 448, 656, 976, 1600, 3840]) {
    const measures = { width, target: 120 };
    const layout = laid(new Array(200).fill([0.5625]), measures);
    assert.ok(layout.isShared(0));
    for (let row = 0; row < layout.rows; row++) {
      if (!layout.isShared(row)) continue;
      const groups = layout.daySlots(row);
      const { left, width: wide } = layout.rowCells(row);
      groups.forEach((group, i) => {
        assert.ok(
          group.width >= 120 && group.left + group.width <= width + 0.01,
          `${group.width} at ${group.left} of ${width}`,
        );
        assert.ok(
          left[i] === Math.round(group.left) && left[i] + wide[i] <= group.left + group.width + 1,
          "each above its own",
        );
      });
    }
  }
});

for (const width of [320, 448, 656, 976, 1232, 1600, 1862, 2560, 3840]) {
  test(`a family's 2,000 days at ${width} px: each photo once, no overlap, to the edge`, () => {
    const days = family(2000);
    const made = timeline(days.flat(), days.map((day) => day.length));
    for (const target of [96, 136, 168, 216, 320]) {
      const layout = new Layout(made, { width, target });
      let [next, below] = [0, 0];
      for (let row = 0; row < layout.rows; row++) {
        const { first, left, width: wide } = layout.rowCells(row);
        assert.equal(first, next);
        next += left.length;
        const [from, end] = layout.daysOf(row);
        if (layout.isShared(row))
          assert.deepEqual([first, next], [made.dayFirst[from], made.dayFirst[end]], "whole days only");
        assert.ok(layout.top[row] >= below + (row && layout.day[row] === layout.day[row - 1] ? 4 : 40));
        below = layout.top[row] + layout.height[row];
        left.forEach((x, i) => i && assert.ok(x >= left[i - 1] + wide[i - 1] + 4));
        if (endOfRow(layout, row) !== width) assert.equal(layout.height[row], target);
        else if (layout.isShared(row))
          assert.ok(layout.height[row] >= Math.floor(0.67 * target) && layout.height[row] <= Math.ceil(1.25 * target));
      }
      assert.equal(next, made.n);
    }
  });
}

test("a family's photos fill the screen: less than half the height, few rows ragged", () => {
  const days = family(2000);
  const made = timeline(days.flat(), days.map((day) => day.length));
  const layout = new Layout(made, { width: 1632, target: 216 });
  const joined = Array.from({ length: layout.rows }, (_, row) => row).filter((row) => layout.isShared(row));
  const full = joined.filter((row) => rightOf(layout, row) === 1632);
  assert.ok(full.length / joined.length > 0.8, `${full.length} of ${joined.length}`);
  const apart = new Layout(made, { width: 1632, target: 216, minDayWidth: 1e6 });
  assert.ok(layout.total < 0.5 * apart.total, `${layout.total} of ${apart.total}`);
});

test("the same input, the same layout", () => {
  const days = family(500);
  const [one, two] = [laid(days), laid(days)];
  assert.deepEqual([rowsOf(one), [...one.top], [...one.dayTop]], [rowsOf(two), [...two.top], [...two.dayTop]]);
});

test("a new day at the top changes the rows near it, not the library", () => {
  const days = new Array(1000).fill([1.5]);
  const dates = days.map((_, i) => 20_000 - i);
  const before = laid(days, HERE, { days: dates });
  const after = laid([[1.5], ...days], HERE, { days: [20_001, ...dates] });
  const firsts = (layout, shift) => new Set(Array.from({ length: layout.rows }, (_, row) => layout.first[row] - shift));
  const known = firsts(after, 1);
  const changed = [...firsts(before, 0)].filter((first) => !known.has(first));
  assert.ok(changed.length < 50, `${changed.length} of ${before.rows}`);
});

test("days are found by height, those that share a row together", () => {
  const layout = laid([[1.5], [1.5, 1], [1.333], new Array(9).fill(1.5), [1], [1]]);
  const rows = rowsOf(layout);
  assert.deepEqual([rows[0], rows.at(-1)], ["0-3", "4-6"]);
  assert.deepEqual(
    [0, 1, 2].map((day) => layout.dayEnd(day)),
    new Array(3).fill(layout.dayTop[3]),
  );
  assert.deepEqual(
    [layout.dayEnd(3), layout.dayEnd(4), layout.dayEnd(5)],
    [layout.dayTop[4], layout.total, layout.total],
  );
  assert.deepEqual(layout.daysBetween(0, 10), [0, 3]);
  assert.deepEqual(layout.daysBetween(layout.dayTop[3] - 1, layout.dayTop[3]), [0, 4]);
  assert.deepEqual(layout.daysBetween(layout.dayTop[5], 1e9), [4, 6]);
});

for (const n of [300_000, 100_000]) {
  test(`${n} days are laid out whole`, () => {
    const random = lots();
    const counts = Array.from({ length: n }, () => 1 + Math.floor(random() * 5.66));
    const photos = counts.reduce((sum, count) => sum + count, 0);
    const made = timeline(
      Array.from({ length: photos }, (_, i) => [1.5, 1.333, 0.75, 1, 1.778][(i * 7919) % 5]),
      counts,
    );
    const layout = new Layout(made, HERE);
    assert.equal(layout.first[layout.rows], photos);
  });
}

test("a day that is narrower than its heading seldom ends a row, where it would leave a bare edge", () => {
  const days = Array.from({ length: 300 }, (_, i) => (i % 3 ? [1.5, 1.5] : [0.6667]));
  for (const width of [892, 972, 1058, 1612]) {
    const layout = laid(days, { width, target: 168, minDayWidth: 137 });
    const bare = [...new Array(layout.rows - 1).keys()].filter((row) => width - rightOf(layout, row) > 4);
    assert.ok(bare.length <= layout.rows / 20, `${width}: ${bare.length} of ${layout.rows}`);
  }
});
