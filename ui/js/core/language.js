/** @file The texts that came with the document, and the choice of another language. */

import { LANGUAGES } from "../pure/view-state.js";
import { setTexts, t } from "../pure/text/texts.js";

/** Take the texts of the page's language; before any part of it is made. */
export function readTexts() {
  setTexts(JSON.parse(document.getElementById("texts")?.textContent ?? "{}"));
}

/**
 * Return the languages that can be chosen, each by its own name.
 * @returns {[import("../pure/api-types.js").ViewState["language"], string][]}
 */
export function languageChoices() {
  return [["system", t("language-system")], .../** @type {["en"|"de", string][]} */ (Object.entries(LANGUAGES))];
}

/**
 * Show the page in another language: it is loaded again when that is kept.
 * @param {import("./types.js").Context} context - What the parts of the page share.
 * @param {import("../pure/api-types.js").ViewState["language"]} language - Its tag; "system": what the system speaks.
 */
export async function chooseLanguage({ api, dialogs }, language) {
  try {
    await api.sendWithoutAnswer("/api/view", { language });
  } catch (error) {
    return dialogs.toast(error instanceof Error ? error.message : String(error));
  }
  location.reload();
}
