/** @file The menu of an album, in the sidebar and on the page of all albums. */

import { askForAlbum, deleteAlbum, moveAlbum, sortAlbum } from "./albums.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("./menu.js").MenuItem} MenuItem */
/** @typedef {import("../pure/albums/api-types.js").Album} Album */
/** @typedef {import("../pure/albums/api-types.js").AlbumOrder} AlbumOrder */

/** @type {[AlbumOrder, string][]} */
export const ALBUM_ORDERS = [["hand", "shell-order-by-hand"], ["newest", "common-newest"], ["oldest", "common-oldest"]];

/**
 * Return the entries that say in which order an album is shown.
 * @param {import("./types.js").Context} context - What the parts of the page share.
 * @param {Album} album - The album.
 * @returns {MenuItem[]}
 */
export function orderItems(context, album) {
  return ALBUM_ORDERS.map(([order, key]) => ({
    label: t(key),
    checked: album.order === order,
    run: () => void sortAlbum(context, album, order),
  }));
}

/**
 * Return the entries of the menu of an album.
 * @param {import("./types.js").Context} context - What the parts of the page share.
 * @param {Album} album - The album.
 * @param {() => void} rename - Lets its name be edited where it stands.
 * @returns {(MenuItem|null)[]}
 */
export function albumItems(context, album, rename) {
  const { route } = context;
  return [
    { label: t("common-open"), icon: "album", ownKey: "Enter", run: () => route.go({ album: album.id, photo: null }) },
    { label: t("common-rename"), icon: "text", ownKey: "F2", run: rename },
    { label: t("core-new-album-in"), icon: "plus", asks: true, run: () => void askForAlbum(context, album) },
    ...(album.parent ? [{ label: t("core-move-out"), icon: "leave", run: () => moveOut(context, album) }] : []),
    null,
    ...orderItems(context, album),
    null,
    { label: t("core-delete-album"), icon: "trash", ownKey: "Delete", run: () => void deleteAlbum(context, album) },
  ];
}

/**
 * Put an album into the one that its own lies in.
 * @param {import("./types.js").Context} context - What the parts of the page share.
 * @param {Album} album - The album.
 */
function moveOut(context, album) {
  const albums = context.store.state.albums ?? [];
  const parent = albums.find(({ id }) => id === album.parent);
  void moveAlbum(context, album, albums.find(({ id }) => id === parent?.parent) ?? null);
}
