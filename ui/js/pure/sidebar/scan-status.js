/** @file What the foot of the sidebar says about the background work, and how it names problems. */

import { ShareDone } from "./share-done.js";
import { costDone, costLeft } from "./time-left.js";
import { t } from "../text/texts.js";
import { problemText } from "../viewer/problem-text.js";

/** @typedef {import("../api-types.js").Status} Status */
/** @typedef {import("../api-types.js").Root} Root */
/** @typedef {import("../api-types.js").Progress} Progress */
/** @typedef {import("../api-types.js").ProblemRow} ProblemRow */
/**
 * The line at the foot of the sidebar.
 * @typedef {object} Summary
 * @property {string} text - The line.
 * @property {string} icon - Name of its icon.
 * @property {number|null} share - How much is done, 0 to 1, for the ring; null: the icon.
 */
/**
 * Files with the same kind of problem.
 * @typedef {object} ProblemGroup
 * @property {string} code - The server's name of the kind.
 * @property {string} title - Its name for people.
 * @property {string} icon - Name of its icon.
 * @property {string} message - The server's sentence.
 * @property {ProblemRow[]} rows - The files.
 */

/** @type {Record<string, [string, string]>} key of its name, and icon of each kind of problem */
const KINDS = {
  empty: ["sidebar-empty", "broken"],
  not_a_picture: ["sidebar-no-picture", "help"],
  wrong_content: ["sidebar-wrong-content", "help"],
  truncated: ["sidebar-truncated", "broken"],
  damaged: ["sidebar-damaged", "broken"],
  too_large: ["sidebar-too-large", "warning"],
  unsupported: ["sidebar-unsupported", "help"],
  timeout: ["sidebar-timeout", "warning"],
  decoder_died: ["sidebar-decoder-died", "broken"],
  out_of_memory: ["sidebar-out-of-memory", "warning"],
  unreadable: ["sidebar-unreadable", "lock"],
};

/**
 * Return whether nothing is under way and nothing waits. Work held up by a pause waits.
 * @param {Progress} progress - The background work.
 */
export function isResting({ stage, paused, unread, unmade }) {
  return stage === "idle" && !(paused && unread + unmade > 0);
}

/**
 * Say how many files have a problem: "1 file has a problem".
 * @param {number} n - Their number.
 */
export function formatProblemCount(n) {
  return t("sidebar-have-problem", { count: n });
}

/**
 * Say what looking for changes came to.
 * @param {Status} before - The status before.
 * @param {Status} now - The status after.
 * @param {{root?: number, problems?: true}} what - One root, or the files with a problem; {}: everything.
 */
export function rescanOutcome(before, now, { root, problems }) {
  const wasOffline = before.roots.find((one) => one.id === root)?.state === "offline";
  const place = now.roots.find((one) => one.id === root);
  if (place?.state === "offline") return t("sidebar-still-offline", { name: place.name });
  if (place && wasOffline) return t("sidebar-is-back", { name: place.name });
  if (problems) {
    const solved = before.counts.problems - now.counts.problems;
    if (solved > 0 && before.counts.problems === 1) return t("sidebar-file-read");
    if (solved > 0) return t("sidebar-files-read", { solved, count: before.counts.problems });
    return t("sidebar-still-problem", { count: now.counts.problems });
  }
  const more = now.counts.photos - before.counts.photos;
  if (more > 0) return t("sidebar-new-photos", { count: more });
  return more < 0 ? t("sidebar-lost-photos", { count: -more }) : t("sidebar-no-new-photos");
}

/** @param {Status["roots"]} roots - All roots. */
const offlineNames = (roots) => roots.filter(({ state }) => state === "offline")
  .map(({ name }) => t("common-quoted", { name })); // prettier-ignore

/**
 * Say which roots are offline; "": none is.
 * @param {Pick<Status, "roots">} status - The status.
 */
export function describeOffline({ roots }) {
  const names = offlineNames(roots);
  const last = names.pop();
  if (!last) return "";
  if (!names.length) return t("sidebar-one-offline", { name: last });
  return t("sidebar-several-offline", { names: names.join(", "), last });
}

/** Follows how much of the background work is done: of all, of the headers, of the thumbnails. */
export class ScanShares {
  #all = new ShareDone();
  #headers = new ShareDone();
  #thumbnails = new ShareDone();

  /**
   * Take how far the work is. How much there is, is known when all folders are listed, and how many thumbnails are to
   * be made when all headers are read.
   * @param {Progress} progress - The background work.
   */
  add(progress) {
    const { read, unread, thumbnails, unmade } = progress;
    const isListed = progress.stage !== "listing" && !isResting(progress);
    this.#all.add(costDone(progress), costLeft(progress), isListed);
    this.#headers.add(read, unread, isListed);
    this.#thumbnails.add(thumbnails, unmade, isListed && unread === 0);
    if (isResting(progress)) for (const one of [this.#all, this.#headers, this.#thumbnails]) one.end();
  }

  /** Return how much is done of all, 0 to 1; null: not known yet. */
  get all() {
    return this.#all.share;
  }

  /** Return how many headers have been read, as a share. */
  get headers() {
    return this.#headers.share;
  }

  /** Return how many thumbnails have been made, as a share. */
  get thumbnails() {
    return this.#thumbnails.share;
  }
}

/**
 * Say in one short line what matters most.
 * @param {Status} status - The status.
 * @param {number|null} share - How much of the background work is done, 0 to 1; null: not known yet.
 * @returns {Summary} The line.
 */
export function summarizeStatus({ progress, counts, roots }, share) {
  const offline = offlineNames(roots).length;
  const percent = Math.floor(100 * (share ?? 0));
  if (progress.paused) {
    const known = isResting(progress) ? null : share;
    const text = known === null ? t("sidebar-paused") : t("sidebar-paused-at", { percent });
    return { text, icon: "pause", share: known };
  }
  if (progress.stage !== "idle" && share !== null)
    return { text: t("sidebar-adding-at", { percent }), icon: "retry", share };
  if (progress.stage !== "idle")
    return { text: t("sidebar-listed", { count: progress.listed }), icon: "search", share: null };
  if (offline) return { text: t("sidebar-folders-offline", { count: offline }), icon: "offline", share: null };
  if (counts.problems) return { text: formatProblemCount(counts.problems), icon: "warning", share: null };
  return { text: t(roots.length ? "sidebar-up-to-date" : "sidebar-no-folders"), icon: roots.length ? "check"
    : "folder", share: null };
}

/**
 * Say how many files have a problem, to people who see nothing of the background work.
 * @param {Status} status - The status.
 * @returns {Summary|null} The line; null: there is nothing to say.
 */
export function summarizeProblems({ counts }) {
  return counts.problems ? { text: formatProblemCount(counts.problems), icon: "warning", share: null } : null;
}

/**
 * Group files by the kind of their problem, the most frequent kind first.
 * @param {ProblemRow[]} rows - All files with a problem.
 * @returns {ProblemGroup[]} One group for each kind.
 */
export function groupProblems(rows) {
  /** @type {Map<string, ProblemGroup>} */
  const groups = new Map();
  for (const row of rows) {
    const [key, icon] = KINDS[row.code] ?? ["sidebar-unread", "broken"];
    const group = groups.get(row.code) ?? { code: row.code, title: t(key), icon, message: problemText(row, false),
      rows: [] }; // prettier-ignore
    group.rows.push(row);
    groups.set(row.code, group);
  }
  return [...groups.values()].sort((a, b) => b.rows.length - a.rows.length);
}

/**
 * Name the first file of a group: "Phone / 2024 / IMG_2210.JPG and 3 more".
 * @param {ProblemGroup} group - The group.
 * @param {Pick<Root, "name"|"path">[]} roots - All roots.
 */
export function firstProblemPath({ rows }, roots) {
  const path = shortPath(rows[0].path, roots);
  return rows.length > 1 ? t("sidebar-path-more", { path, count: rows.length - 1 }) : path;
}

/**
 * Shorten a path for the eye: from the name of the root on, and without the middle when it is long.
 * @param {string} path - The path.
 * @param {Pick<Root, "name"|"path">[]} roots - All roots.
 */
export function shortPath(path, roots) {
  const parts = partsOf(path, roots);
  return (parts.length > 4 ? [parts[0], "…", ...parts.slice(-2)] : parts).join(" / ");
}

/**
 * Shorten paths of a list so that no two are called the same.
 * @param {string[]} paths - The paths.
 * @param {Pick<Root, "name"|"path">[]} roots - All roots.
 * @returns {Map<string, string>} What each is called.
 */
export function shortPaths(paths, roots) {
  const all = [...new Set(paths)];
  const forms = [shortPath, (/** @type {string} */ path) => partsOf(path, roots).join(" / ")];
  const names = forms.map((form) => all.map((path) => form(path, roots)));
  const isAlone = (/** @type {string[]} */ among, /** @type {number} */ at) =>
    among.indexOf(among[at]) === among.lastIndexOf(among[at]);
  return new Map(all.map((path, at) => [path, names.find((among) => isAlone(among, at))?.[at] ?? path]));
}

/**
 * @param {string} path - A path.
 * @param {Pick<Root, "name"|"path">[]} roots - All roots.
 * @returns {string[]} Its parts, from the name of its root on.
 */
function partsOf(path, roots) {
  const root = roots.find((one) => one.path !== undefined && path.startsWith(one.path));
  const below = root?.path ? path.slice(root.path.length) : path;
  return [...(root ? [root.name] : []), ...below.split(/[/\\]/).filter(Boolean)];
}
