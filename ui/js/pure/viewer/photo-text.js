/** @file What the details panel says about a photo, in words for people. */

import {
  formatAperture,
  formatBytes,
  formatCount,
  formatLength,
  formatExposure,
  formatFocal,
} from "../text/format.js";
import { formatNumber, t } from "../text/texts.js";
import { CODECS, FORMATS } from "./formats.js";

/** @typedef {import("../api-types.js").Photo} Photo */
/**
 * A number with what stands before and after it, so that the unit can be set small.
 * @typedef {object} Quantity
 * @property {string} before - Such as "f/".
 * @property {string} number - Such as "1/250".
 * @property {string} after - Such as "s".
 */

/** @type {ReadonlyMap<string, string>} keys of what formats are called in words, by the server's names */
const FORMAT_WORDS = new Map([["ico", "photo-format-icon"], ["icns", "photo-format-mac-icon"]]);

/**
 * Return exposure time, aperture, ISO and focal length as far as they are known.
 * @param {Photo["camera"]} camera - The camera's settings.
 * @returns {Quantity[]} In this order.
 */
export function exposureParts(camera) {
  const { exposure_s, f_number, iso, focal_mm } = camera;
  return [
    exposure_s && formatExposure(exposure_s),
    f_number && formatAperture(f_number),
    iso && `ISO ${formatCount(iso)}`,
    focal_mm && formatFocal(focal_mm),
  ].filter((text) => typeof text === "string" && text !== "").map((text) => splitQuantity(String(text)));
}

/**
 * Return whether this is a video.
 * @param {Pick<Photo, "codecs">} photo - The details.
 */
export function isVideo({ codecs }) {
  return codecs.length > 0;
}

/**
 * Return duration and codecs of a video: "1:02 · H.264, AAC". Empty: it is a picture.
 * @param {Pick<Photo, "codecs"|"duration">} photo - The details.
 */
export function formatVideo({ codecs, duration }) {
  const names = codecs.map((codec) => CODECS.get(codec) ?? codec.toUpperCase());
  return [duration === null ? "" : formatLength(duration), names.join(", ")].filter(Boolean).join(" · ");
}

/**
 * Split "1/250 s" into number and unit.
 * @param {string} text - The text.
 * @returns {Quantity} The parts.
 */
export function splitQuantity(text) {
  const [, before, number, after] = /^(\D*)([\d.,/]*)(.*)$/.exec(text) ?? ["", "", text, ""];
  return { before: before.trim(), number, after: after.trim() };
}

/**
 * Format a position: "1.2887° N, 103.8580° E".
 * @param {NonNullable<Photo["place"]>} place - Degrees.
 */
export function formatPosition({ latitude, longitude }) {
  return `${degrees(latitude, "N", "S")}, ${degrees(longitude, "E", "W")}`;
}

/**
 * Say what a position is called: "Baixa, Lisbon", and below it "Portugal".
 * @param {import("../api-types.js").PlaceName} name - Its place; a name that repeats the one before it is left out.
 * @returns {[string, string]} Quarter and city, region and country.
 */
export function formatPlaceName({ name, city, region, country, near }) {
  const town = name === city ? name : `${name}, ${city}`;
  const around = [region, country].filter((text, i, all) => text && text !== city && !all.slice(0, i).includes(text));
  return [near ? t("photo-near", { town }) : town, around.join(", ")];
}

/**
 * Say where a photo was taken: its name, and below it what that lies in; of a point that has no name its degrees.
 * @param {Photo["place"]} place - The place; null: none.
 * @returns {[string, string]}
 */
export function placeWords(place) {
  if (!place) return ["", ""];
  const [town, around] = place.name ? formatPlaceName(place.name) : ["", ""];
  if (place.chosen && !town.includes(place.chosen)) return [place.chosen, [town, around].filter(Boolean).join(", ")];
  return [town || formatPosition(place), around];
}

/**
 * Format an altitude: "213 m above the sea".
 * @param {number|null} metres - The altitude; null: not known.
 */
export function formatAltitude(metres) {
  if (metres === null) return "";
  const m = Math.round(metres);
  return m < 0 ? t("photo-below-sea", { metres: -m }) : t("photo-above-sea", { metres: m });
}

/**
 * @param {number} value - Degrees.
 * @param {string} plus - Letter of the positive direction.
 * @param {string} minus - Letter of the negative direction.
 */
function degrees(value, plus, minus) {
  const text = Math.abs(value).toFixed(4);
  return `${text}° ${value < 0 && Number(text) !== 0 ? minus : plus}`;
}

/**
 * Format a size in pixels: "3840 × 2160 · 8.3 megapixels". Of videos nobody counts megapixels.
 * @param {Pick<Photo, "width"|"height"|"codecs">} photo - The details.
 */
export function formatDimensions({ width, height, codecs }) {
  if (!width || !height) return "";
  const millions = (width * height) / 1e6;
  const size = `${width} × ${height}`;
  if (millions < 0.05 || isVideo({ codecs })) return size;
  const count = millions < 10 ? Math.round(millions * 10) / 10 : Math.round(millions);
  return t("photo-size-megapixels", { size, count, amount: formatNumber(count, 0, 1) });
}

/**
 * Format size and format of a file: "1.1 MB · JPEG".
 * @param {number} bytes - The size.
 * @param {string|null} format - The server's name of the format.
 */
export function formatFile(bytes, format) {
  return [formatBytes(bytes), format && formatName(format)].filter(Boolean).join(" · ");
}

/** @param {string} format - The server's name of the format. */
function formatName(format) {
  const words = FORMAT_WORDS.get(format);
  return words ? t(words) : (FORMATS.get(format) ?? format.toUpperCase());
}

/**
 * Split a path where a line may break: after a slash, never within a name.
 * @param {string} path - The path.
 */
export function pathPieces(path) {
  return path.split(/(?<=[^/\\][/\\]+)(?=[^/\\])/);
}

/**
 * Return whether a path ends in the folders and the name of its photo, so that they need no line of their own.
 * @param {Pick<Photo, "path"|"folders"|"name">} photo - Path, folders and name.
 */
export function pathShowsFolders({ path, folders, name }) {
  const parts = (path ?? "").split(/[/\\]/);
  return [...folders, name].every((part, i, all) => part === parts[parts.length - all.length + i]);
}

/**
 * What the page shows.
 * @typedef {object} Shown
 * @property {{n: number}|null} timeline - The timeline.
 * @property {import("../api-types.js").Place} place - The place.
 * @property {{complete: boolean}|null} visit - The folder that is visited.
 */

/**
 * Format the place of a photo: "412 of 48,212"; "": it is in no timeline, or there will be more in the visit.
 * @param {Shown} state - The state of the page.
 * @param {number} index - Index of the photo; -1: in no timeline.
 */
export function formatPlaceIn({ timeline, place, visit }, index) {
  if (!timeline || index < 0 || (place.visit && !visit?.complete)) return "";
  return t("common-of", { n: index + 1, total: timeline.n });
}
