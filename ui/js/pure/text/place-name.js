/** @file The name of what the grid shows: a folder, an album, all photos, a search and where it looks. */

import { tagOfQuery, tagText } from "../annotations/tags.js";
import { folderById } from "../sidebar/folders-by-id.js";
import { shownSearch } from "../search/saved-searches.js";

/**
 * Return the name of what is shown; "": the folders are not known yet.
 * @param {{searches: readonly import("../search/api-types.js").SavedSearch[],
 *   folders: readonly {id: number, name: string}[], albums: readonly {id: number, name: string}[]|null,
 *   place: import("../api-types.js").Place,
 *   visit: {name: string}|null}} state - Of the page.
 */
export function placeName({ searches, folders, albums, place, visit }) {
  if (place.page)
    return { history: "History", albums: "Albums", gone: "Files that are gone", backups: "Backups",
      settings: "Settings" }[place.page]; // prettier-ignore
  const album = albums?.find(({ id }) => id === place.album);
  if (place.album) return place.q ? `Search in ${album?.name ?? "the album"}` : (album?.name ?? "");
  if (place.visit) return visit?.name ?? "";
  const saved = shownSearch({ searches, place });
  if (saved) return saved.name;
  const folder = folderById(folders, place.folder);
  if (!folder && place.q === "is:favourite") return "Favourites";
  const tag = folder ? "" : tagOfQuery(place.q);
  if (tag) return tagText(tag);
  if (place.q) return folder ? `Search in ${folder.name}` : "Search";
  if (place.folder === null) return "All photos";
  return folder?.name ?? (folders.length ? "Folder" : "");
}
