import assert from "node:assert/strict";
import { test } from "node:test";
import { groupBeside, overviewGroups } from "../../../../ui/js/pure/timeline/overview.js";
import { day, library, timeline } from "../../timelines.mjs";

const UNDATED = -2147483648;
const DAYS = ["2024-03-09", "2024-03-01", "2024-02-28", "2023-12-31", "2023-12-01"].map(day);

function dated(counts, flags) {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return timeline(Array.from({ length: n }, () => 1.5), counts, { days: [...DAYS, UNDATED], flags });
}

test("months and years in display order, with all their photos", () => {
  const photos = dated([1, 2, 10, 1, 1, 3]);
  const said = (level) =>
    overviewGroups(photos, level).map(({ name, year, index, count }) => [name, year, index, count]);
  assert.deepEqual(said("months"), [["March 2024", "2024", 0, 3], ["February 2024", "2024", 3, 10],
    ["December 2023", "2023", 13, 2], ["No date", "No date", 15, 3]]);
  assert.deepEqual(said("years"), [["2024", "2024", 0, 13], ["2023", "2023", 13, 2], ["No date", "No date", 15, 3]]);
  assert.deepEqual(overviewGroups(timeline([1, 1], []), "months"), []);
});

test("photos stand for their group evenly, each once, never for another", () => {
  for (const level of ["months", "years"])
    for (const group of overviewGroups(library(3000, 700), level)) {
      const most = level === "months" ? 4 : 6;
      assert.equal(group.photos.length, Math.min(most, group.count));
      assert.deepEqual(group.photos, [...new Set(group.photos)].sort((a, b) => a - b));
      assert.ok(group.photos[0] >= group.index && group.photos.at(-1) < group.index + group.count);
    }
});

test("a photo without a picture stands for none that has one", () => {
  const flags = new Uint8Array(18);
  flags.fill(64, 3, 13); // all of February, but for one
  flags[8] = 0;
  const [march, february] = overviewGroups(dated([1, 2, 10, 1, 1, 3], flags), "months");
  assert.deepEqual(march.photos, [0, 1, 2]);
  assert.ok(february.photos.includes(8));
});

test("above and below is the nearest sideways in the next line", () => {
  const places = [[0, 0], [100, 0], [200, 0], [0, 100], [0, 300], [100, 300]].map(([left, top]) => ({ left, top }));
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((at) => groupBeside(places, at, 1)), [3, 3, 3, 4, -1, -1]);
  assert.deepEqual([0, 2, 3, 4, 5].map((at) => groupBeside(places, at, -1)), [-1, -1, 0, 3, 3]);
});
