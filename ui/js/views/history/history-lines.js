/** @file The lines of the history: an act, or a run of them, which can be opened. */

import { h, icon } from "../../core/dom.js";
import { dot } from "../../core/said-controls.js";
import { timeOf } from "../../pure/annotations/history.js";
import { describeRun } from "../../pure/annotations/runs.js";
import { describeAct } from "../../pure/annotations/sentences.js";
import { describeImport } from "../../pure/annotations/transfer.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../pure/annotations/api-types.js").HistoryAct} HistoryAct */
/** @typedef {import("../../pure/annotations/history.js").HistoryLine} HistoryLine */

/** @type {[keyof import("../../pure/annotations/api-types.js").AnnotationChange, string][]} the first one counts */
const SIGNS = [
  ["note", "info"], ["album", "album"], ["moved_tag", "swap"], ["favourite", "heart"], ["rating", "star"],
  ["pick", "pick"], ["label", "label"], ["title", "text"], ["caption", "text"], ["date", "calendar"],
  ["shift_s", "calendar"], ["offset_min", "calendar"], ["place", "pin"],
]; // prettier-ignore

/**
 * Return the minutes from UTC to local time at a moment.
 * @param {number} at - Milliseconds since 1970.
 */
export function localOffset(at) {
  return -new Date(at).getTimezoneOffset();
}

/**
 * Draw what was said on one day.
 * @param {import("../../pure/annotations/history.js").HistoryDay} day - The day.
 * @param {ReadonlySet<number>} open - Acts of the runs that are open.
 */
export function drawDay({ name, lines }, open) {
  const items = lines.map((line) => (line.acts.length > 1 ? drawRun(line, open) : drawAct(line.time, line.acts[0])));
  return h("section", { class: "acts" }, h("h2", { text: name }), h("ul", { role: "list" }, ...items));
}

/**
 * @param {string} time - When.
 * @param {HistoryAct} act - The act.
 */
function drawAct(time, act) {
  const text = by(act, act.kind === "restore" ? t("history-restored") : describe(act));
  return h("li", { class: classOf(act) },
    h("span", { class: "act__time", text: time }), signOf(act), h("span", { class: "act__text", text }),
    ...drawEnd([act], text)); // prettier-ignore
}

/**
 * @param {HistoryLine} line - A run of acts.
 * @param {ReadonlySet<number>} open - Acts of the runs that are open.
 */
function drawRun({ time, acts }, open) {
  const isOpen = acts.some(({ id }) => open.has(id));
  const text = by(acts[0], describeRun(acts));
  const id = `run-${acts[0].id}`;
  const ids = acts.map((act) => act.id).join(" ");
  const twist = h("span", { class: isOpen ? "act__twist is-open" : "act__twist" }, icon("right", "s"));
  const opener = h("button", { type: "button", class: "act__text act__open", "data-act": `open ${ids}`,
    "aria-expanded": String(isOpen), "aria-controls": isOpen ? id : null },
    h("span", { text }), twist); // prettier-ignore
  const parts = acts.map((act) => drawAct(timeOf(act, localOffset), act));
  return h("li", { class: "run" },
    h("div", { class: classOf(acts[0]) },
      h("span", { class: "act__time", text: time }), signOf(acts[0]), opener, ...drawEnd(acts, text)),
    isOpen && h("ul", { role: "list", id, class: "run__acts" }, ...parts)); // prettier-ignore
}

/** @param {HistoryAct} act - The act. */
function classOf({ state }) {
  return state === "undone" ? "act is-undone" : "act";
}

/**
 * Draw the end of a line: that it is undone, or the button that undoes it.
 * @param {HistoryAct[]} acts - The acts of the line.
 * @param {string} text - What it says.
 */
function drawEnd(acts, text) {
  const [{ state, kind }] = acts;
  if (state === "undone") return [h("span", { class: "act__state", text: t("common-undone") })];
  if (kind === "restore") return [];
  return [h("button", { type: "button", class: "button button--bare act__undo", "aria-label": t("history-undo-act",
    { act: text }),
    "data-act": acts.map(({ id }) => id).join(" "), text: t("common-undo") })]; // prettier-ignore
}

/**
 * @param {HistoryAct} act - The act.
 * @param {string} text - What it did.
 */
function by(act, text) {
  return act.by === "sidecar" ? t("history-by-other", { act: text }) : text;
}

/** @param {HistoryAct} act - An act that said something. */
function describe({ from, set, photos }) {
  return from ? describeImport(from, photos) : describeAct(set, photos);
}

/**
 * Return the sign of what was done.
 * @param {HistoryAct} act - The act.
 */
function signOf({ kind, set }) {
  if (kind !== "set") return icon(kind === "import" ? "download" : "undo", "s");
  if (set.label && set.label !== "none" && !set.note)
    return h("span", { class: "act__dot", "aria-hidden": "true" }, dot(set.label));
  const [, name] = SIGNS.find(([field]) => set[field] !== undefined) ?? ["", "tag"];
  return icon(name === "pick" && set.pick === "rejected" ? "reject" : name, "s");
}
