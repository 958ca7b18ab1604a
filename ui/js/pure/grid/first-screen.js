/** @file What stays in sight while a new folder is read, and what a click means just after photos have moved. */

export const FIRST_SCREEN = 50; // photos that fill the first screen
const SEEING = 500; // ms until a hand can follow what the eye sees

/**
 * Return whether what is in sight stays there when newer photos come: the screen is full, and more than another one is
 * still to be read. A single new photo comes into sight at once.
 * @param {number} shown - How many photos are shown.
 * @param {number} unread - How many files are still to be read.
 */
export function staysInSight(shown, unread) {
  return shown >= FIRST_SCREEN && unread > FIRST_SCREEN;
}

/**
 * A photo that the pointer was on when photos moved.
 * @typedef {object} Aim
 * @property {number} photo - Its id.
 * @property {number} at - When they moved, ms.
 * @property {number} x - Where the pointer was, px.
 * @property {number} y - The same.
 */

/**
 * Return whether a click still means the photo that the pointer was on before photos moved: it came before the hand
 * could follow, and the pointer has not moved since.
 * @param {Aim} aim - What the pointer was on.
 * @param {{at: number, x: number, y: number}} click - When and where the click came, ms and px.
 */
export function isAimedAt(aim, click) {
  return click.at - aim.at < SEEING && Math.abs(click.x - aim.x) < 3 && Math.abs(click.y - aim.y) < 3;
}
