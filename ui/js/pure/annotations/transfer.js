/** @file What would come from another program, in words: for the preview, the toast and the history. */

import { t } from "../text/texts.js";

/** @typedef {import("./transfer-types.js").ImportPreview} ImportPreview */
/** @typedef {import("./transfer-types.js").ImportKind} ImportKind */

/** @type {Readonly<Record<string, string>>} texts that count what a photo may have many of; else they are tags */
const VALUES = { people: "transfer-people", albums: "albums-count" };
/** Bytes of a file that a browser sends: as text within JSON it grows, and the server takes 16 MB. */
export const MAX_SENT_BYTES = 12_000_000;

/**
 * Return what a source is called in a sentence.
 * @param {string} origin - What was read.
 */
export function originName(origin) {
  return t("transfer-origin", { from: origin });
}

/**
 * Return what a kind of what was said is called.
 * @param {string} kind - The kind.
 */
export function kindName(kind) {
  return t("transfer-kind", { kind });
}

/**
 * Say what an import did: "312 photos brought in from digiKam".
 * @param {string} origin - What was read.
 * @param {number} photos - How many photos it changed.
 */
export function describeImport(origin, photos) {
  return t("transfer-brought-in", { count: photos, origin: originName(origin) });
}

/**
 * Say what was found: "Something is said about 1,204 photos. 1,192 of them are here."
 * @param {ImportPreview} preview - What would come.
 */
export function describeFound({ photos, found }) {
  if (!photos) return t("transfer-nothing");
  const said = t("transfer-said-about", { count: photos });
  if (!found) return `${said} ${t("transfer-none-here", { photos })}`;
  return found >= photos ? said : `${said} ${t("transfer-some-here", { count: found })}`;
}

/**
 * Say what becomes of a kind: "300 photos", and "40 where you said something else, 12 the same already".
 * @param {ImportKind} kind - The kind.
 * @param {boolean} replaces - Whether it takes the place of what the user said.
 * @returns {{count: string, more: string}}
 */
export function describeKind({ kind, new: fresh, kept, same, values }, replaces) {
  const count = fresh + (replaces ? kept : 0);
  const of = values > 0 && t(VALUES[kind] ?? "transfer-tags", { count: values });
  const yours = kept > 0 && t("transfer-yours", { count: kept });
  const already = same > 0 && t("transfer-same", { count: same });
  return {
    count: count ? t("count-photos", { count }) : t("transfer-nothing-new"),
    more: [of, yours, already].filter(Boolean).join(" · "),
  };
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
 * Return what is listed below the kinds, each with those that are named, and how many are not.
 * @param {ImportPreview} preview - What would come.
 * @returns {{title: string, lines: string[], more: number}[]}
 */
export function listsOf({ missing, ambiguous, refused, left }) {
  const total = left.reduce((sum, { count }) => sum + count, 0);
  return [
    listOf("transfer-missing", missing),
    listOf("transfer-ambiguous", ambiguous),
    listOf("transfer-refused", refused),
    { ...listOf("transfer-left", { count: total, lines: left.map((one) => t("transfer-left-kind", one)) }), more: 0 },
  ].filter((list) => list.count > 0).map(({ title, lines, more }) => ({ title, lines, more }));
}

/**
 * @param {string} key - Key of the title.
 * @param {import("./transfer-types.js").ImportNotes} notes - What is listed.
 */
function listOf(key, { count, lines }) {
  return { count, title: t(key, { count }), lines, more: lines.length > 0 ? count - lines.length : 0 };
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
