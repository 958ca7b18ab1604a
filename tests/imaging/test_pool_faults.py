"""Processes that stop in the middle, send nonsense or cannot be started, and a thread that fails."""

import logging
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from multiprocessing import Pipe
from typing import Any

import pytest

from gallery.base.models import Problem
from gallery.imaging.workers import pool as pools
from gallery.imaging.workers.frame_reader import LONGEST, FrameReader
from gallery.imaging.workers.pool import Pool, Urgency
from gallery.imaging.workers.process import WorkerProcess
from tests.imaging.test_pool import HASTY, WAIT, children, file, render, worked
from tests.imaging.workers import rude

posix = pytest.mark.skipif(sys.platform == "win32", reason="half messages cannot be sent on Windows")


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(1, 1 << 30, target=rude, patience=HASTY)
    yield made
    made.close()
    assert children() == []


@posix
@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("half", "timeout"),
        ("half-picture", "timeout"),
        ("trickle", "timeout"),
        ("endless", "decoder_died"),
        ("deep", "decoder_died"),
        ("list", "decoder_died"),
        ("always-large", "decoder_died"),
    ],
)
def test_what_is_no_answer_costs_its_own_picture_only(pool: Pool, word: str, code: str) -> None:
    answer = render(pool, word).result(20)
    assert isinstance(answer, Problem)
    assert answer.code == code
    assert worked(render(pool, "fine").result(WAIT))


@posix
@pytest.mark.parametrize("word", ["half", "half-picture", "trickle"])
def test_closing_does_not_wait_for_the_rest_of_a_message(word: str) -> None:
    pool = Pool(1, 1 << 30, target=rude)
    job = render(pool, word)
    while not pool.busy():
        time.sleep(0.01)
    time.sleep(0.5)
    start = time.monotonic()
    pool.close()
    assert time.monotonic() - start < 4
    with pytest.raises(CancelledError):
        job.result(0)
    assert children() == []


def test_a_large_answer_to_headers_is_no_answer(pool: Pool) -> None:
    answer = pool.read([file("always-large")], urgency=Urgency.SOON).result(20)
    assert isinstance(answer[0], Problem)
    assert answer[0].code == "decoder_died"


def test_messages_come_in_as_they_were_sent() -> None:
    ours, theirs = Pipe()
    intake, got = FrameReader(ours), []
    sent = [b"", b"x", bytes(range(256)) * 100, b"", b"end"]
    for message in sent:
        theirs.send_bytes(message)
    while ours.poll(0):
        if (message := intake.take()) is not None:
            got.append(message)
    assert got == sent
    theirs.close()
    with pytest.raises(EOFError):
        intake.take()
    ours.close()
    assert LONGEST < 1 << 31  # the frame with 64 bits of length is never ours


def test_an_answer_that_cannot_be_handed_over(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bool:
        raise RecursionError

    with monkeypatch.context() as patch:
        patch.setattr("gallery.imaging.workers.jobs.RenderJob.settle", fail)
        answer = render(pool, "fine").result(20)
    assert isinstance(answer, Problem)
    assert answer.code == "decoder_died"
    assert worked(render(pool, "fine").result(WAIT))


@pytest.mark.parametrize("where", ["_attend", "_hand_out", "_give", "_answered"])
def test_when_the_thread_fails_everybody_is_let_go(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, where: str
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("ours")

    pool = Pool(1, 1 << 30, target=rude, patience=HASTY)
    monkeypatch.setattr(pool, where, fail)
    with caplog.at_level(logging.ERROR):
        jobs = [render(pool, "fine"), pool.read([file("a")] * 600, urgency=Urgency.SOON), render(pool, "b")]
        for job in jobs:
            with pytest.raises(CancelledError):
                job.result(20)
    assert "thread has failed" in caplog.text
    with pytest.raises(CancelledError):
        render(pool, "late").result(20)
    pool.close()
    assert pool._open == set()
    assert children() == []


def test_a_system_that_starts_no_more_processes_is_not_the_pictures_fault(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[float] = []

    def meagre(*args: Any) -> WorkerProcess:
        tries.append(time.monotonic())
        if len(tries) < 5:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return WorkerProcess(*args)

    monkeypatch.setattr(pools, "WorkerProcess", meagre)
    monkeypatch.setattr(pools, "_PAUSES_S", (0.05, 0.1))
    pool._pause = 0.05
    jobs = [render(pool, "fine"), render(pool, "fine")]
    assert all(worked(job.result(20)) for job in jobs)
    assert len(tries) == 5
    assert tries[-1] - tries[0] > 0.3  # 0.05 + 0.1 + 0.1 + 0.1


def test_closing_while_no_process_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> WorkerProcess:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(pools, "WorkerProcess", none)
    pool = Pool(1, 1 << 30, target=rude)
    job = render(pool, "fine")
    time.sleep(0.2)
    assert not job.done()
    pool.close()
    with pytest.raises(CancelledError):
        job.result(0)
