/** @file Loads pictures into images by the very addresses that Api.media() returns. */

/** @type {import("./types.js").Pictures} */
export const directPictures = {
  setSource(image, url) {
    image.src = url;
  },
  decode(image, url, signal) {
    image.src = url;
    signal.addEventListener("abort", () => image.removeAttribute("src"), { once: true });
    return image.decode();
  },
};
