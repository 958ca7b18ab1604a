"""Backups: one a day, seven days and four weeks, checked when made, restored in one transaction."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from gallery.annotations.backups import days_to_keep
from gallery.annotations.models import Annotation, AnnotationChange
from gallery.base.errors import DatabaseError, NotFoundError
from gallery.catalog import database_copy
from tests.annotations.files import file, files
from tests.full_disk import no_space

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gallery.annotations.backups import Backups
    from gallery.annotations.library_file import OpenedLibrary

FIRST = date(2026, 9, 1)


@pytest.fixture
def library(opened: Callable[[], OpenedLibrary]) -> OpenedLibrary:
    """A library that says 3, with a backup, and 5 since."""
    library = opened()
    library.store.apply(files(20), AnnotationChange(rating=3))
    backups_of(library).make_if_due(FIRST)
    library.store.apply(files(20), AnnotationChange(rating=5, add_tags=("new",)))
    return library


def backups_of(library: OpenedLibrary) -> Backups:
    assert library.backups is not None
    return library.backups


@pytest.mark.parametrize(
    ("every", "count", "kept"),
    [
        (1, 90, [0, 1, 2, 3, 4, 5, 6, 7, 14, 21, 28]),
        (1, 3, [0, 1, 2]),
        (40, 20, [0, 40, 80, 120, 160, 200, 240, 280, 320, 360, 400]),
    ],
    ids=["daily", "a few", "seldom"],
)
def test_seven_days_and_four_weeks_are_kept(every: int, count: int, kept: list[int]) -> None:
    today = date(2026, 11, 29)  # a Sunday
    days = [today - timedelta(every * number) for number in range(count)]
    assert sorted((today - day).days for day in days_to_keep(days)) == kept


def test_days_that_stay_are_the_same_when_it_is_asked_each_day() -> None:
    days: set[date] = set()
    for number in range(200):
        days = days_to_keep([*days, FIRST + timedelta(number)])
        assert number < 45 or (len(days) == 11 and 28 <= (max(days) - min(days)).days <= 34)


def test_a_backup_is_made_once_a_day_and_old_ones_go(library: OpenedLibrary) -> None:
    backups = backups_of(library)
    assert backups.make_if_due(FIRST) is None
    for number in range(1, 60):
        made = backups.make_if_due(FIRST + timedelta(number))
        assert made is not None
        assert made.size > 4096
    assert len(backups.get_all()) == 11
    assert backups.get_all()[0].name == "library-2026-10-30.db"
    assert backups.problem is None


def test_what_is_no_backup_is_left_alone(path: Path, library: OpenedLibrary) -> None:
    for name in ("library-2026-02-31.db", "mine.db", "library-2020-01-01.db.txt"):
        (path.parent / "backups" / name).write_bytes(b"x")
    for number in range(60):
        backups_of(library).make_if_due(FIRST + timedelta(number))
    assert len(list((path.parent / "backups").iterdir())) == 14


def test_a_restored_backup_takes_the_place_of_all_and_all_is_kept(path: Path, library: OpenedLibrary) -> None:
    revision = library.store.changed_since(0).revision
    aside = backups_of(library).restore("library-2026-09-01.db")
    assert library.store.read([1]) == {1: Annotation(rating=3)}
    assert [act.kind for act in library.store.history()] == ["restore", "set"]
    assert library.store.changed_since(revision).items is None
    assert library.store.redo() is None
    library.store.apply([file()], AnnotationChange(rating=1))
    library.store.close()
    assert sorted(found.name for found in path.parent.iterdir()) == ["backups", "library.db", aside.name]


def test_what_was_before_a_restore_can_be_opened(
    path: Path, library: OpenedLibrary, opened: Callable[[], OpenedLibrary]
) -> None:
    aside = backups_of(library).restore("library-2026-09-01.db")
    library.store.close()
    path.write_bytes(aside.read_bytes())
    assert opened().store.read([1]) == {1: Annotation(rating=5, tags=("new",))}


def test_a_damaged_or_unknown_backup_changes_nothing(path: Path, library: OpenedLibrary) -> None:
    backup = path.parent / "backups" / "library-2026-09-01.db"
    backup.write_bytes(backup.read_bytes()[:9000])
    with pytest.raises(DatabaseError, match=r"is damaged. Nothing was changed"):
        backups_of(library).restore(backup.name)
    for name in ("library-2026-09-02.db", "../library.db", ""):
        with pytest.raises(NotFoundError):
            backups_of(library).restore(name)
    assert library.store.read([1])[1].rating == 5


def test_a_backup_for_which_there_is_no_room_is_told_and_costs_no_other(
    path: Path, library: OpenedLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups = backups_of(library)
    with monkeypatch.context() as patch:
        patch.setattr(database_copy, "rename_durably", no_space)
        assert backups.make_if_due(FIRST + timedelta(1)) is None
        assert (backups.problem or "").startswith("What you said is not backed up: ")
        with pytest.raises(DatabaseError):
            backups.restore("library-2026-09-01.db")
    assert library.store.read([1])[1].rating == 5
    assert [backup.name for backup in backups.get_all()] == ["library-2026-09-01.db"]
    assert len(list((path.parent / "backups").iterdir())) == 1
    assert backups.make_if_due(FIRST + timedelta(1)) is not None
    assert backups.problem is None


def test_a_closed_library_has_no_backup(library: OpenedLibrary) -> None:
    library.store.close()
    assert backups_of(library).make_if_due(FIRST + timedelta(1)) is None
    assert "closed" in (backups_of(library).problem or "")


def test_damage_is_told_and_not_backed_up(path: Path, library: OpenedLibrary) -> None:
    assert library.store._database
    library.store._database._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    for page in range(5, len(content) // 4096):
        content[page * 4096 : page * 4096 + 40] = b"\xaa" * 40
    with path.open("r+b") as harmed:
        harmed.write(content)
    assert backups_of(library).make_if_due(FIRST + timedelta(1)) is None
    assert "not backed up" in (backups_of(library).problem or "")
    assert "library.db is damaged. Start Shoebox again; it is then mended, or taken from the newest" in (
        library.store.notice or ""
    )
    assert len(backups_of(library).get_all()) == 1
