"""Derived pictures that cannot be made: what an older version of the recipe has made is shown instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import GalleryError
from gallery.base.models import ACCESS_CODES, FileRef, Problem, Recipe, Rendered
from gallery.catalog import schema
from gallery.catalog.database import Database
from gallery.imaging.thumbnails import ThumbnailStore
from gallery.library.picture_sources import IndexedSources
from gallery.library.pictures import PicturesController
from tests.imaging.store_scene import ManualPool, MemoryBlobs, never
from tests.index_builder import read, source, top

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from gallery.base.variants import Variant
    from gallery.imaging.workers.jobs import Urgency

CODES = (
    *("unsupported", "damaged", "truncated", "too_large", "timeout", "out_of_memory", "decoder_died"),
    *("changed", "vanished", "unreadable", "silent"),
)


class FailingPool(ManualPool):
    """A pool in which every picture has this problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem

    def render(
        self, file: FileRef, recipe: Recipe, *, urgency: Urgency, variant: Variant | None = None
    ) -> Future[Rendered | Problem]:
        """Answer at once."""
        future = super().render(file, recipe, urgency=urgency, variant=variant)
        self.answer(result=self.problem)
        return future


class PicturesScene:
    """An index of one photo, what is kept of it, and the folders that were to be looked at."""

    def __init__(self, database: Database, code: str) -> None:
        with database.write() as conn:
            self.photo = read(conn, top(conn), b"a.jpg")
            self.fingerprint = source(conn, self.photo).fingerprint
        self.blobs, self.checked = MemoryBlobs(), list[FileRef]()
        store = ThumbnailStore(self.blobs, FailingPool(Problem(code, "It cannot be made.")))
        self.pictures = PicturesController(IndexedSources(database), store, self.checked.append)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(tmp_path / "index.db", schema.INDEX)
    yield found
    found.close()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("recipe", [Recipe.SMALL, Recipe.LARGE, Recipe.SCREEN])
def test_the_older_picture_is_shown_whatever_keeps_the_new_one_from_being_made(
    database: Database, recipe: Recipe, code: str
) -> None:
    scene = PicturesScene(database, code)
    scene.blobs.stored[scene.fingerprint, f"{recipe.value.rpartition('-')[0]}-0"] = b"older"
    for _ in range(2):  # the second time the problem is remembered
        found = scene.pictures.derived(scene.photo, recipe, never)
        assert found.file.read() == b"older"
        assert found.version is None, "it is asked for again"
    assert bool(scene.checked) == (code == "changed")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("kept", "asked"), [("thumb-512-0", Recipe.SMALL), ("thumb-320-0", Recipe.LARGE)])
def test_a_thumbnail_of_the_other_size_stands_in_where_the_bytes_cannot_be_decoded_but_not_for_the_viewer(
    database: Database, kept: str, asked: Recipe, code: str
) -> None:
    scene = PicturesScene(database, code)
    scene.blobs.stored[scene.fingerprint, kept] = b"other size"
    scene.blobs.stored[b"other bytes", f"{asked.value.rpartition('-')[0]}-0"] = b"another photo"
    if code in ACCESS_CODES:
        with pytest.raises(GalleryError):
            scene.pictures.derived(scene.photo, asked, never)
    else:
        found = scene.pictures.derived(scene.photo, asked, never)
        assert (found.file.read(), found.version) == (b"other size", None)
    with pytest.raises(GalleryError):
        scene.pictures.derived(scene.photo, Recipe.SCREEN, never)


@pytest.mark.parametrize("code", CODES)
def test_without_an_older_picture_it_is_said_why_there_is_none(database: Database, code: str) -> None:
    scene = PicturesScene(database, code)
    with pytest.raises(GalleryError):
        scene.pictures.derived(scene.photo, Recipe.SMALL, never)
