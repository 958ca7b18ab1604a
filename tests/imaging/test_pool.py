"""The pool with real and with misbehaving processes: order, replacement, splitting, suspended drives, closing."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gallery.base.models import FileRef, Metadata, Problem, Recipe, Rendered
from gallery.imaging.workers.job_queue import JobQueue
from gallery.imaging.workers.jobs import RenderJob
from gallery.imaging.workers.pool import Pool, Urgency
from tests.imaging.files import Put
from tests.imaging.pools import HASTY, WAIT_S, child_processes, command, render
from tests.imaging.worker_targets import die_at_start, misbehave
from tests.pictures import encoded, picture
from tests.waiting import wait_for


@pytest.fixture
def pool() -> Iterator[Pool]:
    """One process that obeys file names."""
    with closing(Pool(1, 1 << 30, target=misbehave)) as made:
        yield made
    assert child_processes() == []
    assert not any(thread.name == "pool" for thread in threading.enumerate())


def test_real_processes_start_with_the_first_job_read_and_render(put: Put) -> None:
    good, bad = put("a.jpg", encoded(image=picture(800, 600))), put("b.jpg", b"")
    with closing(Pool(2, 1 << 30)) as pool:
        assert child_processes() == []
        read = pool.read([good, bad], urgency=Urgency.METADATA).result(WAIT_S)
        assert isinstance(read[0], Metadata)
        assert isinstance(read[1], Problem)
        rendered = pool.render(good, Recipe.SMALL, urgency=Urgency.VISIBLE).result(WAIT_S)
        assert isinstance(rendered, Rendered)
        assert (rendered.width, rendered.height) == (320, 240)
        assert rendered.jpeg.startswith(b"\xff\xd8\xff")
    assert child_processes() == []


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
        "    print(type(pool.read([file], urgency=Urgency.METADATA).result(60)[0]).__name__)\n"
        "    pool.render(file, Recipe.SMALL, urgency=Urgency.VISIBLE).result(60)\n"
        "    pool.close()\n"
        "    print([name for name in sys.modules if name.split('.')[0] in ('PIL', 'pi_heif', 'defusedxml')])\n",
        encoding="utf-8",
    )
    where = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        check=True,
        env={"PYTHONPATH": str(where)},
    )
    assert done.stdout.split("\n")[:2] == ["Metadata", "[]"]


def test_a_hanging_process_is_replaced_and_the_queue_goes_on(tmp_path: Path) -> None:
    with closing(Pool(1, 1 << 30, target=misbehave, patience=HASTY)) as pool:
        answer = render(pool, "hang").result(WAIT_S)
        assert isinstance(answer, Problem)
        assert answer.code == "timeout"
        assert len(child_processes()) <= 1
    with closing(Pool(1, 1 << 30, target=misbehave, patience=HASTY)) as pool:
        hanging = render(pool, f"hang-once {tmp_path / 'hung'}")
        wait_for(pool.busy)
        pool._patience = 1  # no busy machine is to make the next ones fail
        assert isinstance(render(pool, "fine").result(WAIT_S), Rendered)
        assert isinstance(hanging.result(WAIT_S), Rendered)
    assert child_processes() == []


def test_a_drive_that_does_not_answer_keeps_no_process() -> None:
    pool = Pool(1, 1 << 30, target=misbehave, patience=10)  # what hangs would hold it for longer than the test waits

    def on_nas(word: bytes) -> Future[Rendered | Problem]:
        return pool.render(FileRef(b"/nas", word, 0, 0), Recipe.SMALL, urgency=Urgency.VISIBLE)

    try:
        stuck = on_nas(b"hang")
        wait_for(stuck.running)
        queued = on_nas(b"fine")
        batch = pool.read([FileRef(b"/nas", b"a", 0, 0), command("b")], urgency=Urgency.METADATA)
        pool.suspend_root(b"/nas")
        answers = [stuck.result(WAIT_S), queued.result(WAIT_S), *batch.result(WAIT_S), on_nas(b"later").result(WAIT_S)]
        codes = [answer.code for answer in answers if isinstance(answer, Problem)]
        assert codes == ["silent", "silent", "silent", "damaged", "silent"]
        assert isinstance(render(pool, "elsewhere").result(WAIT_S), Rendered)
        pool.resume_root(b"/nas")
        assert isinstance(on_nas(b"fine").result(WAIT_S), Rendered)
    finally:
        pool.close()
    assert child_processes() == []


def test_a_dying_process_is_replaced_and_the_job_tried_once_more(pool: Pool, tmp_path: Path) -> None:
    assert isinstance(render(pool, f"die-once {tmp_path / 'died'}").result(WAIT_S), Rendered)
    answer = render(pool, "die").result(WAIT_S)
    assert isinstance(answer, Problem)
    assert answer.code == "decoder_died"
    assert isinstance(render(pool, "fine").result(WAIT_S), Rendered)


@pytest.mark.parametrize("word", ["babble", "die"])
def test_a_bad_file_costs_itself_only_not_its_batch(pool: Pool, word: str) -> None:
    answers = pool.read([command("a"), command(word), command("c")], urgency=Urgency.METADATA).result(WAIT_S)
    codes = [answer.code for answer in answers if isinstance(answer, Problem)]
    assert codes == ["damaged", "decoder_died", "damaged"]


def test_an_answer_of_another_length_than_the_request_is_no_answer(pool: Pool) -> None:
    answers = pool.read([command("short")], urgency=Urgency.METADATA).result(WAIT_S)
    assert [answer.code for answer in answers if isinstance(answer, Problem)] == ["decoder_died"]


def test_jobs_of_processes_that_die_at_their_start_are_problems() -> None:
    with closing(Pool(2, 1 << 30, target=die_at_start)) as pool:
        answers = [render(pool, str(n)) for n in range(3)]
        assert all(isinstance(answer.result(WAIT_S), Problem) for answer in answers)
    assert child_processes() == []


def test_a_long_batch_is_split_and_put_together(pool: Pool) -> None:
    assert len(pool.read([command(str(n)) for n in range(600)], urgency=Urgency.METADATA).result(WAIT_S)) == 600
    assert pool.read([], urgency=Urgency.METADATA).result(0) == []


def test_order_is_by_urgency_and_newest_visible_first(pool: Pool, tmp_path: Path) -> None:
    log, go = tmp_path / "log", tmp_path / "go"
    jobs = [render(pool, f"wait-for {go}")]
    wait_for(pool.busy)
    for word, urgency in (("i1", 3), ("i2", 3), ("v1", 0), ("v2", 0), ("s1", 2), ("n1", 1)):
        jobs.append(render(pool, f"log {log} {word}", Urgency(urgency)))
    assert pool.queued() == 6
    assert pool.queued(Urgency.IDLE) == 2
    go.touch()
    for job in jobs:
        job.result(WAIT_S)
    assert log.read_text(encoding="utf-8").split() == ["v2", "v1", "n1", "s1", "i1", "i2"]


def test_a_cancelled_job_is_dropped_unless_it_runs(pool: Pool, tmp_path: Path) -> None:
    log, go = tmp_path / "log", tmp_path / "go"
    running = render(pool, f"wait-for {go}")
    wait_for(pool.busy)
    dropped, kept = render(pool, f"log {log} dropped"), render(pool, f"log {log} kept")
    assert dropped.cancel()
    assert not running.cancel()
    go.touch()
    kept.result(WAIT_S)
    assert log.read_text(encoding="utf-8").split() == ["kept"]


def test_large_pictures_are_decoded_one_at_a_time() -> None:
    most = 0
    with closing(Pool(3, 1 << 30, target=misbehave)) as pool:
        jobs = [render(pool, "large") for _ in range(3)]
        while not all(job.done() for job in jobs):
            most = max(most, sum(one.job is not None and one.job.large for one in list(pool._processes)))
            time.sleep(0.01)
        assert all(isinstance(job.result(), Rendered) for job in jobs)
    assert most == 1


def test_callbacks_run_on_the_pools_thread(pool: Pool, tmp_path: Path) -> None:
    names: list[str] = []
    go = tmp_path / "go"
    job = render(pool, f"wait-for {go}")
    job.add_done_callback(lambda _: names.append(threading.current_thread().name))
    go.touch()
    render(pool, "fine").result(WAIT_S)
    job.result(WAIT_S)
    assert wait_for(lambda: names) == ["pool"]


def test_what_is_called_later_runs_on_the_pools_thread_and_may_fail(
    pool: Pool, caplog: pytest.LogCaptureFixture
) -> None:
    names: list[str] = []

    def fail() -> None:
        raise ValueError

    def note() -> None:
        names.append(threading.current_thread().name)

    render(pool, "fine").result(WAIT_S)
    pool.call_later(0, fail)
    pool.call_later(0.05, note)
    assert wait_for(lambda: names) == ["pool"]
    assert "asked to do later has failed" in caplog.text
    assert isinstance(render(pool, "fine").result(WAIT_S), Rendered)


def test_no_timer_is_lost_when_many_threads_set_them(pool: Pool) -> None:
    called: list[int] = []
    render(pool, "fine").result(WAIT_S)
    with ThreadPoolExecutor(8) as threads:
        for number in range(2000):
            threads.submit(pool.call_later, 0.0001 * (number % 7), partial(called.append, number))
    wait_for(lambda: len(called) == 2000)
    assert sorted(called) == list(range(2000))


def test_a_process_is_replaced_after_many_pictures(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.imaging.workers.process._MAX_RENDERS", 3)
    answers = [render(pool, "fine").result(WAIT_S) for _ in range(7)]
    pids = [answer.jpeg for answer in answers if isinstance(answer, Rendered)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]


def test_close_cancels_all_jobs_and_ends_processes_and_thread() -> None:
    pool = Pool(2, 1 << 30, target=misbehave)
    jobs: list[Future[Any]] = [render(pool, "hang") for _ in range(5)]
    jobs.append(pool.read([command("hang")] * 600, urgency=Urgency.METADATA))
    wait_for(lambda: pool.busy() == 2)
    pool.close()
    pool.close()
    for job in jobs:
        with pytest.raises(CancelledError):
            job.result(0)
    assert render(pool, "late").cancelled()
    assert child_processes() == []
    assert not any(thread.name == "pool" for thread in threading.enumerate())


def test_close_before_the_first_job_is_allowed_twice() -> None:
    pool = Pool(2, 1 << 30)
    pool.close()
    pool.close()
    assert render(pool, "late").cancelled()


def test_jobs_are_settled_though_processes_are_killed_from_outside() -> None:
    with closing(Pool(2, 1 << 30, target=misbehave)) as pool:
        jobs = [render(pool, f"sleep 0.0{n % 7}") for n in range(60)]
        for done in range(0, 40, 5):
            wait_for(lambda done=done: sum(job.done() for job in jobs) >= done)  # type: ignore[misc]  # a default binds
            for child in child_processes()[:1]:
                child.kill()
        assert all(isinstance(job.result(WAIT_S), Rendered | Problem) for job in jobs)
    assert child_processes() == []


def test_large_jobs_wait_without_blocking_others() -> None:
    queue = JobQueue()
    big = RenderJob(Urgency.VISIBLE, command("big"), Recipe.SMALL)
    small = RenderJob(Urgency.IDLE, command("small"), Recipe.SMALL)
    big.large = True
    queue.put(big)
    queue.put(small)
    assert queue.take(large=False, alone=True) is small
    assert queue.take(large=False, alone=True) is None
    assert queue.take(large=True, alone=True) is big
