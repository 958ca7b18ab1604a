/** @file Going elsewhere when the place that is shown is no longer there. */

import { leaveGoneAlbum } from "./albums.js";
import { folderById } from "../pure/sidebar/folders-by-id.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("./types.js").Context} Context */

/**
 * Return what to do when the folder shown is no longer there: go to all photos and say so. The name of the folder is
 * noted while it is known.
 * @param {Context} context - What the parts of the page share.
 */
export function leaveGone(context) {
  const { store, route, dialogs } = context;
  let known = { id: -1, name: "" };
  store.watch(
    (state) => folderById(state.folders, state.place.folder),
    (folder) => folder && (known = folder),
  );
  return () => {
    if (store.state.place.album) return void leaveGoneAlbum(context, store.state.place.album);
    const name = store.state.place.folder === known.id ? t("common-quoted", { name: known.name })
      : t("shell-this-folder");
    route.go({ folder: null, photo: null, q: "" }, { replace: true });
    dialogs.toast(t("shell-gone-folder", { name }));
  };
}
