// Timelines made for tests: the bytes of a file, and a library of any size.

import { Timeline } from "../../ui/js/pure/timeline/timeline.js";

/** The number of a day ("2026-11-28") since 1970. */
export const day = (text) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;

/** The file as the server writes it. */
export function file({
  generation = 7,
  revision = [0, 0],
  days = [],
  ids = [],
  aspects,
  colours,
  versions,
  flags,
  marks,
  bits = marks ? 63 : 31,
  n = ids.length,
} = {}) {
  const header = new DataView(new ArrayBuffer(32));
  [0x50, 0x54, 0x4c, 0x31].forEach((byte, i) => header.setUint8(i, byte));
  header.setUint16(4, 1, true);
  header.setUint16(6, 32, true);
  [generation, n, days.length, bits].forEach((value, i) => header.setUint32(8 + 4 * i, value, true));
  revision.forEach((value, i) => header.setUint32(28 - 4 * i, value, true));
  const runs = new Int32Array(days.flat());
  const parts = [new Uint8Array(header.buffer), bytes(runs)];
  const zeros = ids.map(() => 0);
  const sections = [
    [1, Uint32Array.from(ids)],
    [2, Uint16Array.from(aspects ?? zeros)],
    [4, Uint16Array.from(colours ?? zeros)],
    [16, Uint16Array.from(versions ?? zeros)],
    [8, Uint8Array.from(flags ?? zeros)],
    [32, Uint8Array.from(marks ?? zeros)],
  ];
  for (const [bit, values] of sections) if (bits & bit) parts.push(padded(bytes(values)));
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.buffer;
}

const bytes = (values) => new Uint8Array(values.buffer);

function padded(data) {
  const out = new Uint8Array((data.length + 3) & ~3);
  out.set(data);
  return out;
}

/**
 * Makes a timeline.
 * @param {number[]} aspects - Width / height of each photo.
 * @param {number[]} [counts] - Photos of each day; []: not by date.
 * @param {{ids?: Uint32Array, flags?: Uint8Array, days?: number[]}} [more] - Sections that are not as usual.
 */
export function timeline(aspects, counts = [aspects.length], { ids, flags, days } = {}) {
  const n = aspects.length;
  return new Timeline({
    generation: 1,
    ids: ids ?? Uint32Array.from({ length: n }, (_, i) => i + 1),
    aspects: Uint16Array.from(aspects, (aspect) => Math.round(aspect * 4096)),
    colours: new Uint16Array(n), versions: new Uint16Array(n), flags: flags ?? new Uint8Array(n),
    days: Int32Array.from(days ?? counts.map((_, i) => 20000 - i)), counts: Uint32Array.from(counts),
  });
}

const SHAPES = [1.5, 1.333, 0.75, 1, 1.778, 0.667, 1.5, 2.4];

/** Many photos over many days. */
export function library(n, days) {
  const each = Math.floor(n / days);
  const counts = Array.from({ length: days }, (_, i) => (i === days - 1 ? n - each * (days - 1) : each));
  return timeline(Array.from({ length: n }, (_, i) => SHAPES[(i * 7919) % 8]), counts);
}

/** Where a row of a layout ends: its last photo, or the heading of the last day where that is wider than its photos. */
export function endOfRow(layout, row) {
  const { left, width } = layout.rowCells(row);
  const slot = layout.isShared(row) && layout.daySlots(row).at(-1);
  const isNarrow = slot && slot.photosWidth < slot.width;
  return isNarrow ? Math.round(slot.left + slot.width) : left.at(-1) + width.at(-1);
}
