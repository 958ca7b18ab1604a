/**
 * @file Tiny pictures (gallery/imaging/decoding/tiny.py): what is shown of photos that fly past. Unpacked, and drawn
 * into the pixels of a canvas at a quarter of the size that it is shown in.
 */

const SIDE = 4; // px: a block is so wide and high
const HEAD = 2; // bytes before the blocks: how many across, and down
const BLOCK = 8; // bytes of a block
const MAX_PIXELS = 54 * SIDE * SIDE; // of a tiny picture (MAX_BLOCKS in tiny_file.py)

/**
 * Pixels that tiny pictures are drawn into.
 * @typedef {object} Pixels
 * @property {Uint8ClampedArray} data - RGBA, row by row.
 * @property {number} width - Pixels of a row.
 */
/**
 * A rectangle, px.
 * @typedef {object} Box
 * @property {number} x - Left edge.
 * @property {number} y - Upper edge.
 * @property {number} width - Its width.
 * @property {number} height - Its height.
 */

/**
 * Return the tiny pictures in an answer of the server, null where there is none.
 * @param {ArrayBuffer} answer - Lengths, u16 each, then all bytes.
 * @param {number} count - How many were asked for.
 * @returns {(Uint8Array|null)[]} One for each, in the order of the question.
 */
export function readTinies(answer, count) {
  const lengths = new DataView(answer);
  let at = 2 * count;
  return Array.from({ length: count }, (_, i) => {
    const length = lengths.getUint16(2 * i, true);
    at += length;
    return length ? new Uint8Array(answer, at - length, length) : null;
  });
}

/**
 * Unpack a tiny picture (BC1, four colours).
 * @param {Uint8Array} tiny - The tiny picture.
 * @param {Uint8Array} out - Takes its pixels, RGB, row by row; holds MAX_PIXELS of them.
 * @returns {{width: number, height: number}} Its size, px.
 */
function unpackTiny(tiny, out) {
  const width = tiny[0] * SIDE;
  let at = HEAD;
  for (let y = 0; y < tiny[1]; y++) {
    for (let x = 0; x < tiny[0]; x++, at += BLOCK) unpackBlock(tiny, at, out, (y * SIDE * width + x * SIDE) * 3, width);
  }
  return { width, height: tiny[1] * SIDE };
}

const palette = new Uint8Array(4 * 3); // of the block at hand

/**
 * @param {Uint8Array} tiny - The tiny picture.
 * @param {number} at - Where the block begins.
 * @param {Uint8Array} out - Takes its pixels.
 * @param {number} to - Where the first of them goes.
 * @param {number} width - Pixels of a row.
 */
function unpackBlock(tiny, at, out, to, width) {
  setEnd(0, tiny[at] | (tiny[at + 1] << 8));
  setEnd(3, tiny[at + 2] | (tiny[at + 3] << 8));
  for (let i = 0; i < 3; i++) {
    palette[6 + i] = (2 * palette[i] + palette[3 + i]) / 3;
    palette[9 + i] = (palette[i] + 2 * palette[3 + i]) / 3;
  }
  for (let y = 0; y < SIDE; y++) {
    const bits = tiny[at + 4 + y];
    for (let x = 0; x < SIDE; x++) {
      const from = ((bits >> (2 * x)) & 3) * 3;
      const there = to + (y * width + x) * 3;
      out[there] = palette[from];
      out[there + 1] = palette[from + 1];
      out[there + 2] = palette[from + 2];
    }
  }
}

/**
 * @param {number} at - Where the colour goes in the palette.
 * @param {number} colour - RGB565.
 */
function setEnd(at, colour) {
  palette[at] = ((colour >> 11) * 255) / 31;
  palette[at + 1] = (((colour >> 5) & 63) * 255) / 63;
  palette[at + 2] = ((colour & 31) * 255) / 31;
}

/**
 * Return the part of a picture that a cell shows, as `object-fit: cover` does.
 * @param {{width: number, height: number}} size - Of the tiny picture, px.
 * @param {number} aspect - Width / height of the photo.
 * @param {number} cell - Width / height of the cell.
 * @returns {Box} The part, px of the tiny picture.
 */
function coveredPart({ width, height }, aspect, cell) {
  const across = Math.min(1, cell / aspect);
  const down = Math.min(1, aspect / cell);
  return { x: (width * (1 - across)) / 2, y: (height * (1 - down)) / 2, width: width * across, height: height * down };
}

/** Draws tiny pictures, smoothed. It keeps what it needs for that, so that nothing is allocated for a picture. */
export class TinyPainter {
  #rgb = new Uint8Array(MAX_PIXELS * 3);
  #line = new Float32Array(MAX_PIXELS * 3);
  #left = new Int32Array(0); // for each column of the box: where in a line the pixel at its left is
  #right = new Int32Array(0);
  #share = new Float32Array(0); // of the pixel at its right

  /**
   * Draw a tiny picture.
   * @param {Pixels} target - Where to draw.
   * @param {Box} box - Where in it; whole numbers, inside of it.
   * @param {Uint8Array} tiny - The tiny picture.
   * @param {number} aspect - Width / height of the photo.
   * @param {number} cell - Width / height of the cell.
   */
  draw(target, box, tiny, aspect, cell) {
    const size = unpackTiny(tiny, this.#rgb);
    const part = coveredPart(size, aspect, cell);
    this.#placeColumns(box.width, part, size.width);
    for (let y = 0; y < box.height; y++) {
      this.#blendLines(part.y + ((y + 0.5) * part.height) / box.height - 0.5, size);
      this.#writeLine(target.data, ((box.y + y) * target.width + box.x) * 4, box.width);
    }
  }

  /**
   * @param {number} count - How many columns the box has.
   * @param {Box} part - What is shown of the picture.
   * @param {number} width - Of the picture, px.
   */
  #placeColumns(count, part, width) {
    if (this.#left.length < count) {
      this.#left = new Int32Array(count);
      this.#right = new Int32Array(count);
      this.#share = new Float32Array(count);
    }
    for (let x = 0; x < count; x++) {
      const at = Math.max(0, Math.min(width - 1, part.x + ((x + 0.5) * part.width) / count - 0.5));
      const left = Math.floor(at);
      this.#left[x] = left * 3;
      this.#right[x] = Math.min(width - 1, left + 1) * 3;
      this.#share[x] = at - left;
    }
  }

  /**
   * Mix the two lines of the picture between which a line of the box lies.
   * @param {number} y - Where it lies, px of the picture.
   * @param {{width: number, height: number}} size - Of the picture, px.
   */
  #blendLines(y, { width, height }) {
    const at = Math.max(0, Math.min(height - 1, y));
    const upper = Math.floor(at);
    const share = at - upper;
    const from = upper * width * 3;
    const below = Math.min(height - 1, upper + 1) * width * 3;
    const rgb = this.#rgb;
    for (let i = 0; i < width * 3; i++) this.#line[i] = rgb[from + i] + (rgb[below + i] - rgb[from + i]) * share;
  }

  /**
   * @param {Uint8ClampedArray} data - Where to draw, RGBA.
   * @param {number} at - Where the line begins.
   * @param {number} count - How many pixels it has.
   */
  #writeLine(data, at, count) {
    const line = this.#line;
    for (let x = 0; x < count; x++, at += 4) {
      const left = this.#left[x];
      const right = this.#right[x];
      const share = this.#share[x];
      data[at] = line[left] + (line[right] - line[left]) * share;
      data[at + 1] = line[left + 1] + (line[right + 1] - line[left + 1]) * share;
      data[at + 2] = line[left + 2] + (line[right + 2] - line[left + 2]) * share;
      data[at + 3] = 255;
    }
  }
}
