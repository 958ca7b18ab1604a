/** @file Runs of acts in the history: what was said photo by photo, one soon after the other, is one line. */

import { LABELS } from "./marks.js";
import { colourName, describeAct, sayDone, stars } from "./sentences.js";
import { t } from "../text/texts.js";

/** @typedef {import("./api-types.js").HistoryAct} HistoryAct */
/** @typedef {import("./api-types.js").AnnotationChange} AnnotationChange */

const MAX_PAUSE_MS = 600_000; // between one act and the next: after a longer one something else was begun
const MIN_RUN = 3; // acts; two lines are read as quickly as one that stands for them
const FIELDS = /** @type {const} */ ({
  rating: ["rating"], pick: ["pick"], favourite: ["favourite"], colour: ["label"], words: ["title", "caption"],
  tags: ["add_tags", "remove_tags"], date: ["date", "shift_s", "offset_min"], place: ["place"],
}); // prettier-ignore
/** @type {ReadonlyMap<string, string>} what an act is about, by the one field that it sets */
const KINDS = new Map(Object.entries(FIELDS).flatMap(([kind, fields]) => fields.map((field) => [field, kind])));
/** @type {Readonly<Record<string, string>>} texts of runs in which these were said, in this order */
const PICKED = {
  "picked-rejected": "said-run-picked-rejected", "picked-none": "said-run-picked-neither",
  "rejected-none": "said-run-rejected-neither", "picked-rejected-none": "said-run-picked-all",
}; // prettier-ignore

/**
 * Return the acts in runs: of one kind of field, about one photo each, soon after each other, all done or all undone.
 * @param {readonly HistoryAct[]} acts - The acts, the newest first.
 * @returns {HistoryAct[][]} The same acts in the same order; most runs are one act.
 */
export function groupRuns(acts) {
  /** @type {HistoryAct[][]} */
  const runs = [];
  for (const act of acts) {
    const run = runs.at(-1);
    const newer = run?.at(-1);
    if (run && newer && follows(act, newer)) run.push(act);
    else runs.push([act]);
  }
  return runs.flatMap((run) => (run.length < MIN_RUN ? run.map((act) => [act]) : [run]));
}

/**
 * @param {HistoryAct} act - An act.
 * @param {HistoryAct} newer - The one after it.
 */
function follows(act, newer) {
  const kind = kindOf(act);
  return (
    kind !== null &&
    kind === kindOf(newer) &&
    act.state === newer.state &&
    (act.by ?? null) === (newer.by ?? null) &&
    newer.at_ms - act.at_ms <= MAX_PAUSE_MS
  );
}

/**
 * Return what an act is about, if it can be part of a run.
 * @param {HistoryAct} act - The act.
 */
function kindOf({ kind, set, photos }) {
  if (kind !== "set" || photos !== 1) return null;
  const kinds = new Set(Object.keys(set).filter((field) => field !== "by").map((field) => KINDS.get(field) ?? null));
  return kinds.size === 1 ? [...kinds][0] : null;
}

/**
 * Say what the acts of a run did: "37 photos rated ★★ to ★★★★".
 * @param {readonly HistoryAct[]} acts - The acts of one run, or some of them.
 */
export function describeRun(acts) {
  const count = countPhotos(acts);
  const [{ set }] = acts;
  if (acts.every((act) => describeAct(act.set, 1) === describeAct(set, 1))) return describeAct(set, count);
  const sets = acts.map((act) => act.set);
  switch (kindOf(acts[0])) {
    case "rating": return rated(sets, count);
    case "pick": return picked(sets, count);
    case "favourite": return t("said-run-favourites", { count });
    case "colour": return labelled(sets, count);
    case "words": return worded(sets, count);
    case "tags": return t(sets.some((one) => one.remove_tags) ? "said-run-tags" : "said-run-tagged", { count });
    case "date": return t("said-run-dated", { count });
    default: return t("said-run-placed", { count });
  } // prettier-ignore
}

/** @param {readonly HistoryAct[]} acts - Acts about one photo each; one may be said something of twice. */
function countPhotos(acts) {
  return new Set(acts.map(({ id, item }) => item ?? `act ${id}`)).size;
}

/**
 * @param {AnnotationChange[]} sets - What was said; not the same each time.
 * @param {number} count - About how many photos.
 */
function rated(sets, count) {
  const ratings = sets.map(({ rating }) => rating ?? 0);
  const [least, most] = [Math.min(...ratings), Math.max(...ratings)];
  if (!least) return t("said-run-rated-up", { count, most: stars(most) });
  return t("said-run-rated", { count, least: stars(least), most: stars(most) });
}

/**
 * @param {AnnotationChange[]} sets - What was said.
 * @param {number} count - About how many photos.
 */
function picked(sets, count) {
  const said = ["picked", "rejected", "none"].filter((value) => sets.some(({ pick }) => pick === value));
  return t(PICKED[said.join("-")], { count });
}

/**
 * @param {AnnotationChange[]} sets - What was said.
 * @param {number} count - About how many photos.
 */
function labelled(sets, count) {
  const colours = LABELS.slice(1).filter((one) => sets.some(({ label }) => label === one)).map(colourName);
  if (sets.some(({ label }) => label === LABELS[0]))
    return t("said-run-labelled-or-not", { count, labels: colours.join(", ") });
  return t("said-run-labelled", { count, labels: colours.slice(0, -1).join(", "), last: colours.at(-1) ?? "" });
}

/**
 * @param {AnnotationChange[]} sets - What was said.
 * @param {number} count - About how many photos.
 */
function worded(sets, count) {
  if (sets.every(({ title }) => title === undefined)) return t("said-run-captioned", { count });
  return t(sets.some(({ caption }) => caption !== undefined) ? "said-run-worded" : "said-run-titled", { count });
}

/**
 * Say what was taken back of a run, or done again, and what could not be.
 * @param {readonly HistoryAct[]} run - Its acts.
 * @param {readonly Pick<import("./api-types.js").UndoAnswer, "act"|"kept">[]} answers - What the server did.
 * @param {"undone"|"again"} what - Whether it was taken back, or done again.
 */
export function describeRunUndo(run, answers, what) {
  const which = (/** @type {boolean} */ isKept) =>
    run.filter(({ id }) => answers.some(({ act, kept }) => act === id && kept > 0 === isKept));
  const [done, kept] = [which(false), which(true)];
  if (!done.length && !kept.length) return t(what === "undone" ? "said-undone-already" : "said-nothing-to-redo");
  const left = kept.length > 0 && t("said-run-kept", { count: countPhotos(kept), act: describeRun(kept) });
  return [done.length ? sayDone(describeRun(done), what) : t("said-nothing-undone"), left].filter(Boolean).join(" ");
}
