"""Fixtures of the tests of annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.annotations.library_file import open_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gallery.annotations.library_file import OpenedLibrary
    from gallery.annotations.store import AnnotationStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a library may be made."""
    return tmp_path / "library.db"


@pytest.fixture
def opened(path: Path) -> Iterator[Callable[[], OpenedLibrary]]:
    """A function that opens the library, again and again; the one before is closed."""
    libraries: list[OpenedLibrary] = []

    def reopen() -> OpenedLibrary:
        for library in libraries:
            library.store.close()
        libraries.append(open_library(path))
        return libraries[-1]

    yield reopen
    for library in libraries:
        library.store.close()


@pytest.fixture
def store(opened: Callable[[], OpenedLibrary]) -> AnnotationStore:
    """The store over an empty library."""
    return opened().store
