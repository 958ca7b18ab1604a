"""The plan of what is read next: nothing twice, nothing that is read already, and the folder on screen at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.catalog import folders
from gallery.catalog.database import Database
from gallery.catalog.schema import INDEX
from gallery.scan import reading_plan
from gallery.scan.reading_plan import ReadingPlan
from tests.index_builder import add

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gallery.catalog.unread_files import UnreadFile


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Two folders of three unread files; a plan is valid until it is used up."""
    monkeypatch.setattr(reading_plan, "MIN_AGE_S", 1e9)
    database = Database(tmp_path / "index.db", INDEX)
    with database.write() as conn:
        top = folders.put_root(conn, 1, b"/root")
        for name in (b"a", b"b"):
            inner = folders.put(conn, 1, top, name, name)
            for number in range(3):
                add(conn, inner, b"%d" % number, mtime_ns=number)
    yield database
    database.close()


def take(plan: ReadingPlan, database: Database, count: int, first: int | None = None, busy: str = "") -> list[str]:
    def is_wanted(item: UnreadFile) -> bool:
        return item.file.relative.decode() not in busy.split()

    return [item.file.relative.decode() for item in plan.take(database, count, first, len(busy.split()), is_wanted)]


def test_what_was_taken_does_not_come_again(database: Database) -> None:
    plan = ReadingPlan()
    assert take(plan, database, 2) == ["b/2", "b/1"]
    assert take(plan, database, 2) == ["b/0", "a/2"]
    assert take(plan, database, 9) == ["a/1", "a/0"]


def test_what_is_not_wanted_now_is_left_out(database: Database) -> None:
    assert take(ReadingPlan(), database, 2, busy="b/2 b/0") == ["b/1", "a/2"]


def test_another_folder_on_screen_comes_first_at_once(database: Database) -> None:
    plan = ReadingPlan()
    assert take(plan, database, 1) == ["b/2"]
    with database.read() as conn:
        first = folders.find(conn, 1, b"a")
    assert take(plan, database, 1, first) == ["a/2"]


def test_newer_files_come_first_once_the_plan_is_old(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_plan, "MIN_AGE_S", 0.0)
    monkeypatch.setattr(reading_plan, "pause_after_query", lambda _: 0.0)
    plan = ReadingPlan()
    assert take(plan, database, 1) == ["b/2"]
    with database.write() as conn:
        top = folders.find(conn, 1, b"")
        assert top
        add(conn, top, b"new", mtime_ns=10**18)
    assert take(plan, database, 1) == ["new"]


def test_a_plan_that_is_cleared_is_made_anew(database: Database) -> None:
    plan = ReadingPlan()
    take(plan, database, 1)
    plan.clear()
    assert take(plan, database, 1) == ["b/2"]
