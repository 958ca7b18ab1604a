"""Whatever happens to library.db: what was said comes back, or is kept, and a sentence says what is safe."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from gallery.annotations import library_file
from gallery.annotations.library_schema import LIBRARY
from gallery.annotations.models import Annotation, AnnotationChange
from gallery.annotations.store import AnnotationsError
from gallery.catalog import recovery
from tests.annotations.files import file, files, item_of
from tests.full_disk import no_space

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gallery.annotations.library_file import OpenedLibrary
    from gallery.annotations.store import AnnotationStore

THREE = AnnotationChange(rating=3)


def say(library: OpenedLibrary, change: AnnotationChange = THREE) -> None:
    assert library.store.apply(files(40), change).act is not None


def rating(store: AnnotationStore) -> int | None:
    item = item_of(store, file(1))
    return store.read([item])[item].rating


def backed_up(opened: Callable[[], OpenedLibrary]) -> OpenedLibrary:
    """A library with a backup of ratings of 3, which says 5 by now."""
    library = opened()
    say(library)
    assert library.backups
    assert library.backups.make_if_due(date(2026, 11, 28)) is not None
    say(library, AnnotationChange(rating=5))
    return library


def test_a_commit_is_on_the_disk_before_it_is_answered(store: AnnotationStore) -> None:
    assert store._database
    assert store._database._writer.execute("PRAGMA synchronous").fetchone() == (2,), "FULL"
    assert store._database._writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def harm_pages(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 40] = b"\xaa" * 40
    path.write_bytes(content)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "pages": harm_pages,
    "cut": lambda path: path.write_bytes(path.read_bytes()[:9000]),
    "zeros": lambda path: path.write_bytes(bytes(9000)),
    "text": lambda path: path.write_bytes(b"text\n" * 999),
    "schema": lambda path: drop(path, "DROP TABLE marks"),
}


def drop(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(statement)


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_file_is_kept_and_the_newest_backup_takes_its_place(
    path: Path, opened: Callable[[], OpenedLibrary], kind: str
) -> None:
    backed_up(opened).store.close()
    DAMAGE[kind](path)
    harmed = path.read_bytes()
    store = opened().store
    assert rating(store) == 3
    assert "What you said was taken from the backup library-2026-11-28.db" in (store.notice or "")
    [aside] = [*path.parent.glob("library.damaged-*.db"), *path.parent.glob("library.other-*.db")]
    assert aside.read_bytes() == harmed
    assert aside.name in (store.notice or "")
    assert opened().store.notice is None, "told once"


@pytest.mark.parametrize("name", ["items_place", "items_fingerprint", "act_changes_act", "sqlite_autoindex_tags_1"])
def test_a_damaged_index_costs_nothing(path: Path, opened: Callable[[], OpenedLibrary], name: str) -> None:
    library = backed_up(opened)
    followed = library.store.changed_since(0).revision
    library.store.close()
    with closing(sqlite3.connect(path)) as conn:
        (page,) = conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xaa" * 4096
    path.write_bytes(content)
    store = opened().store
    assert (store.notice or "").endswith("All that you said could be read from it.")
    assert rating(store) == 5
    assert store.changed_since(followed).items == [], "it is the same library"
    assert [act.kind for act in store.history()] == ["set", "set"]
    assert store.undo() is not None
    assert rating(store) == 3
    [aside] = path.parent.glob("library.damaged-*.db")
    assert aside.read_bytes() == content
    assert opened().store.notice is None


def test_a_log_that_is_left_is_kept_beside_its_file(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0 and damage")
    path.with_name("library.db-wal").write_bytes(b"the last acts")
    recovery.Restored(LIBRARY, list, library_file.mark_restored, library_file.mark_restored).replace(path, OSError())
    [aside] = path.parent.glob("library.damaged-*.db")
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"the last acts"


def test_a_file_that_is_missing_comes_back_from_its_backup(path: Path, opened: Callable[[], OpenedLibrary]) -> None:
    backed_up(opened).store.close()
    path.unlink()
    store = opened().store
    assert rating(store) == 3
    assert store.notice == "library.db was missing. What you said was taken from the backup library-2026-11-28.db."


def test_a_damaged_backup_is_passed_over(path: Path, opened: Callable[[], OpenedLibrary]) -> None:
    library = backed_up(opened)
    assert library.backups
    newest = library.backups.make_if_due(date(2026, 11, 29))
    assert newest is not None
    library.store.close()
    harm_pages(path.parent / "backups" / newest.name)
    harm_pages(path)
    assert rating(opened().store) == 3


def test_a_damaged_file_without_backup_is_kept_and_a_new_one_begun(
    path: Path, opened: Callable[[], OpenedLibrary]
) -> None:
    say(opened())
    opened().store.close()
    harm_pages(path)
    library = opened()
    assert (library.store.notice or "").endswith("There is no backup of it yet.")
    assert len(list(path.parent.glob("library.damaged-*.db"))) == 1
    say(library)


def test_who_follows_a_library_hears_that_a_backup_has_another_past(
    path: Path, opened: Callable[[], OpenedLibrary]
) -> None:
    followed = backed_up(opened).store.changed_since(0).revision
    opened().store.close()
    harm_pages(path)
    store = opened().store
    assert store.changed_since(followed).items is None
    assert [act.kind for act in store.history()] == ["restore", "set"]


def test_damage_that_is_none_any_more_costs_nothing(path: Path, opened: Callable[[], OpenedLibrary]) -> None:
    backed_up(opened).store.close()
    path.with_name("library.db.damaged").touch()
    store = opened().store
    assert (rating(store), store.notice) == (5, None)
    assert not path.with_name("library.db.damaged").exists()


def test_a_file_of_a_newer_version_is_not_touched(path: Path, opened: Callable[[], OpenedLibrary]) -> None:
    backed_up(opened).store.close()
    drop(path, "PRAGMA user_version = 99")
    content = path.read_bytes()
    library = opened()
    assert library.backups is None
    assert (library.store.notice or "").startswith("library.db was made by a newer Shoebox. It stays as it is")
    with pytest.raises(AnnotationsError, match=r"^This was not kept\. library\.db was made by a newer Shoebox"):
        library.store.apply([file()], THREE)
    for refused in (library.store.history, lambda: library.store.read([1]), lambda: library.store.find([file()])):
        with pytest.raises(AnnotationsError):
            refused()
    assert path.read_bytes() == content
    assert sorted(found.name for found in path.parent.iterdir()) == ["backups", "library.db"]


def test_a_migration_keeps_the_file_of_before(
    path: Path, opened: Callable[[], OpenedLibrary], monkeypatch: pytest.MonkeyPatch
) -> None:
    say(opened())
    opened().store.close()
    monkeypatch.setattr(library_file, "LIBRARY", (*LIBRARY, "UPDATE marks SET rating = 4; CREATE TABLE later (a);"))
    assert rating(opened().store) == 4
    with closing(sqlite3.connect(path.with_name(f"library-v{len(LIBRARY)}.db"))) as old:
        assert old.execute("SELECT DISTINCT rating FROM marks").fetchall() == [(3,)]
        assert old.execute("PRAGMA user_version").fetchone() == (len(LIBRARY),)


def test_a_migration_that_fails_leaves_the_file_and_refuses(
    path: Path, opened: Callable[[], OpenedLibrary], monkeypatch: pytest.MonkeyPatch
) -> None:
    backed_up(opened).store.close()
    with monkeypatch.context() as patch:
        patch.setattr(library_file, "LIBRARY", (*LIBRARY, "CREATE TABLE half (a); INSERT INTO nowhere VALUES (1);"))
        store = opened().store
        assert "cannot be taken further" in (store.notice or "")
    with monkeypatch.context() as patch:
        patch.setattr(library_file, "LIBRARY", (*LIBRARY, "CREATE TABLE later (a);"))
        patch.setattr(recovery, "copy_to", no_space)
        assert "Free some space if the disk is full" in (opened().store.notice or "")
    assert rating(opened().store) == 5
    assert not list(path.parent.glob("library.*-*.db"))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="a folder that may not be written")
def test_a_folder_that_cannot_be_written_is_said(path: Path, opened: Callable[[], OpenedLibrary]) -> None:
    backed_up(opened).store.close()
    path.parent.chmod(0o500)
    try:
        store = opened().store
        with pytest.raises(AnnotationsError, match="This was not kept"):
            store.apply([file()], AnnotationChange(rating=1))
    finally:
        path.parent.chmod(0o700)
    assert rating(opened().store) == 5


def test_a_disk_that_may_not_be_written_keeps_what_was_said_and_says_so(store: AnnotationStore) -> None:
    store.apply(files(10), THREE)
    assert store._database
    store._database._writer.execute("PRAGMA query_only = ON")
    with pytest.raises(AnnotationsError, match=r"What you said before is safe\. .+ cannot be opened or written\.$"):
        store.apply(files(10), AnnotationChange(rating=5))
    assert store.read([1])[1] == Annotation(rating=3)


def test_a_full_disk_keeps_what_was_said_and_says_so(store: AnnotationStore) -> None:
    store.apply(files(10), THREE)
    assert store._database
    writer = store._database._writer
    (pages,) = writer.execute("PRAGMA page_count").fetchone()
    writer.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(AnnotationsError) as raised:
        store.apply(files(2000), AnnotationChange(rating=5, favourite=True))
    assert str(raised.value).startswith("This was not kept. What you said before is safe. The disk that holds")
    assert store.read([1])[1] == Annotation(rating=3)
    assert len(store.history()) == 1
    writer.execute("PRAGMA max_page_count = 1000000")
    assert store.apply(files(2000), AnnotationChange(rating=5)).act is not None
