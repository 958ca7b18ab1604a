import assert from "node:assert/strict";
import { test } from "node:test";
import { Selection } from "../../../../ui/js/pure/grid/selection.js";
import { timeline } from "../../timelines.mjs";

const of = (n, ...indices) => indices.reduce((selection, index) => selection.toggle(index), new Selection(n));

test("one and one more, and away again", () => {
  const one = of(100, 5);
  const two = one.toggle(64);
  assert.deepEqual([one.count, two.count, two.toggle(5).count], [1, 2, 1]);
  assert.deepEqual([one.has(64), two.has(64), two.has(-1), two.has(100)], [false, true, false, false]);
  assert.deepEqual([...two.indices()], [5, 64]);
});

for (const [n, from, to, count] of [
  [100, 3, 3, 1],
  [100, 31, 32, 2],
  [100, 0, 99, 100],
  [100, 99, 0, 100],
  [1000, 32, 63, 32],
  [1000, 31, 64, 34],
  [100, -5, 2, 3],
  [100, 98, 5000, 2],
  [0, 0, -1, 0],
  [0, 0, 5, 0],
  [1, 0, 0, 1],
  [33, 32, 32, 1],
]) {
  test(`a range of ${from} to ${to} in ${n}`, () => {
    const range = new Selection(n).add(from, to);
    assert.equal(range.count, count);
    assert.equal([...range.indices()].length, count);
    assert.equal(range.remove(from, to).count, 0);
  });
}

test("all of a million, but one, inverted", () => {
  const all = Selection.all(1_000_000);
  assert.equal(all.count, 1_000_000);
  assert.deepEqual([...all.toggle(999_999).invert().indices()], [999_999]);
  assert.equal(all.invert().count, 0);
  assert.equal(new Selection(33).invert().count, 33);
});

test("whether a day is selected", () => {
  const some = new Selection(50).add(10, 19);
  assert.deepEqual(
    [some.covers(10, 20), some.covers(12, 15), some.covers(10, 21), some.covers(9, 20), some.covers(10, 10)],
    [true, true, false, false, false],
  );
});

test("the same photos in another generation", () => {
  const before = timeline([1, 1, 1, 1], [4], { ids: Uint32Array.from([10, 20, 30, 40]) });
  const after = timeline([1, 1, 1, 1], [4], { ids: Uint32Array.from([50, 40, 10, 30]) });
  const selected = of(4, 0, 1, 3);
  assert.deepEqual(selected.ids(before), [10, 20, 40]);
  const kept = selected.remap(before, after);
  assert.deepEqual(kept.ids(after), [40, 10]);
  assert.deepEqual([kept.n, kept.count], [4, 2]);
});

test("several ranges at once", () =>
  assert.deepEqual(
    [
      ...of(200, 3)
        .addAll([
          [60, 62],
          [190, 500],
          [9, 8],
        ])
        .indices(),
    ].length,
    1 + 3 + 10 + 2,
  ));
