/** @file The name of what the grid shows: a folder, all photos, a search and where it looks. */

import { tagOfQuery, tagText } from "../annotations/tags.js";
import { shownSearch } from "../search/saved-searches.js";

/**
 * Return the name of what is shown; "": the folders are not known yet.
 * @param {{searches: readonly import("../search/api-types.js").SavedSearch[],
 *   folders: readonly {id: number, name: string}[], place: import("../api-types.js").Place,
 *   visit: {name: string}|null}} state - Of the page.
 */
export function placeName({ searches, folders, place, visit }) {
  if (place.page) return { history: "History", gone: "Files that are gone", backups: "Backups" }[place.page];
  if (place.visit) return visit?.name ?? "";
  const saved = shownSearch({ searches, place });
  if (saved) return saved.name;
  const folder = folders.find(({ id }) => id === place.folder);
  if (!folder && place.q === "is:favourite") return "Favourites";
  const tag = folder ? "" : tagOfQuery(place.q);
  if (tag) return tagText(tag);
  if (place.q) return folder ? `Search in ${folder.name}` : "Search";
  if (place.folder === null) return "All photos";
  return folder?.name ?? (folders.length ? "Folder" : "");
}
