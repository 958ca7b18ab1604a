/**
 * @file What can be done with one photo: copy its path, show it in its folder; on a site, download its file. The bar,
 * the panel, the menu and the problem message offer it.
 */

import { play, rescan, reveal } from "../../core/commands.js";
import { copyPaths, copyPhotos } from "../../core/copying.js";
import { h } from "../../core/dom.js";
import { takeApart } from "../../core/groups.js";
import { isVideo } from "../../pure/viewer/photo-text.js";
import { keepVisit } from "../../core/visits.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../core/menu.js").MenuItem} MenuItem */

/** Runs the commands for one photo. */
export class PhotoActions {
  #context;

  /** @param {import("../../core/types.js").Context} context - What the parts of the page share. */
  constructor(context) {
    this.#context = context;
  }

  /** Whether there is a window, which can show folders. */
  get desktop() {
    return this.#context.store.state.status?.desktop ?? false;
  }

  /** Whether files may be read again, and their paths are known. */
  get isOwner() {
    return this.#context.isOwner;
  }

  /**
   * Make a link that downloads the file of a photo, under the name that the server says.
   * @param {string} look - Its style classes.
   * @param {Pick<Photo, "id">|null} photo - The photo; null: said later, by `href`.
   * @param {...(Node|string)} content - What is in it.
   */
  downloadLink(look, photo, ...content) {
    const link = h("a", { class: look, download: "", "data-do": "download" }, ...content);
    if (photo) link.href = this.fileAddress(photo.id);
    return link;
  }

  /**
   * Return the address of the file of a photo, for others to download.
   * @param {number} id - Id of the photo.
   */
  fileAddress(id) {
    return this.#context.api.file(id);
  }

  /** Read the files with a problem again. */
  rescanProblems() {
    void rescan(this.#context, { problems: true });
  }

  /**
   * Copy a photo.
   * @param {Pick<Photo, "id"|"version">} photo - The photo.
   * @param {boolean} isVideo - Whether it is a video, of which there is no picture to copy.
   */
  copy({ id, version }, isVideo) {
    void copyPhotos(this.#context, [id], isVideo ? null : { id, version });
  }

  /**
   * Copy the path of a photo.
   * @param {Pick<Photo, "id">} photo - The photo.
   */
  copyPath(photo) {
    void copyPaths(this.#context, [photo.id]);
  }

  /**
   * Show a photo in the system's file manager.
   * @param {Pick<Photo, "id">} photo - The photo.
   */
  reveal(photo) {
    void reveal(this.#context, photo.id);
  }

  /**
   * Open a video in the system's player.
   * @param {Pick<Photo, "id">} photo - The video.
   */
  play(photo) {
    void play(this.#context, photo.id);
  }

  /**
   * Show a file of the photo in place of the one on the stage.
   * @param {number} id - Id of the file.
   */
  show(id) {
    this.#context.route.go({ photo: id }, { replace: true });
  }

  /**
   * Show every file of a photo by itself.
   * @param {Pick<Photo, "id">} photo - The photo, or one of its files.
   */
  takeApart(photo) {
    void takeApart(this.#context, photo.id);
  }

  /**
   * Show the menu of a photo.
   * @param {HTMLElement|{x: number, y: number}} at - The button it belongs to, or a point of the window.
   * @param {Photo|null} photo - The details; null: not loaded yet, nothing can be done.
   * @param {MenuItem[]} [saying] - What can be said about it.
   */
  menu(at, photo, saying = []) {
    /** @type {MenuItem[]} */
    const items = [
      {
        label: t("common-copy"),
        icon: "copy",
        key: "Ctrl+C",
        disabled: !photo,
        run: () => photo && this.copy(photo, isVideo(photo)),
      },
      {
        label: t("common-copy-path"),
        icon: "copy",
        key: "Ctrl+Shift+C",
        disabled: !photo,
        run: () => photo && this.copyPath(photo),
      },
    ];
    if (this.desktop)
      items.push({
        label: t("common-show-in-folder"),
        icon: "reveal",
        key: "Ctrl+Enter",
        disabled: !photo,
        run: () => photo && this.reveal(photo),
      });
    if (this.desktop && photo && isVideo(photo))
      items.push({ label: t("viewer-system-player"), icon: "play", run: () => this.play(photo) });
    items.push(...saying);
    if (this.#context.store.state.place.visit)
      items.push({ label: t("shell-keep-visit"), icon: "box", key: "L", run: () => void keepVisit(this.#context) });
    const { dialogs, store } = this.#context;
    const { advance } = store.state.view;
    const toggle = () => store.updateView({ advance: !advance });
    dialogs.menu(at, [...items, null, { label: t("shell-advance"), checked: advance, many: true, run: toggle }]);
  }
}
