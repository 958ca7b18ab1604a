// What can be asked for one photo: its path, its folder. The panel, the menu and the tile of a broken photo offer it.

import { copyPaths, rescan, reveal } from "../../core/commands.js";

/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("../../core/dialogs.js").MenuItem} MenuItem */

export class PhotoActions {
  #context;

  /** @param {import("../../core/types.js").Context} context */
  constructor(context) {
    this.#context = context;
  }

  /** Only a window can show folders. */
  get desktop() {
    return this.#context.store.state.status?.desktop ?? false;
  }

  /** Reads the files with a problem anew. */
  rescanProblems() {
    rescan(this.#context, { problems: true });
  }

  /** @param {Pick<Photo, "id">} photo */
  copyPath(photo) {
    copyPaths(this.#context, [photo.id]);
  }

  /** @param {Pick<Photo, "id">} photo */
  reveal(photo) {
    reveal(this.#context, photo.id);
  }

  /** @param {HTMLElement|{x: number, y: number}} at  @param {Photo|null} photo  null: not here yet, nothing can be asked for it */
  menu(at, photo) {
    /** @type {MenuItem[]} */
    const items = [
      {
        label: "Copy path",
        icon: "copy",
        key: "Ctrl+Shift+C",
        disabled: !photo,
        run: () => photo && this.copyPath(photo),
      },
    ];
    if (this.desktop)
      items.push({
        label: "Show in folder",
        icon: "reveal",
        key: "Ctrl+Enter",
        disabled: !photo,
        run: () => photo && this.reveal(photo),
      });
    this.#context.dialogs.menu(at, items);
  }
}
