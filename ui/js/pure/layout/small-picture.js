/** @file How a picture lies in a cell that has more pixels than it: icons, stamps, strips. Numbers in, numbers out. */

import { fitZoom, isTiny } from "../viewer/zoom.js";

/** @typedef {import("../viewer/zoom.js").Size} Size */

/**
 * How large a picture is shown in the middle of its cell.
 * @typedef {object} SmallPicture
 * @property {number} width - In CSS px.
 * @property {number} height - In CSS px.
 * @property {boolean} pixels - Whether each of its pixels is a square.
 */

const WHOLE = 320; // px: the long side of the smallest thumbnail; a shorter one has every pixel of the picture
const SOFT = 1.25; // a picture may be enlarged so much to fill its cell: it still looks sharp
const STRIP = 4; // a cut-out of a strip enlarged by more shows nothing of it
const THINNEST = 2; // CSS px: what is left of a strip whose other side fills the cell

/**
 * Return how large a thumbnail is shown, if it would be blown up to fill its cell; null: it fills it.
 * @param {Size} picture - The thumbnail, in its own pixels.
 * @param {Size} cell - The cell, in CSS px.
 * @param {number} ratio - Device px per CSS px.
 * @returns {SmallPicture|null}
 */
export function smallPicture(picture, cell, ratio) {
  const { width, height } = picture;
  const isWhole = Math.max(width, height) < WHOLE;
  const cover = Math.max((cell.width * ratio) / width, (cell.height * ratio) / height);
  if (cover <= (isWhole ? SOFT : STRIP)) return null;
  const scene = { picture, stage: cell, ratio };
  const contain = Math.min((cell.width * ratio) / width, (cell.height * ratio) / height);
  const zoom = !isWhole || contain < 1 ? contain : isTiny(picture) ? fitZoom(scene) : Math.floor(contain);
  return {
    width: Math.max(THINNEST, (width * zoom) / ratio),
    height: Math.max(THINNEST, (height * zoom) / ratio),
    pixels: isWhole && isTiny(picture),
  };
}
