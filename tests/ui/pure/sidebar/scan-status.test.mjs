import assert from "node:assert/strict";
import { test } from "node:test";
import {
  describeOffline,
  firstProblemPath,
  groupProblems,
  isResting,
  rescanOutcome,
  ScanShares,
  shortPath,
  shortPaths,
  summarizeStatus,
} from "../../../../ui/js/pure/sidebar/scan-status.js";

const idle = { stage: "idle", listed: 0, read: 0, unread: 0, thumbnails: 0, unmade: 0, paused: false };
const busy = { ...idle, stage: "reading", listed: 100, read: 60, unread: 40, thumbnails: 16, unmade: 84 };
const root = (state) => ({ id: 1, name: "x", path: "/x", folder: 1, state, reason: null, photos: 1 });
const status = (progress, problems = 0, roots = [root("online")]) =>
  /** @type {any} */ ({ progress, counts: { photos: 1, problems }, roots });

/** The line for a status that the page sees first. */
function foot(given) {
  const shares = new ScanShares();
  shares.add(given.progress);
  return summarizeStatus(given, shares.all).text;
}

for (const [given, text] of [
  [status(idle), "Up to date"],
  [status(idle, 1), "1 file has a problem"],
  [status(idle, 1204), "1,204 files have a problem"],
  [status(idle, 7, [root("offline")]), "1 folder offline"],
  [status(busy), "Adding photos, 12%"],
  [status({ ...busy, paused: true }), "Paused at 12%"],
  [status({ ...idle, stage: "listing", listed: 12345 }), "12,345 found"],
  [status(idle, 0, []), "No folders yet"],
  [status({ ...busy, stage: "idle", paused: true }), "Paused at 12%"],
  [status({ ...idle, paused: true }), "Paused"],
])
  test(`foot: ${text}`, () => assert.equal(foot(given), text));

/** What the foot and the two bars say, one report after the other. */
function follow(...reports) {
  const shares = new ScanShares();
  return reports.map((report) => {
    const progress = { ...idle, ...report };
    shares.add(progress);
    return [summarizeStatus(status(progress), shares.all).text, shares.headers, shares.thumbnails];
  });
}

test("while folders are listed counts are said, and no shares", () => {
  const told = follow(
    { stage: "listing", listed: 90 },
    { stage: "listing", listed: 400, read: 50, unread: 10, thumbnails: 30, unmade: 20 },
    { stage: "listing", listed: 1000, read: 60, unread: 640, thumbnails: 40, unmade: 20 },
  );
  assert.deepEqual(told, [["90 found", null, null], ["400 found", null, null], ["1,000 found", null, null]]);
});

test("no share runs backwards, however the whole grows", () => {
  const reading = Array.from({ length: 20 }, (_, i) =>
    ({ stage: "reading", listed: 1000, read: 50 * i, unread: 1000 - 50 * i, thumbnails: Math.min(50, 10 * i),
      unmade: 50 * i - Math.min(50, 10 * i) })); // prettier-ignore
  const more = [[400, 900], [450, 1200], [450, 1150]].map(([read, unread]) => // another folder comes, files come
    ({ stage: unread === 900 ? "listing" : "reading", listed: 7, read: 950 + read, unread, thumbnails: 60,
      unmade: 1200 })); // prettier-ignore
  const making = Array.from({ length: 11 }, (_, i) =>
    ({ stage: "thumbnails", read: 2500, thumbnails: 250 * i, unmade: 2500 - 250 * i })); // prettier-ignore
  const told = follow({ stage: "listing", listed: 700 }, ...reading, ...more, ...making);
  const shares = told.slice(1).map(([text]) => Number(/^Adding photos, (\d+)%$/.exec(text)?.[1]));
  for (const each of [shares, told.map(([, share]) => share ?? 0), told.map(([, , share]) => share ?? 0)]) {
    assert.ok(each.every((share, i) => i === 0 || share >= each[i - 1]), each.join(" "));
    assert.ok(each.at(-1) === 1 || each.at(-1) === 100);
  }
});

test("what comes when all headers have been read has a share of its own", () => {
  const told = follow(
    { stage: "listing", listed: 1000 },
    { stage: "reading", read: 500, unread: 500, unmade: 500 },
    { stage: "thumbnails", read: 1000, thumbnails: 200, unmade: 800 },
    { stage: "listing", listed: 9000, read: 1000, unread: 0, thumbnails: 200, unmade: 800 },
    { stage: "reading", read: 1000, unread: 8000, thumbnails: 200, unmade: 800 },
    { stage: "reading", read: 5000, unread: 4000, thumbnails: 200, unmade: 4800 },
  );
  const headers = told.map(([, share]) => share);
  assert.equal(headers[2], 1);
  assert.equal(headers.at(-1), 0.5);
});

test("a few new photos in a large library have the whole way to go, also a second time", () => {
  const [all, left] = [100_000, 200];
  const spell = [
    { stage: "listing", listed: all, read: all, thumbnails: all },
    { stage: "thumbnails", read: all + left, thumbnails: all, unmade: left },
    { stage: "thumbnails", read: all + left, thumbnails: all + left / 2, unmade: left / 2 },
    { stage: "idle", read: all + left, thumbnails: all + left },
  ];
  const again = spell.map((report) => ({ ...report, read: report.read + left, thumbnails: report.thumbnails + left }));
  const texts = follow(...spell, ...again).map(([text]) => text);
  assert.deepEqual(texts.slice(0, 4), ["100,000 found", "Adding photos, 1%", "Adding photos, 50%", "Up to date"]);
  assert.deepEqual(texts.slice(5), ["Adding photos, 1%", "Adding photos, 50%", "Up to date"]);
});

test("a page that comes late tells how much of the whole library is done", () => {
  assert.deepEqual(follow({ stage: "thumbnails", read: 1000, thumbnails: 500, unmade: 500 })[0].slice(0, 1),
    ["Adding photos, 50%"]);
});

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

test("no two folders of a list are called the same", () => {
  const roots = [{ name: "Pictures", path: "/home/ada/Pictures" }, { name: "Pictures", path: "/media/Pictures" }];
  const paths = ["/home/ada/Pictures/2023/06/x/y", "/home/ada/Pictures/2024/06/x/y", "/home/ada/Pictures/2024/z/u/v",
    "/home/ada/Pictures/a", "/media/Pictures/a", "/home/ada/Pictures/a"]; // prettier-ignore
  assert.deepEqual([...shortPaths(paths, roots).values()], ["Pictures / 2023 / 06 / x / y",
    "Pictures / 2024 / 06 / x / y", "Pictures / … / u / v", "/home/ada/Pictures/a", "/media/Pictures/a"]);
});
