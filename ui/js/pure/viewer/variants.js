/** @file Which other pictures a photo has: its RAW file developed, or the further pages of a document. */

import { t } from "../text/texts.js";

/** @typedef {import("../api-types.js").Photo} Photo */
/**
 * One of the pictures of a photo.
 * @typedef {object} Variant
 * @property {string} name - As addresses have it; "": the photo itself.
 * @property {number|null} width - Width in px.
 * @property {number|null} height - Height in px.
 */
/** @typedef {Pick<Photo, "width"|"height"|"preview"|"pages"|"raw">} Facts */

export const DEVELOPED = "developed";
export const MAX_PAGES = 1000; // of one document that are shown, as in gallery/base/variants.py

/**
 * Return the pictures of a photo, the photo itself first; [] where it has no other.
 * @param {Facts} facts - The details.
 * @param {boolean} mayDevelop - Whether RAW files are developed for who looks.
 * @returns {Variant[]}
 */
export function variantsOf({ width, height, preview, pages }, mayDevelop) {
  if (pages.length > 1)
    return pages.map(([across, down], i) => ({ name: i ? `page-${i + 1}` : "", width: across, height: down }));
  return preview && mayDevelop ? ["", DEVELOPED].map((name) => ({ name, width, height })) : [];
}

/**
 * Return the place of a picture among those of its photo; 0, the photo itself, where there is none of this name.
 * @param {Variant[]} variants - All of them.
 * @param {string} name - Name of the picture.
 */
export function indexOfVariant(variants, name) {
  return Math.max(0, variants.findIndex((one) => one.name === name));
}

/**
 * Return the pictures that are worth loading: this one, and of a document the next page and the one before.
 * @param {Variant[]} variants - All of them.
 * @param {number} index - The one on the stage.
 */
export function variantsToLoad(variants, index) {
  const isDocument = !variants.some(({ name }) => name === DEVELOPED);
  const around = isDocument ? [index, index + 1, index - 1] : [index];
  return around.filter((i) => i >= 0 && i < variants.length).map((i) => variants[i].name);
}

/**
 * Say which page is shown: "Page 2 of 5". Pages behind the last that is shown have not been counted.
 * @param {number} index - Its place among the pages.
 * @param {number} count - How many are shown.
 */
export function formatPage(index, count) {
  return t(count < MAX_PAGES ? "viewer-page" : "viewer-page-more", pageNumbers(index, count));
}

/**
 * @param {number} index - The place of a page.
 * @param {number} count - How many there are.
 */
function pageNumbers(index, count) {
  return { n: String(index + 1), total: String(count) };
}

/**
 * Say what is shown of the file, for the panel; "": the photo itself, as of any other file.
 * @param {Facts} facts - The details.
 * @param {string} name - Name of the picture that is shown.
 */
export function formatShown(facts, name) {
  const { width, height, preview, pages, raw } = facts;
  if (pages.length > 1) {
    const index = indexOfVariant(variantsOf(facts, false), name);
    const values = { ...pageNumbers(index, pages.length), size: formatSize(...pages[index]) };
    return t(pages.length < MAX_PAGES ? "photo-shown-page" : "photo-shown-page-more", values);
  }
  if (raw && (name === DEVELOPED || !preview))
    return width && height ? t("photo-shown-developed", { size: formatSize(width, height) }) : "";
  return preview ? t("photo-shown-camera", { size: formatSize(preview.width, preview.height) }) : "";
}

/**
 * @param {number} width - Width in px.
 * @param {number} height - Height in px.
 */
function formatSize(width, height) {
  return `${width}\u00A0×\u00A0${height}`;
}
