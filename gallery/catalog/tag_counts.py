"""Which photos have which tags: those of their files, and those that the user added or took off. Only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog.annotation_copy import join_tags
from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import IN_TIMELINE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence

_SAID = "(annotations.tags IS NOT NULL OR annotations.removed_tags IS NOT NULL)"
_OF_FILES = (
    f"SELECT details.tags, count(*) FROM details JOIN photos ON id = photo WHERE details.tags IS NOT NULL"
    f" AND {IN_TIMELINE} AND photo NOT IN (SELECT photo FROM annotations WHERE {_SAID}) GROUP BY details.tags"
)
_OF_USER = (
    "SELECT details.tags, annotations.tags, removed_tags, count(*) FROM annotations"
    " JOIN photos ON id = annotations.photo LEFT JOIN details ON details.photo = id"
    f" WHERE {_SAID} AND {IN_TIMELINE} GROUP BY 1, 2, 3"
)


def count_tags(conn: sqlite3.Connection) -> Iterator[tuple[Sequence[str], int]]:
    """Yield (tags, photos): how many photos have exactly these tags, each tag with those above it: "travel/italy"."""
    for tags, photos in conn.execute(_OF_FILES):
        yield join_tags(tags, None, None), photos
    for tags, added, removed, photos in conn.execute(_OF_USER):
        yield join_tags(tags, added, removed), photos


def find_tagged(conn: sqlite3.Connection, photos: Iterable[int], tags: Collection[str]) -> set[int]:
    """Return those of these photos that have one of the tags; capitals make no other tag."""
    wanted = {tag.casefold() for tag in tags}
    rows = conn.execute(
        "SELECT value, details.tags, annotations.tags, removed_tags FROM json_each(?)"
        " LEFT JOIN details ON details.photo = value LEFT JOIN annotations ON annotations.photo = value"
        " WHERE details.tags IS NOT NULL OR annotations.tags IS NOT NULL",
        (json_ids(photos),),
    )
    return {photo for photo, *lists in rows if not wanted.isdisjoint(tag.casefold() for tag in join_tags(*lists))}
