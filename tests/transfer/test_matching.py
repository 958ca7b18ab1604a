"""Which photos a source speaks of: never one that it may not mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gallery.catalog import folders
from gallery.transfer.entries import Entry, Notes, merge
from gallery.transfer.matching import match
from tests.index_builder import index, metadata, read

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

SAID: dict[str, Any] = {"rating": 3}
A, B = b"/home/ada/Pictures", b"/mnt/nas"


class Library:
    """An index with a few photos, whose ids are told by their paths."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self.ids: dict[bytes, int] = {}
        for number, root in enumerate((A, B), 1):
            folders.put_root(conn, number, root)

    def add(self, root: bytes, relative: bytes, size: int = 10, mark: bytes | None = None) -> int:
        number = 1 if root == A else 2
        above, _, name = relative.rpartition(b"/")
        folder = folders.put_chain(self.conn, number, root, above) if above else folders.find(self.conn, number, b"")
        assert folder is not None
        photo = read(self.conn, folder, name, metadata(mark or b"mark of " + relative))
        self.conn.execute("UPDATE photos SET size = ? WHERE id = ?", (size, photo))
        return photo

    def found(self, path: bytes, root: bytes | None = None, **keys: Any) -> int | str:
        """Return the photo that an entry is about, or "missing" or "ambiguous"."""
        matches = match(self.conn, [Entry(path, SAID, root, **keys)])
        assert len(matches.said) + matches.missing.count + matches.ambiguous.count == 1
        return next(iter(matches.said), "missing" if matches.missing.count else "ambiguous")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with index(tmp_path) as conn:
        yield Library(conn)


def test_a_place_comes_first_whatever_the_file_is_like_now(library: Library) -> None:
    photo = library.add(A, b"2019/a.jpg", size=10)
    library.add(B, b"2019/a.jpg", size=99)
    assert library.found(b"2019/a.jpg", A, size=99) == photo
    assert library.found(A + b"/2019/a.jpg", size=99) == photo


def test_a_library_at_another_path_is_found_by_the_paths_below_it(library: Library) -> None:
    photo = library.add(A, b"2019/a.jpg", size=10)
    assert library.found(b"2019/a.jpg", b"/Volumes/Old", size=10) == photo
    assert library.found(b"2019/a.jpg", b"/Volumes/Old", size=11) == "missing"
    assert library.found(b"2019/a.jpg") == photo  # a table that was made by hand
    library.add(B, b"2019/a.jpg", size=10)
    assert library.found(b"2019/a.jpg", b"/Volumes/Old", size=10) == "ambiguous"
    assert library.found(b"2019/a.jpg") == "ambiguous"


def test_a_content_is_found_under_another_name(library: Library) -> None:
    photo = library.add(A, b"new/b.jpg", mark=b"m" * 16)
    assert library.found(b"old/a.jpg", b"/gone", size=5, fingerprint=b"m" * 16) == photo
    copy = library.add(A, b"copies/a.jpg", mark=b"m" * 16)
    assert library.found(b"old/a.jpg", b"/gone", size=5, fingerprint=b"m" * 16) == copy  # it has the name, too
    library.add(A, b"more/a.jpg", mark=b"m" * 16)
    assert library.found(b"old/a.jpg", b"/gone", size=5, fingerprint=b"m" * 16) == "ambiguous"


def test_a_name_with_its_size_is_enough_where_one_file_has_both(library: Library) -> None:
    photo = library.add(A, b"x/a.jpg", size=1000)
    library.add(A, b"y/a.jpg", size=1001)
    assert library.found(b"/old/drive/trip/a.jpg", size=1000) == photo
    assert library.found(b"/old/drive/trip/a.jpg", size=7) == "missing"
    assert library.found(b"/old/drive/trip/a.jpg") == "missing"  # a name alone would be a guess
    library.add(B, b"trip/a.jpg", size=1000)
    library.add(B, b"z/a.jpg", size=1000)
    alike = library.found(b"/old/drive/trip/a.jpg", size=1000)
    assert alike == match(library.conn, [Entry(b"trip/a.jpg", SAID, B)]).said.popitem()[0]  # the folder's name decides
    assert library.found(b"/old/drive/other/a.jpg", size=1000) == "ambiguous"


def test_another_content_of_the_same_name_and_size_is_another_photo(library: Library) -> None:
    library.add(A, b"x/a.jpg", size=1000, mark=b"m" * 16)
    assert library.found(b"a.jpg", b"/gone", size=1000, fingerprint=b"n" * 16) == "missing"


def test_the_end_of_a_path_that_one_file_has_is_enough_for_a_table(library: Library) -> None:
    photo = library.add(A, b"trips/rome/a.jpg")
    library.add(A, b"trips/paris/a.jpg")
    assert library.found(b"rome/a.jpg") == photo
    assert library.found(b"a.jpg") == "ambiguous"
    assert library.found(b"ome/a.jpg") == "missing"


def test_of_two_words_about_one_photo_the_first_counts_and_lists_are_joined() -> None:
    one = Entry(b"a", {"rating": 3, "tags": ("x", "y"), "removed_tags": ("z",)})
    other = Entry(b"a", {"rating": 5, "title": "T", "tags": ("Y", "z")})
    twice = Notes()
    assert merge([one, other], twice) == {"rating": 3, "title": "T", "tags": ("x", "y", "z")}
    assert twice.lines == ["a: its rating is said twice, 3 counts and not 5."]
    merge([one, one], same := Notes())
    assert same.count == 0


def test_a_long_text_and_a_favourite_that_are_said_twice_are_told_shortly(library: Library) -> None:
    library.add(A, b"a.jpg")
    elsewhere = Entry(b"a.jpg", {"caption": "y", "favourite": False})
    found = match(library.conn, [elsewhere, Entry(b"a.jpg", {"caption": "x" * 100, "favourite": True}, A)])
    assert found.twice.lines == [
        f"a.jpg: its caption is said twice, “{'x' * 39}…” counts and not “y”.",
        "a.jpg: its favourite is said twice, yes counts and not no.",
    ], "what names the place of the file counts before what was found by other signs"


def test_what_is_said_of_a_file_that_is_gone_does_not_go_to_another_one_at_its_place(library: Library) -> None:
    library.add(A, b"dcim/a.jpg", mark=b"n" * 16)
    assert library.found(b"dcim/a.jpg", A, size=5, fingerprint=b"m" * 16, is_gone=True) == "missing"
    photo = library.add(A, b"kept/b.jpg", mark=b"m" * 16)
    assert library.found(b"dcim/a.jpg", A, size=5, fingerprint=b"m" * 16, is_gone=True) == photo
