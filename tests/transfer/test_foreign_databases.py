"""What is read of the databases of digiKam and Lap, and what a hostile one can do: nothing."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from gallery.catalog import foreign_database
from gallery.catalog.foreign_database import ForeignDatabaseError, open_foreign
from gallery.transfer.digikam import is_digikam, read_digikam, read_first
from gallery.transfer.entries import TransferError
from gallery.transfer.lap import is_lap, read_lap
from tests.transfer.foreign import DIGIKAM, LAP, RATED, make

if TYPE_CHECKING:
    from pathlib import Path

    from gallery.transfer.entries import Collected

READERS = ((is_digikam, read_digikam), (is_lap, read_lap))


def read(path: Path) -> Collected:
    with open_foreign(path, path.parent / "work") as database:
        return read_first(database, READERS)


def test_all_that_digikam_says_and_shoebox_can_keep_is_read(tmp_path: Path) -> None:
    found = read(make(tmp_path / "digikam4.db", DIGIKAM))
    assert found.origin == "digikam"
    assert [(entry.root, entry.path, entry.size, dict(entry.said)) for entry in found.entries] == [
        (
            b"/home/ada/My Pictures", b"a.jpg", 100,
            {
                "tags": ("travel", "travel/AC-DC"), "people": ("people/Ada",), "rating": 4,
                "caption": "The cathedral", "title": "Cologne",
            },
        ),
        (b"/home/ada/My Pictures", "2019/Köln/b.jpg".encode(), 200, {"label": "purple", "pick": "rejected"}),
        (b"/mnt/nas/all", b"x/d.jpg", 400, {"pick": "picked"}),
    ]  # fmt: skip
    assert found.left == {"colour label orange": 1}
    assert found.refused.count == 0


def test_a_drive_that_digikam_names_by_its_uuid_leaves_the_path_on_it(tmp_path: Path) -> None:
    more = "UPDATE ImageInformation SET rating = 2 WHERE imageid = 3;"
    entry = read(make(tmp_path / "digikam4.db", DIGIKAM, more)).entries[2]
    assert (entry.root, entry.path, entry.said) == (None, b"photos/old/c.jpg", {"rating": 2})


@pytest.mark.parametrize("rated", [False, True])
def test_all_that_lap_says_is_read_whatever_its_version(tmp_path: Path, rated: bool) -> None:
    found = read(make(tmp_path / "library.db", LAP, *([RATED] if rated else [])))
    assert {entry.path: dict(entry.said) for entry in found.entries} == {
        b"/home/ada/Pictures/2019/a.jpg": {
            "favourite": True, "caption": "By the river", "tags": ("rome", "a-b"),
        },
        **({b"/home/ada/Pictures/2019/b.jpg": {"rating": 1}} if rated else {}),
        b"/home/ada/Pictures/2019/c.jpg": {"tags": ("rome",), **({"rating": 2} if rated else {})},
    }  # fmt: skip


def test_the_database_of_another_program_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "theirs" / "digikam4.db"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as conn:  # which is open, with what it wrote last in its log
        conn.execute("PRAGMA journal_mode = WAL")
        conn.executescript(DIGIKAM)
        before = {name: (path.parent / name).read_bytes() for name in os.listdir(path.parent)}
        assert "digikam4.db-wal" in before
        with open_foreign(path, tmp_path / "work") as database:
            assert len(read_digikam(database).entries) == 3
        assert {name: (path.parent / name).read_bytes() for name in os.listdir(path.parent)} == before
    assert not (tmp_path / "work").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot be read|neither"),
        (b"SQLite format 3\0" + b"\xff" * 5000, "cannot be read"),
        (b"no database at all", "cannot be read"),
    ],
)
def test_what_is_no_database_is_refused_in_a_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "digikam4.db"
    path.write_bytes(content)
    with pytest.raises((ForeignDatabaseError, TransferError), match=words) as raised:
        read(path)
    assert str(raised.value).endswith(".")
    assert not (tmp_path / "work").exists()


def test_another_database_and_one_that_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TransferError, match=r"neither digiKam.s nor Lap.s\."):
        read(make(tmp_path / "x.db", "CREATE TABLE other (a)"))
    with pytest.raises(ForeignDatabaseError, match="cannot be copied"):
        read(tmp_path / "none.db")


def test_a_cut_database_is_refused(tmp_path: Path) -> None:
    path = make(tmp_path / "digikam4.db", DIGIKAM)
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(ForeignDatabaseError, match="Close the program"):
        read(path)


def test_a_view_that_never_ends_is_no_table(tmp_path: Path) -> None:
    endless = (
        "DROP TABLE Images; CREATE VIEW Images AS WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n)"
        " SELECT id, 1 AS album, 'a' AS name, 1 AS status, 1 AS fileSize FROM n"
    )
    with pytest.raises(TransferError, match="neither"):
        read(make(tmp_path / "digikam4.db", DIGIKAM, endless))


def test_a_question_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_database, "MAX_SECONDS", -1.0)
    monkeypatch.setattr(foreign_database, "_STEPS", 1)
    with pytest.raises(ForeignDatabaseError, match="takes too long"):
        read(make(tmp_path / "digikam4.db", DIGIKAM))


def test_a_larger_file_is_refused_before_it_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_database, "MAX_BYTES", 1000)
    with pytest.raises(ForeignDatabaseError, match="larger"):
        read(make(tmp_path / "digikam4.db", DIGIKAM))


def test_values_of_other_types_are_refused_one_by_one(tmp_path: Path) -> None:
    odd = (
        "UPDATE ImageInformation SET rating = 'many' WHERE imageid = 1; UPDATE Images SET fileSize = 'large';"
        " UPDATE Albums SET relativePath = x'00' WHERE id = 4; UPDATE ImageComments SET comment = x'00ff' WHERE id = 3;"
        " UPDATE Tags SET name = '' WHERE id = 4"
    )
    found = read(make(tmp_path / "digikam4.db", DIGIKAM, odd))
    assert [dict(entry.said) for entry in found.entries] == [
        {"tags": ("travel", "travel/AC-DC"), "caption": "The cathedral"},
        {"label": "purple", "pick": "rejected"},
    ]
    assert [entry.size for entry in found.entries] == [None, None]
    assert found.refused.count == 2
