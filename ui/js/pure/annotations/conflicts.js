/** @file Fields of which the user and another program said different things, in words. */

import { colourName, quote, shorten, stars } from "./sentences.js";
import { t } from "../text/texts.js";

/** @typedef {import("./api-types.js").SidecarConflict} SidecarConflict */

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
    field: t("said-field", { field }),
    ours: sayValue(field, ours),
    theirs: sayValue(field, theirs),
    kept: t(isOurs ? "said-ours-counts" : "said-theirs-counts"),
    other: t(isOurs ? "said-take-theirs" : "said-take-ours"),
  };
}

/**
 * @param {string} field - The field.
 * @param {SidecarConflict["ours"]} value - What was said of it.
 */
function sayValue(field, value) {
  if (field === "rating" && value === -1) return t("said-is-picked", { pick: "rejected" });
  if (field === "rating" && value) return stars(Number(value));
  if (field === "favourite" && value) return t("said-conflict-favourite");
  if (value === null || value === 0 || value === false) return t("said-nothing", { field });
  const text = String(value);
  if (field === "title" || field === "caption") return quote(text, MAX_SHOWN);
  if (field === "pick") return t("said-is-picked", { pick: text.toLowerCase() });
  return field === "label" ? colourName(text.toLowerCase()) : shorten(text, MAX_SHOWN);
}
