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
