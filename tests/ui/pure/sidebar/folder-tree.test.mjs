import assert from "node:assert/strict";
import { test } from "node:test";
import { neighbourFolder, folderPath, pathOnDisk, visibleFolders } from "../../../../ui/js/pure/sidebar/folder-tree.js";

const folder = (id, parent) => ({
  id,
  parent,
  root: 1,
  name: `f${id}`,
  photos: 0,
  total: 0,
  cover: null,
  version: 1,
  offline: false,
  reason: null,
});
const TREE = [folder(1, null), folder(2, 1), folder(3, 2), folder(4, 1), folder(5, null)];
const names = (...open) =>
  visibleFolders(TREE, new Set(open))
    .map((line) => `${line.folder.id}@${line.depth}${line.parent ? (line.open ? "-" : "+") : ""}`)
    .join(" ");

test("only what is unfolded shows", () => {
  assert.equal(names(), "1@0+ 5@0");
  assert.equal(names(1), "1@0- 2@1+ 4@1 5@0");
  assert.equal(names(1, 2), "1@0- 2@1- 3@2 4@1 5@0");
  assert.equal(names(2, 5, 99), "1@0+ 5@0");
  assert.deepEqual(visibleFolders([], new Set()), []);
});

test("the way to a folder", () => {
  assert.deepEqual(folderPath(TREE, 3).map(({ id }) => id), [1, 2, 3]);
  assert.deepEqual(folderPath(TREE, null), []);
  assert.deepEqual(folderPath(TREE, 77), []);
  assert.equal(folderPath([folder(1, 2), folder(2, 1)], 1).length, 2);
});

test("the next folder with photos of its own, and the one before", () => {
  const folders = TREE.map((one) => ({ ...one, photos: [2, 4, 5].includes(one.id) ? 3 : 0 }));
  const way = (from, step) => neighbourFolder(folders, from, step)?.id ?? null;
  assert.deepEqual([null, 1, 2, 3, 4, 5, 99].map((from) => way(from, 1)), [2, 2, 4, 4, 5, null, 2]);
  assert.deepEqual([null, 1, 2, 3, 4, 5, 99].map((from) => way(from, -1)), [null, null, null, 2, 2, 4, null]);
});

test("the path of a folder on the disk, on every system", () => {
  const folders = ["Photos", "2019", "Lisbon"].map((name) => ({ name }));
  assert.equal(pathOnDisk("/home/anna/Photos", folders), "/home/anna/Photos/2019/Lisbon");
  assert.equal(pathOnDisk("/", folders), "/2019/Lisbon");
  assert.equal(pathOnDisk("/", [{ name: "/" }]), "/");
  assert.equal(pathOnDisk("D:\\", folders), "D:\\2019\\Lisbon");
  assert.equal(pathOnDisk("\\\\server\\Photos", folders), "\\\\server\\Photos\\2019\\Lisbon");
});
