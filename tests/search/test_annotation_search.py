"""What the user said is found, and wins over what the file says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gallery.catalog import annotation_copy, photos
from gallery.catalog.annotation_copy import LABELS, PICKS, Said
from gallery.search.suggestions import suggest
from gallery.search.tag_columns import TagSearch
from tests.index_builder import metadata, read, row, top
from tests.search.queries import names, settle

if TYPE_CHECKING:
    import sqlite3


def say(conn: sqlite3.Connection, photo: int, **said: Any) -> None:
    """Say something about a photo."""
    codes = {"pick": PICKS, "label": LABELS}
    values: dict[str, Any] = {name: codes[name].index(to) if name in codes else to for name, to in said.items()}
    annotation_copy.put(conn, [(photo, photo + 100, Said(**values))])


@pytest.fixture
def said(conn: sqlite3.Connection, state: str) -> sqlite3.Connection:
    """Five photos, the first two of which have words of their own in their files; nothing was said about the last."""
    folder = top(conn)
    told: dict[str, Any] = {"rating": 4, "title": "Old title", "caption": "Old words", "tags": "Travel/Italy/Rome\nArt"}
    plain = [read(conn, folder, name, metadata(name, at, **more)) for at, (name, more) in enumerate((
        (b"e", {}), (b"d", {}), (b"c", {}), (b"b", told), (b"a", told),
    ))]  # fmt: skip
    settle(conn, state)
    d, c, b = plain[1:4]
    say(conn, b, rating=0, title="New title", caption="", tags="travel/Spain\nParty", removed_tags="art", favourite=1)
    say(conn, c, rating=5, pick="picked", label="red", tags="art")
    say(conn, d, pick="rejected", label="purple", favourite=0, title="Party")
    settle(conn, state)
    return conn


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("is:favourite", "b"), ("is:favorite", "b"), ("-is:favourite", "a c d e"),
        ("is:picked", "c"), ("is:rejected", "d"), ("is:pick", "c"), ("-is:rejected", "a b c e"),
        ("is:rated", "a c"), ("is:unrated", "b d e"), ("-is:unrated", "a c"), ("is:unrated|picked", "b c d e"),
        ("rating:>=4", "a c"), ("rating:4", "a"), ("rating:0", "b"), ("stars:5", "c"),
        ("label:red", "c"), ("label:purple", "d"), ("label:violet", "d"), ("label:blue", ""), ("has:label", "c d"),
        ("label:red|purple", "c d"), ("-has:label", "a b e"),
        ("title:new", "b"), ("title:old", "a"), ("title:party", "d"), ("has:title", "a b d"),
        ("caption:old", "a"), ("has:caption", "a"),
        ("tag:travel", "a b"), ("tag:travel/italy", "a b"), ("tag:travel/spain", "b"), ("tag:art", "a b c"),
        ("tag:=art", "a c"), ("tag:art/", "a c"), ("tag:=travel", ""), ("tag:travel/", "a b"), ("tag:=travel/", "a b"),
        ("tag:=travel/italy/rome", "a b"), ("tag:=travel/italy", ""), ("tag:travel/italy/", "a b"), ("tag:rome/", ""),
        ('tag:"=travel/italy/rome"', "a b"), ('tag:"travel/italy/"', "a b"), ('tag:"travel/ital/"', ""),
        ("tag:=art|travel/spain/", "a b c"), ("-tag:=art", "b d e"),
        ("is:untagged", "d e"), ("has:tags", "a b c"), ("-is:untagged", "a b c"),
        ("party", "b d"), ("is:favourite is:picked", ""), ("is:favourite or is:picked", "b c"),
    ],
)  # fmt: skip
def test_what_was_said_is_found(said: sqlite3.Connection, text: str, found: str) -> None:
    assert sorted(names(said, text)) == found.split()


@pytest.mark.parametrize("column", [False, True], ids=["lines", "codes"])
def test_a_tag_with_quotation_marks_is_found_as_the_page_asks_for_it(
    said: sqlite3.Connection, state: str, monkeypatch: pytest.MonkeyPatch, *, column: bool
) -> None:
    if not column:
        monkeypatch.setattr(TagSearch, "find", lambda *_: None)
    a, b = (photo for (photo,) in said.execute("SELECT id FROM photos WHERE label IN ('a', 'b')"))
    say(said, a, tags='Q "q"/y\n“Trip”/„one“/z')
    say(said, b, tags='Q "q"\nQ "q"q')
    settle(said, state)
    for text, found in (
        ('tag:"Q  q /"', 2), ('tag:"Q  q /y/"', 1), ('tag:"Q  q q/"', 1), ('tag:"=Q  q "', 1), ('tag:"Q /"', 0),
        ('tag:" Trip /"', 1), ('tag:" Trip / one /"', 1), ('tag:" Trip / one /z/"', 1), ('tag:" Trip / on/"', 0),
    ):  # fmt: skip
        assert len(names(said, text)) == found, text


def test_what_is_taken_back_is_found_no_more(said: sqlite3.Connection, state: str) -> None:
    every = [int(photo) for (photo,) in said.execute("SELECT photo FROM annotations")]
    assert annotation_copy.remove(said, every) == 3
    settle(said, state)
    assert names(said, "is:favourite or is:picked or has:label") == []
    assert names(said, "rating:4") == names(said, "title:old") == names(said, "tag:=art") == ["a", "b"]


def test_suggestions_count_what_was_said(said: sqlite3.Connection) -> None:
    def offered(text: str) -> list[tuple[str, int | None]]:
        return [(one.text, one.count) for one in suggest(said, text, len(text))[0]]

    assert offered("label:") == [("label:red", 1), ("label:purple", 1)]
    assert offered("is:r") == [("is:rated", 2), ("is:rejected", 1)]
    counted = dict(offered("tag:"))
    assert {name.lower(): count for name, count in counted.items()} == {
        "tag:art": 3, "tag:travel/italy/rome": 2, "tag:party": 1, "tag:travel/spain": 1,
    }  # fmt: skip
    assert ("label:", None) in offered("lab")


@pytest.mark.parametrize(
    ("file", "added", "removed", "found"),
    [
        (None, None, None, []),
        ("b\na", None, None, ["a", "b"]),
        ("Italy", "italy\nrome", None, ["italy", "rome"]),
        ("Italy/Rome\nSun", "x", "italy/ROME", ["Sun", "x"]),
        (None, "x", "x", ["x"]),
    ],
)
def test_tags_of_file_and_user_are_joined(
    file: str | None, added: str | None, removed: str | None, found: list[str]
) -> None:
    assert list(annotation_copy.join_tags(file, added, removed)) == found


def test_badges_follow_what_file_and_user_say(conn: sqlite3.Connection) -> None:
    photo = read(conn, top(conn), b"x", metadata(b"x", rating=3))

    def marks() -> tuple[bool, int, int, int]:
        badges = int(str(row(conn, photo)["badges"]))
        return bool(badges & annotation_copy.FAVOURITE), badges >> 9 & 7, badges >> 12 & 3, badges >> 14

    assert marks() == (False, 3, 0, 0)
    say(conn, photo, favourite=1, pick="rejected", label="purple")
    assert marks() == (True, 3, 2, 5)
    photos.set_read(conn, photo, metadata(b"y", rating=5))
    assert marks() == (True, 5, 2, 5)
    say(conn, photo, rating=0)
    assert marks() == (False, 0, 0, 0)
    photos.set_read(conn, photo, metadata(b"z"))
    assert annotation_copy.get(conn, photo).said == {"rating"}
    annotation_copy.remove(conn, [photo])
    assert marks() == (False, 0, 0, 0)
    photos.set_read(conn, photo, metadata(b"a", rating=-1))
    assert marks() == (False, 0, 0, 0)


def test_what_counts_of_a_photo_and_what_of_it_was_said(said: sqlite3.Connection) -> None:
    [b] = said.execute("SELECT id FROM photos WHERE label = 'b'").fetchone()
    found = annotation_copy.get(said, b)
    assert (found.favourite, found.rating, found.pick, found.label) == (True, 0, "none", "none")
    assert (found.title, found.caption) == ("New title", "")
    assert found.tags == ("Party", "Travel/Italy/Rome", "travel/Spain")
    assert found.said == {"favourite", "rating", "title", "caption", "tags"}
    [e] = said.execute("SELECT id FROM photos WHERE label = 'e'").fetchone()
    assert annotation_copy.get(said, e) == (False, 0, "none", "none", "", "", (), frozenset(), None, None)
