/** @file What is said of files and folders that are not shown: sentences, totals, groups of the list. */

import { formatMany } from "../text/format.js";

/** @typedef {import("./api-types.js").LeftOutKind} LeftOutKind */
/** @typedef {import("./api-types.js").LeftOutRow} LeftOutRow */
/**
 * A section of the list.
 * @typedef {object} LeftOutGroup
 * @property {string} title - What they are.
 * @property {string} icon - Name of its icon.
 * @property {string} why - Why they are not shown.
 * @property {LeftOutKind[]} kinds - Its kinds.
 * @property {number} count - How many there are.
 */

/** @type {Record<LeftOutKind["group"], [string, string, string]>} title, icon and reason of each group, in order */
const GROUPS = {
  not_opened: ["Pictures of other kinds", "photos", "Shoebox does not open these kinds of pictures."],
  kept_out: [
    "Left out on purpose",
    "hide",
    "Hidden files and folders; links, as what they lead to may lie outside of your folders, or be shown already;" +
      " folders with a file .nomedia, which asks galleries to stay out.",
  ],
  not_photos: ["Not photos", "help", "They open in other programs."],
  copies: [
    "Copies by other programs",
    "stack",
    "Previews and edited copies that other programs keep of photos, and what was thrown away." +
      " The photos themselves are shown.",
  ],
};

/** What is in no group of the list. */
export const NOT_COUNTED =
  "Not counted: sidecars, files and folders of the system, hidden files that are no pictures, and files that programs" +
  " keep for a moment.";

/** Of the kinds that need no name where they are alone. */
const OTHER = "other";

/**
 * Say what is not shown, in sentences: "3 files are not photos: 2 PDF, 1 SVG." Copies that other programs made are
 * missed by nobody, and stand in the list alone.
 * @param {LeftOutKind[]} kinds - What is left out.
 */
export function describeLeftOut(kinds) {
  /** @param {LeftOutKind["group"]} group - Which. */
  const of = (group) => kinds.filter((kind) => kind.group === group);
  return [notShown(of("not_opened")), notPhotos(of("not_photos")), keptOut(of("kept_out"))].filter(Boolean).join(" ");
}

/** @param {LeftOutKind[]} kinds - Files that are no photos. */
function notPhotos(kinds) {
  const n = sum(kinds);
  if (!n) return "";
  const names = kinds.every(({ kind }) => kind === OTHER) ? "" : `: ${list(kinds)}`;
  return `${formatMany(n, "file is not a photo", "files are not photos")}${names}.`;
}

/** @param {LeftOutKind[]} kinds - Pictures that are not opened. */
function notShown(kinds) {
  const n = sum(kinds);
  return n ? `${formatMany(n, "picture")} cannot be shown: ${list(kinds)}.` : "";
}

/** @param {LeftOutKind[]} kinds - What is left out on purpose. */
function keptOut(kinds) {
  const n = sum(kinds);
  const names = kinds.map(named);
  const last = names.pop();
  return n ? `${names.length ? `${names.join(", ")} and ${last}` : last} ${n === 1 ? "is" : "are"} left out.` : "";
}

/**
 * Say in one short line how much is not shown: "43 files not shown".
 * @param {LeftOutKind[]} kinds - What is left out.
 * @returns {string} "": nothing is.
 */
export function summarizeLeftOut(kinds) {
  const n = sum(kinds);
  if (!n) return "";
  const folders = sum(kinds.filter(({ is_folder: isFolder }) => isFolder));
  return `${formatMany(n, folders === n ? "folder" : folders ? "item" : "file")} not shown`;
}

/**
 * Group what is left out by the reason, what may be missed first.
 * @param {LeftOutKind[]} kinds - What is left out.
 * @returns {LeftOutGroup[]} Groups that have any.
 */
export function groupLeftOut(kinds) {
  return Object.entries(GROUPS)
    .map(([group, [title, icon, why]]) => ({ title, icon, why, kinds: kinds.filter((kind) => kind.group === group) }))
    .filter((group) => group.kinds.length)
    .map((group) => ({ ...group, count: sum(group.kinds) }));
}

/**
 * Name a number of one kind: "2 PDF", "1 video".
 * @param {Pick<LeftOutKind, "one"|"many"|"count">} kind - The kind.
 */
export function named({ one, many, count }) {
  return formatMany(count, one, many);
}

/**
 * Say how much of a kind lies in folders that have no room in the list.
 * @param {LeftOutKind} kind - The kind.
 * @param {LeftOutRow[]} rows - Its rows in the list.
 * @returns {string} "": all have room.
 */
export function describeRest(kind, rows) {
  const count = kind.count - rows.reduce((total, row) => total + row.count, 0);
  return count > 0 ? `and ${named({ ...kind, count })} in other folders` : "";
}

/**
 * List kinds, without a number where there is one kind alone: it has been said.
 * @param {LeftOutKind[]} kinds - Some kinds.
 */
function list(kinds) {
  const [{ one, many, count }] = kinds;
  return kinds.length > 1 ? kinds.map(named).join(", ") : count === 1 ? one : many;
}

/** @param {LeftOutKind[]} kinds - Some kinds. */
function sum(kinds) {
  return kinds.reduce((total, { count }) => total + count, 0);
}
