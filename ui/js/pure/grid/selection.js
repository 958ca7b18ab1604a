/** @file The selected photos: a bitset over the indices of one timeline. */

/** @typedef {import("../timeline/timeline.js").Timeline} Timeline */

/** A set of photos of one timeline. Never changed: every change makes a new one. */
export class Selection {
  #words;
  /** @type {number} */
  count;

  /**
   * @param {number} n - How many photos the timeline has.
   * @param {Uint32Array} [words] - The bits; none: an empty set.
   * @param {number} [count] - How many bits are set.
   */
  constructor(n, words = new Uint32Array((n + 31) >>> 5), count = countBits(words)) {
    this.n = n;
    this.#words = words;
    this.count = count;
  }

  /**
   * Return whether a photo is selected.
   * @param {number} index - Index of the photo in the timeline.
   */
  has(index) {
    return index >= 0 && index < this.n && ((this.#words[index >>> 5] >>> (index & 31)) & 1) === 1;
  }

  /**
   * Select a photo, or take it out.
   * @param {number} index - Index of the photo in the timeline.
   */
  toggle(index) {
    return this.has(index) ? this.remove(index, index) : this.add(index, index);
  }

  /**
   * Select all photos between two, both included, in either direction.
   * @param {number} from - Index of the one.
   * @param {number} to - Index of the other.
   */
  add(from, to) {
    return this.#change(from, to, (word, mask) => word | mask);
  }

  /**
   * Select the photos of several ranges.
   * @param {[number, number][]} ranges - Pairs [from, to], both included.
   */
  addAll(ranges) {
    const words = this.#words.slice();
    for (const [from, to] of ranges) changeBits(words, this.n, from, to, (word, mask) => word | mask);
    return new Selection(this.n, words);
  }

  /**
   * Take all photos between two out, both included, in either direction.
   * @param {number} from - Index of the one.
   * @param {number} to - Index of the other.
   */
  remove(from, to) {
    return this.#change(from, to, (word, mask) => word & ~mask);
  }

  /** Select what is not selected, and the other way round. */
  invert() {
    return this.#change(0, this.n - 1, (word, mask) => word ^ mask);
  }

  /**
   * Return whether all photos of a range are selected.
   * @param {number} from - Index of the first.
   * @param {number} end - Index after the last.
   */
  covers(from, end) {
    for (let i = from; i < end; i++) if (!this.has(i)) return false;
    return end > from;
  }

  /** The selected indices in order. */
  *indices() {
    for (let w = 0; w < this.#words.length; w++) {
      for (let word = this.#words[w]; word; word &= word - 1) yield w * 32 + (31 - Math.clz32(word & -word));
    }
  }

  /** Return all of them at once: to step through the generator for a million takes much longer. */
  #allIndices() {
    const found = new Uint32Array(this.count);
    let at = 0;
    for (let w = 0; w < this.#words.length; w++) {
      for (let word = this.#words[w]; word; word &= word - 1) found[at++] = w * 32 + (31 - Math.clz32(word & -word));
    }
    return found;
  }

  /**
   * Return the ids of the selected photos in order.
   * @param {Timeline} timeline - The timeline shown.
   * @returns {number[]}
   */
  ids(timeline) {
    const indices = this.#allIndices();
    const found = new Array(indices.length);
    for (let at = 0; at < indices.length; at++) found[at] = timeline.ids[indices[at]];
    return found;
  }

  /**
   * Return the same photos in another order or generation; those that are gone are left out.
   * @param {Timeline} before - The timeline of this selection.
   * @param {Timeline} after - The timeline of the new one.
   */
  remap(before, after) {
    const words = new Uint32Array((after.n + 31) >>> 5);
    for (const place of this.#allIndices()) {
      const index = after.indexOf(before.ids[place]);
      if (index >= 0) words[index >>> 5] |= 1 << (index & 31);
    }
    return new Selection(after.n, words);
  }

  /**
   * Select every photo.
   * @param {number} n - How many photos the timeline has.
   */
  static all(n) {
    return new Selection(n).add(0, n - 1);
  }

  /**
   * @param {number} from - Index of the one end.
   * @param {number} to - Index of the other.
   * @param {(word: number, mask: number) => number} make - Returns the new word for a word and the bits to change.
   */
  #change(from, to, make) {
    const words = this.#words.slice();
    changeBits(words, this.n, from, to, make);
    return new Selection(this.n, words);
  }
}

/**
 * Change the bits between two indices, both included, as far as there are any.
 * @param {Uint32Array} words - The bits, changed in place.
 * @param {number} n - How many bits count.
 * @param {number} from - Index of the one end.
 * @param {number} to - Index of the other.
 * @param {(word: number, mask: number) => number} make - Returns the new word for a word and the bits to change.
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

/**
 * Return how many bits are set.
 * @param {Uint32Array} words - The bits.
 */
function countBits(words) {
  let count = 0;
  for (let word of words) {
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
