/** @file The timeline file (PTL1) as typed-array views: nothing is parsed and nothing is copied, save the days. */

const MAGIC = 0x314c5450; // "PTL1", read as a little-endian number
const HEADER = 32;
const SECTION = { ids: 1, aspects: 2, colours: 4, flags: 8, versions: 16, marks: 32 };
const MAX_PHOTOS = 50_000_000; // more is a damaged file, not a library

export const FLAG = { video: 1, favourite: 2, stack: 4, live: 8, offline: 16, raw: 32, broken: 64 };

/** The photos of one view, in display order. Every array is indexed by the photo's place in it. */
export class Timeline {
  /** @type {Int32Array|null} */
  #table = null;
  #firstId = 0;
  /** @type {boolean|null} */
  #offline = null;

  /**
   * @param {{generation: number, revision?: [number, number], ids: Uint32Array, aspects: Uint16Array,
   *   colours: Uint16Array, versions: Uint16Array, flags: Uint8Array, marks?: Uint8Array, days: Int32Array,
   *   counts: Uint32Array}} parts - The sections of the file.
   * @param {string} key - The query of the view, which tells timelines apart.
   */
  constructor(parts, key = "") {
    this.key = key;
    this.generation = parts.generation;
    /** of library.db, as far as flags and marks follow it; [0, 0]: they do not */
    this.revision = parts.revision ?? [0, 0];
    this.ids = parts.ids;
    /** round(width / height × 4096); 0: not known */
    this.aspects = parts.aspects;
    /** RGB565 of the mean colour; 0: not known */
    this.colours = parts.colours;
    this.versions = parts.versions;
    this.flags = parts.flags;
    this.n = parts.ids.length;
    /** rating, pick and colour label: pure/annotations/marks.js */
    this.marks = parts.marks ?? new Uint8Array(this.n);
    /** local day of each run of photos, days since 1970-01-01; empty when the order is not by date */
    this.days = parts.days;
    /** index of the first photo of each day, and n at the end */
    this.dayFirst = runningSums(parts.counts);
  }

  /**
   * Return width / height of a photo; 1.5 when it is not known.
   * @param {number} index - Index of the photo in the timeline.
   */
  aspect(index) {
    return this.aspects[index] / 4096 || 1.5;
  }

  /**
   * Return the mean colour of a photo for CSS; "": not known.
   * @param {number} index - Index of the photo in the timeline.
   */
  colour(index) {
    const c = this.colours[index];
    return c ? `rgb(${(c >> 11) * 255 / 31 | 0} ${((c >> 5) & 63) * 255 / 63 | 0} ${(c & 31) * 255 / 31 | 0})` : "";
  }

  /**
   * Return whether a photo has a flag.
   * @param {number} index - Index of the photo in the timeline.
   * @param {keyof typeof FLAG} flag - Name of the flag.
   */
  has(index, flag) {
    return (this.flags[index] & FLAG[flag]) !== 0;
  }

  /** Whether no photo's original can be opened. */
  get isOffline() {
    return (this.#offline ??= this.n > 0 && this.flags.every((flags) => (flags & FLAG.offline) !== 0));
  }

  /**
   * Return the index of the photo with an id; -1: not in this view. The first call builds a table.
   * @param {number} id - Id of the photo.
   */
  indexOf(id) {
    const table = (this.#table ??= this.#build());
    return table[id - this.#firstId] ?? -1;
  }

  /**
   * Return the index of the day a photo belongs to; -1: the order is not by date.
   * @param {number} index - Index of the photo in the timeline.
   */
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

  /**
   * Return whether another timeline has the same photos, of the same shapes, at the same places: only their marks,
   * flags, colours or versions may differ.
   * @param {Timeline} other - The other one.
   */
  hasPlacesOf(other) {
    const pairs = [[this.ids, other.ids], [this.aspects, other.aspects], [this.days, other.days],
      [this.dayFirst, other.dayFirst]]; // prettier-ignore
    return pairs.every(([one, two]) => isEqual(one, two));
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

/**
 * @param {Uint32Array} ids - Ids of the photos.
 * @param {number} least - The smallest of them.
 * @returns {any}
 */
function sparseTable(ids, least) {
  /** @type {Record<number, number>} */
  const table = Object.create(null);
  ids.forEach((id, index) => (table[id - least] = index));
  return table;
}

/**
 * @param {ArrayLike<number>} one - Numbers.
 * @param {ArrayLike<number>} two - Others.
 */
function isEqual(one, two) {
  if (one.length !== two.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== two[i]) return false;
  return true;
}

/** @param {Uint32Array} counts - How many photos each day has. */
function runningSums(counts) {
  const first = new Uint32Array(counts.length + 1);
  for (let d = 0; d < counts.length; d++) first[d + 1] = first[d] + counts[d];
  return first;
}

/**
 * Read a timeline file. Throws an Error that says what is wrong with it.
 * @param {ArrayBuffer} buffer - The file.
 * @param {string} [key] - The query of the view.
 * @returns {Timeline} The timeline, with views onto the file.
 */
export function decode(buffer, key) {
  const header = readHeader(buffer);
  const { generation, revision, n, d, bits } = header;
  const reader = new SectionReader(buffer, header.length);
  const runs = reader.take(Int32Array, 2 * d);
  const timeline = new Timeline({
    generation,
    revision,
    ids: reader.section(Uint32Array, n, bits & SECTION.ids),
    aspects: reader.section(Uint16Array, n, bits & SECTION.aspects),
    colours: reader.section(Uint16Array, n, bits & SECTION.colours),
    versions: reader.section(Uint16Array, n, bits & SECTION.versions),
    flags: reader.section(Uint8Array, n, bits & SECTION.flags),
    marks: reader.section(Uint8Array, n, bits & SECTION.marks),
    days: Int32Array.from({ length: d }, (_, i) => runs[2 * i]),
    counts: Uint32Array.from({ length: d }, (_, i) => runs[2 * i + 1]),
  }, key);
  if (d && timeline.dayFirst[d] !== n) throw new Error("timeline: the days do not add up to the photos");
  return timeline;
}

/** @param {ArrayBuffer} buffer - The file. */
function readHeader(buffer) {
  if (buffer.byteLength < HEADER) throw new Error("timeline: shorter than its header");
  const view = new DataView(buffer);
  if (view.getUint32(0, true) !== MAGIC) throw new Error("timeline: not a timeline file");
  if (view.getUint16(4, true) !== 1) throw new Error("timeline: a version this page does not know");
  const length = view.getUint16(6, true);
  const [generation, n, d, bits] = [8, 12, 16, 20].map((offset) => view.getUint32(offset, true));
  if (length < HEADER || length % 4) throw new Error("timeline: a header of the wrong length");
  if (n > MAX_PHOTOS || d > n) throw new Error("timeline: impossible counts");
  if (n && !(bits & SECTION.ids)) throw new Error("timeline: no ids");
  return { length, generation, revision: revisionOf(view), n, d, bits };
}

/**
 * @param {DataView} view - The file.
 * @returns {[number, number]} Which library.db, and its newest act.
 */
function revisionOf(view) {
  return [view.getUint32(28, true), view.getUint32(24, true)];
}

/** Hands out views onto a file one after the other, each padded to four bytes. */
class SectionReader {
  /**
   * @param {ArrayBuffer} buffer - The file.
   * @param {number} offset - Where the first section begins.
   */
  constructor(buffer, offset) {
    this.buffer = buffer;
    this.offset = offset;
  }

  /**
   * Return the next section. Throws an Error when the file ends before it.
   * @template T
   * @param {{new(buffer: ArrayBuffer, offset: number, length: number): T, BYTES_PER_ELEMENT: number}} kind - Class of
   *   the typed array.
   * @param {number} length - How many elements.
   */
  take(kind, length) {
    const bytes = length * kind.BYTES_PER_ELEMENT;
    if (this.offset + bytes > this.buffer.byteLength) throw new Error("timeline: the file ends too early");
    const view = new kind(this.buffer, this.offset, length);
    this.offset += (bytes + 3) & ~3;
    return view;
  }

  /**
   * Return the next section, or zeros when the file leaves it out.
   * @template T
   * @param {{new(buffer: ArrayBuffer, offset: number, length: number): T, BYTES_PER_ELEMENT: number}} kind - Class of
   *   the typed array.
   * @param {number} length - How many elements.
   * @param {number} present - 0: the file leaves it out.
   */
  section(kind, length, present) {
    return present ? this.take(kind, length) : new kind(new ArrayBuffer(length * kind.BYTES_PER_ELEMENT), 0, length);
  }
}

/**
 * Return a timeline without photos.
 * @param {string} [key] - The query of the view.
 */
export function emptyTimeline(key) {
  const none = new Uint16Array(0);
  return new Timeline({ generation: 0, ids: new Uint32Array(0), aspects: none, colours: none, versions: none,
    flags: new Uint8Array(0), days: new Int32Array(0), counts: new Uint32Array(0) }, key);
}
