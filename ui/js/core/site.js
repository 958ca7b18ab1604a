/** @file What the page is told where it belongs to a site, which other people look at and nobody changes. */

import { attempt } from "./commands.js";

/**
 * What a site tells its page.
 * @typedef {object} Site
 * @property {string} user - Name of who looks at it.
 * @property {boolean} links - Whether thumbnails and renditions have signed addresses.
 */

/**
 * Read what the site tells.
 * @returns {Site|null} Null: this is the page of Shoebox on this computer.
 */
export function readSite() {
  /** @type {HTMLMetaElement|null} */
  const given = document.querySelector('meta[name="gallery-site"]');
  return given && JSON.parse(given.content);
}

/**
 * End the session and go where the server says. What this browser remembers of the view stays.
 * @param {import("./types.js").Context} context - What the parts of the page share.
 */
export async function logOut(context) {
  const answer = await attempt(context, context.api.send("POST", "/api/log-out"));
  if (answer) location.assign(answer.to);
}
