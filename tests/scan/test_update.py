"""A new version over an old library: photos are read again and thumbnails made again, without leaving the timeline."""

from __future__ import annotations

import sqlite3
from concurrent.futures import Future
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from gallery import stores
from gallery.base.errors import NotFoundError
from gallery.base.models import GRID_RECIPES, Problem, Recipe, Rendered
from gallery.catalog.reprocessing import REREAD
from gallery.imaging.metadata.version import READER_VERSION
from gallery.imaging.workers.media_pool import MediaPool
from gallery.scan.reprocessing_runner import ReprocessingRunner
from tests.harness import Harness, run_harness
from tests.pictures import picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(flat_root: Path) -> Path:
    """Three pictures in one folder."""
    return flat_root


@pytest.fixture
def known(tmp_path: Path, root: Path) -> dict[str, int]:
    """A library that an earlier run has read; the ids of its photos by name."""
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        return home.names()


def alter(data: Path, file: str, statement: str) -> None:
    """Change what an earlier version has left."""
    with closing(sqlite3.connect(data / file)) as conn, conn:
        conn.create_function("plain", 1, str, deterministic=True)
        conn.execute(statement)


def ask(data: Path, file: str, question: str) -> list[tuple[object, ...]]:
    """Return rows of a database that nobody has open."""
    with closing(sqlite3.connect(data / file)) as conn:
        return conn.execute(question).fetchall()


def settle(home: Harness) -> dict[str, int]:
    """Wait until all is done, and return the photos."""
    home.wait_until_idle()
    return home.names()


def test_headers_of_an_older_reader_are_read_again_and_problems_tried_again(
    tmp_path: Path, known: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    innocent = known["p1.jpg"]
    alter(data, "index.db", "UPDATE details SET format = 'unheard of'")
    alter(data, "index.db", f"UPDATE photos SET state = 2, thumb = 2 WHERE id = {innocent}")
    alter(data, "index.db", f"INSERT INTO problems VALUES ({innocent}, 'out_of_memory', 'It needs too much.')")
    with run_harness(data) as home:
        assert settle(home) == known
        assert list(home.problems()) == ["p1.jpg"], "the same version believes what it knows"
    monkeypatch.setattr(stores, "READER_VERSION", READER_VERSION + 1)
    seen: list[int] = []
    advance = ReprocessingRunner.advance

    def look(runner: ReprocessingRunner) -> bool:
        seen.append(len(home.ids()))
        return advance(runner)

    monkeypatch.setattr(ReprocessingRunner, "advance", look)
    with run_harness(data) as home:
        assert settle(home) == known
        assert home.problems() == {}
    assert set(seen) == {3}, "none left the timeline"
    assert ask(data, "index.db", "SELECT DISTINCT format FROM details") == [("jpeg",)]
    assert ask(data, "index.db", "SELECT value FROM meta WHERE key = 'reader'") == [(READER_VERSION + 1,)]
    assert ask(data, "index.db", f"SELECT * FROM meta WHERE key = '{REREAD}'") == []


def test_reading_again_what_is_known_raises_no_generation(
    tmp_path: Path, known: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    question = "SELECT value FROM meta WHERE key = 'generation'"
    with run_harness(data) as home:
        settle(home)
    before = ask(data, "index.db", question)
    monkeypatch.setattr(stores, "READER_VERSION", READER_VERSION + 1)
    with run_harness(data) as home:
        assert settle(home) == known
    assert ask(data, "index.db", question) == before


def test_thumbnails_that_are_called_made_and_are_not_there_are_made_again(
    tmp_path: Path, known: dict[str, int]
) -> None:
    """Version 0.1 told the index before it wrote the cache, and may have been killed in between."""
    data = tmp_path / "data"
    alter(data, "cache.db", "DELETE FROM blobs WHERE id = 1")
    alter(data, "index.db", "DELETE FROM meta WHERE key = 'reader'")
    with run_harness(data) as home:
        assert settle(home) == known
    assert len(ask(data, "cache.db", "SELECT id FROM blobs")) == 3


def test_what_was_evicted_is_not_made_again_at_every_start(tmp_path: Path, known: dict[str, int]) -> None:
    data = tmp_path / "data"
    alter(data, "cache.db", "DELETE FROM blobs WHERE id = 1")
    with run_harness(data) as home:
        assert settle(home) == known
    assert len(ask(data, "cache.db", "SELECT id FROM blobs")) == 2


def test_thumbnails_of_an_older_recipe_are_made_again_in_the_background(tmp_path: Path, known: dict[str, int]) -> None:
    data = tmp_path / "data"
    alter(data, "cache.db", "UPDATE blobs SET recipe = 'thumb-320-0'")
    alter(data, "index.db", "UPDATE meta SET value = 1 WHERE key = 'recipe'")
    with run_harness(data) as home:
        assert settle(home) == known
    found = ask(data, "cache.db", f"SELECT id FROM blobs WHERE recipe = '{Recipe.SMALL.value}'")
    assert len(found) == 3


def test_while_it_cannot_be_made_anew_the_older_thumbnail_is_shown(
    tmp_path: Path, known: dict[str, int], root: Path
) -> None:
    data = tmp_path / "data"
    alter(data, "cache.db", "UPDATE blobs SET recipe = 'thumb-320-0', checksum = NULL")
    alter(data, "index.db", "UPDATE meta SET value = 1 WHERE key = 'recipe'")
    root.rename(tmp_path / "unplugged")
    with run_harness(data) as home:
        wait_for(lambda: [row["state"] for row in home.library.status.read()["roots"]] == ["offline"])
        shown = home.library.pictures.derived(known["p1.jpg"], Recipe.SMALL, lambda: False)
        assert shown.file.read().startswith(b"\xff\xd8")
        assert shown.version is None, "it is not to be kept by the page"


NO_MEMORY = Problem("out_of_memory", "It needs too much.")


def render_nothing(*_arguments: object, **_named: object) -> Future[Rendered | Problem]:
    """In place of `MediaPool.render`: no memory is left for any picture."""
    done: Future[Rendered | Problem] = Future()
    done.set_result(NO_MEMORY)
    return done


@pytest.mark.parametrize("kept", ["thumb-320-0", "thumb-512-0"])
def test_where_the_new_thumbnail_fails_the_older_one_stays_and_the_problem_is_told(
    tmp_path: Path, known: dict[str, int], monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    data = tmp_path / "data"
    alter(data, "cache.db", f"UPDATE blobs SET recipe = '{kept}', checksum = NULL")
    alter(data, "cache.db", "DELETE FROM blobs WHERE id = 1")
    alter(data, "index.db", "UPDATE meta SET value = 1 WHERE key = 'recipe'")
    with monkeypatch.context() as patch:
        patch.setattr(MediaPool, "render", render_nothing)  # before the indexer begins
        with run_harness(data) as home:
            assert settle(home) == known
            assert home.problems() == dict.fromkeys(known, "out_of_memory")
            shown = {name for name, photo in known.items() if is_shown(home, photo)}
            assert len(shown) == 2
            broken = {name for name, photo in known.items() if home.library.photos.details(photo)["broken"]}
            assert broken == set(known) - shown, "only the one of which nothing is left"
    alter(data, "index.db", "UPDATE meta SET value = 1 WHERE key = 'recipe'")
    with run_harness(data) as home:
        assert settle(home) == known
        assert set(home.problems()) == broken, "a success ends the problem; what is broken waits for a new reader"


def test_a_file_with_other_bytes_is_never_shown_by_a_thumbnail_of_those_before(
    tmp_path: Path, known: dict[str, int], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(root / "p1.jpg", picture(hue=200))
    monkeypatch.setattr(MediaPool, "render", render_nothing)
    with run_harness(tmp_path / "data") as home:
        assert settle(home) == known
        assert home.library.photos.details(known["p1.jpg"])["broken"]
        assert not is_shown(home, known["p1.jpg"])
        assert home.problems() == {"p1.jpg": "out_of_memory"}


def is_shown(home: Harness, photo: int) -> bool:
    """Return whether the grid can show a photo, at either size."""
    try:
        pictures = [home.library.pictures.derived(photo, recipe, lambda: False) for recipe in GRID_RECIPES]
    except NotFoundError:
        return False
    return all(picture.file.read().startswith(b"\xff\xd8") and picture.version is None for picture in pictures)


def test_a_cache_that_was_not_closed_is_looked_through(
    tmp_path: Path, known: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    alter(data, "cache.db", "DELETE FROM blobs WHERE id = 1")
    monkeypatch.setattr("gallery.catalog.opening._has_wal", lambda _: True)
    with run_harness(data) as home:
        assert settle(home) == known
    assert len(ask(data, "cache.db", "SELECT id FROM blobs")) == 3
