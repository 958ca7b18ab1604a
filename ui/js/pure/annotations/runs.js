/** @file Runs of acts in the history: what was said photo by photo, one soon after the other, is one line. */

import { describeAct, stars } from "./sentences.js";
import { formatMany } from "../text/format.js";

/** @typedef {import("./api-types.js").HistoryAct} HistoryAct */
/** @typedef {import("./api-types.js").AnnotationChange} AnnotationChange */

const MAX_PAUSE_MS = 600_000; // between one act and the next: after a longer one something else was begun
const MIN_RUN = 3; // acts; two lines are read as quickly as one that stands for them
/** @type {Record<string, string>} what an act is about, by the one field that it sets */
const KINDS = {
  rating: "rating", pick: "pick", favourite: "favourite", label: "label", title: "words", caption: "words",
  add_tags: "tags", remove_tags: "tags", date: "date", shift_s: "date", offset_min: "date", place: "place",
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
  const kinds = new Set(Object.keys(set).filter((field) => field !== "by").map((field) => KINDS[field] ?? null));
  return kinds.size === 1 ? [...kinds][0] : null;
}

/**
 * Say what the acts of a run did: "37 photos rated ★★ to ★★★★".
 * @param {readonly HistoryAct[]} acts - The acts of one run, or some of them.
 */
export function describeRun(acts) {
  const photos = countPhotos(acts);
  const [{ set }] = acts;
  if (acts.every((act) => describeAct(act.set, 1) === describeAct(set, 1))) return describeAct(set, photos);
  const many = formatMany(photos, "photo");
  const sets = acts.map((act) => act.set);
  switch (kindOf(acts[0])) {
    case "rating": return `${many} rated ${starsOf(sets)}`;
    case "pick": return `${many} ${listed(sets, "pick", ["picked", "rejected"], "neither")}`;
    case "favourite": return `${many} made ${photos === 1 ? "a favourite" : "favourites"} or no longer`;
    case "label":
      return `${many} labelled ${listed(sets, "label", ["red", "yellow", "green", "blue", "purple"], "not at all")}`;
    case "words": return `${many} ${wordsOf(sets)}`;
    case "tags": return sets.some((one) => one.remove_tags) ? `Tags of ${many} changed` : `${many} tagged`;
    case "date": return `${many} dated`;
    default: return `${many} placed`;
  } // prettier-ignore
}

/** @param {readonly HistoryAct[]} acts - Acts about one photo each; one may be said something of twice. */
function countPhotos(acts) {
  return new Set(acts.map(({ id, item }) => item ?? `act ${id}`)).size;
}

/** @param {AnnotationChange[]} sets - What was said; not the same each time. */
function starsOf(sets) {
  const ratings = sets.map(({ rating }) => rating ?? 0);
  const [least, most] = [Math.min(...ratings), Math.max(...ratings)];
  return least ? `${stars(least)} to ${stars(most)}` : `up to ${stars(most)}`;
}

/**
 * @param {AnnotationChange[]} sets - What was said.
 * @param {"pick"|"label"} field - The field.
 * @param {string[]} values - Its values, in their order.
 * @param {string} none - The word for none of them.
 */
function listed(sets, field, values, none) {
  const words = values.filter((value) => sets.some((set) => set[field] === value));
  if (sets.some((set) => set[field] === "none")) words.push(none);
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** @param {AnnotationChange[]} sets - What was said. */
function wordsOf(sets) {
  const titled = sets.some(({ title }) => title !== undefined) && "titled";
  const captioned = sets.some(({ caption }) => caption !== undefined) && "captioned";
  return [titled, captioned].filter(Boolean).join(" or ");
}

/**
 * Say what was taken back of a run, or done again, and what could not be.
 * @param {readonly HistoryAct[]} run - Its acts.
 * @param {readonly Pick<import("./api-types.js").UndoAnswer, "act"|"kept">[]} answers - What the server did.
 * @param {"Undone"|"Done again"} what - Which of the two.
 */
export function describeRunUndo(run, answers, what) {
  const which = (/** @type {boolean} */ isKept) =>
    run.filter(({ id }) => answers.some(({ act, kept }) => act === id && kept > 0 === isKept));
  const [done, kept] = [which(false), which(true)];
  if (!done.length && !kept.length)
    return what === "Undone" ? "This is undone already." : "There is nothing to do again.";
  const stays = countPhotos(kept) === 1 ? "stays as it is" : "stay as they are";
  const left = kept.length > 0 && `${describeRun(kept)}: changed since then, and ${stays}.`;
  return [done.length ? `${what}: ${describeRun(done)}.` : "Nothing undone.", left].filter(Boolean).join(" ");
}
