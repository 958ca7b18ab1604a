"""What the log says changed between two generations."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.errors import DatabaseError
from gallery.catalog import change_log, folders, photos, schema
from gallery.catalog.change_log import ChangeLog
from gallery.catalog.database import Database
from tests.index_builder import DAMAGED, metadata, read, source, top

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Index:
    """An index with a log, and three photos in one folder."""

    def __init__(self, path: Path) -> None:
        self.database = Database(path, schema.INDEX)
        self.log = ChangeLog()
        self.database.add_observer(self.log)
        with self.database.write() as conn:
            self.folder = top(conn)
            self.photos = [read(conn, self.folder, name) for name in (b"a", b"b", b"c")]
            self.number = photos.raise_generation(conn)

    def does(self, change: Callable[[sqlite3.Connection], object]) -> set[int] | None:
        """What the log says of a change in one transaction, with its new generation."""
        before = self.number
        with self.database.write() as conn:
            change(conn)
            self.number = photos.raise_generation(conn)
        return self.log.since(before, self.number)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    found = Index(tmp_path / "index.db")
    yield found
    found.database.close()


def test_every_change_that_a_view_can_show_is_noted(index: Index) -> None:
    a, b, c = index.photos
    assert index.does(lambda conn: photos.set_read(conn, a, metadata(b"other"))) == {a}
    assert index.does(lambda conn: photos.set_thumbnail_failed(conn, source(conn, b), DAMAGED)) == {b}
    assert index.does(lambda conn: photos.move(conn, c, index.folder, b"z")) == {c}
    assert index.does(lambda conn: photos.mark_gone(conn, [a, b])) == {a, b}
    assert index.does(lambda conn: photos.set_thumbnail_made(conn, source(conn, c), 5, None)) == {c}
    assert index.does(lambda conn: photos.put_problem(conn, c, DAMAGED)) == {c}
    assert index.does(lambda conn: conn.execute("DELETE FROM problems WHERE photo = ?", (c,))) == {c}
    assert index.does(lambda _: None) == set()


def test_a_file_that_is_in_no_timeline_is_not_logged(index: Index) -> None:
    assert index.does(lambda conn: photos.add(conn, index.folder, [(b"new", 1, 1)])) == set()


def test_new_photos_are_noted_when_their_headers_are_read(index: Index) -> None:
    seen: list[int] = []
    assert index.does(lambda conn: seen.append(read(conn, index.folder, b"new"))) == set(seen)


def test_rows_that_are_deleted_are_noted(index: Index) -> None:
    with index.database.write() as conn:
        there = top(conn, 2, b"/there")
        photo = read(conn, there, b"x")
        index.number = photos.raise_generation(conn)
    changed = index.does(lambda conn: folders.remove_root(conn, 2))
    assert changed == {photo}


def test_a_root_that_goes_away_changes_everything(index: Index) -> None:
    assert index.does(lambda conn: folders.set_offline(conn, 1, "It is away.")) is None
    assert index.does(lambda conn: folders.set_offline(conn, 1, "It is away.")) == set()


def test_changes_add_up_over_generations(index: Index) -> None:
    a, b, c = index.photos
    first = index.number
    index.does(lambda conn: photos.mark_gone(conn, [a]))
    second = index.number
    index.does(lambda conn: photos.mark_gone(conn, [b]))
    with index.database.write() as conn:
        photos.mark_gone(conn, [c])  # no generation of its own: it belongs to the next
    assert index.log.since(second, index.number) == {b}
    assert index.does(lambda _: None) == {c}
    assert index.log.since(first, index.number) == {a, b, c}
    assert index.log.since(first, second) == {a}


def test_unknown_generations_have_no_changes(index: Index) -> None:
    assert index.log.since(12345, index.number) is None
    assert index.log.since(index.number, 12345) is None


def test_a_transaction_that_is_rolled_back_hides_no_later_change(index: Index) -> None:
    a, b, _ = index.photos
    before = index.number

    def fail(conn: sqlite3.Connection) -> None:
        photos.mark_gone(conn, [a])
        photos.raise_generation(conn)
        raise DatabaseError("the disk is full")

    with pytest.raises(DatabaseError), index.database.write() as conn:
        fail(conn)
    index.does(lambda conn: photos.mark_gone(conn, [b]))
    changed = index.log.since(before, index.number)
    assert changed is not None
    assert b in changed


class FullDisk:
    """A writing connection that cannot keep anything."""

    def __init__(self, writer: sqlite3.Connection) -> None:
        self.writer = writer

    def __getattr__(self, name: str) -> object:
        return getattr(self.writer, name)

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        if statement == "COMMIT":
            raise sqlite3.OperationalError("database or disk is full")
        return self.writer.execute(statement, *values)


@pytest.mark.parametrize("times", [1, 2])
def test_a_failed_commit_hides_no_change_that_gets_its_generation(index: Index, times: int) -> None:
    a, b, c = index.photos
    writer, before = index.database._writer, index.number

    def change(conn: sqlite3.Connection) -> None:
        photos.mark_gone(conn, [a])
        for _ in range(times):
            photos.raise_generation(conn)

    index.database._writer = FullDisk(writer)  # type: ignore[assignment]
    with pytest.raises(DatabaseError), index.database.write() as conn:
        change(conn)
    index.database._writer = writer
    changed = index.does(lambda conn: photos.mark_gone(conn, [b]))
    assert changed == {a, b}, "the one that was taken back is looked at needlessly"
    assert index.does(lambda conn: photos.mark_gone(conn, [c])) == {c}
    assert index.log.since(before, index.number) == {a, b, c}
    assert index.log._size == sum(map(len, index.log._log.values()))


def test_a_failed_commit_leaves_earlier_generations_in_the_log(index: Index) -> None:
    a, b, _ = index.photos
    before = index.number
    index.does(lambda conn: photos.mark_gone(conn, [a]))
    first, writer = index.number, index.database._writer
    index.database._writer = FullDisk(writer)  # type: ignore[assignment]
    with pytest.raises(DatabaseError), index.database.write() as conn:
        photos.mark_gone(conn, [b])  # raises no generation
    index.database._writer = writer
    assert index.log.since(before, first) == {a}


def test_a_folder_that_is_known_by_another_name_can_be_put_again(index: Index) -> None:
    """Two folders of one chain are renamed in one transaction, by statements that fire the same trigger."""
    with index.database.write() as conn:
        folders.put_chain(conn, 1, b"/pictures", b"a/b")
        conn.execute("UPDATE folders SET label = 'as it was called'")
    assert index.does(lambda conn: folders.put_chain(conn, 1, b"/pictures", b"a/b")) is None


def test_the_log_does_not_grow_for_ever(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_log, "MAX_LOGGED_PHOTOS", 4)
    first = index.number
    for name in (b"1", b"2", b"3", b"4", b"5"):
        photo = index.photos[0]
        assert index.does(lambda conn, name=name, photo=photo: photos.set_read(conn, photo, metadata(name))) == {photo}  # type: ignore[misc]
    assert index.log.since(first, index.number) is None
    assert index.log._size <= 4
