// The timeline file (PTL1) as typed-array views: nothing is parsed, nothing is copied.

import { UNDATED } from "../text/format.js";

const MAGIC = 0x314c5450; // "PTL1", read as a little-endian number
const HEADER = 32;
const SECTION = { ids: 1, aspects: 2, colours: 4, flags: 8, versions: 16 };
const LIMIT = 50_000_000; // photos; beyond it the file is nonsense, not a library

export const FLAG = { video: 1, favourite: 2, stack: 4, live: 8, offline: 16, raw: 32, broken: 64 };

/** One view of the library, in display order. Every array is indexed by the photo's place in it. */
export class Timeline {
  /** @type {Int32Array|null} */
  #table = null;
  #firstId = 0;
  /** @type {boolean|null} */
  #offline = null;

  /**
   * @param {{generation: number, ids: Uint32Array, aspects: Uint16Array, colours: Uint16Array, versions: Uint16Array,
   *   flags: Uint8Array, days: Int32Array, counts: Uint32Array}} parts
   * @param {string} key  which view this is: the query it was asked with
   */
  constructor(parts, key = "") {
    this.key = key;
    this.generation = parts.generation;
    this.ids = parts.ids;
    /** round(width / height × 4096); 0: not known */
    this.aspects = parts.aspects;
    /** RGB565 of the mean colour; 0: not known */
    this.colours = parts.colours;
    this.versions = parts.versions;
    this.flags = parts.flags;
    this.n = parts.ids.length;
    /** local day of each run of photos, days since 1970-01-01; empty when the order is not by date */
    this.days = parts.days;
    /** index of the first photo of each day, and n at the end */
    this.dayFirst = runningSums(parts.counts);
  }

  /** width / height @param {number} index */
  aspect(index) {
    return this.aspects[index] / 4096 || 1.5;
  }

  /** The mean colour for CSS, "" when not known. @param {number} index */
  colour(index) {
    const c = this.colours[index];
    return c ? `rgb(${(c >> 11) * 255 / 31 | 0} ${((c >> 5) & 63) * 255 / 63 | 0} ${(c & 31) * 255 / 31 | 0})` : "";
  }

  /** @param {number} index  @param {keyof typeof FLAG} flag */
  has(index, flag) {
    return (this.flags[index] & FLAG[flag]) !== 0;
  }

  /** Whether there is not one photo whose original can be opened. */
  get isOffline() {
    return (this.#offline ??= this.n > 0 && this.flags.every((flags) => (flags & FLAG.offline) !== 0));
  }

  /** Place of the photo with this id, -1: not in this view. The table is built by the first question. @param {number} id */
  indexOf(id) {
    const table = (this.#table ??= this.#build());
    return table[id - this.#firstId] ?? -1;
  }

  /** Which day run a photo belongs to, -1 when the order is not by date. @param {number} index */
  dayOf(index) {
    let low = 0;
    let high = this.days.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.dayFirst[middle + 1] > index) high = middle;
      else low = middle + 1;
    }
    return low < this.days.length ? low : -1;
  }

  #build() {
    let least = this.n ? Infinity : 0;
    let most = 0;
    for (const id of this.ids) {
      if (id < least) least = id;
      if (id > most) most = id;
    }
    this.#firstId = least;
    if (most - least > 16 * this.n + 1_000_000) return sparseTable(this.ids, least);
    const table = new Int32Array(most - least + 1).fill(-1);
    for (let i = 0; i < this.n; i++) table[this.ids[i] - least] = i;
    return table;
  }
}

/** @param {Uint32Array} ids  @param {number} least  @returns {any} */
function sparseTable(ids, least) {
  /** @type {Record<number, number>} */
  const table = Object.create(null);
  ids.forEach((id, index) => (table[id - least] = index));
  return table;
}

/** @param {Uint32Array} counts */
function runningSums(counts) {
  const first = new Uint32Array(counts.length + 1);
  for (let d = 0; d < counts.length; d++) first[d + 1] = first[d] + counts[d];
  return first;
}

/**
 * @param {ArrayBuffer} buffer  @param {string} [key]
 * @returns {Timeline}  an Error says what is wrong with the file
 */
export function decode(buffer, key) {
  const header = readHeader(buffer);
  const { generation, n, d, bits } = header;
  const reader = new SectionReader(buffer, header.length);
  const runs = reader.take(Int32Array, 2 * d);
  const timeline = new Timeline({
    generation,
    ids: reader.section(Uint32Array, n, bits & SECTION.ids),
    aspects: reader.section(Uint16Array, n, bits & SECTION.aspects),
    colours: reader.section(Uint16Array, n, bits & SECTION.colours),
    versions: reader.section(Uint16Array, n, bits & SECTION.versions),
    flags: reader.section(Uint8Array, n, bits & SECTION.flags),
    days: Int32Array.from({ length: d }, (_, i) => runs[2 * i]),
    counts: Uint32Array.from({ length: d }, (_, i) => runs[2 * i + 1]),
  }, key);
  if (d && timeline.dayFirst[d] !== n) throw new Error("timeline: the days do not add up to the photos");
  return timeline;
}

/** @param {ArrayBuffer} buffer */
function readHeader(buffer) {
  if (buffer.byteLength < HEADER) throw new Error("timeline: shorter than its header");
  const view = new DataView(buffer);
  if (view.getUint32(0, true) !== MAGIC) throw new Error("timeline: not a timeline file");
  if (view.getUint16(4, true) !== 1) throw new Error("timeline: a version this page does not know");
  const length = view.getUint16(6, true);
  const [generation, n, d, bits] = [8, 12, 16, 20].map((offset) => view.getUint32(offset, true));
  if (length < HEADER || length % 4) throw new Error("timeline: a header of the wrong length");
  if (n > LIMIT || d > n) throw new Error("timeline: impossible counts");
  if (n && !(bits & SECTION.ids)) throw new Error("timeline: no ids");
  return { length, generation, n, d, bits };
}

/** Hands out views one after the other, each padded to four bytes. */
class SectionReader {
  /** @param {ArrayBuffer} buffer  @param {number} offset */
  constructor(buffer, offset) {
    this.buffer = buffer;
    this.offset = offset;
  }

  /** @template T  @param {{new(buffer: ArrayBuffer, offset: number, length: number): T, BYTES_PER_ELEMENT: number}} kind  @param {number} length */
  take(kind, length) {
    const bytes = length * kind.BYTES_PER_ELEMENT;
    if (this.offset + bytes > this.buffer.byteLength) throw new Error("timeline: the file ends too early");
    const view = new kind(this.buffer, this.offset, length);
    this.offset += (bytes + 3) & ~3;
    return view;
  }

  /**
   * A section, or zeros when the file leaves it out.
   * @template T  @param {{new(buffer: ArrayBuffer, offset: number, length: number): T, BYTES_PER_ELEMENT: number}} kind
   * @param {number} length  @param {number} present
   */
  section(kind, length, present) {
    return present ? this.take(kind, length) : new kind(new ArrayBuffer(length * kind.BYTES_PER_ELEMENT), 0, length);
  }
}

/** A timeline of nothing. @param {string} [key] */
export function emptyTimeline(key) {
  const none = new Uint16Array(0);
  return new Timeline({ generation: 0, ids: new Uint32Array(0), aspects: none, colours: none, versions: none,
    flags: new Uint8Array(0), days: new Int32Array(0), counts: new Uint32Array(0) }, key);
}

/** @param {Timeline} timeline  @param {number} d  whether the run d holds the photos without a date */
export function isUndated(timeline, d) {
  return timeline.days[d] === UNDATED;
}
