/** @file Loads pictures into images by the very addresses that Api.media() returns. */

/** @type {import("./types.js").Pictures} */
export const directPictures = {
  setSource(image, url) {
    image.src = url;
  },
  decode(image, url) {
    image.src = url;
    return image.decode();
  },
};
