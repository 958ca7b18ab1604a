"""Why this date: what the panel is told of the dates that are not believed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gallery.catalog import photo_details
from gallery.library import serialize
from tests.index_builder import metadata, read, top

if TYPE_CHECKING:
    import sqlite3

NOON = 1_560_254_400_000
"""2019-06-11 12:00"""


def others(
    conn: sqlite3.Connection, name: bytes, dates: str | None = None, **more: Any
) -> list[tuple[str, str, object]]:
    """(origin, local time, whether it agrees) of what is told besides the time of change, which comes last."""
    found = photo_details.get(conn, read(conn, top(conn), name, metadata(b"x", NOON, dates=dates, **more)))
    assert found
    told = serialize.photo_json(found)["taken"]["others"]
    if more.get("origin") != "file":
        assert (told[-1]["origin"], told[-1]["agrees"]) == ("file", None)
        told = told[:-1]
    return [(one["origin"], one["local"], one["agrees"]) for one in told]


@pytest.mark.parametrize(
    ("name", "dates", "expected"),
    [
        (b"x.jpg", None, []),
        (b"x.jpg", '[["google",1560254400000,null]]', [("google", "2019-06-11T12:00:00", True)]),
        (b"x.jpg", '[["gps",1560254400000,60]]', [("gps", "2019-06-11T12:00:00", True)]),
        (b"x.jpg", '[["changed",0,null]]', [("changed", "1970-01-01T00:00:00", None)]),
        (b"x.jpg", '[["digitized",0,null]]', [("digitized", "1970-01-01T00:00:00", None)]),
        (b"x.jpg", '[["movie",0,null]]', [("movie", "1970-01-01T00:00:00", None)]),
        (b"x.jpg", '[["upload",0,null]]', [("upload", "1970-01-01T00:00:00", None)]),
        (b"IMG-20190611-WA0001.jpg", None, [("name", "2019-06-11T00:00:00", True)]),
        (b"IMG_20140506_070809.jpg", None, [("name", "2014-05-06T07:08:09", False)]),
        (
            b"2014-05-06.jpg",
            '[["xmp",0,null]]',
            [("xmp", "1970-01-01T00:00:00", False), ("name", "2014-05-06T00:00:00", False)],
        ),
        (b"x.jpg", "nonsense", []),
    ],
)
def test_what_else_was_found(
    conn: sqlite3.Connection, name: bytes, dates: str | None, expected: list[tuple[str, str, object]]
) -> None:
    assert others(conn, name, dates) == expected


@pytest.mark.parametrize("origin", ["name", "file"])
def test_what_is_believed_is_not_told_twice(conn: sqlite3.Connection, origin: str) -> None:
    found = others(conn, b"IMG_20140506_070809.jpg", origin=origin)
    assert found == ([] if origin == "name" else [("name", "2014-05-06T07:08:09", None)])
