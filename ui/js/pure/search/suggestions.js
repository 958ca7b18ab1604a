/**
 * @file Suggestions and mistakes of a search while it is typed. The server counts characters, the text field UTF-16
 * units.
 */

/** @typedef {import("./api-types.js").Suggestion} Suggestion */
/** @typedef {import("./api-types.js").Mistake} Mistake */

/**
 * Return how many characters there are before a place in the text.
 * @param {string} text - The text of the field.
 * @param {number} place - The place in UTF-16 units.
 */
export function charactersBefore(text, place) {
  return [...text.slice(0, place)].length;
}

/**
 * Return the text with a suggestion in it, and where the cursor goes: behind a space when the term is complete.
 * @param {string} text - The text of the field.
 * @param {Suggestion} suggestion - The suggestion.
 */
export function applySuggestion(text, { text: part, count, start, end }) {
  const characters = [...text];
  const before = characters.slice(0, start).join("") + part + (count === null ? "" : " ");
  const rest = characters.slice(end).join("");
  return { text: before + (count === null ? rest : rest.trimStart()), cursor: before.length };
}

/**
 * Split a text into what is before a mistake, the mistake, and what is after it.
 * @param {string} text - The text of the field.
 * @param {Mistake} mistake - The mistake.
 */
export function splitAtMistake(text, { start, end }) {
  const characters = [...text];
  return [characters.slice(0, start), characters.slice(start, end), characters.slice(end)].map((piece) =>
    piece.join(""),
  );
}

/**
 * Return the suggestions that would change the text.
 * @param {string} text - The text of the field.
 * @param {Suggestion[]} suggestions - All suggestions.
 */
export function changingSuggestions(text, suggestions) {
  return suggestions.filter((one) => applySuggestion(text, one).text.trim() !== text.trim());
}

/**
 * Return the word that says what a suggestion is; "": its label says it.
 * @param {string} kind - Kind of the suggestion.
 */
export function suggestionKind(kind) {
  return { filter: "", color: "colour", people: "person", has: "", is: "" }[kind] ?? kind;
}
