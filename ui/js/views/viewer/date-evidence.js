/** @file Why a photo has its date: what was found about it, and what is believed. */

import { h } from "../../core/dom.js";
import { t } from "../../pure/text/texts.js";
import { dateDoubt, datePlace, dateVerdict, foundWords } from "../../pure/viewer/date-text.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */

/**
 * Show what was found about the date: first what is believed, then the others.
 * @param {Photo["taken"]} taken - The date, and the others.
 * @param {boolean} open - Whether it is unfolded.
 */
export function drawWhy(taken, open) {
  const doubt = dateDoubt(taken);
  const rows = taken.others.map((one) => drawFoundDate(one, dateVerdict(one), one.agrees === false));
  return h(
    "details",
    { class: "why", open },
    h("summary", { "data-do": "why" }, t("photo-why-date"), doubt && h("span", { class: "why__doubt", text: doubt })),
    h("dl", {}, ...drawFoundDate(taken, t("photo-believed"), false), ...rows.flat()),
  );
}

/**
 * Show one of the dates that were found.
 * @param {import("../../pure/viewer/api-types.js").FoundDate} found - The date.
 * @param {string} verdict - How it stands to the others.
 * @param {boolean} isAgainst - Whether it disagrees.
 */
function drawFoundDate(found, verdict, isAgainst) {
  const words = h("small", { class: isAgainst ? "why__against" : "", text: verdict });
  return [h("dt", { text: datePlace(found) }), h("dd", {}, foundWords(found), words)];
}
