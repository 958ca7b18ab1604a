// What a photo's details say, in sentences for people.

import { formatAperture, formatBytes, formatCount, formatExposure, formatFocal } from "../text/format.js";

/** @typedef {import("../api-types.js").Photo} Photo */
/** A number with what stands before and after it, so that the number can be set in ink and the unit small. @typedef {{before: string, number: string, after: string}} Quantity */

const COMPANY =
  /^(corporation|corp|company|co|ltd|inc|gmbh|ag|imaging|camera|cameras|optical|electric|electronics|foundation|technologies)[.,]*$/i;
const OTHER_NAMES = new Map([
  ["hewlett-packard", "HP"],
  ["asahi", "Pentax"],
  ["eastman", "Kodak"],
]);
const FORMATS = new Map([
  ["jpeg", "JPEG"],
  ["png", "PNG"],
  ["gif", "GIF"],
  ["webp", "WebP"],
  ["avif", "AVIF"],
  ["bmp", "BMP"],
  ["tiff", "TIFF"],
  ["heif", "HEIC"],
]);

/** Why we believe the date. @param {Photo["taken"]} taken */
export function dateOrigin({ origin, offset }) {
  if (origin === "exif") return offset ? `Camera clock, ${zone(offset)}` : "Camera clock, no time zone";
  if (origin === "xmp") return "Written by a photo program";
  if (origin === "name") return "From the file name";
  return "Last change of the file: the picture itself carries no date";
}

/** @param {string} offset  "+08:00", "Z" */
function zone(offset) {
  return /^(Z|[+-]00:?00)$/.test(offset) ? "UTC" : `UTC${offset.replace("-", "−")}`;
}

/** "Leica M (Typ 240)": the make once, as people write it. @param {Pick<Photo["camera"], "make"|"model">} camera */
export function cameraName({ make, model }) {
  const maker = makerName(make ?? "");
  const name = (model ?? "").replace(/\s+/g, " ").trim();
  if (!name || !maker) return name || maker;
  const [first, ...rest] = name.split(" ");
  const known = [maker, ...(make ?? "").split(/[\s,]+/)].find((word) => word.toLowerCase() === first.toLowerCase());
  if (known) return [known === maker ? maker : personCase(first), ...rest].join(" ");
  return name.toLowerCase().startsWith(maker.toLowerCase()) ? name : `${maker} ${name}`;
}

/** @param {string} make */
function makerName(make) {
  const words = make.replace(/\s+/g, " ").trim().split(" ");
  const other = OTHER_NAMES.get(words[0].toLowerCase());
  if (other) return other;
  while (words.length > 1 && COMPANY.test(words[words.length - 1])) words.pop();
  return words.map((word) => personCase(word.replace(/,$/, ""))).join(" ");
}

/** "NIKON" is shouting, "DJI" is a name. @param {string} word */
function personCase(word) {
  const shouted = word.length > 3 && /^[A-Z]+$/.test(word);
  const whispered = /^[a-z]+$/.test(word);
  return shouted || whispered ? word[0].toUpperCase() + word.slice(1).toLowerCase() : word;
}

/** 16 s, f/4, ISO 200, 35 mm: those that are known. @param {Photo["camera"]} camera  @returns {Quantity[]} */
export function exposureParts(camera) {
  const { exposure_s, f_number, iso, focal_mm } = camera;
  return [
    exposure_s && formatExposure(exposure_s),
    f_number && formatAperture(f_number),
    iso && `ISO ${formatCount(iso)}`,
    focal_mm && formatFocal(focal_mm),
  ].filter((text) => typeof text === "string" && text !== "").map((text) => splitQuantity(String(text)));
}

/** "1/250 s" into its parts. @param {string} text  @returns {Quantity} */
export function splitQuantity(text) {
  const [, before, number, after] = /^(\D*)([\d.,/]*)(.*)$/.exec(text) ?? ["", "", text, ""];
  return { before: before.trim(), number, after: after.trim() };
}

/** "1.2887° N, 103.8580° E" @param {NonNullable<Photo["place"]>} place */
export function formatPosition({ latitude, longitude }) {
  return `${degrees(latitude, "N", "S")}, ${degrees(longitude, "E", "W")}`;
}

/** "213 m above the sea" @param {number|null} metres */
export function formatAltitude(metres) {
  if (metres === null) return "";
  const m = Math.round(metres);
  return m < 0 ? `${formatCount(-m)} m below the sea` : `${formatCount(m)} m above the sea`;
}

/** @param {number} value  @param {string} plus  @param {string} minus */
function degrees(value, plus, minus) {
  const text = Math.abs(value).toFixed(4);
  return `${text}° ${value < 0 && Number(text) !== 0 ? minus : plus}`;
}

/** "3840 × 2160 · 8.3 megapixels" @param {number|null} width  @param {number|null} height */
export function formatDimensions(width, height) {
  if (!width || !height) return "";
  const millions = (width * height) / 1e6;
  const size = `${width} × ${height}`;
  if (millions < 0.05) return size;
  const text = millions < 10 ? millions.toFixed(1).replace(/\.0$/, "") : formatCount(millions);
  return `${size} · ${text} ${text === "1" ? "megapixel" : "megapixels"}`;
}

/** "1.1 MB · JPEG" @param {number} bytes  @param {string|null} format */
export function formatFile(bytes, format) {
  const name = format && (FORMATS.get(format) ?? format.toUpperCase());
  return [formatBytes(bytes), name].filter(Boolean).join(" · ");
}

/** A path in the pieces between which a line may break: after a slash, never within a name. @param {string} path */
export function pathPieces(path) {
  return path.split(/(?<=[^/\\][/\\]+)(?=[^/\\])/);
}

/** Whether the path says all that the line of folders says. @param {Pick<Photo, "path"|"folders"|"name">} photo */
export function pathShowsFolders({ path, folders, name }) {
  const parts = path.split(/[/\\]/);
  return [...folders, name].every((part, i, all) => part === parts[parts.length - all.length + i]);
}

/** "412 of 48,212" @param {number} index  @param {number} n */
export function formatIndex(index, n) {
  return `${formatCount(index + 1)} of ${formatCount(n)}`;
}
