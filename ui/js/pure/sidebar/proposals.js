/** @file What is said of folders that are proposed to whoever has added none yet. */

import { t } from "../text/texts.js";

/**
 * A folder that may be shown (GET /api/proposals).
 * @typedef {object} Proposal
 * @property {number} number - By which it is added.
 * @property {"pictures"|"downloads"|"card"} kind - Why it is proposed.
 * @property {string} name - Its name.
 * @property {string} path - For people to read.
 * @property {number} photos - How many were counted.
 * @property {boolean} complete - Whether that is all of them.
 * @property {number[]} samples - Ids of a few of its pictures.
 */

/**
 * Return how many photos a folder holds, and which are shown.
 * @param {Proposal} place - The folder.
 */
export function countProposed({ photos, complete, samples }) {
  const counted = t("sidebar-proposed", { count: photos });
  const least = complete ? counted : t("sidebar-more-than", { photos: counted });
  return samples.length > 1 ? t("sidebar-newest-first", { photos: least }) : least;
}

/**
 * Return what a folder is called: that of a card has the name of the card, since all of them are called DCIM.
 * @param {Proposal} place - The folder.
 */
export function nameProposal({ kind, name, path }) {
  if (kind !== "card") return name;
  const above = path.split(/[/\\]/).filter(Boolean).at(-2);
  return above ? t("sidebar-card-name", { name: above }) : t("sidebar-card");
}
