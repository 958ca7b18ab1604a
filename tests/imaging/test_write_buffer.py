"""Pictures between the pool and the blob store: served from memory, written in batches, called made when they are kept."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import CancelledError
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Rendered
from gallery.imaging import write_buffer as module
from tests.imaging.pools import WAIT_S
from tests.imaging.store_scene import SMALL, source

if TYPE_CHECKING:
    from tests.imaging.store_scene import StoreScene


def test_a_picture_that_is_made_but_not_kept_is_served_and_not_called_made(scene: StoreScene) -> None:
    wanted = [scene.store.request(source(number), SMALL) for number in (1, 2)]
    scene.pool.answer(0)
    assert scene.blobs.stored == {}
    assert scene.get(1).result(WAIT_S) == b"jpeg"
    assert scene.made == []
    assert not wanted[0].done()
    scene.pool.run_timers()
    assert scene.blobs.batches == [1]
    assert wanted[0].result(0) == Rendered(b"", 1, 1, 1)
    assert [photo for photo, _ in scene.made] == [1]
    assert scene.get(1).result(WAIT_S) == b"jpeg"
    assert len(scene.pool.jobs) == 2


def test_the_last_of_several_is_written_at_once(scene: StoreScene) -> None:
    """Whoever waits until all is done, as `index` does, is not to wait for the time of a write."""
    wanted = [scene.store.request(source(number), SMALL) for number in (1, 2)]
    scene.pool.answer(0)
    scene.pool.answer(1)
    assert scene.blobs.batches == [2]
    assert all(one.done() for one in wanted)


def test_writes_come_in_batches_and_close_flushes(scene: StoreScene) -> None:
    for number in range(71):
        scene.store.request(source(number), SMALL)
    for number in range(70):
        scene.pool.answer(number)
    assert scene.blobs.batches == [64]
    scene.store.close()
    assert scene.blobs.batches == [64, 6]


def test_on_a_full_disk_pictures_are_shown_and_not_called_made_until_there_is_room(
    scene: StoreScene, caplog: pytest.LogCaptureFixture
) -> None:
    scene.blobs.full = True
    with caplog.at_level(logging.WARNING):
        wanted = [scene.store.request(source(number), SMALL) for number in range(200)]
        for number in range(200):
            scene.pool.answer(number)
        scene.pool.run_timers()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert not any(one.done() for one in wanted)
    assert scene.made == []
    assert scene.get(7).result(WAIT_S) == b"jpeg"
    scene.blobs.full = False
    scene.pool.run_timers()
    assert len(scene.blobs.stored) == 200
    assert all(isinstance(one.result(0), Rendered) for one in wanted)
    assert len(scene.made) == 200


def test_a_full_disk_does_not_fill_the_memory(scene: StoreScene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_PENDING_BYTES", 40)
    scene.blobs.full = True
    wanted = [scene.store.request(source(number), SMALL) for number in range(100)]
    for number in range(100):
        scene.pool.answer(number)
    assert sum(one.done() for one in wanted) == 90
    with pytest.raises(CancelledError):
        wanted[0].result(0)
    assert scene.made == []
    scene.blobs.full = False
    scene.pool.run_timers()
    assert [photo for photo, _ in scene.made] == list(range(90, 100))


def test_a_damaged_place_costs_one_picture_and_not_those_written_with_it(scene: StoreScene) -> None:
    scene.blobs.damaged = {source(2).fingerprint}
    wanted = [scene.store.request(source(number), SMALL) for number in range(4)]
    for number in range(4):
        scene.pool.answer(number)
    assert {key[0] for key in scene.blobs.stored} == {source(number).fingerprint for number in (0, 1, 3)}
    assert all(isinstance(one.result(0), Rendered) for one in wanted), "or it would be made again and again"


def test_a_picture_whose_place_is_damaged_is_made_anew_and_served(scene: StoreScene) -> None:
    scene.blobs.damaged = {source(1).fingerprint}
    answer = scene.get(1)
    scene.wait_for_jobs(1)
    scene.pool.answer()
    assert answer.result(WAIT_S) == b"jpeg"


def test_a_copy_of_a_picture_that_is_not_kept_yet_waits_with_it(scene: StoreScene) -> None:
    first, other = scene.store.request(source(1), SMALL), scene.store.request(source(9), SMALL)
    scene.pool.answer(0)
    copy = scene.store.request(replace(source(1), photo=2), SMALL)
    assert len(scene.pool.jobs) == 2
    assert not copy.done()
    scene.pool.run_timers()
    assert first.result(0) == copy.result(0)
    assert {photo for photo, _ in scene.made} == {1, 2}
    assert not other.done()


def test_a_picture_made_again_while_it_is_written_tells_all_who_asked(scene: StoreScene) -> None:
    told: list[int] = []
    buffer = module.WriteBuffer(lambda _: None, lambda *_: None)
    buffer.add(b"a", SMALL, Rendered(b"1", 1, 1, 1), lambda _: told.append(1))
    buffer.add(b"a", SMALL, Rendered(b"2", 1, 1, 1), lambda _: told.append(2))
    buffer.flush()
    assert told == [1, 2]
    assert buffer.get(b"a", SMALL) is None
    assert buffer.join(b"a", SMALL, print) is None
    del scene


def test_two_threads_that_write_at_once_tell_once() -> None:
    both = threading.Barrier(2)
    told: list[bool] = []

    def put_many(_: object) -> None:
        both.wait(30)

    buffer = module.WriteBuffer(put_many, lambda *_: None)
    buffer.add(b"a", SMALL, Rendered(b"1", 1, 1, 1), told.append)
    threads = [threading.Thread(target=buffer.flush) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert told == [True]
