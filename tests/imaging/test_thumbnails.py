"""The thumbnail store: what is made, what is found, and who waits for it."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Problem, Recipe, Rendered, Source
from gallery.imaging.thumbnails import ThumbnailStore
from gallery.imaging.workers.jobs import Urgency
from gallery.imaging.workers.pool import Pool
from tests.imaging.pools import WAIT_S
from tests.imaging.store_scene import SMALL, MemoryBlobs, never, source
from tests.pictures import encoded, picture
from tests.waiting import wait_for

if TYPE_CHECKING:
    from tests.imaging.files import Put
    from tests.imaging.store_scene import StoreScene


def test_many_callers_wait_for_one_decode(scene: StoreScene) -> None:
    answers = [scene.get(1) for _ in range(12)]
    scene.wait_for_callers(12)
    scene.pool.answer()
    assert {answer.result(WAIT_S) for answer in answers} == {b"jpeg"}
    assert len(scene.pool.jobs) == 1
    assert scene.pool.jobs[0][1] is Urgency.VISIBLE
    wait_for(lambda: len(scene.made) == 1)


def test_a_stored_picture_is_not_made_again(scene: StoreScene) -> None:
    scene.blobs.stored[source(1).fingerprint, SMALL.value] = b"old"
    assert scene.get(1).result(WAIT_S) == b"old"
    assert scene.pool.jobs == []


def test_recipes_are_different_pictures(scene: StoreScene) -> None:
    scene.store.request(source(1), SMALL)
    scene.store.request(source(1), Recipe.LARGE)
    scene.store.request(source(1), SMALL)
    assert len(scene.pool.jobs) == 2


def test_after_a_time_out_without_other_callers_the_job_is_cancelled(scene: StoreScene) -> None:
    assert scene.get(1, timeout=0.1).result(WAIT_S) is None
    assert scene.pool.jobs[0][2].cancelled()
    assert scene.store._renders == {}


def test_a_job_goes_on_while_one_caller_waits(scene: StoreScene) -> None:
    gone = threading.Event()
    one, two = scene.get(1, gone.is_set), scene.get(1)
    scene.wait_for_callers(2)
    gone.set()
    assert one.result(WAIT_S) is None
    assert not scene.pool.jobs[0][2].cancelled()
    scene.pool.answer()
    assert two.result(WAIT_S) == b"jpeg"


def test_a_running_job_is_finished_though_all_callers_are_gone(scene: StoreScene) -> None:
    gone = threading.Event()
    answer = scene.get(1, gone.is_set)
    scene.wait_for_jobs(1)
    future = scene.pool.jobs[0][2]
    assert future.set_running_or_notify_cancel()
    gone.set()
    assert answer.result(WAIT_S) is None
    future.set_result(Rendered(b"jpeg", 1, 1, 1))
    assert scene.get(1).result(WAIT_S) == b"jpeg"


def test_a_caller_raises_the_urgency_and_its_leaving_lowers_it(scene: StoreScene) -> None:
    wanted = scene.store.request(source(1), SMALL)
    gone = threading.Event()
    answer = scene.get(1, gone.is_set)
    scene.wait_for_jobs(2)
    assert [urgency for _, urgency, _ in scene.pool.jobs] == [Urgency.IDLE, Urgency.VISIBLE]
    assert scene.pool.jobs[0][2].cancelled()
    gone.set()
    assert answer.result(WAIT_S) is None
    scene.wait_for_jobs(3)
    assert scene.pool.jobs[2][1] is Urgency.IDLE
    assert not wanted.done()
    scene.pool.answer()
    assert isinstance(wanted.result(WAIT_S), Rendered)


def test_a_job_that_is_done_before_its_callback_is_attached_is_kept_and_reported(
    scene: StoreScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pool may be quicker than the caller: then the caller's thread does what the pool's would do."""
    done: Future[Rendered | Problem] = Future()
    done.set_result(Rendered(b"jpeg", 1, 1, 1))
    monkeypatch.setattr(scene.pool, "render", lambda *_, **__: done)
    assert isinstance(scene.store.request(source(1), SMALL).result(0), Rendered)
    assert [photo for photo, _ in scene.made] == [1]
    assert scene.get(1).result(WAIT_S) == b"jpeg"
    assert scene.store._renders == {}


def test_a_closed_pool_lets_callers_go(scene: StoreScene) -> None:
    answer, wanted = scene.get(1), scene.store.request(source(2), SMALL)
    scene.wait_for_jobs(2)
    for _, _, future in scene.pool.jobs:
        future.cancel()
    assert answer.result(WAIT_S) is None
    with pytest.raises(CancelledError):
        wanted.result(WAIT_S)
    assert scene.store._renders == {}


def test_a_real_pool_makes_each_picture_once_and_reports_on_its_thread(put: Put) -> None:
    files = [put(f"{n}.jpg", encoded(image=picture(640, 480, n))) for n in range(12)]
    blobs, pool, threads = MemoryBlobs(), Pool(2, 1 << 30), set[str]()
    store = ThumbnailStore(blobs, pool)
    store.add_listener(lambda *_: threads.add(threading.current_thread().name))
    sources = [Source(n, bytes([n]) * 16, file) for n, file in enumerate(files)]
    with ThreadPoolExecutor(16) as callers:
        asked = [callers.submit(store.get, one, SMALL, timeout=60, client_gone=never) for one in sources * 3]
        answers = [answer.result(60) for answer in asked]
    assert all(isinstance(answer, bytes) for answer in answers)
    pool.close()
    store.close()
    assert len(blobs.stored) == 12
    assert sum(blobs.batches) == 12
    assert threads == {"pool"}
