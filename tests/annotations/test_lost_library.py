"""A library.db that was emptied, or that lost its log or its disk's last room, costs nothing that can be had back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gallery.annotations.library_file import open_library
from gallery.annotations.models import AnnotationChange
from gallery.catalog import salvage
from gallery.catalog.connection import migrate
from tests.annotations.files import file, item_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from gallery.annotations.store import AnnotationStore


def make_library(path: Path) -> bytes:
    """Make a library with a backup of a rating of 3, and much said since; return the log that a killed program left."""
    library = open_library(path)
    library.store.apply([file()], AnnotationChange(rating=3))
    assert library.backups
    assert library.backups.make_if_due(date(2026, 11, 28)) is not None
    for number in range(2, 100):
        library.store.apply([file(number)], AnnotationChange(title=f"{number}" * 200))
    log = path.with_name("library.db-wal").read_bytes()
    library.store.close()
    return log


def rating(store: AnnotationStore) -> int | None:
    item = item_of(store, file())
    return store.read([item])[item].rating


def test_a_file_that_was_emptied_comes_back_from_its_backup(path: Path) -> None:
    make_library(path)
    path.write_bytes(b"")
    store = open_library(path).store
    assert store.notice == "library.db was empty. What you said was taken from the backup library-2026-11-28.db."
    assert rating(store) == 3
    store.close()


@pytest.mark.parametrize("left", [None, b""])
def test_the_log_of_a_lost_file_is_kept_and_not_added_to_the_backup(path: Path, left: bytes | None) -> None:
    log = make_library(path)
    path.unlink()
    if left is not None:
        path.write_bytes(left)
    path.with_name("library.db-wal").write_bytes(log)
    store = open_library(path).store
    assert [act.kind for act in store.history()] == ["restore", "set"]
    assert not list(path.parent.glob("library.damaged-*"))
    store.close()
    [kept] = path.parent.glob("library.lost-*.db-wal")
    assert kept.read_bytes() == log


def test_a_damaged_file_stays_where_the_disk_is_too_full_to_mend_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_library(path)
    content = bytearray(path.read_bytes())
    content[4096:8192] = bytes(4096)
    path.write_bytes(content)
    with monkeypatch.context() as patch:

        def fill(conn: sqlite3.Connection, steps: Sequence[str]) -> None:
            conn.execute("PRAGMA max_page_count = 3")
            migrate(conn, steps)

        patch.setattr(salvage, "migrate", fill)
        assert "Free some space" in (open_library(path).store.notice or "")
    assert path.read_bytes() == content
    store = open_library(path).store
    assert "kept as library.damaged-" in (store.notice or "")
    assert rating(store) == 3
    store.close()
