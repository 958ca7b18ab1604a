/** @file Texts as they are compared with what somebody types: without accents, in small letters. */

/** @param {string} text - The text. */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
