import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import replace

import pytest

from gallery.base.errors import DatabaseError
from gallery.base.models import FileRef, Problem, Recipe, Rendered, Source
from gallery.imaging import thumbnails
from gallery.imaging.thumbnails import ThumbnailStore
from gallery.imaging.workers.jobs import Urgency
from gallery.imaging.workers.pool import Pool
from tests.imaging.conftest import Put
from tests.pictures import encoded, picture

SMALL = Recipe.SMALL


def source(number: int, name: bytes = b"x") -> Source:
    return Source(number, number.to_bytes(16, "big"), FileRef(b"/", name, 0, 0))


def stay() -> bool:
    return False


class Memory:
    """Blobs in a dict."""

    def __init__(self) -> None:
        self.kept: dict[tuple[bytes, str], bytes] = {}
        self.batches: list[int] = []
        self.full = False

    def get(self, fingerprint: bytes, recipe: str) -> bytes | None:
        return self.kept.get((fingerprint, recipe))

    def put_many(self, items: Sequence[tuple[bytes, str, bytes]]) -> None:
        if self.full:
            raise DatabaseError("The disk is full.")
        self.batches.append(len(items))
        for fingerprint, recipe, jpeg in items:
            self.kept[fingerprint, recipe] = jpeg


class Hand:
    """A pool whose answers the test gives by hand."""

    def __init__(self) -> None:
        self.asked: list[tuple[FileRef, Urgency, Future[Rendered | Problem]]] = []
        self.timers: list[Callable[[], None]] = []

    def render(self, file: FileRef, recipe: Recipe, *, urgency: Urgency) -> Future[Rendered | Problem]:
        future: Future[Rendered | Problem] = Future()
        self.asked.append((file, urgency, future))
        return future

    def call_later(self, seconds: float, action: Callable[[], None]) -> None:
        self.timers.append(action)

    def answer(self, number: int = -1, result: Rendered | Problem | None = None) -> None:
        future = self.asked[number][2]
        assert future.set_running_or_notify_cancel()
        future.set_result(result or Rendered(b"jpeg", 1, 1, 1))


class Scene:
    def __init__(self) -> None:
        self.blobs, self.hand, self.made = Memory(), Hand(), list[tuple[int, object]]()
        self.store = ThumbnailStore(self.blobs, self.hand)
        self.store.add_listener(lambda one, _, result: self.made.append((one.photo, result)))
        self.threads = ThreadPoolExecutor(20)

    def get(self, number: int, gone: Callable[[], bool] = stay, timeout: float = 10) -> Future[bytes | Problem | None]:
        return self.threads.submit(self.store.get, source(number), SMALL, timeout=timeout, gone=gone)

    def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < end
            time.sleep(0.005)

    def waiting(self) -> int:
        return sum(flight.waiting for flight in self.store._flights.values())


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_many_callers_wait_for_one_decode(scene: Scene) -> None:
    answers = [scene.get(1) for _ in range(12)]
    scene.until(lambda: scene.waiting() == 12)
    scene.hand.answer()
    assert {answer.result(5) for answer in answers} == {b"jpeg"}
    assert len(scene.hand.asked) == 1
    assert scene.hand.asked[0][1] is Urgency.VISIBLE
    scene.until(lambda: len(scene.made) == 1)


def test_found_ones_are_not_made(scene: Scene) -> None:
    scene.blobs.kept[source(1).fingerprint, SMALL.value] = b"old"
    assert scene.get(1).result(5) == b"old"
    assert scene.hand.asked == []


def test_between_made_and_stored_memory_answers(scene: Scene) -> None:
    scene.store.request(source(1), SMALL)
    scene.hand.answer()
    assert scene.blobs.kept == {}
    assert scene.get(1).result(5) == b"jpeg"
    scene.hand.timers[0]()
    assert scene.blobs.batches == [1]
    assert scene.get(1).result(5) == b"jpeg"
    assert len(scene.hand.asked) == 1


def test_writes_come_in_batches_and_close_flushes(scene: Scene) -> None:
    for number in range(70):
        scene.store.request(source(number), SMALL)
        scene.hand.answer()
    assert scene.blobs.batches == [64]
    scene.store.close()
    assert scene.blobs.batches == [64, 6]


def test_copies_are_decoded_once(scene: Scene) -> None:
    scene.store.request(source(1), SMALL)
    scene.hand.answer(result=Rendered(b"jpeg", 3, 2, 7))
    scene.store.close()
    assert scene.store.request(replace(source(1), photo=2), SMALL).result(0) == Rendered(b"", 3, 2, 7)
    assert len(scene.hand.asked) == 1
    assert scene.get(1).result(5) == b"jpeg", "who wants to see it gets the bytes"
    scene.store.request(source(1), Recipe.LARGE)
    assert len(scene.hand.asked) == 2
    scene.store.forget([source(1).fingerprint])
    scene.store.request(source(1), SMALL)
    assert len(scene.hand.asked) == 3


def test_a_copy_of_a_flawed_one_is_decoded_itself(scene: Scene) -> None:
    """A fingerprint is of both ends: only one of the two may have a bad stretch in the middle."""
    scene.store.request(source(1), SMALL)
    scene.hand.answer(result=Rendered(b"jpeg", 3, 2, 7, Problem("damaged", "A bad stretch.")))
    scene.store.close()
    scene.store.request(replace(source(1), photo=2), SMALL)
    assert len(scene.hand.asked) == 2


def test_what_was_made_long_ago_is_not_remembered(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thumbnails, "_MAX_RECENT", 2)
    for number in (1, 2, 3, 2, 3, 1):
        scene.store.request(source(number), SMALL)
        if not scene.hand.asked[-1][2].done():
            scene.hand.answer()
        scene.store.close()
    assert len(scene.hand.asked) == 4


def test_recipes_are_different_pictures(scene: Scene) -> None:
    scene.store.request(source(1), SMALL)
    scene.store.request(source(1), Recipe.LARGE)
    scene.store.request(source(1), SMALL)
    assert len(scene.hand.asked) == 2


def test_time_out_leaves_the_work_to_nobody(scene: Scene) -> None:
    assert scene.get(1, timeout=0.1).result(5) is None
    assert scene.hand.asked[0][2].cancelled()
    assert scene.store._flights == {}


def test_work_is_dropped_when_all_who_waited_are_gone(scene: Scene) -> None:
    left = threading.Event()
    one, two = scene.get(1, left.is_set), scene.get(1)
    scene.until(lambda: scene.waiting() == 2)
    left.set()
    assert one.result(5) is None
    assert not scene.hand.asked[0][2].cancelled()
    scene.hand.answer()
    assert two.result(5) == b"jpeg"


def test_work_that_runs_is_finished_though_all_are_gone(scene: Scene) -> None:
    left = threading.Event()
    answer = scene.get(1, left.is_set)
    scene.until(lambda: scene.waiting() == 1)
    future = scene.hand.asked[0][2]
    assert future.set_running_or_notify_cancel()
    left.set()
    assert answer.result(5) is None
    future.set_result(Rendered(b"jpeg", 1, 1, 1))
    assert scene.get(1).result(5) == b"jpeg"


def test_who_comes_raises_the_urgency_and_who_leaves_lowers_it(scene: Scene) -> None:
    wanted = scene.store.request(source(1), SMALL)
    left = threading.Event()
    answer = scene.get(1, left.is_set)
    scene.until(lambda: len(scene.hand.asked) == 2)
    assert [urgency for _, urgency, _ in scene.hand.asked] == [Urgency.IDLE, Urgency.VISIBLE]
    assert scene.hand.asked[0][2].cancelled()
    left.set()
    assert answer.result(5) is None
    scene.until(lambda: len(scene.hand.asked) == 3)
    assert scene.hand.asked[2][1] is Urgency.IDLE
    assert not wanted.done()
    scene.hand.answer()
    assert isinstance(wanted.result(5), Rendered)


def test_a_broken_file_is_decoded_once_until_forgotten(scene: Scene) -> None:
    broken = Problem("damaged", "It is damaged.")
    scene.store.request(source(1), SMALL)
    scene.hand.answer(result=broken)
    assert scene.get(1).result(5) == broken
    assert scene.store.request(source(1), SMALL).result(0) == broken
    assert len(scene.hand.asked) == 1
    scene.store.forget({source(1).fingerprint})
    scene.store.request(source(1), SMALL)
    assert len(scene.hand.asked) == 2


def test_what_was_only_out_of_reach_is_asked_for_again(scene: Scene) -> None:
    for code in ("changed", "vanished", "unreadable", "silent"):
        scene.store.request(source(1), SMALL)
        scene.hand.answer(result=Problem(code, ""))
    assert len(scene.hand.asked) == 4
    assert scene.store._problems == {}


def test_what_took_too_long_is_made_again_only_when_it_is_wanted_again(scene: Scene) -> None:
    """Who looks is told at once; the background wants it once more when its drive is back."""
    slow = Problem("timeout", "It took too long.")
    scene.store.request(source(1), SMALL)
    scene.hand.answer(result=slow)
    assert scene.get(1).result(5) == slow
    assert len(scene.hand.asked) == 1
    scene.store.request(source(1), SMALL)
    scene.hand.answer()
    assert scene.get(1).result(5) == b"jpeg"
    assert len(scene.hand.asked) == 2


def test_many_are_forgotten_at_once(scene: Scene) -> None:
    marks = [number.to_bytes(16, "big") for number in range(10_000)]
    for mark in marks:
        scene.store._problems[mark, SMALL] = Problem("damaged", "")
    start = time.monotonic()
    scene.store.forget(marks[1:])
    assert time.monotonic() - start < 0.5
    assert list(scene.store._problems) == [(marks[0], SMALL)]
    scene.store.forget({marks[0]})
    assert not scene.store._problems


def test_remembered_problems_are_bounded(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.imaging.thumbnails._MAX_PROBLEMS", 3)
    for number in range(5):
        scene.store.request(source(number), SMALL)
        scene.hand.answer(result=Problem("damaged", ""))
    assert len(scene.store._problems) == 3


def test_a_full_disk_is_told_once_and_pictures_go_on(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.blobs.full = True
    with caplog.at_level(logging.WARNING):
        for number in range(200):
            wanted = scene.store.request(source(number), SMALL)
            scene.hand.answer()
            assert isinstance(wanted.result(0), Rendered)
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_closed_pool_lets_callers_go(scene: Scene) -> None:
    answer, wanted = scene.get(1), scene.store.request(source(2), SMALL)
    scene.until(lambda: len(scene.hand.asked) == 2)
    for _, _, future in scene.hand.asked:
        future.cancel()
    assert answer.result(5) is None
    with pytest.raises(CancelledError):
        wanted.result(5)
    assert scene.store._flights == {}


def test_with_a_real_pool(put: Put) -> None:
    files = [put(f"{n}.jpg", encoded(image=picture(640, 480, n))) for n in range(12)]
    blobs, pool, threads = Memory(), Pool(2, 1 << 30), set[str]()
    store = ThumbnailStore(blobs, pool)
    store.add_listener(lambda *_: threads.add(threading.current_thread().name))
    sources = [Source(n, bytes([n]) * 16, file) for n, file in enumerate(files)]
    with ThreadPoolExecutor(16) as callers:
        asked = [callers.submit(store.get, one, SMALL, timeout=60, gone=stay) for one in sources * 3]
        answers = [answer.result(60) for answer in asked]
    assert all(isinstance(answer, bytes) for answer in answers)
    pool.close()
    store.close()
    assert len(blobs.kept) == 12
    assert sum(blobs.batches) == 12
    assert threads == {"pool"}
