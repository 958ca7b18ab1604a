import assert from "node:assert/strict";
import { test } from "node:test";
import { Layout } from "../../../../ui/js/pure/layout/layout.js";
import {
  railLabel,
  railMarks,
  nextMonth,
  namingPhoto,
  currentRow,
  monthAt,
  railMonths,
} from "../../../../ui/js/pure/timeline/date-rail.js";
import { day, timeline } from "../../timelines.mjs";

const UNDATED = -2147483648;
const DATES = ["2026-11-13", "2026-11-02", "2026-10-30", "2025-06-01", "2025-05-31", "2019-01-01"];

function made(days = [...DATES.map(day), UNDATED]) {
  const photos = timeline(days.map(() => 1.5), days.map(() => 1), { days });
  const layout = new Layout(photos, { width: 300, target: 168 }); // a row holds no two of these days
  return { photos, layout, all: railMonths(photos, layout) };
}

test("months in display order, the undated last", () => {
  const { all } = made();
  assert.deepEqual(
    all.map((month) => month.name),
    ["November 2026", "October 2026", "June 2025", "May 2025", "January 2019", "No date"],
  );
  assert.deepEqual(
    all.map((month) => month.index),
    [0, 2, 3, 4, 5, 6],
  );
  assert.equal(all[0].y, 0);
  assert.ok(all.every((month, i) => i === 0 || month.y > all[i - 1].y));
});

test("years as words where they fit, months as ticks between them", () => {
  const { words, ticks } = railMarks(made().all, 700);
  assert.deepEqual(words.map((word) => word.text), ["2026", "2025", "2019", "None"]);
  assert.equal(ticks.length, 2);
});

test("a hundred years in a low window: words at least 18 px apart, None among them", () => {
  const days = Array.from({ length: 100 }, (_, i) => day(`${2026 - i}-06-01`));
  const { words, ticks } = railMarks(made([...days, UNDATED]).all, 400);
  assert.ok(words.length > 10);
  assert.ok(words.every((word, i) => i === 0 || word.y - words[i - 1].y >= 18), JSON.stringify(words));
  assert.deepEqual([words[0].text, words.at(-1).text], ["2026", "None"]);
  assert.ok(
    ticks.every((y) => words.every((word) => y <= word.y - 11 || y >= word.y + 20)),
    "a word stands below its place",
  );
});

test("one month has one word", () => {
  assert.deepEqual(railMarks(made([day("2026-11-01")]).all, 700), { words: [{ y: 0, text: "2026" }], ticks: [] });
  assert.deepEqual(railMarks([], 700), { words: [], ticks: [] });
});

test("steps of a month and of a year stop at the ends", () => {
  const { all } = made();
  const name = (now, step, year) => all[nextMonth(all, now, step, year)].name;
  assert.equal(name(0, 1, false), "October 2026");
  assert.equal(name(0, -1, false), "November 2026");
  assert.equal(name(0, 1, true), "June 2025");
  assert.equal(name(1, 1, true), "June 2025");
  assert.equal(name(4, -1, true), "June 2025");
  assert.equal(name(3, -1, true), "November 2026");
  assert.equal(name(5, 1, true), "No date");
  assert.deepEqual([0, 1, 2, 6].map((index) => monthAt(all, index)), [0, 0, 1, 5]);
});

test("the label is the month, or the share when the order is not by date", () => {
  const { photos, layout } = made();
  assert.deepEqual([railLabel(photos, layout, 2), railLabel(photos, layout, 6)], ["October 2026", "No date"]);
  const plain = timeline([1, 1, 1], []);
  const rows = new Layout(plain, { width: 976, target: 168 });
  assert.deepEqual([0, 1, 2].map((index) => railLabel(plain, rows, index)), ["0%", "50%", "100%"]);
  assert.deepEqual(railMonths(plain, rows), []);
});

test("one is at the first row below the heading, and at the end at the last", () => {
  const { layout } = made();
  const at = (y, maxY = 1000) => currentRow(layout, { y, maxY }, 40);
  assert.deepEqual([0, 1, 2].map((d) => at(layout.dayTop[d])), [0, 1, 2], "a day's heading at the top: its first row");
  assert.equal(at(layout.dayTop[1] - 60), 0);
  assert.deepEqual([at(1000), at(999.5), at(0, 0)], [layout.rows - 1, layout.rows - 1, 0]);
});

test("months that share a row: the same place, and the last of them names it", () => {
  const days = ["2026-11-02", "2026-10-30", "2026-09-01"].map(day);
  const photos = timeline([1.5, 1.5, 1.5], [1, 1, 1], { days });
  const layout = new Layout(photos, { width: 976, target: 168 });
  const all = railMonths(photos, layout);
  assert.deepEqual([layout.rows, ...all.map((month) => month.y)], [1, 0, 0, 0]);
  assert.equal(railLabel(photos, layout, namingPhoto(layout, 0)), "September 2026");
  assert.equal(monthAt(all, namingPhoto(layout, 0)), 2, "the next step leads beyond the row");
  assert.equal(namingPhoto(made().layout, 2), 2, "a day's own row: its first photo");
});
