import assert from "node:assert/strict";
import { test } from "node:test";
import { Layout } from "../../../../ui/js/pure/layout/layout.js";
import {
  currentRow,
  labelPlace,
  namingPhoto,
  nextStop,
  railLabel,
  railMarks,
  railStops,
  stopAt,
} from "../../../../ui/js/pure/timeline/date-rail.js";
import { day, timeline } from "../../timelines.mjs";

const UNDATED = -2147483648;
const DATES = ["2026-11-13", "2026-11-02", "2026-10-30", "2025-06-01", "2025-05-31", "2019-01-01"];

function made(days = [...DATES.map(day), UNDATED]) {
  const photos = timeline(days.map(() => 1.5), days.map(() => 1), { days });
  const layout = new Layout(photos, { width: 300, target: 168 }); // a row holds no two of these days
  return { photos, layout, all: railStops(photos, layout) };
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
  const { words, ticks } = railMarks(made().all, 400);
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

test("one month has a year and its name", () => {
  const { words, minors, ticks } = railMarks(made([day("2026-11-01")]).all, 700);
  assert.deepEqual([words, minors, ticks], [[{ y: 0, text: "2026" }], [{ y: 18, text: "Nov" }], []]);
  assert.deepEqual(railMarks([], 700), { words: [], minors: [], ticks: [] });
});

test("steps of a month and of a year stop at the ends", () => {
  const { all } = made();
  const name = (now, step, year) => all[nextStop(all, now, step, year)].name;
  assert.equal(name(0, 1, false), "October 2026");
  assert.equal(name(0, -1, false), "November 2026");
  assert.equal(name(0, 1, true), "June 2025");
  assert.equal(name(1, 1, true), "June 2025");
  assert.equal(name(4, -1, true), "June 2025");
  assert.equal(name(3, -1, true), "November 2026");
  assert.equal(name(5, 1, true), "No date");
  assert.deepEqual([0, 1, 2, 6].map((index) => stopAt(all, index)), [0, 0, 1, 5]);
});

test("the label is the month, or which photo it is where there are no stops", () => {
  const { layout, all } = made();
  assert.deepEqual([railLabel(all, layout, 2), railLabel(all, layout, 6)], ["October 2026", "No date"]);
  const plain = timeline([1, 1, 1], []);
  const rows = new Layout(plain, { width: 976, target: 168 });
  assert.deepEqual([0, 1, 2].map((index) => railLabel([], rows, index)), ["1 of 3", "2 of 3", "3 of 3"]);
  assert.deepEqual(railStops(plain, rows), []);
  const many = timeline(new Array(1200).fill(1.5), []);
  const grid = new Layout(many, { width: 976, target: 168 });
  const said = [0, grid.rows - 1].map((row) => railLabel([], grid, namingPhoto(grid, row)));
  assert.deepEqual(said, ["1 of 1,200", "1,200 of 1,200"]);
});

test("one is at the first row below the heading, and at the end at the last", () => {
  const { layout } = made();
  const at = (y, maxY = 1000) => currentRow(layout, { y, maxY });
  assert.deepEqual([0, 1, 2].map((d) => at(layout.dayTop[d])), [0, 1, 2], "a day's heading at the top: its first row");
  assert.equal(at(layout.dayTop[1] - 60), 0);
  assert.deepEqual([at(1000), at(999.5), at(0, 0)], [layout.rows - 1, layout.rows - 1, 0]);
});

test("months that share a row: the same place, and the last of them names it", () => {
  const days = ["2026-11-02", "2026-10-30", "2026-09-01"].map(day);
  const photos = timeline([1.5, 1.5, 1.5], [1, 1, 1], { days });
  const layout = new Layout(photos, { width: 976, target: 168 });
  const all = railStops(photos, layout);
  assert.deepEqual([layout.rows, ...all.map((month) => month.y)], [1, 0, 0, 0]);
  assert.equal(railLabel(all, layout, namingPhoto(layout, 0)), "September 2026");
  assert.equal(stopAt(all, namingPhoto(layout, 0)), 2, "the next step leads beyond the row");
  assert.equal(namingPhoto(made().layout, 2), 2, "a day's own row: its first photo");
});

const narrow = (text) => text.replace(" ", "\u202f");

/** A rail of an order that is not by date: twelve square photos, two in a row. */
function sorted(stretches, order) {
  const photos = timeline(Array.from({ length: 12 }, () => 1), []);
  const layout = new Layout(photos, { width: 344, target: 168 });
  return { layout, all: railStops(photos, layout, stretches.map(([index, value]) => ({ index, value })), order) };
}

test("few years: their months as words, the first one below the year, where there is room", () => {
  const days = ["2026-03-05", "2026-03-04", "2026-02-20", "2026-01-02", "2025-12-31"].map(day);
  const { words, minors, ticks } = railMarks(made(days).all, 1000);
  assert.deepEqual(words.map((word) => word.text), ["2026", "2025"]);
  assert.deepEqual(minors.map((word) => word.text), ["Mar", "Feb", "Jan", "Dec"]);
  assert.deepEqual(ticks, []);
  assert.equal(minors[0].y, 18);
  assert.deepEqual(railMarks(made(days).all, 230).minors, [], "a low window");
  const crowded = railMarks(made(Array.from({ length: 12 }, (_, i) => day("2026-12-01") - 30 * i)).all, 130);
  assert.ok(crowded.minors.every((word, i, all) => i === 0 || word.y - all[i - 1].y >= 18));
  assert.ok(crowded.minors.length > 2 && crowded.ticks.length === 0, JSON.stringify(crowded));
});

test("a single photo of another year does not take the place of the year of all others", () => {
  const { all } = made([day("2024-05-01"), ...Array.from({ length: 40 }, (_, i) => day("2023-12-01") - 5 * i)]);
  assert.deepEqual(railMarks(all, 400).words.map((word) => word.text), ["2023"]);
});

test("inexact dates have no month", () => {
  const { all } = made([day("1984-06-01") + 3 * 2 ** 24, day("1984-06-01") + 4 * 2 ** 24]);
  assert.deepEqual(all.map((stop) => [stop.name, stop.group, stop.minor]), [
    ["Summer 1984", "1984", ""],
    ["1984", "1984", ""],
  ]);
});

test("letters, in rows that they share too", () => {
  const { layout, all } = sorted([[0, "#"], [3, "A"], [4, "B"], [5, "Ω"]], "name");
  assert.deepEqual(railMarks(all, 700).words.map((word) => word.text), ["#", "A", "Ω"]);
  assert.equal(railLabel(all, layout, 0), "Digits and signs");
  assert.equal(railLabel(all, layout, namingPhoto(layout, 1)), "A", "the last one that begins in the row");
  assert.equal(all[nextStop(all, stopAt(all, namingPhoto(layout, 1)), 1, false)].name, "B");
  assert.equal(all[nextStop(all, 1, 1, true)].name, "B");
});

test("sizes are written where files have them: below the largest, from the smallest on", () => {
  const values = [[0, 5_000_000], [3, 2_000_000], [6, 1_000_000], [8, 500_000], [10, 0]];
  const down = sorted(values, "size");
  assert.deepEqual(down.all.map((stop) => stop.name),
    ["5 to 10 MB", "2 to 5 MB", "1 to 2 MB", "500 kB to 1 MB", "Under 1 kB"]);
  assert.deepEqual(down.all.map((stop) => stop.mark), ["", "5 MB", "2 MB", "1 MB", "1 kB"].map(narrow));
  const up = sorted([[0, 0], [2, 500_000], [4, 1_000_000], [6, 2_000_000], [8, 5_000_000]], "size-asc");
  assert.deepEqual(up.all.map((stop) => stop.mark), ["", "500 kB", "1 MB", "2 MB", "5 MB"].map(narrow));
});

test("months of change; stretches of more photos than there are by now are left out", () => {
  const { all } = sorted([[0, "2026-02"], [4, "2025-11"], [12, "2025-10"]], "modified");
  assert.deepEqual(all.map((stop) => [stop.name, stop.mark, stop.minor]),
    [["February 2026", "2026", "Feb"], ["November 2025", "2025", "Nov"]]);
});

test("the label stands beside its place, but not over a heading", () => {
  const place = (y, headings) => labelPlace(y, headings, { half: 17, heading: 40, end: 700 });
  assert.equal(place(300, []), 300);
  assert.equal(place(0, [-16]), 41, "below the heading at the top");
  assert.equal(place(300, [-16, 290]), 347);
  assert.equal(place(300, [-16, 340]), 300);
  assert.equal(place(680, [-16, 650]), 633, "above it where there is no room below");
});
