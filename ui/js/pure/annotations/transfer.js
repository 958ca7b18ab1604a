/** @file What would come from another program, in words: for the preview, the toast and the history. */

import { formatCount, formatMany } from "../text/format.js";

/** @typedef {import("./transfer-types.js").ImportPreview} ImportPreview */
/** @typedef {import("./transfer-types.js").ImportKind} ImportKind */
/** @typedef {import("./transfer-types.js").Origin} Origin */

/** @type {Readonly<Record<Origin, string>>} */
const ORIGINS = {
  shoebox: "an export",
  table: "a table",
  digikam: "digiKam",
  lap: "Lap",
  picasa: "Picasa",
  takeout: "Google Takeout",
};
/** @type {Readonly<Record<string, string>>} */
const KINDS = {
  favourite: "Favourites",
  rating: "Stars",
  pick: "Picked and rejected",
  label: "Colour labels",
  title: "Titles",
  caption: "Captions",
  date: "Dates",
  place: "Places",
  tags: "Tags",
  people: "People, as tags",
  albums: "Albums",
};
/** Bytes of a file that a browser sends: as text within JSON it grows, and the server takes 16 MB. */
export const MAX_SENT_BYTES = 12_000_000;

/**
 * Return what a source is called in a sentence.
 * @param {string} origin - What was read.
 */
export function originName(origin) {
  return ORIGINS[/** @type {Origin} */ (origin)] ?? "elsewhere";
}

/**
 * Return what a kind of what was said is called.
 * @param {string} kind - The kind.
 */
export function kindName(kind) {
  return KINDS[kind] ?? kind;
}

/**
 * Say what an import did: "312 photos brought in from digiKam".
 * @param {string} origin - What was read.
 * @param {number} photos - How many photos it changed.
 */
export function describeImport(origin, photos) {
  return `${formatMany(photos, "photo")} brought in from ${originName(origin)}`;
}

/**
 * Say what was found: "Something is said about 1,204 photos. 1,192 of them are here."
 * @param {ImportPreview} preview - What would come.
 */
export function describeFound({ photos, found }) {
  if (!photos) return "It says nothing about photos.";
  const said = `Something is said about ${formatMany(photos, "photo")}.`;
  if (!found) return `${said} None of them ${photos === 1 ? "is" : "are"} here.`;
  return found >= photos ? said : `${said} ${formatCount(found)} of them ${found === 1 ? "is" : "are"} here.`;
}

/**
 * Say what becomes of a kind: "300 photos", and "40 where you said something else, 12 the same already".
 * @param {ImportKind} kind - The kind.
 * @param {boolean} replaces - Whether it takes the place of what the user said.
 * @returns {{count: string, more: string}}
 */
export function describeKind({ kind, new: fresh, kept, same, values }, replaces) {
  const count = fresh + (replaces ? kept : 0);
  const of = values > 0 ? countValues(kind, values) : "";
  const yours = kept > 0 ? `${formatCount(kept)} where you said something else` : "";
  const already = same > 0 ? `${formatCount(same)} as here already` : "";
  return {
    count: count ? formatMany(count, "photo") : "Nothing new",
    more: [of, yours, already].filter(Boolean).join(" · "),
  };
}

/**
 * @param {string} kind - A kind of which a photo may have many.
 * @param {number} values - How many there are.
 */
function countValues(kind, values) {
  if (kind === "people") return values === 1 ? "1 person" : `${formatCount(values)} people`;
  return formatMany(values, kind === "albums" ? "album" : "tag");
}

/**
 * Return whether anything of what is chosen would change a photo.
 * @param {ImportPreview} preview - What would come.
 * @param {ReadonlySet<string>} kinds - The kinds that are chosen.
 * @param {boolean} replaces - Whether it takes the place of what the user said.
 */
export function changesAnything({ kinds: all }, kinds, replaces) {
  return all.some((one) => kinds.has(one.kind) && one.new + (replaces ? one.kept : 0) > 0);
}

/**
 * Return what is listed below the kinds, each with how many there are and those that are named.
 * @param {ImportPreview} preview - What would come.
 * @returns {{title: string, count: number, lines: string[]}[]}
 */
export function listsOf({ missing, ambiguous, refused, left }) {
  const leftOut = left.map(({ what, count }) => `${what} (${formatCount(count)})`);
  const total = left.reduce((sum, { count }) => sum + count, 0);
  return [
    { title: `${formatMany(missing.count, "photo")} not found here`, ...missing },
    { title: `${formatMany(ambiguous.count, "photo")} that could be several here`, ...ambiguous },
    { title: `${formatMany(refused.count, "value")} that cannot be kept`, ...refused },
    { title: `${formatMany(total, "word")} for which there is no place here`, count: total, lines: leftOut },
  ].filter(({ count }) => count > 0);
}

/**
 * Return the text of a table or an export, as programs write them: UTF-8, UTF-16 with its mark, or that of Windows.
 * @param {ArrayBuffer} bytes - The file.
 */
export function decodeText(bytes) {
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
