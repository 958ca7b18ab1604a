/**
 * @file Cuts a long list into chunks that do not depend on each other, so that one entry more or less changes a few
 * rows and not all rows below.
 */

/**
 * Return where a chunk ends. Chunks are content-defined: one begins at an entry whose hash is the smallest within
 * `minLength` entries on both sides. So chunks begin at the same entries, whatever entries come or go elsewhere.
 * @param {ArrayLike<number>} list - Photo ids, or days.
 * @param {number} minLength - Fewest entries of a chunk.
 * @param {number} from - Where the part of the list begins that is cut.
 * @param {number} end - Where that part ends.
 * @param {number} start - Where this chunk begins.
 * @returns {number} Index after its last entry.
 */
export function findChunkEnd(list, minLength, from, end, start) {
  const last = end - minLength; // beyond it the rest would be too short
  let i = start + minLength;
  while (i <= last) {
    const candidate = hash(list[i]);
    const ahead = Math.min(end, i + minLength);
    let j = i + 1;
    while (j < ahead && hash(list[j]) > candidate) j++;
    if (j < ahead) {
      i = j; // a smaller hash: the next candidate
      continue;
    }
    const behind = Math.max(from, i - minLength + 1);
    j = i - 1;
    while (j >= behind && hash(list[j]) > candidate) j--;
    if (j < behind) return i;
    i = ahead;
  }
  return end;
}

/**
 * Return a well-mixed number that is always the same for the same entry.
 * @param {number} value - The entry.
 */
function hash(value) {
  const mixed = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39) >>> 0;
}
