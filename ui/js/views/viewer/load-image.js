/** @file Loads one picture of the viewer, and decodes it before it is shown. */

/** @typedef {import("../../pure/viewer/preload.js").Pending<HTMLImageElement>} PendingImage */

/**
 * Load a picture, and decode it.
 * @param {import("../../core/types.js").Pictures} pictures - What loads it.
 * @param {string} address - Address of the picture.
 * @param {"auto"|"low"|"high"} [priority] - How urgent it is.
 * @returns {PendingImage} The picture on its way.
 */
export function loadImage(pictures, address, priority = "auto") {
  const image = createImage("sync");
  const loading = new AbortController();
  image.fetchPriority = priority;
  const ready = pictures.decode(image, address, loading.signal).then(() => image);
  return { ready, cancel: () => loading.abort() };
}

/** @param {"sync"|"async"} decoding - "sync": in one frame with the element. */
export function createImage(decoding) {
  const image = new Image();
  image.alt = "";
  image.draggable = false;
  image.decoding = decoding;
  return image;
}
