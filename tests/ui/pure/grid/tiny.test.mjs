import assert from "node:assert/strict";
import { test } from "node:test";
import { readTinies, TinyPainter } from "../../../../ui/js/pure/grid/tiny.js";

const RED = [0x00, 0xf8]; // RGB565, little-endian
const BLUE = [0x1f, 0x00];
const all = (/** @type {number} */ code) => Array(4).fill(code * 0b01010101);
const block = (first, second, codes) => [...first, ...second, ...codes];

/** Draw a tiny picture into so many pixels, and return them as lists of red, green, blue, alpha. */
function drawn(tiny, { width, height, aspect = width / height, cell = width / height }) {
  const target = { data: new Uint8ClampedArray(width * height * 4), width };
  new TinyPainter().draw(target, { x: 0, y: 0, width, height }, new Uint8Array(tiny), aspect, cell);
  return Array.from({ length: width * height }, (_, i) => [...target.data.subarray(4 * i, 4 * i + 4)]);
}

test("an answer is read as it was asked for, with gaps", () => {
  const bytes = new Uint8Array([2, 0, 0, 0, 3, 0, 7, 8, 1, 2, 3]);
  assert.deepEqual(
    readTinies(bytes.buffer, 3).map((tiny) => tiny && [...tiny]),
    [[7, 8], null, [1, 2, 3]],
  );
  assert.deepEqual(readTinies(new ArrayBuffer(0), 0), []);
});

test("an answer that is cut is an error, not a picture", () => {
  assert.throws(() => readTinies(new Uint8Array([9, 0, 1]).buffer, 1), RangeError);
  assert.throws(() => readTinies(new Uint8Array([9]).buffer, 1), RangeError);
});

test("the four colours of a block", () => {
  const colours = [0, 1, 2, 3].map((code) => drawn([1, 1, ...block(RED, BLUE, all(code))], { width: 4, height: 4 }));
  assert.deepEqual(colours.map((pixels) => pixels[5]), [
    [255, 0, 0, 255], [0, 0, 255, 255], [170, 0, 85, 255], [85, 0, 170, 255],
  ]); // prettier-ignore
});

test("each pixel of a block has its place, and each block", () => {
  const corner = block(RED, BLUE, [0b01010100, 0b01010101, 0b01010101, 0b00010101]); // first and last pixel red
  const pixels = drawn([2, 1, ...block(RED, RED, all(0)), ...corner], { width: 8, height: 4 });
  const reds = pixels.flatMap(([red], i) => (red ? [i] : []));
  assert.deepEqual(reds, [0, 1, 2, 3, 4, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27, 31]);
});

test("larger, it is smoothed, and has no edge of another colour", () => {
  const halves = block(RED, BLUE, Array(4).fill(0b01010000)); // left red, right blue
  const line = drawn([1, 1, ...halves], { width: 16, height: 4 }).slice(0, 16).map(([red]) => red);
  assert.equal(line[0], 255);
  assert.equal(line[15], 0);
  assert.ok(line.every((red, i) => i === 0 || red <= line[i - 1]));
  assert.ok(line.some((red) => red > 0 && red < 255));
});

test("a cell of another shape shows the middle, as the thumbnail does", () => {
  const edges = block(RED, BLUE, Array(4).fill(0b01000001)); // blue at both sides, red between
  assert.deepEqual(
    drawn([1, 1, ...edges], { width: 2, height: 4, aspect: 2, cell: 1 }).map(([red]) => red),
    Array(8).fill(255),
  );
});

test("it draws into its box alone", () => {
  const target = { data: new Uint8ClampedArray(6 * 3 * 4), width: 6 };
  const tiny = new Uint8Array([1, 1, ...block(RED, RED, all(0))]);
  new TinyPainter().draw(target, { x: 2, y: 1, width: 3, height: 1 }, tiny, 1, 3);
  const painted = Array.from({ length: 18 }, (_, i) => i).filter((i) => target.data[4 * i + 3]);
  assert.deepEqual(painted, [8, 9, 10]);
});
