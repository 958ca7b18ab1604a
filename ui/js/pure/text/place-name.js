/** @file The name of what the grid shows: a folder, an album, all photos, a search and where it looks. */

import { tagOfQuery, tagText } from "../annotations/tags.js";
import { folderById } from "../sidebar/folders-by-id.js";
import { shownSearch } from "../search/saved-searches.js";
import { t } from "./texts.js";

const PAGES = { history: "common-history", albums: "common-albums", gone: "common-gone", backups: "common-backups",
  settings: "common-settings" };

/**
 * Return the name of what is shown; "": the folders are not known yet.
 * @param {{searches: readonly import("../search/api-types.js").SavedSearch[],
 *   folders: readonly {id: number, name: string}[], albums: readonly {id: number, name: string}[]|null,
 *   place: import("../api-types.js").Place,
 *   visit: {name: string}|null}} state - Of the page.
 */
export function placeName({ searches, folders, albums, place, visit }) {
  if (place.page)
    return t(PAGES[place.page]);
  const album = albums?.find(({ id }) => id === place.album);
  if (place.album) return place.q ? t("search-in", { name: album?.name ?? t("search-the-album") })
    : (album?.name ?? "");
  if (place.visit) return visit?.name ?? "";
  const saved = shownSearch({ searches, place });
  if (saved) return saved.name;
  const folder = folderById(folders, place.folder);
  if (!folder && place.q === "is:favourite") return t("common-favourites");
  const tag = folder ? "" : tagOfQuery(place.q);
  if (tag) return tagText(tag);
  if (place.q) return folder ? t("search-in", { name: folder.name }) : t("search-search");
  if (place.folder === null) return t("common-all-photos");
  return folder?.name ?? (folders.length ? t("search-folder") : "");
}
