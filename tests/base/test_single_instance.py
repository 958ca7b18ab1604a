"""A second start finds the first, whatever others have said to it before."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Client, Listener
from typing import TYPE_CHECKING

import pytest

from gallery.base import single_instance
from gallery.base.errors import GalleryError
from gallery.base.single_instance import FAMILY, MAX_MESSAGE_BYTES, HandoverListener, hand_over
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(FAMILY != "AF_UNIX", reason="the tests speak to a socket")


class Running:
    """A listener and what it has taken."""

    def __init__(self, address: str) -> None:
        self.taken: list[list[bytes]] = []
        self.address = address
        self.handover = HandoverListener(address)
        self.handover.start(self.take)

    def take(self, paths: list[bytes]) -> list[str]:
        self.taken.append(paths)
        return []


@pytest.fixture
def address(tmp_path: Path) -> str:
    return str(tmp_path / "handover")


@pytest.fixture
def running(address: str) -> Iterator[Running]:
    running = Running(address)
    yield running
    running.handover.stop()
    assert not os.path.exists(address)
    assert "handover" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize(
    "paths",
    [[], [b"/a"], [b"/caf\xe9/\xff\xfe", b"/a\nb", "/日本".encode()], [b"/" + b"x" * 4000] * 100],
    ids=["none", "one", "odd", "many"],
)
def test_paths_arrive_byte_by_byte(running: Running, paths: list[bytes]) -> None:
    assert hand_over(running.address, paths)
    wait_for(lambda: len(running.taken) == 1)
    assert running.taken == [paths]


def test_only_absolute_paths_are_believed(running: Running) -> None:
    assert hand_over(running.address, [b"relative", b"/absolute", b""])
    wait_for(lambda: len(running.taken) == 1)
    assert running.taken == [[b"/absolute"]]


def test_nobody_there_is_no_error(address: str) -> None:
    assert hand_over(address, [b"/a"]) is False


@pytest.mark.parametrize(
    "message",
    [b"", b"x", b"\xff" * 100, b"null", b"[]", b"{}", b'"show"', b'{"show": null}', b'{"show": [5]}', b'{"show": ["zz"]}',
     b"[" * 200_000, b"9" * 10_000, b"x" * MAX_MESSAGE_BYTES, b"x" * (MAX_MESSAGE_BYTES + 1)],
    ids=lambda message: f"{message[:12]!r} {len(message)}",
)  # fmt: skip
def test_nonsense_is_passed_over(running: Running, message: bytes) -> None:
    with Client(running.address, FAMILY) as line:
        try:
            line.send_bytes(message)
            assert not (line.poll(5) and line.recv_bytes() == b"ok")
        except (OSError, EOFError):
            pass
    assert hand_over(running.address, [b"/after"])
    wait_for(lambda: len(running.taken) == 1)
    assert running.taken == [[b"/after"]]


def test_a_message_that_is_too_long_is_not_read(running: Running) -> None:
    message = json.dumps({"show": ["2f61"] * (MAX_MESSAGE_BYTES // 4)}).encode()
    with Client(running.address, FAMILY) as line, contextlib.suppress(OSError, EOFError):
        line.send_bytes(message)
        line.recv_bytes()
    assert hand_over(running.address, [b"/after"])
    assert running.taken == [[b"/after"]]


def test_one_who_stops_halfway_does_not_hold_the_line(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_instance, "MESSAGE_TIMEOUT_S", 1)
    with Client(running.address, FAMILY) as silent, Client(running.address, FAMILY) as half:
        os.write(half.fileno(), b"\0\0\0\x64half")
        assert hand_over(running.address, [b"/after"])
        assert not silent.closed
    wait_for(lambda: len(running.taken) == 1)


def test_one_who_says_nothing_does_not_hold_the_line_where_reads_have_no_limit(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe of Windows has none: there it is the waiting before the read that ends."""
    monkeypatch.setattr(single_instance, "MESSAGE_TIMEOUT_S", 0.5)
    monkeypatch.setattr(single_instance, "_limit_receive_time", lambda _: None)
    with Client(running.address, FAMILY):
        assert hand_over(running.address, [b"/after"])
    wait_for(lambda: len(running.taken) == 1)


def test_a_running_shoebox_that_does_not_answer_is_given_up(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_instance, "ANSWER_TIMEOUT_S", 0.2)
    told: list[bool] = []
    with Listener(address, FAMILY):
        sender = threading.Thread(target=lambda: told.append(hand_over(address, [b"/a"])), daemon=True)
        sender.start()
        sender.join(30)
    assert told == [False]


def test_the_patience_is_this() -> None:
    assert (single_instance.MESSAGE_TIMEOUT_S, single_instance.ANSWER_TIMEOUT_S, MAX_MESSAGE_BYTES) == (2, 60, 1 << 20)


def test_an_error_behind_it_is_told_and_does_not_end_it(address: str) -> None:
    calls: list[list[bytes]] = []

    def fail(paths: list[bytes]) -> list[str]:
        calls.append(paths)
        raise RuntimeError("the window is busy")

    door = HandoverListener(address)
    door.start(fail)
    for path in (b"/a", b"/b"):
        with pytest.raises(GalleryError, match="Something went wrong inside Shoebox"):
            hand_over(address, [path])
    assert calls == [[b"/a"], [b"/b"]]
    door.stop()


def test_success_is_answered_when_the_folders_are_taken_and_not_before(address: str) -> None:
    begun, go = threading.Event(), threading.Event()

    def take(_: list[bytes]) -> list[str]:
        begun.set()
        go.wait(60)
        return []

    door = HandoverListener(address)
    door.start(take)
    with ThreadPoolExecutor(1) as sender:
        answer = sender.submit(hand_over, address, [b"/a"])
        assert begun.wait(30)
        assert not answer.done()
        go.set()
        assert answer.result(30)
    door.stop()


def test_what_could_not_be_taken_is_said_to_the_sender(address: str) -> None:
    door = HandoverListener(address)
    door.start(lambda paths: [f"No room for {len(paths)}." for _ in paths])
    with pytest.raises(GalleryError, match=r"^No room for 2\. No room for 2\.$"):
        hand_over(address, [b"/a", b"/b"])
    assert hand_over(address, [])
    door.stop()


def test_of_very_many_refusals_the_sender_is_told_the_first(address: str) -> None:
    door = HandoverListener(address)
    door.start(lambda _: ["This folder is no folder."] * 10_000)
    with pytest.raises(GalleryError, match=r"^This folder is no folder\. This folder is no"):
        hand_over(address, [b"/a"])
    door.stop()


def test_an_answer_that_is_too_long_is_none(address: str) -> None:
    """What answers is another program, or one gone wrong."""
    with Listener(address, FAMILY) as other, ThreadPoolExecutor(1) as pool:
        told = pool.submit(hand_over, address, [b"/a"])
        with other.accept() as line:
            line.recv_bytes()
            with contextlib.suppress(OSError):
                line.send_bytes(b"x" * (single_instance.MAX_ANSWER_BYTES + 1))
        assert told.result(30) is False


def test_a_socket_that_gives_errors_only_is_not_asked_without_rest(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when there are no descriptors left: the thread would keep a core busy."""
    rests: list[float | None] = []
    rested = threading.Event()
    stopping = running.handover._stopping
    real = stopping.wait

    def rest(seconds: float | None = None) -> bool:
        rests.append(seconds)
        rested.set()
        return real(seconds)

    monkeypatch.setattr(stopping, "wait", rest)
    with Client(running.address, FAMILY) as line:
        line.send_bytes(b"nonsense")
    assert rested.wait(30)
    assert min(seconds or 0 for seconds in rests) >= 0.05
    assert hand_over(running.address, [b"/after"])


def test_one_that_does_not_answer_in_time_is_as_none(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_instance, "ANSWER_TIMEOUT_S", 0.2)
    go = threading.Event()
    door = HandoverListener(address)
    door.start(lambda _: [] if go.wait(60) else ["late"])
    assert not hand_over(address, [b"/a"])
    go.set()
    door.stop()


def test_twenty_at_once_are_all_heard(running: Running) -> None:
    with ThreadPoolExecutor(20) as senders:
        answers = list(senders.map(lambda number: hand_over(running.address, [b"/%d" % number]), range(20)))
    assert all(answers)
    wait_for(lambda: len(running.taken) == 20)
    assert sorted(running.taken) == sorted([b"/%d" % number] for number in range(20))


def test_stopping_ends_the_thread_and_may_be_repeated(address: str) -> None:
    for start in (True, False):
        door = HandoverListener(address)
        if start:
            door.start(lambda _: [])
        door.stop()
        door.stop()
        assert "handover" not in {thread.name for thread in threading.enumerate()}
        assert not os.path.exists(address)


LISTEN = """
import sys, time
from gallery.base.single_instance import HandoverListener

HandoverListener(sys.argv[1]).start(lambda paths: [])
print("on", flush=True)
time.sleep(60)
"""


def test_the_socket_of_a_killed_process_is_replaced(address: str) -> None:
    child = subprocess.Popen([sys.executable, "-c", LISTEN, address], stdout=subprocess.PIPE)
    assert child.stdout
    child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert os.path.exists(address)
    assert hand_over(address, []) is False
    running = Running(address)
    assert hand_over(address, [b"/a"])
    running.handover.stop()


@pytest.mark.parametrize("kind", ["folder", "file", "dangling link", "fifo"])
def test_what_stands_in_the_place_of_the_socket_is_moved_aside(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "handover"
    make: dict[str, Callable[[Path], object]] = {
        "folder": lambda path: (path / "mine").mkdir(parents=True),
        "file": lambda path: path.write_text("mine", encoding="utf-8"),
        "dangling link": lambda path: path.symlink_to("nowhere"),
        "fifo": os.mkfifo,  # type: ignore[attr-defined,unused-ignore]
    }
    make[kind](place)
    running = Running(str(place))
    assert hand_over(str(place), [b"/a"])
    running.handover.stop()
    [kept] = tmp_path.glob("handover.other-*")
    assert kind != "file" or kept.read_text(encoding="utf-8") == "mine"


def test_where_no_socket_can_be_had_the_program_starts_all_the_same(tmp_path: Path) -> None:
    for address in (tmp_path / "none" / "handover", tmp_path / ("x" * 200)):
        door = HandoverListener(str(address))
        door.start(lambda _: [])
        door.stop()
        assert hand_over(str(address), []) is False
