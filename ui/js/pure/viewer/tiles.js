/**
 * @file The tiles in which a very large picture is looked at closely: which of them are seen. The server knows the same
 * arithmetic (gallery/imaging/tiles.py).
 */

/** @typedef {import("../api-types.js").Photo} Photo */
/** @typedef {import("./zoom.js").Size} Size */
/** @typedef {import("./zoom.js").Part} Part */
/**
 * One tile, and where it lies on the picture, in px of the picture.
 * @typedef {object} Tile
 * @property {string} name - Level, column and row: "0-3-2".
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 */

const LARGE = 50_000_000; // px: a browser holds 4 to 10 bytes for each pixel of a picture
const TILE_SIDE = 1024; // px
const SMALLEST_SIDE = 2560; // px: the rendition for the screen has as many pixels as a level of this size
const MARGIN = TILE_SIDE / 2; // px around what is seen, for the next stroke of the hand
const SAME_ZOOM = 1.001; // factor below which two zooms are the same to the eye

/**
 * Return whether a picture is so large that a browser had better not hold all of it.
 * @param {Size} size - The picture.
 */
export function isLarge({ width, height }) {
  return width * height > LARGE;
}

/**
 * Return the size of a picture that is shown in tiles; null: it is shown whole.
 * @param {Photo} details - The details of the photo.
 * @param {string} variant - Which of its pictures; "": the photo itself.
 * @returns {Size|null}
 */
export function tiledSize(details, variant) {
  const { width, height } = (!variant && details.preview) || details;
  return width && height && isLarge({ width, height }) ? { width, height } : null;
}

/**
 * Return the sizes of all levels, every pixel first. Each has half as many along a side as the one before.
 * @param {Size} size - The picture.
 */
function levelSizes(size) {
  const sizes = [size];
  for (let { width, height } = size; ; sizes.push({ width, height })) {
    width = Math.ceil(width / 2);
    height = Math.ceil(height / 2);
    if (Math.max(width, height) <= SMALLEST_SIDE) return sizes;
  }
}

/**
 * Return the tiles that are seen, and those at the edge: of the level that has as many pixels as the screen, or more.
 * @param {Size} size - The picture.
 * @param {number} zoom - Device px per picture pixel.
 * @param {Part} part - What is seen of it.
 * @returns {{level: number, tiles: Tile[]}}
 */
export function seenTiles(size, zoom, part) {
  const sizes = levelSizes(size);
  const level = Math.max(0, sizes.findLastIndex((_, index) => zoom * 2 ** index <= SAME_ZOOM));
  const columns = span(part.left, part.right, sizes[level].width);
  const rows = span(part.top, part.bottom, sizes[level].height);
  const side = TILE_SIDE * 2 ** level;
  const tiles = rows.flatMap((row) => columns.map((column) => ({
    name: `${level}-${column}-${row}`,
    left: column * side,
    top: row * side,
    width: Math.min(side, size.width - column * side),
    height: Math.min(side, size.height - row * side),
  })));
  return { level, tiles };
}

/**
 * Return the numbers of the tiles along one side.
 * @param {number} from - Where begins what is seen, as a share of the side.
 * @param {number} to - Where it ends.
 * @param {number} length - Of the side, px of the level.
 */
function span(from, to, length) {
  const first = Math.floor(Math.max(0, from * length - MARGIN) / TILE_SIDE);
  const last = Math.ceil(Math.min(length, to * length + MARGIN) / TILE_SIDE);
  return Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
}
