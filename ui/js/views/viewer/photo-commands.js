/** @file What the keys of the viewer do with the photo: copy its path, show it in its folder, download it. */

import { isVideo } from "../../pure/viewer/photo-text.js";

/** @typedef {import("./photo-actions.js").PhotoActions} PhotoActions */

/** Runs commands for the photo on the stage. */
export class PhotoCommands {
  #actions;
  #loader;
  #download;

  /**
   * @param {PhotoActions} actions - What can be done with photos.
   * @param {Pick<import("./photo-loader.js").PhotoLoader, "current"|"details">} loader - Knows the photo on the stage.
   * @param {import("./download-link.js").DownloadLink|null} download - Keeps its file; null: it is on this computer.
   */
  constructor(actions, loader, download) {
    this.#actions = actions;
    this.#loader = loader;
    this.#download = download;
  }

  /** Copy the photo. */
  copy() {
    const { current, details } = this.#loader;
    if (current) this.#actions.copy(current, details !== null && isVideo(details));
  }

  /** Copy the path of the photo. */
  copyPath() {
    if (this.#loader.current) this.#actions.copyPath(this.#loader.current);
  }

  /** Show the photo in the system's file manager. */
  reveal() {
    if (this.#loader.current) this.#actions.reveal(this.#loader.current);
  }

  /** Download the file of the photo. */
  download() {
    this.#download?.click();
  }

  /**
   * Let the link lead to the photo on the stage.
   * @param {boolean} isLost - Whether the server is away.
   */
  followDownload(isLost) {
    this.#download?.follow(this.#loader.current, isLost);
  }
}
