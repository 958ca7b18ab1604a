/** @file Sentences that the server sends, in the language of the page. */

import { t } from "./texts.js";

/**
 * Put a sentence of the server into words: in the page's language where the tables have it, else as it came.
 * @param {import("./api-types.js").Sentence} sentence - The sentence.
 * @returns {string}
 */
export function sayServer({ key, values = {}, message }) {
  if (!key) return message;
  const words = Object.entries(values).map(([name, value]) => [
    name,
    value && typeof value === "object" ? sayServer(value) : value,
  ]);
  const text = t(key, Object.fromEntries(words));
  return text === key ? message : text; // not there: the page is older than the server
}
