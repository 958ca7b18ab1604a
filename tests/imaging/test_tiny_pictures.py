"""Who gets a tiny picture when: with its thumbnail, as a page misses it, and in the pass over those kept already."""

from __future__ import annotations

import errno
import math
import os
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, NoReturn

import pytest

from gallery.base.errors import DatabaseError
from gallery.base.models import FileRef, Problem, Recipe, Rendered, Source
from gallery.imaging.tiny_file import SLOT_BYTES, TinyFile
from gallery.imaging.tiny_pictures import MAX_JPEG_BYTES, MAX_LOOKS, MAX_WANTED, PART, TinyPictures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

TINY = bytes((1, 1)) + bytes(8)


class Kept:
    """Thumbnails by fingerprint."""

    def __init__(self) -> None:
        self.jpegs: dict[bytes, bytes] = {}
        self.asked: list[bytes] = []
        self.broken = False

    def peek(self, fingerprint: bytes, recipes: Sequence[str], max_bytes: int) -> bytes | None:
        assert list(recipes) == [Recipe.SMALL, Recipe.LARGE, Recipe.FINE], "the one that is decoded fastest first"
        self.asked.append(fingerprint)
        if self.broken:
            raise DatabaseError("The disk is broken.")
        jpeg = self.jpegs.get(fingerprint)
        return jpeg if jpeg is not None and len(jpeg) <= max_bytes else None


class ManualShrinker:
    """A pool whose answers the test gives."""

    def __init__(self) -> None:
        self.jobs: list[tuple[bytes, Future[bytes]]] = []
        self.timers: list[Callable[[], None]] = []

    def shrink(self, jpeg: bytes) -> Future[bytes]:
        self.jobs.append((jpeg, Future()))
        return self.jobs[-1][1]

    def call_later(self, seconds: float, action: Callable[[], None]) -> None:
        assert seconds > 0
        self.timers.append(action)

    def answer_all(self, tiny: bytes = TINY) -> list[bytes]:
        """Answer until nothing more is asked; return of which thumbnails."""
        for _, future in self.jobs:  # grows meanwhile
            if not future.done():
                future.set_result(tiny)
        return [jpeg for jpeg, _ in self.jobs]


class Scene:
    """Tiny pictures over a real file, and photos with thumbnails that the test names."""

    def __init__(self, path: Path, max_bytes: int = 1 << 30) -> None:
        self.path, self.kept, self.pool = path, Kept(), ManualShrinker()
        self.photos: list[int] = []
        self.parts: list[int] = []
        self.asked_at = -math.inf
        self.file = TinyFile(path, max_bytes)
        self.pictures = TinyPictures(self.file, self.kept, self.pool, self.find, lambda: self.asked_at)

    def restart(self) -> None:
        self.file.close()
        self.file = TinyFile(self.path, 1 << 30)
        self.pool = ManualShrinker()
        self.pictures = TinyPictures(self.file, self.kept, self.pool, self.find, lambda: self.asked_at)

    def add(self, *photos: int) -> None:
        """Add photos with thumbnails."""
        self.photos += photos
        self.kept.jpegs |= {print_of(photo): b"jpeg %d" % photo for photo in photos}

    def find(self, below: int, limit: int) -> list[tuple[int, bytes]]:
        self.parts.append(below)
        found = sorted((photo for photo in self.photos if photo < below), reverse=True)
        return [(photo, print_of(photo)) for photo in found[:limit]]

    def has(self, *photos: int) -> list[bool]:
        return [bool(tiny) for tiny in self.file.get_many([(photo, print_of(photo)) for photo in photos])]


def print_of(photo: int) -> bytes:
    return b"content %d" % photo


def source(photo: int) -> Source:
    return Source(photo, print_of(photo), FileRef(b"/p", b"a.jpg", 1, 1, print_of(photo)))


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path / "tiny.bin")
    yield made
    made.file.close()


def test_none_is_made_while_a_page_asks_for_pictures(scene: Scene) -> None:
    scene.add(1, 2)
    scene.asked_at = math.inf
    scene.pictures.begin()
    scene.pool.timers.pop()()
    assert (scene.pool.jobs, len(scene.pool.timers)) == ([], 1), "the page still asks"
    scene.asked_at = -math.inf
    scene.pool.timers.pop()()
    assert len(scene.pool.answer_all()) == 2


def test_it_is_kept_as_its_thumbnail_is_made(scene: Scene) -> None:
    scene.pictures.record(source(1), Recipe.SMALL, Rendered(b"", 3, 2, 7, None, TINY))
    scene.pictures.record(source(2), Recipe.LARGE, Rendered(b"", 3, 2, 7, None, TINY))
    scene.pictures.record(source(3), Recipe.SMALL, Problem("damaged", "It is damaged."))
    scene.pictures.record(source(4), Recipe.SCREEN, Rendered(b"", 3, 2, 7, None, TINY))
    scene.pictures.record(source(5), Recipe.SMALL, Rendered(b"", 3, 2, 7))
    assert scene.has(1, 2, 3, 4, 5) == [True, True, False, False, False]


def test_those_kept_already_are_made_one_after_the_other_the_newest_first(scene: Scene) -> None:
    scene.add(*range(1, 2 * PART + 6))
    assert scene.pool.jobs == []
    scene.pictures.begin()
    assert [jpeg for jpeg, _ in scene.pool.jobs] == [b"jpeg %d" % (2 * PART + 5)]
    made = scene.pool.answer_all()
    assert made == [b"jpeg %d" % photo for photo in range(2 * PART + 5, 0, -1)]
    assert all(scene.has(*scene.photos))


def test_a_pause_holds_all_but_the_one_being_made(scene: Scene) -> None:
    scene.add(*range(1, PART))
    scene.pictures.pause(paused=True)
    scene.pictures.begin()
    assert scene.pool.jobs == []
    scene.pictures.pause(paused=False)
    assert len(scene.pool.jobs) == 1
    scene.pictures.pause(paused=True)
    assert scene.pool.answer_all() == [b"jpeg %d" % (PART - 1)]
    assert scene.pictures.get_many([(7, print_of(7))]) == [b""]
    assert len(scene.pool.jobs) == 1
    scene.pictures.pause(paused=False)
    assert scene.pool.answer_all()[1] == b"jpeg 7", "what a page has asked for meanwhile comes first"
    assert all(scene.has(*scene.photos))


def test_a_pause_before_the_first_screen_begins_nothing_when_it_ends(scene: Scene) -> None:
    scene.add(1)
    scene.pictures.pause(paused=True)
    scene.pictures.pause(paused=False)
    assert scene.pool.jobs == []
    scene.pictures.begin()
    assert len(scene.pool.jobs) == 1


def test_a_pass_that_has_ended_is_not_begun_again_and_one_that_was_cut_goes_on(scene: Scene) -> None:
    scene.add(*range(1, 2 * PART))
    scene.pictures.begin()
    scene.pool.jobs[0][1].set_exception(CancelledError())  # the pool closes
    assert len(scene.pool.jobs) == 1
    scene.restart()
    scene.pictures.begin()
    assert len(scene.pool.answer_all()) == PART - 1, "what the part before had is left to who asks for it"
    scene.restart()
    scene.parts.clear()
    scene.pictures.begin()
    assert scene.pool.jobs == []
    assert scene.parts == []


def test_what_a_page_misses_is_made_before_the_rest_the_last_first(scene: Scene) -> None:
    scene.add(*range(1, 50))
    scene.pictures.begin()
    asked = [(7, print_of(7)), (9, print_of(9))]
    assert scene.pictures.get_many(asked) == [b"", b""]
    assert scene.pool.answer_all()[:3] == [b"jpeg 49", b"jpeg 9", b"jpeg 7"]
    assert scene.pictures.get_many(asked) == [TINY, TINY]
    assert all(scene.has(*scene.photos))


def test_before_it_begins_nothing_is_made(scene: Scene) -> None:
    scene.add(1)
    scene.pictures.get_many([(1, print_of(1))])
    assert scene.pool.jobs == []
    scene.pictures.begin()
    assert scene.pool.answer_all() == [b"jpeg 1"]


def test_of_what_has_no_thumbnail_nothing_is_made_and_no_request_looks_for_many(scene: Scene) -> None:
    scene.file.undone = 0
    scene.pictures.begin()
    scene.add(1)
    missing = [(photo, print_of(photo)) for photo in range(1, 3 * MAX_LOOKS)]
    scene.pictures.get_many(missing)
    assert len(scene.kept.asked) == MAX_LOOKS
    while scene.pool.timers:
        scene.pool.timers.pop()()
        scene.pool.answer_all()
    assert scene.has(1, 2) == [True, False]


def test_so_many_wait_at_most(scene: Scene) -> None:
    scene.file.undone = 0
    scene.pictures.get_many([(photo, print_of(photo)) for photo in range(1, MAX_WANTED + 1000)])
    scene.pictures.begin()
    while scene.pool.timers:
        scene.pool.timers.pop()()
    assert len(scene.kept.asked) == MAX_WANTED
    assert print_of(1) not in scene.kept.asked


def test_one_that_cannot_be_made_holds_no_other_up(scene: Scene) -> None:
    scene.add(1, 2, 3)
    scene.kept.jpegs[print_of(3)] = bytes(MAX_JPEG_BYTES + 1)
    scene.pictures.begin()
    scene.pool.jobs[0][1].set_result(b"")
    assert scene.pool.answer_all() == [b"jpeg 2", b"jpeg 1"]
    assert scene.has(1, 2, 3) == [True, False, False]


def test_a_cache_that_cannot_be_read_ends_nothing(scene: Scene) -> None:
    scene.add(1, 2)
    scene.kept.broken = True
    scene.pictures.begin()
    assert scene.pool.jobs == []
    scene.kept.broken = False
    scene.pictures.get_many([(2, print_of(2))])
    assert scene.pool.answer_all() == [b"jpeg 2"]


def test_without_a_file_nothing_is_made(scene: Scene) -> None:
    scene.add(*range(1, 2 * PART))
    scene.file.close()
    scene.pictures.begin()
    assert scene.pictures.get_many([(7, print_of(7))]) == [b""]
    assert scene.pool.jobs == []
    assert scene.kept.asked == []


def test_a_file_that_fails_ends_what_is_under_way_and_one_that_takes_again_goes_on(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.add(*range(1, 2 * PART))
    scene.pictures.begin()
    scene.pictures.get_many([(7, print_of(7))])
    with monkeypatch.context() as patch:
        for call in ("write", "pwrite"):
            patch.setattr(os, call, refuse, raising=False)
        assert len(scene.pool.answer_all()) == 1
        scene.pictures.get_many([(8, print_of(8))])
        assert len(scene.pool.jobs) == 1
    scene.pictures.record(source(500), Recipe.SMALL, Rendered(b"", 3, 2, 7, None, TINY))
    scene.pictures.get_many([(9, print_of(9))])
    assert scene.pool.answer_all()[1:4] == [b"jpeg 9", b"jpeg 8", b"jpeg 7"]
    assert all(scene.has(*range(1, 2 * PART - 1)))


def test_a_pass_whose_place_cannot_be_written_reads_no_part_twice(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.add(*range(1, 2 * PART))
    with monkeypatch.context() as patch:
        for call in ("write", "pwrite"):
            patch.setattr(os, call, refuse, raising=False)
        scene.pictures.begin()
        for photo in range(1, 5):
            scene.pictures.get_many([(photo, print_of(photo))])
        assert len(scene.parts) == 1
    scene.pictures.record(source(500), Recipe.SMALL, Rendered(b"", 3, 2, 7, None, TINY))
    scene.pictures.get_many([(1, print_of(1))])
    scene.pool.answer_all()
    assert len(scene.parts) == len(set(scene.parts))
    assert all(scene.has(*scene.photos))


def test_for_photos_beyond_the_end_of_the_file_nothing_is_made(tmp_path: Path) -> None:
    scene = Scene(tmp_path / "tiny.bin", 100 * SLOT_BYTES)
    scene.add(*range(90, 90 + 3 * PART))
    scene.pictures.begin()
    for _ in range(2):
        assert scene.pictures.get_many([(150, print_of(150)), (100, print_of(100))]) == [b"", b""]
    assert scene.pool.answer_all() == [b"jpeg %d" % photo for photo in range(99, 89, -1)]
    assert scene.parts[0] == 100, "those beyond are not even listed"
    assert print_of(100) not in scene.kept.asked
    scene.file.close()


def refuse(*_: object) -> NoReturn:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, "No space left on device")
