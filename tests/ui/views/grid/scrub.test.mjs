import assert from "node:assert/strict";
import { test } from "node:test";
import { Scrub } from "../../../../ui/js/views/grid/scrub.js";

const turn = () => new Promise(setImmediate);

/** A drag whose pictures come when the test says so. */
function room() {
  const asked = [];
  const gone = [];
  /** @type {(y: number) => Promise<void>} */
  const prepare = (y) =>
    new Promise((resolve) => asked.push({ y, come: async () => (resolve(), await turn()) }));
  return { asked, gone, scrub: new Scrub(prepare, (y) => gone.push(y)) };
}

test("the grid goes where its pictures are, then to where the pointer is by then", async () => {
  const { asked, gone, scrub } = room();
  scrub.moveTo(10);
  scrub.moveTo(20);
  scrub.moveTo(30);
  assert.deepEqual(gone, []);
  await asked[0].come();
  assert.deepEqual(gone, [10]);
  await asked[1].come();
  assert.deepEqual(gone, [10, 30]);
  assert.deepEqual(asked.map(({ y }) => y), [10, 30]);
  scrub.moveTo(40);
  await asked[2].come();
  assert.deepEqual(gone, [10, 30, 40]);
});

test("at its end the grid is where the pointer is, whatever has come", async () => {
  const { asked, gone, scrub } = room();
  scrub.moveTo(10);
  scrub.moveTo(20);
  scrub.finish();
  scrub.finish();
  assert.deepEqual(gone, [20]);
  await asked[0].come();
  assert.deepEqual(gone, [20]);
  scrub.moveTo(50);
  scrub.finish();
  scrub.moveTo(60); // the next drag, while the pictures of the one before are still on their way
  await asked[1].come();
  await asked[2].come();
  assert.deepEqual(gone, [20, 50, 60]);
});
