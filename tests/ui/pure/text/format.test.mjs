import assert from "node:assert/strict";
import { test } from "node:test";
import * as format from "../../../../ui/js/pure/text/format.js";

/** @type {[string, any[], string][]} */
const TABLE = [
  ["formatCount", [0], "0"],
  ["formatCount", [999], "999"],
  ["formatCount", [1000], "1,000"],
  ["formatCount", [1234567], "1,234,567"],
  ["formatMany", [1, "photo"], "1 photo"],
  ["formatMany", [0, "photo"], "0 photos"],
  ["formatMany", [2, "match", "matches"], "2 matches"],
  ["formatDuration", [0], "0:00"],
  ["formatDuration", [7400], "0:07"],
  ["formatDuration", [59_600], "1:00"],
  ["formatDuration", [3_723_100], "1:02:03"],
  ["formatDuration", [360_000_000], "100:00:00"],
  ["sayDuration", [400], "less than a second"],
  ["sayDuration", [61_000], "1 minute, 1 second"],
  ["sayDuration", [7_325_000], "2 hours, 2 minutes, 5 seconds"],
  ["sayDuration", [3_600_000], "1 hour"],
  ["formatBytes", [0], "0 bytes"],
  ["formatBytes", [1], "1 byte"],
  ["formatBytes", [999], "999 bytes"],
  ["formatBytes", [1500], "2 kB"],
  ["formatBytes", [61_300_000], "61.3 MB"],
  ["formatBytes", [123_456_789], "123 MB"],
  ["formatBytes", [999_999], "1.0 MB"],
  ["formatBytes", [5e12], "5.0 TB"],
  ["formatDay", [20770, 2026], "Friday 13 November"],
  ["formatDay", [20770, 2027], "Friday 13 November 2026"],
  ["formatDay", [0], "Thursday 1 January 1970"],
  ["formatDay", [-1], "Wednesday 31 December 1969"],
  ["formatDay", [format.UNDATED], "No date"],
  ["formatDay", ["2019-06-11T12:34:56.120"], "Tuesday 11 June 2019"],
  ["formatDay", ["rubbish"], "No date"],
  ["formatDateTime", ["2019-06-11T12:34:56.120"], "Tuesday 11 June 2019, 12:34"],
  ["formatDateTime", ["2019-06-11"], "Tuesday 11 June 2019"],
  ["formatMonth", [20770], "November 2026"],
  ["formatMonth", [format.UNDATED], "No date"],
  ["formatExposure", [0.004], "1/250 s"],
  ["formatExposure", [1 / 8000], "1/8,000 s"],
  ["formatExposure", [0.4], "0.4 s"],
  ["formatExposure", [1], "1 s"],
  ["formatExposure", [16], "16 s"],
  ["formatExposure", [2.5], "2.5 s"],
  ["formatExposure", [0], ""],
  ["formatAperture", [1.4], "f/1.4"],
  ["formatAperture", [8], "f/8"],
  ["formatAperture", [22], "f/22"],
  ["formatFocal", [35], "35 mm"],
  ["formatFocal", [4.25], "4.3 mm"],
  ["formatFocal", [200], "200 mm"],
];

for (const [name, given, wanted] of TABLE)
  test(`${name}(${given}) is ${wanted}`, () => assert.equal(format[name](...given), wanted));

test("the end of a name is its extension, with the number before it", () => {
  const names = ["IMG_2041.JPG", "Anna.jpeg", "DSC00012345.ARW", ".hidden", "no extension", "", "7.png", "v1.2 final"];
  const ends = [...names, "ملف.jpg"].map((name) => format.splitName(name));
  assert.deepEqual(ends, [["IMG_", "2041.JPG"], ["Anna", ".jpeg"], ["DSC0001", "2345.ARW"], [".hidden", ""],
    ["no extension", ""], ["", ""], ["7", ".png"], ["v1.2 final", ""], ["ملف", ".jpg"]]);
});
