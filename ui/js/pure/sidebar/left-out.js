/** @file What is said of files and folders that are not shown: sentences, totals, groups of the list. */

import { t } from "../text/texts.js";

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

/** @type {Record<LeftOutKind["group"], [string, string, string]>} of each group, in order: title and reason, as keys,
  and icon between them */
const GROUPS = {
  not_opened: ["sidebar-other-pictures", "photos", "sidebar-why-other-pictures"],
  kept_out: ["sidebar-kept-out", "hide", "sidebar-why-kept-out"],
  not_photos: ["sidebar-no-photos", "help", "sidebar-why-no-photos"],
  copies: ["sidebar-copies", "stack", "sidebar-why-copies"],
};

/** Of the kinds that need no name where they are alone. */
const OTHER = "other";

/** @type {ReadonlyMap<string, string>} names of kinds, by the server's codes */
const KINDS = new Map([
  ["pdf", "kinds-pdf"],
  ["svg", "kinds-svg"],
  ["eps", "kinds-eps"],
  ["wmf", "kinds-wmf"],
  ["emf", "kinds-emf"],
  ["video", "kinds-video"],
  ["sound", "kinds-sound"],
  ["archive", "kinds-archive"],
  ["other", "kinds-other"],
  ["raw", "kinds-raw"],
  ["jp2", "kinds-jp2"],
  ["jxr", "kinds-jxr"],
  ["psd", "kinds-psd"],
  ["icon", "kinds-icon"],
  ["project", "kinds-project"],
  ["rare", "kinds-rare"],
  ["hidden", "kinds-hidden"],
  ["link", "kinds-link"],
  ["hidden_folder", "kinds-hidden-folder"],
  ["nomedia", "kinds-nomedia"],
  ["previews", "kinds-previews"],
  ["edited", "kinds-edited"],
  ["thumbnails", "kinds-thumbnails"],
  ["bin", "kinds-bin"],
]);

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
  if (kinds.every(({ kind }) => kind === OTHER)) return t("sidebar-are-no-photos", { count: n });
  return t("sidebar-are-no-photos-list", { count: n, kinds: list(kinds) });
}

/** @param {LeftOutKind[]} kinds - Pictures that are not opened. */
function notShown(kinds) {
  const n = sum(kinds);
  return n ? t("sidebar-pictures-not-shown", { count: n, kinds: list(kinds) }) : "";
}

/** @param {LeftOutKind[]} kinds - What is left out on purpose. */
function keptOut(kinds) {
  const n = sum(kinds);
  const names = kinds.map(named);
  const last = names.pop() ?? "";
  if (!n) return "";
  const all = names.length ? t("sidebar-and-last", { names: names.join(", "), last }) : last;
  return t("sidebar-are-left-out", { count: n, kinds: all });
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
  const key = folders === n ? "count-folders" : folders ? "count-items" : "count-files";
  return t("sidebar-sum-not-shown", { count: t(key, { count: n }) });
}

/**
 * Group what is left out by the reason, what may be missed first.
 * @param {LeftOutKind[]} kinds - What is left out.
 * @returns {LeftOutGroup[]} Groups that have any.
 */
export function groupLeftOut(kinds) {
  return Object.entries(GROUPS)
    .map(([group, [title, icon, why]]) => ({ title: t(title), icon, why: t(why), kinds: kinds.filter((kind) =>
      kind.group === group) }))
    .filter((group) => group.kinds.length)
    .map((group) => ({ ...group, count: sum(group.kinds) }));
}

/**
 * Name a number of one kind: "2 PDF", "1 video".
 * @param {Pick<LeftOutKind, "kind"|"count">} kind - The kind.
 */
export function named(kind) {
  return t("kinds-counted", { count: kind.count, kind: nameOf(kind) });
}

/** @param {Pick<LeftOutKind, "kind"|"count">} kind - The kind. */
function nameOf({ kind, count }) {
  return t(KINDS.get(kind) ?? "kinds-other", { count });
}

/**
 * Say how much of a kind lies in folders that have no room in the list.
 * @param {LeftOutKind} kind - The kind.
 * @param {LeftOutRow[]} rows - Its rows in the list.
 * @returns {string} "": all have room.
 */
export function describeRest(kind, rows) {
  const count = kind.count - rows.reduce((total, row) => total + row.count, 0);
  return count > 0 ? t("sidebar-rest", { kinds: named({ ...kind, count }) }) : "";
}

/**
 * List kinds, without a number where there is one kind alone: it has been said.
 * @param {LeftOutKind[]} kinds - Some kinds.
 */
function list(kinds) {
  return kinds.length > 1 ? kinds.map(named).join(", ") : nameOf(kinds[0]);
}

/** @param {LeftOutKind[]} kinds - Some kinds. */
function sum(kinds) {
  return kinds.reduce((total, { count }) => total + count, 0);
}
