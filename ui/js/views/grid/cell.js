/** @file The element of one photo in a row: the picture, the tick, and the note where there is no picture. */

import { h, icon } from "../../core/dom.js";
import { splitName } from "../../pure/text/file-name.js";
import { formatLength } from "../../pure/text/format.js";
import { t } from "../../pure/text/texts.js";
import { problemText } from "../../pure/viewer/problem-text.js";

/** @typedef {import("../../pure/api-types.js").Label} Label */
/** @typedef {import("../../pure/grid/selection.js").Selection} Selection */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */

/**
 * The elements of one photo in a row.
 * @typedef {object} Cell
 * @property {HTMLElement} element - The cell.
 * @property {HTMLImageElement} image - The thumbnail in it.
 * @property {number} index - Index of the photo; -1: none yet.
 * @property {HTMLElement|null} extra - The note or sign over the picture; null: none.
 * @property {HTMLElement|null} video - The sign of a video; null: it is none.
 * @property {HTMLElement|null} group - The signs of a photo that is several files, or moves; null: it is neither.
 * @property {HTMLElement|null} said - The signs of what the user said; null: nothing.
 * @property {number} saidKey - What they say, as said-badge.js has it.
 * @property {HTMLElement|null} name - The name below it; null: names are not shown.
 * @property {number} width - Its width, px.
 * @property {number} height - Its height, px.
 * @property {boolean} failed - Whether there is no picture.
 */

const TAIL = 4; // characters of a name that stay before its extension

/** What animated pictures are called. */
const MOVING = new Map([["gif", "GIF"], ["png", "APNG"], ["webp", "WebP"], ["avif", "AVIF"]]); // prettier-ignore

/**
 * Make an empty cell.
 * @param {number} column - Its place in the row, from 1.
 * @returns {Cell}
 */
export function createCell(column) {
  const image = h("img", { alt: "", draggable: false, decoding: "async" });
  const pick = h("span", { class: "cell__pick", "aria-hidden": "true" }, h("i", {}, icon("check", "s")));
  const element = h("div", { class: "cell", role: "gridcell", tabIndex: -1, "aria-colindex": column }, image, pick);
  const signs = { extra: null, video: null, group: null, said: null, saidKey: 0, name: null };
  return { element, image, index: -1, ...signs, width: 0, height: 0, failed: false };
}

/**
 * Make the note that stands where there is no picture: name and reason.
 * @param {Label|undefined} label - What names the photo; undefined: not loaded yet.
 */
function problemNote(label) {
  const name = h("b", { text: label?.name ?? "" });
  return h("span", { class: "cell__why", "aria-hidden": "true" }, icon("broken"), name, " ",
    label ? h("span", { text: label.problem ? problemText(label.problem, false) : t("grid-no-picture") }) : null);
}

/**
 * Make the sign of a video: its duration, as soon as it is known.
 * @param {Label|undefined} label - What names the video; undefined: not loaded yet.
 */
function videoChip(label) {
  return h("span", { class: "badge badge--video", "aria-hidden": "true" },
    h("span", { class: "chip" }, icon("play", "s"),
      label?.duration ? h("span", { class: "chip__word", text: formatLength(label.duration) }) : null));
}

/**
 * Make the signs of a photo that is several files, or moves; null: it is neither.
 * @param {Timeline} timeline - The timeline shown.
 * @param {number} index - Index of the photo.
 * @param {Label|undefined} label - What names it; undefined: not loaded yet.
 */
function groupChips(timeline, index, label) {
  const chips = [
    timeline.has(index, "raw") && h("span", { class: "chip", text: "RAW" }),
    label?.moving !== undefined && h("span", { class: "chip", text: MOVING.get(label.moving) ?? t("grid-moving") }),
    timeline.has(index, "live") && h("span", { class: "chip chip--live" }, icon("live", "s")),
    timeline.has(index, "stack") &&
      h("span", { class: "chip" }, icon("stack", "s"),
        (label?.pictures ?? 1) > 1 && h("span", { class: "chip__word", text: String(label?.pictures) })),
  ].filter((chip) => chip !== false); // prettier-ignore
  return chips.length ? h("span", { class: "badge badge--group", "aria-hidden": "true" }, ...chips) : null;
}

/** Make the sign of a photo on a drive that is not connected. */
function offlineChip() {
  return h(
    "span",
    { class: "badge badge--offline" },
    h("span", { class: "chip" }, icon("offline", "s"), h("span", { class: "chip__word", text: t("sidebar-offline") })),
  );
}

/**
 * Make the sign of a photo that is shown as far as it goes.
 * @param {string} message - What is wrong with it.
 */
function troubleChip(message) {
  return h("span", { class: "badge badge--offline", "aria-hidden": "true", title: message },
    h("span", { class: "chip" }, icon("warning", "s")));
}

/**
 * Say what the picture does not: that the photo is offline or shown in part, or why there is no picture.
 * @param {Cell} cell - The cell.
 * @param {Timeline} timeline - The timeline shown.
 * @param {Label|undefined} label - What names the photo; undefined: not loaded yet.
 */
export function drawState(cell, timeline, label) {
  cell.extra?.remove();
  cell.extra = null;
  cell.element.classList.toggle("is-broken", cell.failed);
  if (cell.failed) cell.extra = problemNote(label);
  // where all photos are offline the banner says so
  else if (timeline.has(cell.index, "offline") && !timeline.isOffline) cell.extra = offlineChip();
  else if (label?.problem) cell.extra = troubleChip(label.problem.message);
  if (cell.extra) cell.image.after(cell.extra);
  drawVideo(cell, timeline.has(cell.index, "video"), label);
  drawGroup(cell, timeline, label);
}

/**
 * Show or hide the signs of a photo that is several files, or moves.
 * @param {Cell} cell - The cell.
 * @param {Timeline} timeline - The timeline shown.
 * @param {Label|undefined} label - What names the photo; undefined: not loaded yet.
 */
function drawGroup(cell, timeline, label) {
  cell.group?.remove();
  cell.group = groupChips(timeline, cell.index, label);
  if (cell.group) cell.element.append(cell.group);
}

/**
 * Show or hide the sign of a video.
 * @param {Cell} cell - The cell.
 * @param {boolean} isVideo - Whether it is one.
 * @param {Label|undefined} label - What names the photo; undefined: not loaded yet.
 */
function drawVideo(cell, isVideo, label) {
  cell.video?.remove();
  cell.video = isVideo ? videoChip(label) : null;
  if (cell.video) cell.element.append(cell.video);
}

/**
 * Show whether a photo is selected and whether Tab leads to it.
 * @param {Cell} cell - The cell.
 * @param {Selection|null} selection - The selected photos; null: none.
 * @param {number} focus - Index of the focused photo; -1: none.
 */
export function drawSelection(cell, selection, focus) {
  cell.element.setAttribute("aria-selected", String(selection?.has(cell.index) ?? false));
  cell.element.tabIndex = cell.index === focus ? 0 : -1;
}

/**
 * Name a photo, for screen readers, as a tooltip, and where there is no picture.
 * @param {Cell} cell - The cell.
 * @param {Label|undefined} label - What names the photo; undefined: not loaded yet.
 * @param {string} spoken - What screen readers say.
 */
export function drawLabel(cell, label, spoken) {
  cell.element.setAttribute("aria-label", spoken);
  cell.element.title = label?.name ?? "";
  if (cell.video && label?.duration) drawVideo(cell, true, label);
  if (!cell.failed || !label || !cell.extra) return;
  const extra = problemNote(label);
  cell.extra.replaceWith(extra);
  cell.extra = extra;
}

/**
 * Show the name of a photo below it, shortened where there is no room, but for its extension; or take it away.
 * @param {Cell} cell - The cell.
 * @param {string|null} name - The name, "" until it is loaded; null: none is shown.
 */
export function drawName(cell, name) {
  if (name === null) {
    cell.name?.remove();
    cell.name = null;
    return;
  }
  if (!cell.name) {
    cell.name = h("span", { class: "cell__name", "aria-hidden": "true", dir: "auto" }, h("span", {}), h("span", {}));
    cell.element.prepend(cell.name); // before why there is no picture, which is read after it
  }
  const parts = splitName(name, TAIL);
  [...cell.name.children].forEach((part, i) => part.textContent !== parts[i] && (part.textContent = parts[i]));
}
