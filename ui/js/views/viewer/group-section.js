/** @file The part of the panel with the files that one photo is made of, and what can be done with each. */

import { h, icon } from "../../core/dom.js";
import { formatLength } from "../../pure/text/format.js";
import { t } from "../../pure/text/texts.js";
import { isVideoFormat } from "../../pure/viewer/groups.js";
import { formatFile } from "../../pure/viewer/photo-text.js";

const MAX_ROWS = 100; // a burst has no end

/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../pure/viewer/api-types.js").GroupFile} GroupFile */
/** @typedef {import("./photo-actions.js").PhotoActions} PhotoActions */

/**
 * List the files of a photo; null: it is one file.
 * @param {Photo} photo - The details.
 * @param {PhotoActions} actions - What can be done with files.
 */
export function drawGroup(photo, actions) {
  if (photo.group.length < 2) return null;
  const more = photo.group.length - MAX_ROWS;
  const rows = photo.group.slice(0, MAX_ROWS).map((file) => drawFile(file, file.id === photo.id, actions));
  return h(
    "section",
    { class: "detail" },
    icon("stack"),
    h(
      "div",
      {},
      h("strong", { text: t("photo-files", { count: photo.group.length }) }),
      h("ul", { class: "members", role: "list" }, ...rows),
      more > 0 && h("p", { text: t("photo-more-files", { count: more }) }),
      actions.isOwner &&
        h("div", { class: "panel__do" }, link("apart", t("photo-take-apart"), () => actions.takeApart(photo))),
    ),
  );
}

/**
 * @param {GroupFile} file - The file.
 * @param {boolean} isHere - Whether it is on the stage.
 * @param {PhotoActions} actions - What can be done with it.
 */
function drawFile(file, isHere, actions) {
  const { id, name, size, format, duration } = file;
  const facts = [formatFile(size, format), duration ? formatLength(duration) : ""].filter(Boolean).join(" · ");
  const isVideo = isVideoFormat(format);
  return h(
    "li",
    { "aria-current": isHere ? "true" : null },
    h("span", { class: "members__name wrap", text: name }),
    h("p", { text: facts }),
    h(
      "div",
      { class: "panel__do" },
      !isHere && link(`show-${id}`, t("photo-show-this"), () => actions.show(id)),
      actions.desktop && isVideo && link(`play-${id}`, t("photo-open-player"), () => actions.play(file)),
      actions.desktop && link(`reveal-${id}`, t("common-show-in-folder"), () => actions.reveal(file)),
    ),
  );
}

/**
 * @param {string} name - What gives the focus back when the panel is drawn anew.
 * @param {string} text - The text.
 * @param {() => void} run - What to do.
 */
function link(name, text, run) {
  const button = h("button", { type: "button", class: "link", "data-do": name, text });
  button.addEventListener("click", run);
  return button;
}
