import assert from "node:assert/strict";
import { test } from "node:test";
import { TimeLeft } from "../../../../ui/js/pure/sidebar/time-left.js";

const idle = { stage: "idle", listed: 0, read: 0, unread: 0, thumbnails: 0, unmade: 0, paused: false };
/** A library of so many photos, all headers read, of which some have thumbnails. */
const making = (all, made) => ({ ...idle, stage: "thumbnails", read: all, thumbnails: made, unmade: all - made });

/** What is told second by second of work at a speed, thumbnails a second. */
function watch(left, all, speed, from, seconds) {
  const told = [];
  for (let s = 0; s <= seconds; s++) {
    left.add(making(all, from + s * speed), s * 1000);
    told.push(left.words(s * 1000));
  }
  return told;
}

test("how long it takes is told after some seconds, and falls steadily", () => {
  const told = watch(new TimeLeft(), 3000, 10, 0, 290);
  assert.deepEqual(told.slice(0, 10), Array(10).fill(""));
  assert.equal(told[10], "About 5 minutes left");
  const minutes = told.slice(10).map((words) => (words.startsWith("Less") ? 0 : Number(/\d+/.exec(words)?.[0])));
  assert.ok(minutes.every((n, i) => i === 0 || n <= minutes[i - 1]), minutes.join(" "));
  assert.equal(told.at(-1), "Less than a minute left");
});

test("a speed that goes up and down is no figure that jumps", () => {
  const left = new TimeLeft();
  const told = new Set();
  let made = 0;
  for (let s = 0; s < 60; s++) {
    left.add(making(100_000, (made += s % 2 ? 4 : 6)), s * 1000);
    told.add(left.words(s * 1000));
  }
  assert.deepEqual([...told], ["", "About 6 hours left"]);
});

for (const [what, progress] of /** @type {[string, any][]} */ ([
  ["a pause", { ...making(3000, 200), paused: true }],
  ["another listing", { ...making(3000, 200), stage: "listing" }],
  ["the end", idle],
])) {
  test(`${what} ends what is told`, () => {
    const left = new TimeLeft();
    assert.notEqual(watch(left, 3000, 10, 0, 20).at(-1), "");
    left.add(progress, 21_000);
    assert.equal(left.words(21_000), "");
  });
}

test("work that stands still has no end", () => {
  assert.ok(watch(new TimeLeft(), 3000, 0, 5, 40).every((words) => words === ""));
});

for (const [speed, words] of /** @type {[number, string][]} */ ([
  [5000, "About 3 minutes left"],
  [1000, "About 15 minutes left"],
  [200, "About 1 hour left"],
  [10, "More than a day left"],
])) {
  test(`a million thumbnails, ${speed} a second: ${words}`, () => {
    assert.equal(watch(new TimeLeft(), 1_000_000, speed, 0, 10).at(-1), words);
  });
}
