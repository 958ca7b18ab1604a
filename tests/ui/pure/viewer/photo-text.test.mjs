// What a photo's details say in words.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  dateDoubt,
  dateOrigin,
  datePlace,
  dateVerdict,
  foundWords,
} from "../../../../ui/js/pure/viewer/date-text.js";
import {
  formatAltitude,
  formatDimensions,
  exposureParts,
  formatFile,
  splitQuantity,
  pathPieces,
  formatPlaceIn,
  formatPlaceName,
  formatVideo,
  isVideo,
  formatPosition,
  pathShowsFolders,
} from "../../../../ui/js/pure/viewer/photo-text.js";

test("why this date", () => {
  const rows = [
    ["exif", null, "Camera clock, no time zone"],
    ["exif", "+08:00", "Camera clock, UTC+08:00"],
    ["exif", "-03:30", "Camera clock, UTC−03:30"],
    ["exif", "Z", "Camera clock, UTC"],
    ["recording", null, "Recording clock"],
    ["recording", "+02:00", "Recording clock, UTC+02:00"],
    ["recording_utc", "+02:00", "When the video was made, in local time"],
    ["recording_utc", null, "When the video was made, by this computer’s clock"],
    ["xmp", null, "Written by a photo program"],
    ["iptc", null, "Written by a photo program"],
    ["text", null, "Written by a photo program"],
    ["changed", null, "Last time the picture was saved; it does not tell when it was taken"],
    ["movie", null, "When the file was made; it does not tell when the picture was taken"],
    ["gps", "+01:00", "Satellite clock, in local time"],
    ["sidecar", null, "Written by a photo program, in the file beside the picture"],
    ["google", null, "From Google Photos"],
    ["upload", null, "Upload to Google Photos; it does not tell when the picture was taken"],
    ["name", null, "From the file name"],
    ["file", null, "Last change to the file; the picture itself has no date"],
  ];
  for (const [origin, offset, words] of rows) assert.equal(dateOrigin({ origin, offset, local: "" }), words);
});

test("exposure: numbers apart from their units, unknown ones left out", () => {
  const who = { name: null, make: null, model: null, lens: null };
  const all = { ...who, exposure_s: 1 / 250, f_number: 4, iso: 12800, focal_mm: 35 };
  assert.deepEqual(exposureParts(all), [
    { before: "", number: "1/250", after: "s" },
    { before: "f/", number: "4", after: "" },
    { before: "ISO", number: "12,800", after: "" },
    { before: "", number: "35", after: "mm" },
  ]);
  assert.deepEqual(exposureParts({ ...all, exposure_s: null, f_number: 0, iso: null }), [splitQuantity("35 mm")]);
});

test("videos", () => {
  assert.equal(formatVideo({ codecs: ["h264", "aac"], duration: 62_400 }), "1:02 · H.264, AAC");
  assert.equal(formatVideo({ codecs: ["vp9"], duration: null }), "VP9");
  assert.equal(formatVideo({ codecs: [], duration: null }), "");
  assert.deepEqual([["av1"], []].map((codecs) => isVideo({ codecs })), [true, false]);
});

test("position", () => {
  const rows = [
    [1.28874, 103.858, "1.2887° N, 103.8580° E"],
    [-33.8568, -151.2153, "33.8568° S, 151.2153° W"],
    [0, -0.00001, "0.0000° N, 0.0000° E"],
  ];
  for (const [latitude, longitude, text] of rows)
    assert.equal(formatPosition({ latitude, longitude, altitude_m: null }), text);
  assert.equal(formatAltitude(2134.4), "2,134 m above the sea");
  assert.equal(formatAltitude(-413), "413 m below the sea");
  assert.equal(formatAltitude(null), "");
});

test("size and file", () => {
  const pixels = (width, height, codecs = []) => ({ width, height, codecs });
  assert.equal(formatDimensions(pixels(640, 360, ["h264"])), "640 × 360", "a video");
  assert.equal(formatDimensions(pixels(3840, 2160)), "3840 × 2160 · 8.3 megapixels");
  assert.equal(formatDimensions(pixels(1000, 1000)), "1000 × 1000 · 1 megapixel");
  assert.equal(formatDimensions(pixels(48, 32)), "48 × 32");
  assert.equal(formatDimensions(pixels(null, 32)), "");
  assert.equal(formatFile(1_100_000, "jpeg"), "1.1 MB · JPEG");
  assert.equal(formatFile(1_100_000, null), "1.1 MB");
  assert.equal(formatFile(25_000_000, "cr2"), "25.0 MB · RAW (CR2)");
  assert.equal(formatFile(25_000_000, "raw"), "25.0 MB · RAW");
});

test("the place of a photo, where it will stay", () => {
  const at = (visit, state) => formatPlaceIn({ timeline: { n: 48212 }, place: { visit }, visit: state }, 411);
  assert.equal(at(null, null), "412 of 48,212");
  assert.equal(at(7, { complete: true }), "412 of 48,212");
  assert.equal(at(7, { complete: false }), "");
  assert.equal(at(7, null), ""); // the server has not told yet
  assert.equal(formatPlaceIn({ timeline: null, place: { visit: null }, visit: null }, 0), "");
  assert.equal(formatPlaceIn({ timeline: { n: 3 }, place: { visit: null }, visit: null }, -1), "");
});

test("a path may break after a slash and nowhere else", () => {
  assert.deepEqual(pathPieces("/home/ada/a b.jpg"), ["/home/", "ada/", "a b.jpg"]);
  assert.deepEqual(pathPieces("C:\\Photos\\a.jpg"), ["C:\\", "Photos\\", "a.jpg"]);
  assert.deepEqual(pathPieces("\\\\nas\\x.jpg"), ["\\\\nas\\", "x.jpg"]);
  assert.equal(pathPieces("/a//b/c").join(""), "/a//b/c");
});

test("the line of folders is left out where the path says it", () => {
  const photo = { name: "a.jpg", folders: ["Pictures", "Rome"] };
  assert.equal(pathShowsFolders({ ...photo, path: "/home/ada/Pictures/Rome/a.jpg" }), true);
  assert.equal(pathShowsFolders({ ...photo, path: "D:\\Pictures\\Rome\\a.jpg" }), true);
  assert.equal(pathShowsFolders({ ...photo, path: "/mnt/disk1/Rome/a.jpg" }), false);
  assert.equal(pathShowsFolders({ ...photo, folders: [], path: "/a.jpg" }), true);
});

test("the name of a place says nothing twice", () => {
  const place = (name, city, region, country, near = false) => formatPlaceName({ name, city, region, country, near });
  assert.deepEqual(place("Baixa", "Lisbon", "Lisbon", "Portugal"), ["Baixa, Lisbon", "Portugal"]);
  assert.deepEqual(place("Sintra", "Sintra", "Lisbon", "Portugal"), ["Sintra", "Lisbon, Portugal"]);
  assert.deepEqual(place("Singapore", "Singapore", "", "Singapore"), ["Singapore", ""]);
  assert.deepEqual(place("Luxembourg", "Luxembourg", "Luxembourg", "Luxembourg"), ["Luxembourg", ""]);
  assert.deepEqual(place("Ghat", "Ghat", "Ghat", "Libya", true), ["Near Ghat", "Libya"]);
});

test("which dates disagree", () => {
  const date = (origin, agrees) => ({ origin, agrees, local: "2019-06-11T12:34:56", offset: null });
  const rows = [
    [[], ""],
    [[date("name", true), date("file", null)], ""],
    [[date("name", false), date("file", null)], "File name says otherwise"],
    [[date("name", false), date("google", false)], "File name and Google Photos say otherwise"],
    [[date("name", false), date("google", false), date("gps", false)], "3 others say otherwise"],
  ];
  for (const [others, expected] of rows) assert.equal(dateDoubt({ others }), expected);
});

test("a date that is not believed", () => {
  assert.deepEqual([true, false, null].map((agrees) => dateVerdict({ agrees })), [
    "agrees",
    "disagrees",
    "not when it was taken",
  ]);
  assert.equal(foundWords({ local: "2019-06-11T12:34:56" }), "11 June 2019, 12:34");
  assert.equal(foundWords({ local: "2019-06-11T00:00:00" }), "11 June 2019");
  for (const origin of ["exif", "digitized", "xmp", "iptc", "sidecar", "text", "movie", "google", "upload", "changed"])
    assert.notEqual(datePlace({ origin }), origin);
  for (const origin of ["gps", "name", "file"]) assert.notEqual(datePlace({ origin }), origin);
});
