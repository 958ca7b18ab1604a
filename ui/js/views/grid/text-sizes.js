/** @file Heights in the grid that follow the user's text size, px. The style sheet has the same in rem. */

/** @param {number} count - How many times the height of the root's text. */
const rem = (count) => count * parseFloat(getComputedStyle(document.documentElement).fontSize);

/** Return the height of a date heading: a line and the air around it. */
export function headingHeight() {
  return Math.round(rem(1.5) + 16);
}

/** Return the height of the names below a row. */
export function captionHeight() {
  return Math.round(rem(1.5));
}

/** Return half the height of the label beside the date rail, with a little air. */
export function halfLabel() {
  return rem(0.625) + 7;
}

/** Return the least distance between two words on the date rail. */
export function wordDistance() {
  return rem(1) + 2;
}
