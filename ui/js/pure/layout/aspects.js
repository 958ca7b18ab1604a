/** @file The shapes of photos in the grid, and the size of their thumbnails. */

import { FLAG } from "../timeline/timeline.js";

/** @typedef {import("../timeline/timeline.js").Timeline} Timeline */

/** @typedef {320|512|1024} ThumbnailSize  the long side, px */

const NOTE = { narrowest: 0.75, widest: 2 }; // aspects of a file without a picture: room for its name and reason
const MIN_ASPECT = 0.45; // a narrower strip shows nothing: it is cropped in the grid, never in the viewer
// the sizes that the server makes (BOXES in geometry.py), by the names that it takes (THUMBNAIL_RECIPES in media.py)
const SMALL = 320; // px on the long side of the usual thumbnail
const LARGE = 512;
const FINE = 1024; // more of a panorama, whose short side counts (target_size in geometry.py)
const UNSEEN = 1.1; // nobody sees that a picture of 512 px is enlarged by so much

/**
 * Return the aspect (width / height) to lay each photo out with. Strips and panoramas are cropped to what a row can
 * hold; unreadable files get the shape of their neighbours.
 * @param {Timeline} timeline - The timeline shown.
 * @param {{width: number, target: number}} options - Width of the rows and target height, px.
 */
export function aspectsFor(timeline, { width, target }) {
  const widest = Math.max(2, (1.25 * width) / target);
  const { n, aspects, flags } = timeline;
  const out = new Float32Array(n);
  let known = 0; // the last readable photo's aspect
  let waiting = 0; // unreadable ones since then
  for (let i = 0; i < n; i++) {
    const aspect = aspects[i] / 4096;
    if (aspect === 0 || flags[i] & FLAG.broken) {
      waiting += 1;
      continue;
    }
    const fit = aspect < MIN_ASPECT ? MIN_ASPECT : aspect > widest ? widest : aspect;
    if (waiting) out.fill(noteAspect(((known || fit) + fit) / 2), i - waiting, i);
    out[i] = known = fit;
    waiting = 0;
  }
  return waiting ? out.fill(noteAspect(known || 1.5), n - waiting) : out;
}

/**
 * Return the aspect of unreadable files between photos.
 * @param {number} aspect - That of the photos.
 */
function noteAspect(aspect) {
  return Math.min(NOTE.widest, Math.max(NOTE.narrowest, aspect));
}

/**
 * Return the long side of the thumbnail for a cell, which cuts off what reaches beyond it. The viewer asks for the size
 * that the grid has most likely shown, because it is in the browser's cache.
 * @param {number} width - Width of the cell, CSS px.
 * @param {number} height - Height of the cell, CSS px.
 * @param {number} ratio - Device px per CSS px.
 * @param {number} [aspect] - Width / height of the photo; 0, left out: that of the cell.
 * @returns {ThumbnailSize} Long side in px.
 */
export function thumbnailSize(width, height, ratio, aspect = 0) {
  const shape = aspect || width / height;
  const wanted = Math.max(width, height * shape) * Math.max(1, 1 / shape) * ratio;
  return wanted <= SMALL ? SMALL : wanted <= LARGE * UNSEEN ? LARGE : FINE;
}
