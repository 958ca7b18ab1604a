/** @file What the user says about which files are one photo. */

import { attempt } from "./commands.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("./types.js").Context} Context */

const MAX_TOGETHER = 1000; // photos; the server takes no more files

/**
 * Show every file of a photo by itself, from now on.
 * @param {Context} context - What the parts of the page share.
 * @param {number} id - Id of the photo, or of one of its files.
 */
export async function takeApart(context, id) {
  const answer = await attempt(context, context.api.send("POST", `/api/photos/${id}/take-apart`));
  if (answer) context.dialogs.toast(t("core-taken-apart", { photos: t("count-photos", { count: answer.photos }) }));
}

/**
 * Show photos of one folder as one.
 * @param {Context} context - What the parts of the page share.
 * @param {number[]} ids - Their ids.
 * @returns {Promise<boolean>} Whether it was done.
 */
export async function putTogether(context, ids) {
  if (ids.length > MAX_TOGETHER) {
    context.dialogs.toast(t("core-most-together", { count: MAX_TOGETHER }));
    return false;
  }
  const answer = await attempt(context, context.api.send("POST", "/api/photos/put-together", { ids }));
  const told = t("core-put-together", { photos: t("count-photos", { count: ids.length }) });
  if (answer) context.dialogs.toast(told);
  return answer !== null;
}
