/** @file What the foot of the sidebar says about the background work, and how it names problems. */

import { formatCount, formatMany } from "../text/format.js";
import { ShareDone } from "./share-done.js";
import { costDone, costLeft } from "./time-left.js";

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

/** @type {Record<string, [string, string]>} name and icon of each kind of problem */
const KINDS = {
  empty: ["Empty file", "broken"],
  not_a_picture: ["Not a picture", "help"],
  wrong_content: ["Not what its name says", "help"],
  truncated: ["File ends too early", "broken"],
  damaged: ["Damaged", "broken"],
  too_large: ["Too large", "warning"],
  unsupported: ["A rare variant", "help"],
  timeout: ["Took too long", "warning"],
  decoder_died: ["Could not be decoded", "broken"],
  out_of_memory: ["Needs too much memory", "warning"],
  unreadable: ["Cannot be opened", "lock"],
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
  return `${formatMany(n, "file")} ${n === 1 ? "has" : "have"} a problem`;
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
  if (place?.state === "offline") return `“${place.name}” is still not connected.`;
  if (place && wasOffline) return `“${place.name}” is back.`;
  if (problems) {
    const solved = before.counts.problems - now.counts.problems;
    if (solved > 0 && before.counts.problems === 1) return "The file can be read now.";
    if (solved > 0) return `${formatCount(solved)} of ${formatMany(before.counts.problems, "file")} can be read now.`;
    return now.counts.problems === 1
      ? "1 file still has a problem."
      : `${formatCount(now.counts.problems)} files still have a problem.`;
  }
  const more = now.counts.photos - before.counts.photos;
  if (more > 0) return `${formatMany(more, "new photo")} found.`;
  return more < 0
    ? `${formatMany(-more, "photo")} ${more === -1 ? "is" : "are"} no longer there.`
    : "No new photos were found.";
}

/** @param {Status["roots"]} roots - All roots. */
const offlineNames = (roots) => roots.filter(({ state }) => state === "offline").map(({ name }) => `“${name}”`);

/**
 * Say which roots are offline; "": none is.
 * @param {Pick<Status, "roots">} status - The status.
 */
export function describeOffline({ roots }) {
  const names = offlineNames(roots);
  const last = names.pop();
  if (!last) return "";
  return names.length ? `${names.join(", ")} and ${last} are offline.` : `${last} is offline.`;
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
  const percent = share === null ? "" : `${Math.floor(100 * share)}%`;
  if (progress.paused) {
    const known = isResting(progress) ? null : share;
    return { text: known === null ? "Paused" : `Paused at ${percent}`, icon: "pause", share: known };
  }
  if (progress.stage !== "idle" && share !== null) return { text: `Adding photos, ${percent}`, icon: "retry", share };
  if (progress.stage !== "idle") return { text: `${formatCount(progress.listed)} found`, icon: "search", share: null };
  if (offline) return { text: `${formatMany(offline, "folder")} offline`, icon: "offline", share: null };
  if (counts.problems) return { text: formatProblemCount(counts.problems), icon: "warning", share: null };
  return { text: roots.length ? "Up to date" : "No folders yet", icon: roots.length ? "check" : "folder", share: null };
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
    const [title, icon] = KINDS[row.code] ?? ["Could not be read", "broken"];
    const group = groups.get(row.code) ?? { code: row.code, title, icon, message: row.message, rows: [] };
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
  return rows.length > 1 ? `${path} and ${formatCount(rows.length - 1)} more` : path;
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
