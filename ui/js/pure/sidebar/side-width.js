/** @file How wide the sidebar may be. */

export const NARROWEST = 200; // px; shell.css and gallery/settings/view_state.py have the same
const WIDEST = 800; // px
const PHOTOS = 560; // px that the photos keep
const STEP = 16; // px, of an arrow key

/**
 * Return the widest that the sidebar may be in a window, px.
 * @param {number} windowWidth - Width of the window, px.
 */
export function widest(windowWidth) {
  return Math.max(NARROWEST, Math.min(WIDEST, windowWidth - PHOTOS));
}

/**
 * Return the width nearest to a wanted one that the sidebar may have, px.
 * @param {number} wanted - Width, px.
 * @param {number} windowWidth - Width of the window, px.
 */
export function fitWidth(wanted, windowWidth) {
  return Math.round(Math.max(NARROWEST, Math.min(wanted, widest(windowWidth))));
}

/**
 * Return the width that a key asks for, px; undefined: the key means nothing here; null: the usual width.
 * @param {string} key - Name of the key.
 * @param {number} width - The width now, px.
 * @param {number} windowWidth - Width of the window, px.
 * @returns {number|null|undefined}
 */
export function widthByKey(key, width, windowWidth) {
  const step = { ArrowLeft: -STEP, ArrowRight: STEP, Home: -Infinity, End: Infinity }[key];
  if (step !== undefined) return fitWidth(width + step, windowWidth);
  return key === "Enter" ? null : undefined;
}
