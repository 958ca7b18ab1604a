// What the server says of a search while it is typed. It counts characters, the field counts UTF-16 units.

/** @typedef {{text: string, label: string, count: number|null, start: number, end: number}} Suggestion  `count` null: a filter's name, whose value follows */
/** @typedef {{start: number, end: number, message: string}} Mistake */

/** How many characters there are before a place in the field. @param {string} text  @param {number} place */
export function charactersBefore(text, place) {
  return [...text.slice(0, place)].length;
}

/**
 * The text with a suggestion taken, and where the cursor stands then: behind a space, where the term is complete.
 * @param {string} text  @param {Suggestion} suggestion
 */
export function applySuggestion(text, { text: part, count, start, end }) {
  const characters = [...text];
  const before = characters.slice(0, start).join("") + part + (count === null ? "" : " ");
  const rest = characters.slice(end).join("");
  return { text: before + (count === null ? rest : rest.trimStart()), cursor: before.length };
}

/** What was typed in three pieces, of which the middle one is wrong. @param {string} text  @param {Mistake} mistake */
export function splitAtMistake(text, { start, end }) {
  const characters = [...text];
  return [characters.slice(0, start), characters.slice(start, end), characters.slice(end)].map((piece) =>
    piece.join(""),
  );
}

/** Those that would change something. @param {string} text  @param {Suggestion[]} suggestions */
export function changingSuggestions(text, suggestions) {
  return suggestions.filter((one) => applySuggestion(text, one).text.trim() !== text.trim());
}
