"""The query for a timeline: which photos, in which order. Asked for all photos, or only for some that changed.

Photos with the same time or size follow each other in the order of their names: cameras and scanners number what they
make within a second. The names are read for these alone, which is why no index of the file holds them.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.base.edtf import RANKS
from gallery.base.errors import BusyError
from gallery.catalog.annotation_copy import FAVOURITE, MARKS_SHIFT, PRECISION_SHIFT, get_revision
from gallery.catalog.change_log import json_ids
from gallery.catalog.file_groups import LIVE, RAW, STACK
from gallery.catalog.folders import IN_TIMELINE, OFFLINE_FOLDERS, SUBTREE
from gallery.catalog.photos import get_generation
from gallery.catalog.said_dates import has_inexact
from gallery.catalog.schema import BROKEN
from gallery.catalog.visible_folders import WITHIN
from gallery.languages.sentence import Sentence
from gallery.search import engine
from gallery.timeline.file import FLAGS_AT, MARKS_AT, MAX_KEY, MIN_KEY, Columns, TimelineFile, encode
from gallery.timeline.merge import equal_runs, ids_with_keys, keys_of_moments, merge_changes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from gallery.catalog.visible_folders import Within
    from gallery.search.bitmaps import SnapshotCache

VIDEO_FLAG, FAVOURITE_FLAG, OFFLINE_FLAG, BROKEN_FLAG = 1, 2, 16, 64
"""Bits of a photo's flags in the timeline file. 128 is never one: it is the sign of the number that holds them."""
GROUP_FLAGS = STACK | LIVE | RAW
"""Those that tell of a group of files (catalog/file_groups.py)."""
MAX_ID = (1 << 32) - 1
"""The largest id in a timeline file."""
ROWS_PER_FETCH = 10_000
"""As many as fit in the processor's cache; between two fetches other threads have their turn."""
ORDERS: Mapping[str, str] = {
    "date": "taken_ms DESC, photos.id DESC",
    "date-asc": "taken_ms ASC NULLS LAST, photos.id ASC",
    "name": "photos.sort ASC, photos.id ASC",
    "name-desc": "photos.sort DESC, photos.id DESC",
    "modified": "mtime_ns DESC, photos.id DESC",
    "modified-asc": "mtime_ns ASC, photos.id ASC",
    "size": "size DESC, photos.id DESC",
    "size-asc": "size ASC, photos.id ASC",
}
"""The orders of a timeline and their SQL; the names are those of `settings.view_state.ORDERS`.

Equal numbers are put in the order of names afterwards (`_sort_ties`).
"""
_DATE_KEY = f"taken_ms * {RANKS} + {RANKS - 1} - (badges >> {PRECISION_SHIFT} & {RANKS - 1})"
BY_HAND = "hand"
"""The order of an album as the user made it, beside ORDERS: the photos of albums that lie in it follow its own."""
OWN_ORDER = "album"
"""In place of an order: that of the album (library/timelines.py)."""
RANK_SHIFT = 48
"""Above this bit of a photo's place in a view of several albums stands which of them it is in."""
_KEYS = {BY_HAND: "place", "date": f"coalesce({_DATE_KEY}, {MIN_KEY})",
         "date-asc": f"coalesce({_DATE_KEY}, {MAX_KEY})",
         "modified": "mtime_ns", "modified-asc": "mtime_ns", "size": "size", "size-asc": "size"}  # fmt: skip


class StoppedError(BusyError):
    """A timeline is not built because Shoebox is closing."""


@dataclass(frozen=True, slots=True)
class TimelineQuery:
    """Which photos a timeline shows, and in which order.

    `folder`: only photos in it, with `subfolders` also those below; None: all photos. `text`: what the user typed into
    the search. `order`: a key of ORDERS. `today`: the day that `yesterday` and the like in the text are seen from.
    `within`: the top folders below which there is anything at all (catalog/visible_folders.py); None: everything.
    `albums`: only photos in one of these, an album and those that lie in it, in their order; None: in any or none.
    """

    folder: int | None = None
    subfolders: bool = True
    text: str = ""
    order: str = "date"
    today: date | None = None
    within: Within | None = None
    albums: tuple[int, ...] | None = None

    @property
    def has_numeric_keys(self) -> bool:
        """Whether the photos are sorted by a number, so that a changed photo can be put in its place (file.py)."""
        return self.order in _KEYS

    @property
    def is_by_date(self) -> bool:
        """Whether the photos stand below the days on which they were taken."""
        return self.order.startswith("date")

    @property
    def descending(self) -> bool:
        """Whether the largest numeric key comes first."""
        return not self.order.endswith("-asc") and self.order != BY_HAND


def build_timeline(
    conn: sqlite3.Connection,
    query: TimelineQuery,
    cache: SnapshotCache | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> TimelineFile:
    """Build the timeline of a query from all of its photos.

    Any thread, each with its own connection.

    Args:
        conn: in no transaction.
        query: which photos, in which order.
        cache: what earlier searches read.
        stop: asked after every ROWS_PER_FETCH photos; True gives the timeline up.

    Raises:
        StoppedError: `stop` returned True.
    """
    conn.execute("BEGIN")  # one state for the generation and the rows
    try:
        generation = get_generation(conn)
        return _encode(generation, _columns(conn, query, cache, stop), query, get_revision(conn))
    finally:
        conn.execute("ROLLBACK")


def update_timeline(
    conn: sqlite3.Connection,
    timeline: TimelineFile,
    query: TimelineQuery,
    generation: int,
    changed: Collection[int],
    cache: SnapshotCache | None = None,
    limit: int = MAX_ID,
) -> TimelineFile | None:
    """Return the timeline at a later generation, with only the changed photos read anew.

    Photos that have the same time as a changed one are read, too: their order depends on their names.

    Args:
        conn: in a transaction that reads `generation`.
        timeline: an earlier timeline of the query, which must have numeric keys.
        query: which photos, in which order.
        generation: of the new timeline.
        changed: at least all photos that changed since the generation of `timeline`.
        cache: what earlier searches read.
        limit: of the photos that are read.

    Returns:
        The timeline; None if more photos would have to be read.
    """
    if len(changed) > limit:
        return None
    fresh = _columns(conn, query, cache, changed=changed)
    tied = ids_with_keys(timeline, fresh.keys).difference(changed)
    if tied:
        changed = tied.union(changed)
        if len(changed) > limit:
            return None
        fresh = _columns(conn, query, cache, changed=changed)
    return merge_changes(timeline, generation, changed, fresh, get_revision(conn))


def _encode(generation: int, columns: Columns, query: TimelineQuery, revision: int) -> TimelineFile:
    return encode(
        generation,
        columns,
        by_day=query.is_by_date,
        descending=query.descending,
        has_numeric_keys=query.has_numeric_keys,
        revision=revision,
    )


def _columns(
    conn: sqlite3.Connection,
    query: TimelineQuery,
    cache: SnapshotCache | None = None,
    stop: Callable[[], bool] = lambda: False,
    changed: Collection[int] | None = None,
) -> Columns:
    found = Columns()
    are_inexact = query.is_by_date and has_inexact(conn)
    rows = conn.execute(*_select(conn, query, cache, changed))
    while batch := rows.fetchmany(ROWS_PER_FETCH):
        if stop():
            raise StoppedError(Sentence("error-closing"))
        found.extend(batch)
    if query.has_numeric_keys:
        _sort_ties(conn, found, descending=query.descending, are_inexact=are_inexact)
    return found


def _sort_ties(conn: sqlite3.Connection, found: Columns, *, descending: bool, are_inexact: bool) -> None:
    """Put photos with equal keys, which are adjacent, in the order of their names; equal names in that of their ids.

    Of dates that begin at one moment the less exact ones come first in ascending order: their keys are smaller.
    """
    runs = list(equal_runs(keys_of_moments(found.keys) if are_inexact else found.keys))
    if not runs:
        return
    tied = json_ids(photo for first, after in runs for photo in found.ids[first:after])
    names = dict(conn.execute("SELECT id, sort FROM photos WHERE id IN (SELECT value FROM json_each(?))", (tied,)))
    for first, after in runs:
        rows = zip(found.keys[first:after], found.ids[first:after], found.packed[first:after], strict=True)
        ordered = sorted(rows, key=lambda row: (row[0], names[row[1]], row[1]), reverse=descending)
        keys, ids, packed = zip(*ordered, strict=True)
        found.keys[first:after] = array("q", keys)
        found.ids[first:after] = array("I", ids)
        found.packed[first:after] = array("Q", packed)


def _select(
    conn: sqlite3.Connection, query: TimelineQuery, cache: SnapshotCache | None, changed: Collection[int] | None
) -> tuple[str, list[int | str | bytes]]:
    """Return the statement, and its values, for rows of (id, packed, key) as `file.Columns.extend` takes them."""
    in_folder, folder = _folder_condition(query)
    matches = engine.condition_for(conn, query.text, cache, query.today, query.within)
    aspect = "max(1024, min(65535, coalesce((width * 8192 / height + 1) / 2, 4096)))"
    flags = (
        f"iif(folder IN {OFFLINE_FOLDERS}, {OFFLINE_FLAG}, 0) | iif(state = {BROKEN}, {BROKEN_FLAG}, 0)"
        f" | iif(photos.id IN {_VIDEOS}, {VIDEO_FLAG}, 0)"
    )
    badges = (  # most photos have none
        f"iif(badges = 0, 0, ((badges & {GROUP_FLAGS} | iif(badges & {FAVOURITE}, {FAVOURITE_FLAG}, 0)) << {FLAGS_AT})"
        f" | ((badges >> {MARKS_SHIFT} & 255) << {MARKS_AT}))"
    )
    source = "photos " + _index_hint(query, matches)
    ids: list[int | str | bytes] = []
    if query.albums is not None:
        source, ids = _album_source(query.albums, changed)
    elif changed is not None:
        source = "(SELECT value AS photo FROM json_each(?)) CROSS JOIN photos ON photos.id = photo"
        ids = [json_ids(changed)]
    statement = (
        f"SELECT photos.id, {aspect} | (color << 16) | (version << 32)"
        f" | (({flags}) << {FLAGS_AT}) | {badges}, {_KEYS.get(query.order, 0)}"
        f" FROM {source} WHERE {IN_TIMELINE} AND {in_folder} AND {matches.sql} ORDER BY {_order(query)}"
    )
    return statement, [*ids, *folder, *matches.values]


def _album_source(albums: Sequence[int], changed: Collection[int] | None) -> tuple[str, list[int | str | bytes]]:
    """Return the photos of albums with their places: a tile is in an album when one of its files is."""
    among = "" if changed is None else "WHERE coalesce(file.member_of, file.id) IN (SELECT value FROM json_each(?))"
    placed = (
        f"SELECT coalesce(file.member_of, file.id) AS tile, min((rank.key << {RANK_SHIFT}) | held.place) AS place"
        " FROM json_each(?) AS rank CROSS JOIN album_photos AS held ON album = rank.value"
        " CROSS JOIN photos AS file ON file.id = photo"
        f" {among} GROUP BY 1"
    )
    values: list[int | str | bytes] = [json_ids(albums), *([] if changed is None else [json_ids(changed)])]
    return f"({placed}) AS placed CROSS JOIN photos ON photos.id = tile", values


def _order(query: TimelineQuery) -> str:
    return "place ASC, photos.id ASC" if query.order == BY_HAND else ORDERS[query.order]


_VIDEOS = "(SELECT photo FROM details WHERE video_codec IS NOT NULL)"
"""All videos, by an index of them alone: to look up the details of every photo would take longer than the rest."""


def _index_hint(query: TimelineQuery, matches: engine.Condition) -> str:
    """Keep SQLite from an index for listed photos, and for all photos by other keys: the table is 4 times as fast."""
    by_id = matches.lists_ids or not query.order.startswith("date")
    return "NOT INDEXED" if query.folder is None and query.within is None and by_id else ""


def _folder_condition(query: TimelineQuery) -> tuple[str, list[int | str]]:
    parts: list[str] = []
    values: list[int | str] = []
    if query.folder is not None:
        parts.append(f"folder IN ({SUBTREE})" if query.subfolders else "folder = ?")
        values.append(query.folder)
    if query.within is not None:
        parts.append(f"folder IN {WITHIN}")
        values.append(json_ids(query.within))
    return " AND ".join(parts) or "TRUE", values
