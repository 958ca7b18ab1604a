/**
 * @file The signs on the stage of a photo that is more than one picture: it moves, there is a RAW file, there are
 * others of the moment. The first plays as long as it is held, the others open the panel, where the files are listed.
 */

import { h, icon, on } from "../../core/dom.js";
import { Motion } from "../../core/motion.js";
import { t } from "../../pure/text/texts.js";
import { countPictures, hasRawBeside, isVideoFormat } from "../../pure/viewer/groups.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */

/** Shows the signs, and plays the motion. */
export class GroupBadges {
  element = h("div", { class: "stage__signs" });
  #motion = new Motion();
  /** @type {Photo|null} */
  #photo = null;
  #stage;
  #api;
  #openPanel;

  /**
   * @param {Pick<import("../../core/types.js").Context, "api">} context - What the parts of the page share.
   * @param {import("./stage.js").Stage} stage - The stage.
   * @param {() => void} openPanel - Shows the panel.
   */
  constructor({ api }, stage, openPanel) {
    this.#api = api;
    this.#stage = stage;
    this.#openPanel = openPanel;
  }

  /**
   * Show the signs of a photo.
   * @param {Photo|null} photo - The details; null: not loaded yet.
   */
  show(photo) {
    if (this.#photo?.id !== photo?.id) this.hold(false);
    this.#photo = photo;
    this.element.replaceChildren(...(photo ? this.#signs(photo) : []));
  }

  /**
   * Play the motion, or show the picture again.
   * @param {boolean} held - Whether it is asked for.
   */
  hold(held) {
    const photo = this.#photo;
    if (!held) this.#motion.stop();
    else if (photo?.moves && !photo.offline)
      this.#motion.start(this.#stage.figure, this.#api.media("motion", photo.id, photo.version));
  }

  /** Whether the motion is played. */
  get isMoving() {
    return this.#motion.isOn;
  }

  /** @param {Photo} photo - The details. */
  #signs(photo) {
    const others = countPictures(photo.group);
    const many = isVideoFormat(photo.format) ? "count-videos" : "count-pictures";
    return [
      photo.moves && this.#liveSign(),
      hasRawBeside(photo.group) && this.#sign("RAW", t("viewer-has-raw")),
      others > 1 && this.#sign(String(others), t(many, { count: others }), icon("stack", "s")),
    ].filter((sign) => sign !== false);
  }

  #liveSign() {
    const sign = h("button", { type: "button", class: "chip chip--live", title: t("viewer-hold") },
      icon("live", "s"), t("viewer-live")); // prettier-ignore
    on(sign, "pointerdown", (event) => {
      sign.setPointerCapture(event.pointerId);
      this.hold(true);
    });
    for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) on(sign, end, () => this.hold(false));
    on(sign, "keydown", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault(); // a key is no hold: it begins and ends
      event.stopPropagation();
      if (!event.repeat) this.hold(!this.isMoving);
    });
    on(sign, "contextmenu", (event) => event.preventDefault());
    return sign;
  }

  /**
   * @param {string} text - What it says.
   * @param {string} title - What that means.
   * @param {Node|null} [image] - What stands before it.
   */
  #sign(text, title, image = null) {
    const sign = h("button", { type: "button", class: "chip", title, "aria-label": title }, image, text);
    on(sign, "click", this.#openPanel);
    return sign;
  }
}
