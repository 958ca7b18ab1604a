import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import Any

import psutil
import pytest

from gallery.base.models import FileRef, Metadata, Problem, Recipe, Rendered
from gallery.imaging.workers.jobs import JobQueue, RenderJob
from gallery.imaging.workers.pool import Pool, Urgency
from tests.imaging.conftest import Put
from tests.imaging.workers import rude, stillborn
from tests.pictures import encoded, picture
from tests.waiting import wait_for

WAIT = 60
# scaled down, so that a hanging picture is given up after a second and not after twenty
HASTY = 0.05


def file(name: str) -> FileRef:
    return FileRef(b"/", name.encode(), 0, 0)


def children() -> list[psutil.Process]:
    """Our processes, without multiprocessing's resource tracker, which lives as long as the program."""
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            if "resource_tracker" not in " ".join(child.cmdline()):
                found.append(child)
        except psutil.NoSuchProcess:
            continue
    return found


@pytest.fixture
def rude_pool() -> Iterator[Pool]:
    pool = Pool(1, 1 << 30, target=rude, patience=HASTY)
    yield pool
    pool.close()
    assert children() == []
    assert not any(thread.name == "pool" for thread in threading.enumerate())


def render(pool: Pool, name: str, urgency: Urgency = Urgency.SEEN) -> Future[Rendered | Problem]:
    return pool.render(file(name), Recipe.SMALL, urgency=urgency)


def worked(answer: Any) -> bool:
    return isinstance(answer, Rendered)


def test_real_worker_reads_and_renders(put: Put) -> None:
    good, bad = put("a.jpg", encoded(image=picture(800, 600))), put("b.jpg", b"")
    pool = Pool(2, 1 << 30)
    try:
        assert children() == []  # nothing runs before the first job
        read = pool.read([good, bad], urgency=Urgency.SOON).result(WAIT)
        assert isinstance(read[0], Metadata)
        assert isinstance(read[1], Problem)
        rendered = pool.render(good, Recipe.SMALL, urgency=Urgency.SEEN).result(WAIT)
        assert isinstance(rendered, Rendered)
        assert (rendered.width, rendered.height) == (320, 240)
        assert rendered.jpeg.startswith(b"\xff\xd8\xff")
    finally:
        pool.close()
    assert children() == []


def test_the_main_process_never_imports_pillow(put: Put, tmp_path: Path) -> None:
    put("a.jpg", encoded())
    script = tmp_path / "main.py"
    script.write_text(
        "import os, sys\n"
        "from gallery.imaging import formats, thumbnails\n"
        "from gallery.imaging.workers.pool import Pool, Urgency\n"
        "from gallery.base.models import FileRef, Recipe\n"
        "if __name__ == '__main__':\n"
        "    pool = Pool(1, 1 << 30)\n"
        f"    file = FileRef({bytes(str(tmp_path), 'utf-8')!r}, b'a.jpg', -1, 0)\n"
        "    print(type(pool.read([file], urgency=Urgency.SOON).result(60)[0]).__name__)\n"
        "    pool.render(file, Recipe.SMALL, urgency=Urgency.SEEN).result(60)\n"
        "    pool.close()\n"
        "    print([name for name in sys.modules if name.split('.')[0] in ('PIL', 'pi_heif', 'defusedxml')])\n"
    )
    where = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=True,
        env={"PYTHONPATH": str(where)},
    )
    assert done.stdout.split("\n")[:2] == ["Metadata", "[]"]


def test_a_hanging_worker_is_replaced_and_the_queue_goes_on(rude_pool: Pool) -> None:
    hanging, next_one = render(rude_pool, "hang"), render(rude_pool, "fine")
    assert worked(next_one.result(WAIT))
    answer = hanging.result(WAIT)
    assert isinstance(answer, Problem)
    assert answer.code == "timeout"
    assert len(children()) <= 1


def test_a_drive_that_does_not_answer_keeps_no_worker() -> None:
    pool = Pool(1, 1 << 30, target=rude, patience=10)  # what hangs would hold it for longer than the test waits

    def on_nas(word: bytes) -> Future[Rendered | Problem]:
        return pool.render(FileRef(b"/nas", word, 0, 0), Recipe.SMALL, urgency=Urgency.SEEN)

    try:
        stuck = on_nas(b"hang")
        wait_for(stuck.running)
        queued = on_nas(b"fine")
        batch = pool.read([FileRef(b"/nas", b"a", 0, 0), file("b")], urgency=Urgency.SOON)
        pool.suspend_root(b"/nas")
        answers = [stuck.result(WAIT), queued.result(WAIT), *batch.result(WAIT), on_nas(b"later").result(WAIT)]
        codes = [answer.code for answer in answers if isinstance(answer, Problem)]
        assert codes == ["silent", "silent", "silent", "damaged", "silent"]
        assert worked(render(pool, "elsewhere").result(WAIT))
        pool.resume_root(b"/nas")
        assert worked(on_nas(b"fine").result(WAIT))
    finally:
        pool.close()
    assert children() == []


def test_a_dying_worker_is_replaced_and_the_job_tried_once_more(rude_pool: Pool, tmp_path: Path) -> None:
    assert worked(render(rude_pool, f"die-once {tmp_path / 'mark'}").result(WAIT))
    answer = render(rude_pool, "die").result(WAIT)
    assert isinstance(answer, Problem)
    assert answer.code == "decoder_died"
    assert worked(render(rude_pool, "fine").result(WAIT))


@pytest.mark.parametrize("word", ["babble", "die"])
def test_a_bad_file_costs_itself_only_not_its_batch(rude_pool: Pool, word: str) -> None:
    answers = rude_pool.read([file("a"), file(word), file("c")], urgency=Urgency.SOON).result(WAIT)
    codes = [answer.code for answer in answers if isinstance(answer, Problem)]
    assert codes == ["damaged", "decoder_died", "damaged"]


def test_an_answer_that_does_not_fit_is_no_answer(rude_pool: Pool) -> None:
    answers = rude_pool.read([file("short")], urgency=Urgency.SOON).result(WAIT)
    assert [answer.code for answer in answers if isinstance(answer, Problem)] == ["decoder_died"]


def test_workers_that_never_live() -> None:
    pool = Pool(2, 1 << 30, target=stillborn)
    answers = [render(pool, str(n)) for n in range(3)]
    assert all(isinstance(answer.result(WAIT), Problem) for answer in answers)
    pool.close()
    assert children() == []


def test_a_long_batch_is_split_and_put_together(rude_pool: Pool) -> None:
    assert len(rude_pool.read([file(str(n)) for n in range(600)], urgency=Urgency.SOON).result(WAIT)) == 600
    assert rude_pool.read([], urgency=Urgency.SOON).result(0) == []


def test_order_is_by_urgency_and_newest_seen_first(rude_pool: Pool, tmp_path: Path) -> None:
    log = tmp_path / "log"
    jobs = [render(rude_pool, "sleep 0.5")]
    while not rude_pool.busy():
        time.sleep(0.01)
    for word, urgency in (("i1", 3), ("i2", 3), ("s1", 0), ("s2", 0), ("m1", 2), ("n1", 1)):
        jobs.append(render(rude_pool, f"log {log} {word}", Urgency(urgency)))
    assert rude_pool.queued() == 6
    assert rude_pool.queued(Urgency.IDLE) == 2
    for job in jobs:
        job.result(WAIT)
    assert log.read_text().split() == ["s2", "s1", "n1", "m1", "i1", "i2"]


def test_a_cancelled_job_is_dropped(rude_pool: Pool, tmp_path: Path) -> None:
    log = tmp_path / "log"
    first = render(rude_pool, "sleep 0.3")
    while not rude_pool.busy():
        time.sleep(0.01)
    dropped, kept = render(rude_pool, f"log {log} dropped"), render(rude_pool, f"log {log} kept")
    assert dropped.cancel()
    assert not first.cancel()
    kept.result(WAIT)
    assert log.read_text().split() == ["kept"]


def test_large_pictures_go_one_at_a_time() -> None:
    pool = Pool(3, 1 << 30, target=rude)
    most = 0
    jobs = [render(pool, "large") for _ in range(3)]
    while not all(job.done() for job in jobs):
        most = max(most, sum(one.job is not None and one.job.large for one in list(pool._crew)))
        time.sleep(0.01)
    assert all(worked(job.result()) for job in jobs)
    assert most == 1
    pool.close()


def test_callbacks_run_on_the_pools_thread(rude_pool: Pool) -> None:
    names: list[str] = []
    job = render(rude_pool, "sleep 0.1")
    job.add_done_callback(lambda _: names.append(threading.current_thread().name))
    job.result(WAIT)
    render(rude_pool, "fine").result(WAIT)
    assert names == ["pool"]


def test_what_is_asked_for_later_happens_on_the_pools_thread_and_may_fail(rude_pool: Pool) -> None:
    names: list[str] = []

    def fail() -> None:
        raise ValueError

    def later(_: object) -> None:
        rude_pool.after(0.05, fail)
        rude_pool.after(0.1, lambda: names.append(threading.current_thread().name))

    job = render(rude_pool, "sleep 0.1")
    job.add_done_callback(later)
    job.result(WAIT)
    time.sleep(0.4)
    assert names == ["pool"]
    assert worked(render(rude_pool, "fine").result(WAIT))


def test_a_worker_is_recycled_after_many_pictures(rude_pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.imaging.workers.process._RENDERS", 3)
    answers = [render(rude_pool, "fine").result(WAIT) for _ in range(7)]
    pids = [answer.jpeg for answer in answers if isinstance(answer, Rendered)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]


def test_close_lets_everybody_go() -> None:
    pool = Pool(2, 1 << 30, target=rude)
    jobs = [render(pool, "sleep 30") for _ in range(5)]
    reading = pool.read([file("sleep 30")] * 600, urgency=Urgency.SOON)
    while pool.busy() < 2:
        time.sleep(0.01)
    start = time.monotonic()
    pool.close()
    pool.close()
    assert time.monotonic() - start < 6
    for job in [*jobs, reading]:
        with pytest.raises(CancelledError):
            job.result(0)
    assert render(pool, "late").cancelled()
    assert children() == []
    assert not any(thread.name == "pool" for thread in threading.enumerate())


def test_close_before_anything_started() -> None:
    pool = Pool(2, 1 << 30)
    pool.close()
    pool.close()


def test_killed_from_outside_while_working() -> None:
    pool = Pool(2, 1 << 30, target=rude)
    jobs = [render(pool, f"sleep 0.0{n % 7}") for n in range(60)]
    for _ in range(8):
        time.sleep(0.1)
        for child in children()[:1]:
            child.kill()
    answers = [job.result(WAIT) for job in jobs]
    assert all(isinstance(answer, Rendered | Problem) for answer in answers)
    pool.close()
    assert children() == []


def test_large_ones_wait_without_blocking_others() -> None:
    queue = JobQueue()
    big, small = (
        RenderJob(Urgency.SEEN, file("big"), Recipe.SMALL),
        RenderJob(Urgency.IDLE, file("small"), Recipe.SMALL),
    )
    big.large = True
    queue.put(big)
    queue.put(small)
    assert queue.take(large=False) is small
    assert queue.take(large=False) is None
    assert queue.take(large=True) is big
