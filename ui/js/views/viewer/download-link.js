/** @file The button of the bar with which a visitor of a site keeps the file of the photo on the stage. */

import { icon } from "../../core/dom.js";
import { nameKey } from "../../core/key-names.js";
import { t } from "../../pure/text/texts.js";

/** Offers the file of a photo where it can be had. */
export class DownloadLink {
  element;
  #actions;

  /** @param {import("./photo-actions.js").PhotoActions} actions - What can be done with the photo. */
  constructor(actions) {
    this.#actions = actions;
    this.element = actions.downloadLink("button button--bare button--icon", null, icon("download"));
    nameKey(this.element, t("viewer-download"), "viewer/Ctrl+KeyS");
  }

  /**
   * Follow the photo on the stage.
   * @param {import("./progressive-image.js").TimelinePhoto|null} photo - The photo; null: none.
   * @param {boolean} isLost - Whether the server is away.
   */
  follow(photo, isLost) {
    if (!photo) return;
    this.element.href = this.#actions.fileAddress(photo.id);
    const isThere = photo.version !== 0; // else it may be an address that leads nowhere
    this.element.hidden = !isThere || photo.offline || isLost;
  }

  /** Download the file. */
  click() {
    if (!this.element.hidden) this.element.click();
  }
}
