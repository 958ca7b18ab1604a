/** @file The name of a file where there is no room for all of it: the end stays, for it tells most. */

const SEGMENTER = new Intl.Segmenter(); // making one takes longer than to use it
const MAX_EXTENSION = 6; // with the dot; longer is no extension
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]|[\ud802\ud803\ud83a\ud83b]/;

/**
 * Return the part of a name that may be cut, with an ellipsis at its end, and the part that stays.
 * @param {string} name - The name.
 * @param {number} tail - Characters before the extension that stay with it: numbers of cameras stand there.
 * @param {number} [short] - A name of so many characters is not cut into two.
 * @returns {[string, string]} Both parts; put together they are the name.
 */
export function splitName(name, tail, short = 0) {
  const letters = [...SEGMENTER.segment(name)].map(({ segment }) => segment);
  if (letters.length <= short) return [name, ""];
  const dot = letters.lastIndexOf(".");
  const hasExtension = dot > 0 && letters.length - dot <= MAX_EXTENSION;
  const end = hasExtension ? dot : letters.length;
  // letters that go from right to left stand in another order than they are written in, and are not taken apart
  const cut = RIGHT_TO_LEFT.test(name) ? end : end - tail;
  if (cut <= 0) return [name, ""];
  return [letters.slice(0, cut).join(""), letters.slice(cut).join("")];
}
