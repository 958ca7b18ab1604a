"""What the tests of the catalogue share: an index of its own for each, and the top folder of a root in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.index_builder import index, top

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with index(tmp_path) as conn:
        yield conn


@pytest.fixture
def folder(conn: sqlite3.Connection) -> int:
    return top(conn)
