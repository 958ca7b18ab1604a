/** @file What is wrong with a file, in the language of the page. */

import { t } from "../text/texts.js";

/** @typedef {import("../api-types.js").Problem} Problem */

/** @type {ReadonlyMap<string, string[]>} keys by the server's code; the second: part of the picture is shown */
const KINDS = new Map([
  ["empty", ["photo-problem-empty"]],
  ["not_a_picture", ["photo-problem-no-picture"]],
  ["wrong_content", ["photo-problem-wrong-content"]],
  ["truncated", ["photo-problem-truncated", "photo-problem-truncated-part"]],
  ["damaged", ["photo-problem-damaged", "photo-problem-damaged-part"]],
  ["too_large", ["photo-problem-too-large"]],
  ["unsupported", ["photo-problem-unsupported"]],
  ["timeout", ["photo-problem-timeout"]],
  ["decoder_died", ["photo-problem-decoder-died"]],
  ["out_of_memory", ["photo-problem-out-of-memory"]],
  ["unreadable", ["photo-problem-unreadable"]],
  ["changed", ["photo-problem-changed"]],
  ["vanished", ["photo-problem-vanished"]],
  ["silent", ["photo-problem-silent"]],
]);

/**
 * Say what is wrong with a file. The server's sentence says most, but in English: every other language has a sentence
 * for each code.
 * @param {Problem} problem - What is wrong.
 * @param {boolean} isShown - Whether part of the picture is shown all the same.
 */
export function problemText({ code, message }, isShown) {
  const keys = KINDS.get(code);
  if (!keys || t("language-locale").startsWith("en")) return message;
  return t((isShown && keys[1]) || keys[0]);
}
