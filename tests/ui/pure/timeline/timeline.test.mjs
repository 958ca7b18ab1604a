import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, emptyTimeline } from "../../../../ui/js/pure/timeline/timeline.js";
import { file, timeline } from "../../timelines.mjs";

const UNDATED = -2147483648;

test("every section of a file is where the server put it", () => {
  const made = decode(
    file({
      generation: 42,
      revision: [0x7fff1234, 90],
      ids: [9, 4, 7],
      aspects: [6144, 4096, 2731],
      colours: [0xf800, 0, 0x001f],
      versions: [1, 65535, 3],
      flags: [0, 16, 64],
      days: [
        [20000, 2],
        [UNDATED, 1],
      ],
    }),
    "order=date",
  );
  assert.equal(made.key, "order=date");
  assert.equal(made.generation, 42);
  assert.deepEqual(made.revision, [0x7fff1234, 90]);
  assert.equal(made.n, 3);
  assert.deepEqual([...made.ids], [9, 4, 7]);
  assert.deepEqual([0, 1, 2].map((i) => made.aspect(i).toFixed(2)), ["1.50", "1.00", "0.67"]);
  assert.deepEqual([0, 1, 2].map((i) => made.colour(i)), ["rgb(255 0 0)", "", "rgb(0 0 255)"]);
  assert.deepEqual([...made.versions], [1, 65535, 3]);
  assert.deepEqual([made.has(1, "offline"), made.has(2, "broken"), made.has(0, "broken")], [true, true, false]);
  assert.deepEqual([...made.days], [20000, UNDATED]);
  assert.deepEqual([...made.dayFirst], [0, 2, 3]);
});

test("sections may be left out, ids may not", () => {
  const made = decode(file({ ids: [1, 2, 3], bits: 1 }));
  assert.deepEqual([...made.aspects, ...made.flags, ...made.versions], [0, 0, 0, 0, 0, 0, 0, 0, 0]);
  assert.equal(made.aspect(0), 1.5);
  assert.throws(() => decode(file({ ids: [1], bits: 2 })), /no ids/);
});

test("marks come last, and are left out where there are none", () => {
  const marked = decode(file({ ids: [1, 2, 3], flags: [2, 0, 0], marks: [5, 0, 0b101_10_011] }));
  assert.deepEqual([...marked.marks], [5, 0, 0b101_10_011]);
  assert.deepEqual([marked.has(0, "favourite"), marked.has(1, "favourite")], [true, false]);
  assert.deepEqual([...decode(file({ ids: [1, 2, 3] })).marks], [0, 0, 0]);
  assert.throws(() => decode(file({ ids: [1, 2, 3], bits: 63 }).slice(0, -4)), /ends too early/);
});

test("photos are found by id, in order or not", () => {
  const made = decode(file({ ids: [30, 10, 20] }));
  assert.deepEqual(
    [30, 10, 20, 11, 9, 31, 0, -1, 2 ** 31].map((id) => made.indexOf(id)),
    [0, 1, 2, -1, -1, -1, -1, -1, -1],
  );
  const sparse = decode(file({ ids: [4_000_000_000, 5, 900_000_000] }));
  assert.deepEqual([4_000_000_000, 5, 900_000_000, 6].map((id) => sparse.indexOf(id)), [0, 1, 2, -1]);
  assert.equal(emptyTimeline().indexOf(1), -1);
});

test("the day of every photo", () => {
  const made = timeline([1, 1, 1, 1, 1, 1], [2, 1, 3]);
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((i) => made.dayOf(i)), [0, 0, 1, 2, 2, 2]);
  assert.equal(made.dayOf(6), -1);
  assert.equal(timeline([1, 1], []).dayOf(1), -1);
});

test("offline as a whole, or not", () => {
  const of = (...flags) => timeline(flags.map(() => 1), [flags.length], { flags: Uint8Array.from(flags) }).isOffline;
  assert.deepEqual([of(16, 17), of(16, 0), of(0), emptyTimeline().isOffline], [true, false, false, false]);
});

test("an empty library is a file too", () => {
  assert.equal(decode(file()).n, 0);
  assert.equal(emptyTimeline("x").key, "x");
});

const spoil = (offset, ...values) => {
  const buffer = file({ ids: [1, 2], days: [[1, 2]] });
  new Uint8Array(buffer).set(values, offset);
  return buffer;
};

for (const [name, buffer, reason] of [
  ["nothing", new ArrayBuffer(0), /shorter/],
  ["half a header", new ArrayBuffer(31), /shorter/],
  ["another magic", spoil(0, 0), /not a timeline/],
  ["a version to come", spoil(4, 2), /version/],
  ["a header of no length", spoil(6, 0), /length/],
  ["an odd header", spoil(6, 33), /length/],
  ["a header beyond the end", spoil(6, 0xfc, 0xff), /too early/],
  ["four thousand million photos", spoil(12, 255, 255, 255, 255), /impossible/],
  ["more days than photos", spoil(16, 3), /impossible/],
  ["days that do not add up", spoil(36, 1), /add up/],
  ["a file cut short", file({ ids: [1, 2, 3] }).slice(0, -4), /too early/],
  ["an error page", new TextEncoder().encode("<!doctype html><title>Not found</title>").buffer, /not a timeline/],
]) test(`refused: ${name}`, () => assert.throws(() => decode(buffer), reason));

test("a timeline has the places of another unless photos, shapes or days differ", () => {
  const before = timeline([1, 1.5, 2], [1, 2]);
  assert.ok(timeline([1, 1.5, 2], [1, 2], { flags: Uint8Array.of(2, 0, 0) }).hasPlacesOf(before));
  assert.ok(!timeline([1, 1.5, 2], [2, 1]).hasPlacesOf(before));
  assert.ok(!timeline([1, 1.5, 1], [1, 2]).hasPlacesOf(before));
  assert.ok(!timeline([1, 1.5], [1, 1]).hasPlacesOf(before));
  assert.ok(!timeline([1, 1.5, 2], [1, 2], { ids: Uint32Array.of(1, 3, 2) }).hasPlacesOf(before));
  assert.ok(!timeline([1, 1.5, 2], [1, 2], { days: [20000, 19000] }).hasPlacesOf(before));
});
