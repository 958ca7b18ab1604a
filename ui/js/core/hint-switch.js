/** @file Whether hints are wanted, as the server keeps it. */

import { attempt } from "./commands.js";

/** @typedef {import("./types.js").Context} Context */

/**
 * Set whether hints are wanted. Those that were shown are not shown again.
 * @param {Context} context - What the parts of the page share.
 * @param {boolean} wanted - Whether they are.
 */
export async function wantHints(context, wanted) {
  const told = await attempt(context, context.api.send("PUT", "/api/hints", { wanted }));
  if (told) context.store.updateStatus({ hints: told.hints });
}
