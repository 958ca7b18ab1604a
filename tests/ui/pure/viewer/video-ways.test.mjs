import assert from "node:assert/strict";
import { test } from "node:test";
import { waysToPlay } from "../../../../ui/js/pure/viewer/video-ways.js";

const VIDEO = { format: "mp4", codecs: ["h264", "aac"], broken: false, offline: false };
const all = () => "probably";
const none = () => "";

/** What a browser that plays nothing is asked for a video; null: nothing. */
function askedFor(format, codecs) {
  const asked = [];
  waysToPlay({ ...VIDEO, format, codecs }, (type) => (asked.push(type), ""), false);
  return asked.join(" or ") || null;
}

test("the page plays what the browser says it can, and the window is tried after it", () => {
  assert.deepEqual(waysToPlay(VIDEO, all, true), ["page", "window"]);
  assert.deepEqual(waysToPlay(VIDEO, all, false), ["page"]);
  assert.deepEqual(waysToPlay({ ...VIDEO, codecs: ["h264"] }, all, true), ["page", "window"]);
  assert.deepEqual(waysToPlay(VIDEO, none, true), ["window"]);
  assert.deepEqual(waysToPlay(VIDEO, none, false), []);
});

test("Matroska of H.264 is played where a browser knows it by its own name, as Chrome does", () => {
  const asked = (/** @type {string} */ type) => (type.startsWith("video/x-matroska") ? "probably" : "");
  assert.deepEqual(waysToPlay({ ...VIDEO, format: "mkv" }, asked, false), ["page"]);
});

test("where the page may play a video without its sound, the window comes first", () => {
  const video = { ...VIDEO, format: "mov", codecs: ["h264", "pcm"] };
  assert.deepEqual(waysToPlay(video, all, true), ["window", "page"]);
  assert.deepEqual(waysToPlay(video, all, false), ["page"]);
  assert.deepEqual(waysToPlay(video, none, false), []);
});

test("nothing plays what is no video, cannot be read, or is away", () => {
  for (const change of [{ codecs: [] }, { broken: true }, { offline: true }])
    assert.deepEqual(waysToPlay({ ...VIDEO, ...change }, all, true), []);
});

for (const [format, codecs, type] of [
  ["mp4", ["h264", "aac"], 'video/mp4; codecs="avc1.640028, mp4a.40.2"'],
  ["mov", ["hevc"], 'video/mp4; codecs="hvc1.1.6.L93.B0"'],
  ["webm", ["vp9", "opus"], 'video/webm; codecs="vp09.00.10.08, opus"'],
  ["mkv", ["av1"], 'video/x-matroska; codecs="av01.0.08M.08" or video/webm; codecs="av01.0.08M.08"'],
  ["avi", ["h264"], null],
  ["mts", ["h264", "ac3"], null],
  ["mp4", ["mpeg4", "aac"], null],
  ["mov", ["h264", "pcm"], 'video/mp4; codecs="avc1.640028"'],
  ["webm", ["unknown"], null],
  ["mp4", ["aac"], null],
  [null, ["h264"], null],
])
  test(`${format} of ${codecs} is ${type ?? "nothing that a browser is asked for"}`, () =>
    assert.equal(askedFor(format, codecs), type));
