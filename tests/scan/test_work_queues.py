"""What comes back from the decode processes, and what of it is news for open pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Problem, Recipe, Rendered
from gallery.catalog import photos
from gallery.scan.work_queues import MetadataQueue, ThumbnailQueue
from tests.index_builder import index, read, source, top

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

LOCKED = Problem("unreadable", "You are not allowed to open this file.")


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with index(tmp_path) as connection:
        yield connection


def test_a_known_photo_that_cannot_be_opened_is_news_once(conn: sqlite3.Connection) -> None:
    """A view of `has:problem` shows it from now on; it is tried once a minute, and that is no news."""
    photo = read(conn, top(conn), b"a.jpg")
    photos.mark_changed(conn, photo, 99, 99)
    headers = MetadataQueue(None, lambda: None, 1)  # type: ignore[arg-type]
    answers = []
    for _ in range(2):
        headers._done.append((photos.find_unread(conn, 1), [LOCKED]))
        answers.append(headers.store(conn))
    assert answers == [True, False]


@pytest.mark.parametrize("flaw", [None, Problem("truncated", "It ends too early.")])
def test_a_flaw_found_by_looking_is_told_like_colours(conn: sqlite3.Connection, flaw: Problem | None) -> None:
    photo = source(conn, read(conn, top(conn), b"a.jpg"))
    thumbs = ThumbnailQueue(None, lambda: None, 1)  # type: ignore[arg-type]
    thumbs.record(photo, Recipe.SMALL, Rendered(b"", 4, 3, 5, flaw))
    thumbs.store(conn)
    assert thumbs.coloured == bool(flaw)
