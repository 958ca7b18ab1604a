import assert from "node:assert/strict";
import { test } from "node:test";
import { firstOf, grouped, shareOf, shortPath, summary } from "../../ui/js/pure/progress.js";
import { pathTo, visibleFolders } from "../../ui/js/pure/tree.js";

const folder = (id, parent) => ({ id, parent, root: 1, name: `f${id}`, photos: 0, total: 0, cover: null, version: 1, offline: false });
const TREE = [folder(1, null), folder(2, 1), folder(3, 2), folder(4, 1), folder(5, null)];
const names = (...open) => visibleFolders(TREE, new Set(open)).map((line) => `${line.folder.id}@${line.depth}${line.parent ? (line.open ? "-" : "+") : ""}`).join(" ");

test("only what is unfolded shows", () => {
  assert.equal(names(), "1@0+ 5@0");
  assert.equal(names(1), "1@0- 2@1+ 4@1 5@0");
  assert.equal(names(1, 2), "1@0- 2@1- 3@2 4@1 5@0");
  assert.equal(names(2, 5, 99), "1@0+ 5@0");
  assert.deepEqual(visibleFolders([], new Set()), []);
});

test("the way to a folder", () => {
  assert.deepEqual(pathTo(TREE, 3).map(({ id }) => id), [1, 2, 3]);
  assert.deepEqual(pathTo(TREE, null), []);
  assert.deepEqual(pathTo(TREE, 77), []);
  assert.equal(pathTo([folder(1, 2), folder(2, 1)], 1).length, 2);
});

const idle = { stage: "idle", listed: 0, read: 0, unread: 0, thumbnails: 0, unmade: 0, paused: false };
const busy = { ...idle, stage: "reading", listed: 100, read: 60, unread: 40, thumbnails: 16, unmade: 84 };
const root = (state) => ({ id: 1, name: "x", path: "/x", folder: 1, state, reason: null, photos: 1 });
const status = (progress, problems = 0, roots = [root("online")]) => /** @type {any} */ ({ progress, counts: { photos: 1, problems }, roots });

for (const [given, text] of [
  [status(idle), "Up to date"], [status(idle, 1), "1 file could not be read"], [status(idle, 1204), "1,204 files could not be read"],
  [status(idle, 7, [root("offline")]), "1 folder offline"], [status(busy), "Adding photos, 38%"], [status({ ...busy, paused: true }), "Paused at 38%"],
  [status({ ...idle, stage: "listing", listed: 12345 }), "Looking for photos, 12,345 found"], [status(idle, 0, []), "No folders yet"],
]) test(`foot: ${text}`, () => assert.equal(summary(given).text, text));

test("the share of the work that is done", () => {
  assert.equal(shareOf(idle), 0);
  assert.equal(shareOf(busy), 0.38);
  assert.equal(shareOf({ ...idle, read: 5, thumbnails: 5 }), 1);
});

test("problems of one kind together, the most frequent first", () => {
  const row = (code, path) => ({ photo: 1, name: path, path, code, message: `about ${code}` });
  const groups = grouped([row("a", "1"), row("b", "2"), row("b", "3")]);
  assert.deepEqual(groups.map((group) => [group.code, group.rows.length]), [["b", 2], ["a", 1]]);
  assert.deepEqual(groups.map((group) => firstOf(group, [])), ["2 and 1 more", "1"]);
  assert.deepEqual(grouped([]), []);
});

for (const [path, short] of [["/home/ada/Pictures/a.jpg", "Pictures / a.jpg"], ["/home/ada/Pictures/2024/06/x/y/a.jpg", "Pictures / … / y / a.jpg"],
  ["/elsewhere/a.jpg", "elsewhere / a.jpg"], ["C:\\Photos\\2024\\a.jpg", "Photos / 2024 / a.jpg"]]) {
  test(`short: ${path}`, () => assert.equal(shortPath(path, [{ name: "Pictures", path: "/home/ada/Pictures" }, { name: "Photos", path: "C:\\Photos" }]), short));
}
