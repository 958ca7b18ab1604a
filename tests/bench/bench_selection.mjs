// How long the page takes to select all of a million photos and to show what is said about them, without its drawing:
// node tests/bench/bench_selection.mjs
import { Selection } from "../../ui/js/pure/grid/selection.js";
import { overlay, overlayOne } from "../../ui/js/pure/annotations/overlay.js";
import { library } from "../ui/timelines.mjs";

const N = 1_000_000;
const ROUNDS = 9;
const timeline = library(N, 7300);
timeline.indexOf(1); // the table is there since the first click
const all = Selection.all(N);
const ids = all.ids(timeline);
const some = ids.filter((id) => id % 50 === 0);
const marks = overlay(timeline, []);
const said = (which) => ({ id: 1, ids: which, change: { favourite: true, rating: 4 }, revision: null });

/**
 * Print the median and the worst of several runs.
 * @param {string} name - What is done.
 * @param {() => unknown} work - Does it.
 */
function measure(name, work) {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  console.log(`${name.padEnd(52)} ${times[ROUNDS >> 1].toFixed(1)} ms, worst ${times[ROUNDS - 1].toFixed(1)} ms`);
}

measure("select all of 1,000,000", () => Selection.all(N));
measure("their ids, for the server", () => all.ids(timeline));
measure("said about 20,000, on the screen", () => overlayOne(marks, timeline, said(some)));
measure("said about all, on the screen", () => overlayOne(marks, timeline, said(ids)));
measure("the selection in the next timeline", () => all.remap(timeline, timeline));
