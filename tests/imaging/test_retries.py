"""What a failed job gets before it is the file's fault: a fresh process, no neighbour, patience with who kills it."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import psutil
import pytest

from gallery.base.models import Problem, Recipe, Rendered
from gallery.imaging.workers import jobs as module
from gallery.imaging.workers.job_queue import JobQueue
from gallery.imaging.workers.jobs import ReadJob, RenderJob, Urgency
from gallery.imaging.workers.pool import Pool
from tests.imaging.pools import HASTY, WAIT_S, child_processes, command, render
from tests.imaging.worker_targets import misbehave
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells that a process is stopped")


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """Two processes that obey file names; a pause after an interruption is short."""
    monkeypatch.setattr(module, "_FIRST_PAUSE_S", 0.01)
    with closing(Pool(2, 1 << 30, target=misbehave)) as made:
        yield made
    assert child_processes() == []


def pid_of(answer: Rendered | Problem) -> int:
    """Return the process that made a picture, which must be one."""
    assert isinstance(answer, Rendered), answer
    return int(answer.jpeg.rpartition(b" ")[2])


@pytest.mark.parametrize("word", ["no-memory", "die-once", "unfit"])
def test_what_failed_is_tried_again_in_a_fresh_process_without_neighbours(
    pool: Pool, tmp_path: Path, word: str
) -> None:
    go = tmp_path / "go"
    used = pid_of(render(pool, "fine").result(WAIT_S))
    neighbour = render(pool, f"wait-for {go}")
    wait_for(lambda: pool.busy() == 1)
    failed = render(pool, f"{word} {tmp_path / 'failed'}")
    wait_for((tmp_path / "failed").exists)
    later = render(pool, "later", Urgency.IDLE)
    seen = render(pool, "seen", Urgency.VISIBLE).result(WAIT_S)  # what is as urgent has its turn meanwhile
    assert not failed.done()
    assert not later.done(), "nothing less urgent begins before it"
    go.touch()
    pids = [pid_of(answer) for answer in (neighbour.result(WAIT_S), seen, failed.result(WAIT_S))]
    assert pids[2] not in (used, *pids[:2])
    later.result(WAIT_S)


def test_nothing_begins_beside_a_job_that_is_alone(pool: Pool, tmp_path: Path) -> None:
    go, busy = tmp_path / "go", list[int]()
    job = RenderJob(Urgency.VISIBLE, command(f"wait-for {go}"), Recipe.SMALL)
    job.alone = True
    pool._submit(job)
    wait_for(lambda: pool.busy() == 1)
    beside = render(pool, "fine")

    def look() -> None:
        busy.append(pool.busy())
        go.touch()

    pool.call_later(0.2, look)  # on the pool's thread, which has had its chance to begin the other one
    assert isinstance(job.future.result(WAIT_S), Rendered)
    assert isinstance(beside.result(WAIT_S), Rendered)
    assert busy == [1]


def test_want_of_memory_is_the_pictures_when_it_fails_alone_too(pool: Pool) -> None:
    first = pid_of(render(pool, "fine").result(WAIT_S))
    answer = render(pool, "greedy").result(WAIT_S)
    assert isinstance(answer, Problem)
    assert answer.code == "out_of_memory"
    assert pid_of(render(pool, "fine").result(WAIT_S)) != first


def test_alone_it_may_have_the_memory_of_a_large_picture() -> None:
    job = RenderJob(Urgency.IDLE, command("a"), Recipe.SMALL)
    assert b'"large_ok":false' in job.request()
    assert job.after_failure("out_of_memory") == [job]
    assert b'"large_ok":true' in job.request()


@posix
@pytest.mark.parametrize("number", ["SIGKILL", "SIGTERM"])
def test_a_file_is_not_given_up_because_its_process_is_killed(pool: Pool, tmp_path: Path, number: str) -> None:
    picture = render(pool, f"signal {number} 2 {tmp_path / 'a'}")
    headers = pool.read([command("a"), command(f"signal {number} 2 {tmp_path / 'b'}")], urgency=Urgency.METADATA)
    assert isinstance(picture.result(WAIT_S), Rendered)
    assert [answer.code for answer in headers.result(WAIT_S) if isinstance(answer, Problem)] == ["damaged", "damaged"]
    assert (tmp_path / "a-1").exists()


@posix
def test_a_file_whose_process_is_killed_again_and_again_is_given_up(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The killer may be the system, for the memory that this picture takes."""
    monkeypatch.setattr(module, "_MAX_INTERRUPTIONS", 2)
    answer = render(pool, f"signal SIGKILL 99 {tmp_path / 'a'}").result(WAIT_S)
    assert isinstance(answer, Problem)
    assert answer.code == "decoder_died"
    assert len(list(tmp_path.iterdir())) == 3
    assert isinstance(render(pool, "fine").result(WAIT_S), Rendered)


def test_a_process_that_always_lacks_memory_ends_some_time(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_INTERRUPTIONS", 2)
    answer = render(pool, "always-unfit").result(WAIT_S)
    assert isinstance(answer, Problem)
    assert answer.code == "decoder_died"


@posix
@pytest.mark.parametrize("number", ["SIGSEGV", "SIGABRT", "SIGBUS"])
def test_a_decoder_that_crashes_by_itself_is_tried_twice(pool: Pool, tmp_path: Path, number: str) -> None:
    answer = render(pool, f"signal {number} 99 {tmp_path / 'a'}").result(WAIT_S)
    assert isinstance(answer, Problem)
    assert answer.code == "decoder_died"
    assert len(list(tmp_path.iterdir())) == 2
    assert isinstance(render(pool, "fine").result(WAIT_S), Rendered)


@linux
def test_a_file_is_not_given_up_because_its_process_is_stopped(pool: Pool, tmp_path: Path) -> None:
    pool._patience = 0.2  # 7 s, in which a process starts on a busy machine, too
    stopped = render(pool, f"signal SIGSTOP 2 {tmp_path / 'a'}")
    wait_for((tmp_path / "a-1").exists)
    pool._patience = 1  # no busy machine is to make the next try too slow
    assert isinstance(stopped.result(WAIT_S), Rendered)


def test_the_time_of_a_sleep_is_not_a_decoder_s(pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go = tmp_path / "go"
    slow = render(pool, f"wait-for {go}")
    wait_for(lambda: pool.busy() == 1)
    awake = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: awake() + 3600)  # as Windows counts, or for a program that was held
    assert isinstance(render(pool, "fine").result(WAIT_S), Rendered)
    assert not slow.done()
    go.touch()
    assert isinstance(slow.result(WAIT_S), Rendered)


@posix
def test_every_picture_is_made_though_processes_are_killed_and_stopped_from_outside(pool: Pool) -> None:
    jobs = [render(pool, f"sleep 0.0{n % 7}") for n in range(60)]
    for done in range(0, 40, 4):
        wait_for(lambda done=done: sum(job.done() for job in jobs) >= done)  # type: ignore[misc]  # a default binds
        for child in child_processes()[:1]:
            os.kill(child.pid, signal.SIGKILL)
    assert all(isinstance(job.result(WAIT_S), Rendered) for job in jobs)


def test_a_header_read_that_hangs_is_ended() -> None:
    with closing(Pool(1, 1 << 30, target=misbehave, patience=HASTY)) as pool:
        answer = pool.read([command("hang")], urgency=Urgency.METADATA).result(WAIT_S)
        assert [one.code for one in answer if isinstance(one, Problem)] == ["timeout"]


def test_the_queue_comes_to_rest_for_a_job_that_must_be_alone() -> None:
    queue = JobQueue()
    suspect = ReadJob(Urgency.METADATA, (command("suspect"),))
    suspect.alone = True
    suspect.future.set_running_or_notify_cancel()
    urgent, same, less = (
        RenderJob(Urgency.VISIBLE, command("urgent"), Recipe.SMALL),
        ReadJob(Urgency.METADATA, (command("same"),)),
        RenderJob(Urgency.IDLE, command("less"), Recipe.SMALL),
    )
    for job in (less, suspect, same, urgent):
        queue.put(job)
    taken = [queue.take(large=True, alone=False) for _ in range(3)]
    assert taken == [urgent, same, None]
    assert queue.take(large=True, alone=True) is suspect
    assert queue.take(large=True, alone=False) is less


@linux
def test_when_memory_is_short_the_decode_processes_go_first(pool: Pool) -> None:
    del pool
    with closing(Pool(1, 1 << 30)) as real:
        real.read([command("none")], urgency=Urgency.METADATA).result(WAIT_S)
        pid = real._processes[0].process.pid
        assert pid is not None
        with open(f"/proc/{pid}/oom_score_adj", encoding="ascii") as score:
            assert int(score.read()) > 0
        assert psutil.Process(pid).is_running()
