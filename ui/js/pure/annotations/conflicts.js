/** @file Fields of which the user and another program said different things, in words. */

import { stars } from "./sentences.js";

/** @typedef {import("./api-types.js").SidecarConflict} SidecarConflict */

const NAMES = {
  rating: "Rating", label: "Label", pick: "Pick", favourite: "Favourite", title: "Title", caption: "Caption",
  date: "Date", place: "Place",
}; // prettier-ignore
const NOTHING = { rating: "no stars", label: "no label", pick: "neither", favourite: "no favourite" };
const MAX_SHOWN = 80; // characters

/**
 * Say what the two programs said, and which of it counts.
 * @param {SidecarConflict} conflict - The field.
 * @returns {{field: string, ours: string, theirs: string, kept: string, other: string}} The name of the field, both
 *   values, which one is kept, and the label of the button that takes the other.
 */
export function describeConflict({ field, ours, theirs, taken }) {
  const isOurs = taken === "ours";
  return {
    field: /** @type {Record<string, string>} */ (NAMES)[field] ?? field,
    ours: sayValue(field, ours),
    theirs: sayValue(field, theirs),
    kept: isOurs ? "Yours is newer and counts." : "The other is newer and counts.",
    other: isOurs ? "Take the other" : "Take mine",
  };
}

/**
 * @param {string} field - The field.
 * @param {SidecarConflict["ours"]} value - What was said of it.
 */
function sayValue(field, value) {
  if (field === "rating" && value === -1) return "rejected";
  if (field === "rating" && value) return stars(Number(value));
  if (field === "favourite" && value) return "a favourite";
  if (value === null || value === 0 || value === false)
    return /** @type {Record<string, string>} */ (NOTHING)[field] ?? "nothing";
  const signs = [...String(value).replace(/\s+/g, " ").trim()];
  const text = signs.length > MAX_SHOWN ? `${signs.slice(0, MAX_SHOWN).join("").trimEnd()}…` : signs.join("");
  if (field === "date" || field === "place") return text;
  return field === "title" || field === "caption" ? `“${text}”` : text.toLowerCase();
}
