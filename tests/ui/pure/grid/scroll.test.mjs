import assert from "node:assert/strict";
import { test } from "node:test";
import { maxY, needsRebase, MAX_SPACER, spacerHeight, Speed, positionAt } from "../../../../ui/js/pure/grid/scroll.js";

const TALL = { total: 60_000_000, viewport: 800 };
const SMALL = { total: 5000, viewport: 800 };
const yOf = ({ base, scrollTop }) => base + scrollTop;

test("the spacer never exceeds what every browser takes", () => {
  assert.deepEqual([spacerHeight(0), spacerHeight(5000), spacerHeight(60e6)], [0, 5000, MAX_SPACER]);
  assert.ok(MAX_SPACER < 33_554_428 / 4);
});

for (const y of [0, 1, 799, 1e6, 30e6, 59_000_000, 59_999_199, 59_999_200]) {
  test(`stands at ${y} of 60,000,000 exactly, with room around`, () => {
    const stand = positionAt(y, TALL);
    assert.equal(yOf(stand), y);
    assert.ok(stand.base >= 0 && stand.base <= TALL.total - MAX_SPACER && Number.isInteger(stand.base));
    assert.ok(stand.scrollTop >= 0 && stand.scrollTop <= MAX_SPACER - TALL.viewport);
    assert.equal(needsRebase(stand, TALL, true), false);
  });
}

test("places beyond the ends are the ends; fractions stay", () => {
  assert.equal(yOf(positionAt(-50, TALL)), 0);
  assert.equal(yOf(positionAt(1e9, TALL)), 59_999_200);
  assert.equal(yOf(positionAt(12_345_678.25, TALL)), 12_345_678.25);
});

test("a small library never moves its base", () => {
  for (const y of [0, 10, 4200]) {
    const stand = positionAt(y, SMALL);
    assert.deepEqual([stand.base, stand.scrollTop], [0, y]);
    assert.equal(needsRebase(stand, SMALL, true) || needsRebase(stand, SMALL, false), false);
  }
  assert.equal(maxY({ total: 300, viewport: 800 }), 0);
  assert.equal(positionAt(5, { total: 300, viewport: 800 }).scrollTop, 0);
});

for (const [base, share, rest, flight] of [
  [1e6, 0.5, false, false],
  [1e6, 0.09, true, false],
  [1e6, 0.04, true, true],
  [1e6, 0.91, true, false],
  [1e6, 0.96, true, true],
  [0, 0.01, false, false],
  [58e6, 0.99, false, false],
  [58e6, 0.01, true, true],
]) {
  test(`at ${share} of the spacer over ${base}: ${rest} at rest, ${flight} in flight`, () => {
    const stand = { base, scrollTop: share * (MAX_SPACER - 800) };
    assert.deepEqual([needsRebase(stand, TALL, true), needsRebase(stand, TALL, false)], [rest, flight]);
    assert.ok(Math.abs(yOf(positionAt(yOf(stand), TALL)) - yOf(stand)) < 1e-6);
  });
}

test("the whole library is reached by small steps and rebases alone", () => {
  let stand = positionAt(0, TALL);
  for (let steps = 0; steps < 100_000 && yOf(stand) < maxY(TALL); steps++) {
    stand = { base: stand.base, scrollTop: Math.min(stand.scrollTop + 4000, MAX_SPACER - TALL.viewport) };
    if (needsRebase(stand, TALL, false)) stand = positionAt(yOf(stand), TALL);
  }
  assert.equal(yOf(stand), 59_999_200);
});

test("speed: steady, after a pause, after a jump", () => {
  const speed = new Speed();
  speed.sample(0, 1000);
  for (let i = 1; i <= 20; i++) speed.sample(i * 80, 1000 + i * 16);
  assert.ok(Math.abs(speed.value - 5) < 0.1, String(speed.value));
  assert.ok(speed.at(1000 + 21 * 16) > 4);
  assert.equal(speed.at(1000 + 20 * 16 + 80), 0, "calm");
  speed.reset(1e6);
  assert.equal(speed.value, 0);
  speed.sample(1e6, 5000);
  assert.equal(speed.value, 0);
});

test("speed: one jump is wanted, several in a row are a flight", () => {
  const speed = new Speed();
  speed.sample(0, 1000);
  speed.sampleJump(3e7, 3000);
  assert.equal(speed.at(3001), 0, "from rest");
  speed.sample(3e7, 3010);
  assert.ok(speed.at(3011) < 1, "the browser's own word about it changes nothing");
  speed.sampleJump(2e7, 3030);
  assert.ok(speed.at(3031) > 1000, "dragged along");
  speed.sampleJump(1e7, 3400);
  assert.equal(speed.at(3401), 0, "after a rest");
});
