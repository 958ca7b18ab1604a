"""Which photos have which tags: those of their files, and those that the user added or took off. Only reads."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog.annotation_copy import join_tags
from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import CAN_BE_SHOWN, IN_TIMELINE

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


def count_tags_of(conn: sqlite3.Connection, photos: Iterable[int]) -> Counter[str]:
    """Return how many of these photos have each tag, in the spelling of most of them; those above it are not counted.

    Of a photo that stands for several files its own tags count.
    """
    spellings: dict[str, Counter[str]] = {}
    rows = conn.execute(
        "SELECT details.tags, annotations.tags, removed_tags, count(*) FROM json_each(?)"
        " LEFT JOIN details ON details.photo = value LEFT JOIN annotations ON annotations.photo = value"
        " WHERE details.tags IS NOT NULL OR annotations.tags IS NOT NULL GROUP BY 1, 2, 3",
        (json_ids(photos),),
    )
    for *lists, count in rows:
        for tag in join_tags(*lists):
            spellings.setdefault(tag.casefold(), Counter())[tag] += count
    return Counter({one.most_common(1)[0][0]: one.total() for one in spellings.values()})


class Tagged(NamedTuple):
    """A photo that has a tag, or one below it."""

    photo: int
    own: tuple[str, ...]
    """Those of its tags at or below the asked one that its file has by itself and that count."""


def find_with_tag(conn: sqlite3.Connection, tag: str) -> list[Tagged]:
    """Return all photos that can be shown and have a tag or one below it, also those that have no tile of their own."""
    found = []
    known: dict[str | None, tuple[str, ...]] = {}
    for photo, own, added, removed in conn.execute(_TAGGED):
        for lines in (own, added):
            if lines not in known:
                known[lines] = tuple(one for one in (lines or "").split("\n") if one and _is_at_or_below(one, tag))
        hidden = {one.casefold() for one in (removed or "").split("\n")}
        mine = tuple(one for one in known[own] if one.casefold() not in hidden)
        if mine or known[added]:
            found.append(Tagged(photo, mine))
    return found


_TAGGED = (
    "SELECT photos.id, details.tags, annotations.tags, removed_tags FROM photos"
    " LEFT JOIN details ON details.photo = photos.id LEFT JOIN annotations ON annotations.photo = photos.id"
    f" WHERE (details.tags IS NOT NULL OR annotations.tags IS NOT NULL) AND {CAN_BE_SHOWN} ORDER BY photos.id"
)


def _is_at_or_below(tag: str, above: str) -> bool:
    return f"{tag.casefold()}/".startswith(f"{above.casefold()}/")


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
