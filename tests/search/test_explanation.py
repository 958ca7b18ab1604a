"""A search that finds nothing says which part of it finds nothing, and what may be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.catalog import folders
from gallery.search import engine
from gallery.search.explanation import Explanation, explain
from gallery.search.folder_search import Scope
from tests.search.queries import HOSTILE
from tests.search.typed_library import PHOTOS, TODAY

if TYPE_CHECKING:
    import sqlite3


def explained(conn: sqlite3.Connection, text: str, scope: Scope | None = None) -> Explanation:
    return explain(conn, text, scope, today=TODAY)


def test_each_part_has_its_count_and_that_of_the_others(library: sqlite3.Connection) -> None:
    text = "camera:fuij iso:>800 iceland"
    found = explained(library, text)
    assert [(part.text, part.field, part.count, part.without) for part in found.parts] == [
        ("camera:fuij", "camera", 0, 1),
        ("iso:>800", "iso", 2, 0),
        ("iceland", None, 3, 0),
    ]
    assert [part.message and str(part.message) for part in found.parts] == ["No camera is called “fuij”", None, None]
    (near,) = found.parts[0].near
    assert (near.query, near.term, near.count) == ("camera:fujifilm iso:>800 iceland", "camera:fujifilm", 1)
    assert found.everywhere == 0


@pytest.mark.parametrize(
    ("text", "message", "near"),
    [
        ("lisbn", "No photo matches “lisbn”", ()),
        ("icelnad", "No photo matches “icelnad”", ("iceland",)),
        ("folder:scnas", "No folder is called “scnas”", ("folder:scans",)),
        ("chrismas", "No photo matches “chrismas”", ("christmas",)),
        ("zuirch", "No photo matches “zuirch”", ("zurich",)),
        ("lens:xf53mm", "No lens is called “xf53mm”", ("lens:xf35mmf1",)),
        ("name:screenhsot", "No file is called “screenhsot”", ("name:screenshot",)),
        ("title:harbor2", "No title has “harbor2”", ()),
        ("iso:>99999", "No photo matches “iso:>99999”", ()),
        ("date:1931", "No photo matches “date:1931”", ()),
        ("near:Nowhereville", "No place called “Nowhereville” is known", ()),
        ('near:"Lisbon, Texas" 20km', "No place called “Lisbon, Texas” is known", ()),
        ("near:Lisbon", "No photo matches “near:Lisbon”", ()),
        ("near:0,0 5km", "No photo matches “near:0,0 5km”", ()),
        ("xyz or zyx", "No photo matches “xyz or zyx”", ()),
        ("-(a or -a)", "“-(a or -a)” leaves every photo out", ()),
        ("jnue", "No photo matches “jnue”", ("june",)),
    ],
)
def test_what_finds_nothing_says_so_and_what_may_be_meant(
    library: sqlite3.Connection, text: str, message: str, near: tuple[str, ...]
) -> None:
    (part,) = explained(library, text).parts
    assert str(part.message) == message
    assert tuple(each.term for each in part.near) == near
    for each in part.near:
        assert engine.search(library, each.query, today=TODAY).count == each.count > 0


def test_counts_are_those_of_the_folder_that_is_searched(library: sqlite3.Connection) -> None:
    scans = folders.find(library, 1, b"Scans")
    assert scans
    found = explained(library, "iceland page", Scope(scans))
    assert [(part.count, part.without) for part in found.parts] == [(0, 3), (3, 0)]
    assert str(found.parts[0].message) == "No photo in this folder matches “iceland”"
    found = explained(library, "iceland", Scope(scans))
    assert (found.parts[0].count, found.everywhere) == (0, 3)
    assert explained(library, "page", Scope(scans, subfolders=False)).parts[0].count == 0


def test_mistakes_are_told_with_the_parts(library: sqlite3.Connection) -> None:
    found = explained(library, "xyzzy iso:x")
    assert [mistake.message for mistake in found.mistakes] == ["“iso:” needs a number, such as iso:>800."]
    assert [part.text for part in found.parts] == ["xyzzy"]
    assert explained(library, "").parts == ()
    assert explained(library, "").everywhere == len(PHOTOS)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_answered(library: sqlite3.Connection, text: str) -> None:
    assert explained(library, text).everywhere >= 0


def test_the_counts_are_those_of_searches(library: sqlite3.Connection) -> None:
    pieces = st.sampled_from(["img", "-phone", "2019", "june", "camera:nikon", "iso:>400", "zurich", "(a or b)", "xq"])

    @settings(deadline=None, max_examples=60)
    @given(st.lists(pieces, min_size=1, max_size=4))
    def check(found: list[str]) -> None:
        text = " ".join(found)
        parts = explained(library, text).parts
        for at, part in enumerate(parts):
            assert part.count == engine.search(library, part.text, today=TODAY).count
            rest = " ".join(each.text for place, each in enumerate(parts) if place != at)
            assert part.without == engine.search(library, rest, today=TODAY).count

    check()
