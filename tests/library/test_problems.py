"""Problems: what happens when the user asks to try again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.imaging.thumbnails import ThumbnailStore
from tests.harness import run_harness

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from pathlib import Path

    import pytest


def test_problems_are_forgotten_in_one_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Collection[bytes]] = []
    monkeypatch.setattr(ThumbnailStore, "forget", lambda _, marks: calls.append(marks))
    with run_harness(tmp_path / "data") as home:

        def fill(conn: sqlite3.Connection) -> None:
            conn.execute("INSERT INTO roots (id, path) VALUES (99, X'2f78')")
            conn.execute("INSERT INTO folders (id, root, relative, label, sort) VALUES (99, 99, X'', '', '')")
            for number in range(50):
                conn.execute(
                    "INSERT INTO photos (id, folder, name, label, sort, size, mtime_ns, state, todo, fingerprint)"
                    " VALUES (?, 99, ?, '', '', 1, 1, 2, 0, ?)",
                    (number + 1, b"%d" % number, b"%16d" % number),
                )
                conn.execute("INSERT INTO problems VALUES (?, 'damaged', 'x')", (number + 1,))

        home.parts.indexer.submit(fill).result(10)
        home.library.problems.retry()
    assert [len(marks) for marks in calls] == [50]
