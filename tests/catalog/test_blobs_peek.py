"""Which thumbnail of a photo is looked at when any will do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.models import GRID_RECIPES, Recipe
from gallery.catalog import cache_schema
from gallery.catalog.blobs import BlobCache
from gallery.catalog.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "cache.db", cache_schema.CACHE, checked=False)
    yield database
    database.close()


def test_the_first_recipe_that_has_one_counts_and_not_the_order_of_the_rows(database: Database) -> None:
    blobs = BlobCache(database)
    blobs.put_many([(b"a", recipe, recipe.encode()) for recipe in reversed(GRID_RECIPES)])
    blobs.put_many([(b"b", Recipe.FINE, b"fine"), (b"b", Recipe.SCREEN, b"screen")])
    assert blobs.peek(b"a", GRID_RECIPES, 99) == Recipe.SMALL.encode()
    assert blobs.peek(b"a", [Recipe.FINE, Recipe.SMALL], 99) == Recipe.FINE.encode()
    assert blobs.peek(b"b", GRID_RECIPES, 99) == b"fine"
    assert blobs.peek(b"c", GRID_RECIPES, 99) is None


def test_one_that_is_too_long_hides_no_other(database: Database) -> None:
    blobs = BlobCache(database)
    blobs.put_many([(b"a", Recipe.SMALL, bytes(31)), (b"a", Recipe.LARGE, bytes(30)), (b"a", Recipe.FINE, bytes(99))])
    assert blobs.peek(b"a", GRID_RECIPES, 30) == bytes(30)
    assert blobs.peek(b"a", GRID_RECIPES, 29) is None


def test_one_that_is_damaged_hides_no_other_and_is_said_by_whoever_shows_it(database: Database) -> None:
    blobs = BlobCache(database)
    blobs.put_many([(b"a", Recipe.SMALL, b"small"), (b"a", Recipe.FINE, b"fine")])
    with database.write() as conn:
        conn.execute("UPDATE blobs SET bytes = ? WHERE recipe = ?", (b"smelt", Recipe.SMALL))
    assert blobs.peek(b"a", GRID_RECIPES, 99) == b"fine"
    assert blobs.notice is None


def test_a_look_is_no_use(database: Database) -> None:
    blobs = BlobCache(database)
    blobs.put_many([(b"a", Recipe.SMALL, b"small")])
    with database.write() as conn:
        conn.execute("UPDATE blobs SET used = 7")
    blobs.peek(b"a", GRID_RECIPES, 99)
    blobs.put_many(())
    with database.read() as conn:
        assert conn.execute("SELECT used FROM blobs").fetchone()[0] == 7
