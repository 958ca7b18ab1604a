/** @file The name of a file where there is no room for all of it: the end stays, for it tells most. */

const SHORT = 24; // characters: a name of these is not cut into two
const TAIL = 6; // characters before the extension that stay with it: numbers of cameras stand there
const MAX_EXTENSION = 6; // with the dot; longer is no extension
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]|[\ud802\ud803\ud83a\ud83b]/;

/**
 * Return the part of a name that may be cut, with an ellipsis at its end, and the part that stays.
 * @param {string} name - The name.
 * @returns {[string, string]} Both parts; put together they are the name.
 */
export function splitName(name) {
  const letters = [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment);
  if (letters.length <= SHORT) return [name, ""];
  const dot = letters.lastIndexOf(".");
  const hasExtension = dot > 0 && letters.length - dot <= MAX_EXTENSION;
  const end = hasExtension ? dot : letters.length;
  // letters that go from right to left stand in another order than they are written in, and are not taken apart
  const cut = RIGHT_TO_LEFT.test(name) ? end : end - TAIL;
  return [letters.slice(0, cut).join(""), letters.slice(cut).join("")];
}
