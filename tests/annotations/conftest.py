"""Fixtures of the tests of annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.annotations.library_schema import LIBRARY
from gallery.annotations.store import AnnotationStore
from gallery.catalog.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a library may be made."""
    return tmp_path / "library.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    """An empty library.db."""
    database = Database(path, LIBRARY)
    yield database
    database.close()


@pytest.fixture
def store(database: Database) -> AnnotationStore:
    """The store over an empty library."""
    return AnnotationStore(database)
