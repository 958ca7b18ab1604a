// The task bar shows the share that the page shows: Python counts as the page does, whatever is told.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ScanShares } from "../../ui/js/pure/sidebar/scan-status.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PYTHON = process.env.PYTHON ?? (process.platform === "win32" ? "python" : "python3");
const FOLLOW = `
import json, sys
from gallery.base.events import ProgressChanged
from gallery.desktop.long_work import LONG_S, LongWork
def follow(told):
    work = LongWork()
    return [work.take(ProgressChanged(**one), LONG_S * number) for number, one in enumerate(told)]
print(json.dumps([follow(told) for told in json.load(sys.stdin)]))
`;
const STAGES = ["listing", "reading", "thumbnails", "idle"];

/** A generator of numbers from 0 to 1 that gives the same ones each time. */
function* numbers(seed) {
  for (let state = seed; ; ) yield (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

function story(seed) {
  const next = numbers(seed);
  const upTo = (most) => Math.floor(next.next().value * (most + 1));
  let [read, unread, thumbnails, unmade] = [upTo(900), upTo(90), upTo(900), upTo(90)];
  return Array.from({ length: 60 }, () => {
    const [added, headers, made] = [upTo(9) ? 0 : upTo(500), Math.min(unread, upTo(60)), Math.min(unmade, upTo(60))];
    [read, unread] = [read + headers, unread - headers + added];
    [thumbnails, unmade] = [thumbnails + made, unmade - made + headers];
    const stage = unread + unmade ? STAGES[upTo(2)] : "idle";
    return { stage, listed: 0, read, unread, thumbnails, unmade, paused: false };
  });
}

test("the task bar shows the share that the page shows", () => {
  const stories = Array.from({ length: 50 }, (_, number) => story(number + 1));
  const input = JSON.stringify(stories);
  const shown = JSON.parse(execFileSync(PYTHON, ["-c", FOLLOW], { cwd: ROOT, input }).toString());
  for (const [number, told] of stories.entries()) {
    const shares = new ScanShares();
    let began = -1;
    for (const [at, progress] of told.entries()) {
      shares.add(progress);
      began = progress.stage === "idle" ? -1 : began < 0 ? at : began;
      const expected = shares.all === null || began < 0 || began === at ? null : Math.floor(100 * shares.all);
      assert.equal(shown[number][at], expected, `story ${number}, at ${at}`);
    }
  }
  assert.ok(shown.flat().some((percent) => percent > 50));
});
