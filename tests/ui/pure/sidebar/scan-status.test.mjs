import assert from "node:assert/strict";
import { test } from "node:test";
import {
  describeOffline,
  firstProblemPath,
  groupProblems,
  rescanOutcome,
  isResting,
  shortPath,
  summarizeStatus,
} from "../../../../ui/js/pure/sidebar/scan-status.js";

const idle = { stage: "idle", listed: 0, read: 0, unread: 0, thumbnails: 0, unmade: 0, paused: false };
const busy = { ...idle, stage: "reading", listed: 100, read: 60, unread: 40, thumbnails: 16, unmade: 84 };
const root = (state) => ({ id: 1, name: "x", path: "/x", folder: 1, state, reason: null, photos: 1 });
const status = (progress, problems = 0, roots = [root("online")]) =>
  /** @type {any} */ ({ progress, counts: { photos: 1, problems }, roots });

for (const [given, text] of [
  [status(idle), "Up to date"],
  [status(idle, 1), "1 file has a problem"],
  [status(idle, 1204), "1,204 files have a problem"],
  [status(idle, 7, [root("offline")]), "1 folder offline"],
  [status(busy), "Adding photos, 16%"],
  [status({ ...busy, paused: true }), "Paused at 16%"],
  [status({ ...idle, stage: "listing", listed: 12345 }), "12,345 found"],
  [status(idle, 0, []), "No folders yet"],
  [status({ ...busy, stage: "idle", paused: true }), "Paused at 16%"],
  [status({ ...idle, paused: true }), "Paused"],
])
  test(`foot: ${text}`, () => assert.equal(summarizeStatus(given).text, text));

test("what a pause holds up is not done", () => {
  assert.deepEqual(
    [idle, busy, { ...busy, stage: "idle", paused: true }, { ...idle, paused: true }, { ...busy, stage: "idle" }].map(
      isResting,
    ),
    [true, false, false, true, true],
  );
});

const found = (photos, problems = 0, state = "online") =>
  /** @type {any} */ ({ counts: { photos, problems }, roots: [root(state)] });
for (const [before, now, what, text] of [
  [found(5), found(5), {}, "No new photos were found."],
  [found(5), found(1205), {}, "1,200 new photos found."],
  [found(5), found(6), {}, "1 new photo found."],
  [found(5), found(4), {}, "1 photo is no longer there."],
  [found(5), found(2), { root: 1 }, "3 photos are no longer there."],
  [found(5, 0, "offline"), found(5, 0, "offline"), { root: 1 }, "“x” is still not connected."],
  [found(5, 0, "offline"), found(9), { root: 1 }, "“x” is back."],
  [found(5, 7), found(5, 7), { problems: true }, "7 files still have a problem."],
  [found(5, 1), found(5, 1), { problems: true }, "1 file still has a problem."],
  [found(5, 7), found(5, 4), { problems: true }, "3 of 7 files can be read now."],
  [found(5, 1), found(5, 0), { problems: true }, "The file can be read now."],
])
  test(`looked again: ${text}`, () => assert.equal(rescanOutcome(before, now, what), text));

test("problems of one kind together, the most frequent first", () => {
  const row = (code, path) => ({ photo: 1, name: path, path, code, message: `about ${code}` });
  const groups = groupProblems([row("a", "1"), row("b", "2"), row("b", "3")]);
  assert.deepEqual(groups.map((group) => [group.code, group.rows.length]), [["b", 2], ["a", 1]]);
  assert.deepEqual(groups.map((group) => firstProblemPath(group, [])), ["2 and 1 more", "1"]);
  assert.deepEqual(groupProblems([]), []);
});

for (const [path, short] of [
  ["/home/ada/Pictures/a.jpg", "Pictures / a.jpg"],
  ["/home/ada/Pictures/2024/06/x/y/a.jpg", "Pictures / … / y / a.jpg"],
  ["/elsewhere/a.jpg", "elsewhere / a.jpg"],
  ["C:\\Photos\\2024\\a.jpg", "Photos / 2024 / a.jpg"],
]) {
  test(`short: ${path}`, () =>
    assert.equal(
      shortPath(path, [
        { name: "Pictures", path: "/home/ada/Pictures" },
        { name: "Photos", path: "C:\\Photos" },
      ]),
      short,
    ));
}

test("which folders are offline is said by name", () => {
  const roots = (...states) => ({ roots: states.map((state, i) => ({ name: "ABC"[i], state })) });
  assert.equal(describeOffline(roots("watched", "watched")), "");
  assert.equal(describeOffline(roots("watched", "offline")), "“B” is offline.");
  assert.equal(describeOffline(roots("offline", "offline", "offline")), "“A”, “B” and “C” are offline.");
});
