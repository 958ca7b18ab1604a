"""Processes that stop in the middle, send nonsense or cannot be started, and a thread that fails."""

import logging
import multiprocessing
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from multiprocessing.connection import Connection
from typing import Any

import pytest

from gallery.base.models import Problem, Rendered
from gallery.imaging.workers import process as processes
from gallery.imaging.workers.limits import Limits
from gallery.imaging.workers.pool import Pool, Urgency
from gallery.imaging.workers.process import WorkerProcess
from tests.imaging.pools import HASTY, WAIT_S, child_processes, command, render
from tests.imaging.worker_targets import misbehave
from tests.waiting import wait_for

posix = pytest.mark.skipif(sys.platform == "win32", reason="half messages cannot be sent on Windows")


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(1, 1 << 30, target=misbehave)
    yield made
    made.close()
    assert child_processes() == []


@posix
@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("half", "timeout"),
        ("half-picture", "timeout"),
        ("trickle", "timeout"),
        ("die-halfway", "decoder_died"),
        ("too-long", "decoder_died"),
        ("deep", "decoder_died"),
        ("list", "decoder_died"),
        ("headers", "decoder_died"),
        ("always-large", "decoder_died"),
    ],
)
def test_what_is_no_answer_costs_its_own_picture_only(pool: Pool, word: str, code: str) -> None:
    pool._patience = HASTY if code == "timeout" else 1  # no busy machine is to turn one code into the other
    answer = render(pool, word).result(WAIT_S)
    assert isinstance(answer, Problem)
    assert answer.code == code
    pool._patience = 1
    assert isinstance(render(pool, "fine").result(WAIT_S), Rendered)


@posix
@pytest.mark.parametrize("word", ["half", "half-picture", "trickle"])
def test_closing_does_not_wait_for_the_rest_of_a_message(word: str) -> None:
    pool = Pool(1, 1 << 30, target=misbehave)
    job = render(pool, word)
    wait_for(lambda: any(worker._channel._data or worker._decoder._fields for worker in pool._processes))
    pool.close()
    with pytest.raises(CancelledError):
        job.result(0)
    assert child_processes() == []
    assert not any(thread.name == "pool" for thread in threading.enumerate())


def test_a_large_answer_to_headers_is_no_answer(pool: Pool) -> None:
    answer = pool.read([command("always-large")], urgency=Urgency.METADATA).result(WAIT_S)
    assert isinstance(answer[0], Problem)
    assert answer[0].code == "decoder_died"


def test_an_answer_whose_delivery_fails_is_a_problem(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bool:
        raise RecursionError

    with monkeypatch.context() as patch:
        patch.setattr("gallery.imaging.workers.jobs.RenderJob.deliver", fail)
        answer = render(pool, "fine").result(WAIT_S)
    assert isinstance(answer, Problem)
    assert answer.code == "decoder_died"
    assert isinstance(render(pool, "fine").result(WAIT_S), Rendered)


@pytest.mark.parametrize("where", ["_wait", "_assign_jobs", "_assign", "_receive"])
def test_when_the_thread_fails_all_jobs_are_cancelled(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, where: str
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("ours")

    pool = Pool(1, 1 << 30, target=misbehave)
    monkeypatch.setattr(pool, where, fail)
    with caplog.at_level(logging.ERROR):
        jobs: list[Future[Any]] = [render(pool, "fine"), render(pool, "b")]
        jobs.append(pool.read([command("a")] * 600, urgency=Urgency.METADATA))
        for job in jobs:
            with pytest.raises(CancelledError):
                job.result(WAIT_S)
    assert "thread has failed" in caplog.text
    with pytest.raises(CancelledError):
        render(pool, "late").result(WAIT_S)
    pool.close()
    assert pool._unsettled == set()
    assert child_processes() == []


def test_a_system_that_starts_no_more_processes_is_not_the_pictures_fault(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[float] = []

    def meagre(*args: Any) -> WorkerProcess:
        tries.append(time.monotonic())
        if len(tries) < 5:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return WorkerProcess(*args)

    monkeypatch.setattr(processes, "WorkerProcess", meagre)
    monkeypatch.setattr(processes, "_MAX_RETRY_S", 0.1)
    pool._starter._retry_s = 0.05
    jobs = [render(pool, "fine"), render(pool, "fine")]
    assert all(isinstance(job.result(WAIT_S), Rendered) for job in jobs)
    assert len(tries) == 5
    assert tries[-1] - tries[0] > 0.3, "waits of 0.05, 0.1, 0.1 and 0.1 s lie between the tries"


def test_closing_while_no_process_starts_cancels_the_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[float] = []

    def none(*_: object) -> WorkerProcess:
        tries.append(time.monotonic())
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(processes, "WorkerProcess", none)
    pool = Pool(1, 1 << 30, target=misbehave)
    job = render(pool, "fine")
    wait_for(lambda: tries)
    assert not job.done()
    pool.close()
    with pytest.raises(CancelledError):
        job.result(0)


@posix
@pytest.mark.parametrize("starts", [True, False])
def test_the_process_alone_holds_its_end_of_the_pipe(monkeypatch: pytest.MonkeyPatch, starts: bool) -> None:
    """With a copy in the program, the death of the process would not close the pipe."""
    ends: list[Connection] = []

    def pipe() -> list[Connection]:
        ends.extend(multiprocessing.Pipe())
        return ends

    def fail(*_: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(processes._spawn, "Pipe", pipe)
    if starts:
        worker = WorkerProcess(misbehave, Limits(1 << 30, 1 << 30), 0)
        assert [end.closed for end in ends] == [False, True]
        worker.kill()
    else:
        monkeypatch.setattr(processes._spawn.Process, "start", fail)
        with pytest.raises(OSError, match="allocate"):
            WorkerProcess(misbehave, Limits(1 << 30, 1 << 30), 0)
    assert [end.closed for end in ends] == [True, True]
