// Which tiles of a very large picture are seen: level, margin, edges.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isLarge, seenTiles, tiledSize } from "../../../../ui/js/pure/viewer/tiles.js";

const SIZE = { width: 16384, height: 12288 };
const WHOLE = { left: 0, top: 0, right: 1, bottom: 1 };

/** @param {{tiles: {name: string}[]}} seen */
const names = ({ tiles }) => tiles.map(({ name }) => name).join(" ");

test("the level has as many pixels as the screen, or up to twice as many", () => {
  const rows = [[8, 0], [1, 0], [0.51, 0], [0.5, 1], [1 / 3, 1], [0.25, 2], [0.16, 2], [0.01, 2]];
  for (const [zoom, level] of rows) assert.equal(seenTiles(SIZE, zoom, WHOLE).level, level, `${zoom}`);
});

test("a corner at 100 % is its tile, and what the next stroke of the hand brings", () => {
  const corner = { left: 0, top: 0, right: 400 / 16384, bottom: 300 / 12288 };
  assert.equal(names(seenTiles(SIZE, 1, corner)), "0-0-0");
  const near = { ...corner, right: 600 / 16384 };
  assert.equal(names(seenTiles(SIZE, 1, near)), "0-0-0 0-1-0");
});

test("the last tiles end where the picture does", () => {
  const size = { width: 9001, height: 7001 };
  const { tiles } = seenTiles(size, 1, WHOLE);
  assert.equal(tiles.length, 9 * 7);
  const last = tiles.at(-1);
  assert.deepEqual(last, { name: "0-8-6", left: 8192, top: 6144, width: 9001 - 8192, height: 7001 - 6144 });
  const half = seenTiles(size, 0.5, WHOLE).tiles.at(-1);
  assert.deepEqual(half, { name: "1-4-3", left: 8192, top: 6144, width: 9001 - 8192, height: 7001 - 6144 });
});

test("at no zoom are more pixels held than four times those of the stage, and an edge", () => {
  const stage = { width: 1280, height: 800 };
  for (let zoom = 0.16; zoom < 8; zoom *= 1.07) {
    const right = Math.min(1, stage.width / zoom / SIZE.width);
    const bottom = Math.min(1, stage.height / zoom / SIZE.height);
    const { tiles } = seenTiles(SIZE, zoom, { left: 0, top: 0, right, bottom });
    assert.ok(tiles.length <= 20, `${tiles.length} at ${zoom}`);
  }
});

test("a strip has tiles as any picture", () => {
  assert.equal(names(seenTiles({ width: 1, height: 20000 }, 1, { left: 0, top: 0.5, right: 1, bottom: 0.51 })),
    "0-0-9 0-0-10");
});

test("pictures of more than fifty megapixels are shown in tiles, of a RAW file the camera's own", () => {
  const large = { width: 9000, height: 6000, preview: null };
  assert.ok(isLarge(large));
  assert.deepEqual(tiledSize(large, ""), { width: 9000, height: 6000 });
  assert.equal(tiledSize({ width: 8000, height: 6000, preview: null }, ""), null);
  assert.equal(tiledSize({ width: null, height: null, preview: null }, ""), null);
  const raw = { ...large, preview: { width: 1600, height: 1200 } };
  assert.equal(tiledSize(raw, ""), null);
  assert.deepEqual(tiledSize(raw, "developed"), { width: 9000, height: 6000 });
});
