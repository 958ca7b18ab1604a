// Where a long list may be cut into parts that know nothing of each other, so that one more or less changes a few rows
// and not everything below.

/**
 * Parts begin where the list says so itself, by what stands in it: where its hash is the least far and wide. So they
 * begin at the same places whatever comes or goes elsewhere, and are never shorter than `apart`.
 * @param {ArrayLike<number>} list  photo ids, days  @param {number} apart  fewest of a part
 * @param {number} from  @param {number} end  what of the list is cut  @param {number} start  of this part
 * @returns {number} where it ends
 */
export function chunkEnd(list, apart, from, end, start) {
  const last = end - apart; // beyond it the rest would be too short
  let i = start + apart;
  while (i <= last) {
    const mine = hash(list[i]);
    const ahead = Math.min(end, i + apart);
    let j = i + 1;
    while (j < ahead && hash(list[j]) > mine) j++;
    if (j < ahead) {
      i = j; // a lesser one: it is asked next
      continue;
    }
    const behind = Math.max(from, i - apart + 1);
    j = i - 1;
    while (j >= behind && hash(list[j]) > mine) j--;
    if (j < behind) return i;
    i = ahead;
  }
  return end;
}

/** Which of two begins a part is as good as by lot, but always the same. @param {number} value */
function hash(value) {
  const mixed = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39) >>> 0;
}
