// Which photos are chosen: a bitset over the places of one timeline. Never changed; every change makes a new one.

/** @typedef {import("../timeline/timeline.js").Timeline} Timeline */

export class Selection {
  #words;
  /** @type {number} */
  count;

  /** @param {number} n  @param {Uint32Array} [words]  @param {number} [count] */
  constructor(n, words = new Uint32Array((n + 31) >>> 5), count = countBits(words)) {
    this.n = n;
    this.#words = words;
    this.count = count;
  }

  /** @param {number} index */
  has(index) {
    return index >= 0 && index < this.n && ((this.#words[index >>> 5] >>> (index & 31)) & 1) === 1;
  }

  /** @param {number} index */
  toggle(index) {
    return this.has(index) ? this.remove(index, index) : this.add(index, index);
  }

  /** With all from `from` to `to`, in either direction, both ends included. @param {number} from  @param {number} to */
  add(from, to) {
    return this.#change(from, to, (word, mask) => word | mask);
  }

  /** Several ranges at once. @param {[number, number][]} ranges */
  addAll(ranges) {
    const words = this.#words.slice();
    for (const [from, to] of ranges) changeBits(words, this.n, from, to, (word, mask) => word | mask);
    return new Selection(this.n, words);
  }

  /** @param {number} from  @param {number} to */
  remove(from, to) {
    return this.#change(from, to, (word, mask) => word & ~mask);
  }

  invert() {
    return this.#change(0, this.n - 1, (word, mask) => word ^ mask);
  }

  /** Whether all from `from` up to, not including, `end` are chosen. @param {number} from  @param {number} end */
  covers(from, end) {
    for (let i = from; i < end; i++) if (!this.has(i)) return false;
    return end > from;
  }

  /** Places in order. */
  *indices() {
    for (let w = 0; w < this.#words.length; w++) {
      for (let word = this.#words[w]; word; word &= word - 1) yield w * 32 + (31 - Math.clz32(word & -word));
    }
  }

  /** @param {Timeline} timeline */
  *ids(timeline) {
    for (const index of this.indices()) yield timeline.ids[index];
  }

  /** The same photos in another order or generation; those that left are left out. @param {Timeline} before  @param {Timeline} after */
  remap(before, after) {
    const words = new Uint32Array((after.n + 31) >>> 5);
    for (const id of this.ids(before)) {
      const index = after.indexOf(id);
      if (index >= 0) words[index >>> 5] |= 1 << (index & 31);
    }
    return new Selection(after.n, words);
  }

  /** @param {number} n */
  static all(n) {
    return new Selection(n).add(0, n - 1);
  }

  /** @param {number} from  @param {number} to  @param {(word: number, mask: number) => number} make */
  #change(from, to, make) {
    const words = this.#words.slice();
    changeBits(words, this.n, from, to, make);
    return new Selection(this.n, words);
  }
}

/**
 * Changes the bits from `from` to `to`, in either direction, as far as there are any.
 * @param {Uint32Array} words  @param {number} n  @param {number} from  @param {number} to  @param {(word: number, mask: number) => number} make
 */
function changeBits(words, n, from, to, make) {
  const low = Math.max(0, Math.min(from, to));
  const high = Math.min(n - 1, Math.max(from, to));
  for (let w = low >>> 5; w <= high >>> 5 && low <= high; w++) {
    const first = Math.max(low - w * 32, 0);
    const last = Math.min(high - w * 32, 31);
    words[w] = make(words[w], (-1 << first) & (-1 >>> (31 - last)));
  }
}

/** @param {Uint32Array} words */
function countBits(words) {
  let count = 0;
  for (let word of words) {
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
