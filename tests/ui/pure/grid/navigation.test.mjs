import assert from "node:assert/strict";
import { test } from "node:test";
import {
  centreOf,
  nearestInRow,
  moveByPage,
  rangesInBox,
  rowEdge,
  moveByRows,
} from "../../../../ui/js/pure/grid/navigation.js";
import { Layout } from "../../../../ui/js/pure/layout/layout.js";
import { library, timeline } from "../../timelines.mjs";

// rows of five, 104 px apart
const squares = new Layout(timeline(new Array(15).fill(1), [5, 5, 5]), { width: 516, target: 100 });

test("up and down keep to the line", () => {
  assert.equal(moveByRows(squares, 2, 1, null).index, 7);
  assert.equal(moveByRows(squares, 7, -1, null).index, 2);
  const layout = new Layout(library(500, 9), { width: 976, target: 168 });
  let step = moveByRows(layout, 3, 1, null);
  for (let i = 0; i < 6; i++) step = moveByRows(layout, step.index, 1, step.x);
  for (let i = 0; i < 7; i++) step = moveByRows(layout, step.index, -1, step.x);
  assert.equal(step.index, 3);
});

test("beyond the ends: the first and the last", () => {
  assert.equal(moveByRows(squares, 2, -1, null).index, 0);
  assert.equal(moveByRows(squares, 12, 1, null).index, 14);
  assert.equal(moveByPage(squares, 2, 1e6, null).index, 12);
  assert.equal(moveByPage(squares, 12, -1e6, null).index, 2);
  assert.equal(moveByPage(squares, 12, 1e6, null).index, 14);
});

test("a page is a window's height, at least a row", () => {
  assert.equal(moveByPage(squares, 2, 160, null).index, 7);
  assert.equal(moveByPage(squares, 2, 10, null).index, 7);
  assert.equal(moveByPage(squares, 7, -10, null).index, 2);
});

test("nearest by the edge, inside before beside", () => {
  assert.equal(centreOf(squares, 0), 50);
  for (const [x, index] of [
    [-5, 5],
    [0, 5],
    [101, 5],
    [103, 6],
    [104, 6],
    [9999, 9],
  ])
    assert.equal(nearestInRow(squares, 1, x), index);
});

test("ends of a row", () => assert.deepEqual([rowEdge(squares, 7, false), rowEdge(squares, 7, true)], [5, 9]));

for (const [box, ranges] of [
  [{ left: 10, right: 20, top: 50, bottom: 60 }, [[0, 0]]],
  [{ left: 50, right: 250, top: 50, bottom: 60 }, [[0, 2]]],
  [{ left: 110, right: 110, top: 0, bottom: 1000 }, [[1, 1], [6, 6], [11, 11]]],
  [{ left: -50, right: 9999, top: 141, bottom: 187 }, []], // the heading between two days
  [{ left: 600, right: 700, top: 50, bottom: 60 }, []],
  [{ left: 101, right: 103, top: 50, bottom: 60 }, []], // the gap between two photos
  [
    { left: 0, right: 600, top: -100, bottom: 1e9 },
    [
      [0, 4],
      [5, 9],
      [10, 14],
    ],
  ],
])
  test(`a rectangle ${Object.values(box)} touches ${JSON.stringify(ranges)}`, () =>
    assert.deepEqual(rangesInBox(squares, box), ranges));
