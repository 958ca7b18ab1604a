"""Sixty things that people type, and what is found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gallery.catalog.collation import natural
from tests.search.typed_library import PHOTOS, TYPED, found, table

if TYPE_CHECKING:
    import sqlite3


def test_there_are_enough_of_both() -> None:
    assert len(PHOTOS) == 40
    assert len({text for text, _ in TYPED}) == len(TYPED) >= 60


@pytest.mark.parametrize(("text", "names"), TYPED, ids=[text for text, _ in TYPED])
def test_what_people_type_finds_what_they_mean(library: sqlite3.Connection, text: str, names: str) -> None:
    assert found(library, text) == sorted(filter(None, names.split(", ")), key=natural)


def test_the_document_shows_the_table(library: sqlite3.Connection) -> None:
    document = Path(__file__).parents[2] / "docs" / "search.md"
    assert "\n".join(table(library)) in document.read_text(encoding="utf-8")
