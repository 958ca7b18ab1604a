"""Frames on the pipe to a decode process: what is sent arrives whole, and no reader waits for the rest of a frame."""

from __future__ import annotations

import contextlib
import os
import signal
import struct
import sys
import threading
import tracemalloc
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.imaging.workers import message_frames
from gallery.imaging.workers.message_frames import MAX_FRAME_BYTES, FrameChannel

if TYPE_CHECKING:
    from collections.abc import Iterator

posix = pytest.mark.skipif(sys.platform == "win32", reason="a message pipe of Windows hands over whole messages only")
Ends = tuple[Connection, Connection]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """Both ends of a pipe as the pool opens it."""
    ours, theirs = Pipe()
    yield ours, theirs
    ours.close()
    theirs.close()


def receive_ready(connection: Connection, channel: FrameChannel) -> list[bytes]:
    """Read for as long as `wait` names the connection, as the pool does."""
    received = []
    while wait([connection], 0):
        if (payload := channel.receive_part()) is not None:
            received.append(payload)
    return received


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_frames_sent_before_the_first_read_arrive_one_by_one(payloads: list[bytes]) -> None:
    ours, theirs = Pipe()
    with ours, theirs:
        sender = FrameChannel(theirs)
        for payload in payloads:
            sender.send(payload)
        assert receive_ready(ours, FrameChannel(ours)) == payloads


def test_both_ends_send_and_receive(ends: Ends) -> None:
    one, other = map(FrameChannel, ends)
    one.send(b"request")
    assert other.receive() == b"request"
    other.send(b"")
    other.send(b"answer")
    assert [one.receive(), one.receive()] == [b"", b"answer"]


def test_a_payload_larger_than_the_pipe_arrives_whole(ends: Ends) -> None:
    ours, theirs = ends
    payload = os.urandom(1 << 20) * 20
    sender = threading.Thread(target=FrameChannel(theirs).send, args=(payload,))
    sender.start()
    assert FrameChannel(ours).receive() == payload
    sender.join()


@posix
def test_a_long_payload_is_sent_without_a_copy(ends: Ends) -> None:
    """The memory limit of a decode process counts a second copy of a large picture, too."""
    ours, theirs = ends

    def drain() -> None:
        while os.read(ours.fileno(), 1 << 16):
            pass

    reader = threading.Thread(target=drain)
    reader.start()
    payload = bytes(16 << 20)
    tracemalloc.start()
    try:
        FrameChannel(theirs).send(payload)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        theirs.close()
        reader.join()
    assert peak < 1 << 20


@posix
@pytest.mark.parametrize("size", [10_000, 4 << 20])
def test_payloads_arrive_whole_though_signals_interrupt_their_writing(ends: Ends, size: int) -> None:
    """A signal ends a write that waits for the reader: only a part is in the pipe then."""
    ours, theirs = ends
    payloads = [os.urandom(size) for _ in range((4 << 20) // size)]
    received: list[bytes] = []
    interrupted: SimpleQueue[None] = SimpleQueue()  # not an Event: a handler that interrupts `set` waits for ever

    def interrupt(*_: object) -> None:
        interrupted.put(None)
        if interrupted.qsize() > 100:  # on a slow machine each would interrupt the one before
            signal.setitimer(signal.ITIMER_REAL, 0)

    def receive() -> None:
        interrupted.get()
        channel = FrameChannel(ours)
        with contextlib.suppress(EOFError):
            received.extend(iter(channel.receive, b""))

    reader = threading.Thread(target=receive)
    reader.start()
    sender = FrameChannel(theirs)
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.001)
    try:
        for payload in payloads:
            sender.send(payload)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        interrupted.put(None)
        theirs.close()
        reader.join()
    assert received == payloads


@posix
def test_a_frame_that_comes_byte_by_byte_is_whole_with_its_last_byte(ends: Ends) -> None:
    ours, theirs = ends
    channel = FrameChannel(ours)
    frame = struct.pack("!I", 5) + b"bytes"
    for number in frame[:-1]:
        os.write(theirs.fileno(), bytes([number]))
        assert receive_ready(ours, channel) == []
    os.write(theirs.fileno(), frame[-1:])
    assert receive_ready(ours, channel) == [b"bytes"]


@posix
def test_memory_is_taken_for_what_has_come_not_for_what_is_announced(
    ends: Ends, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read sets aside as much as it asks for, and anybody may announce half a gigabyte."""
    asked: list[int] = []
    real = os.read

    def read(descriptor: int, size: int) -> bytes:
        asked.append(size)
        return real(descriptor, size)

    ours, theirs = ends
    channel = FrameChannel(ours)
    os.write(theirs.fileno(), struct.pack("!I", MAX_FRAME_BYTES) + b"x")
    monkeypatch.setattr(os, "read", read)
    assert receive_ready(ours, channel) == []
    assert max(asked) <= 1 << 20


@posix
def test_a_read_takes_nothing_of_the_next_frame(ends: Ends) -> None:
    """What it took, `wait` would not see: the answer would lie there until the process sent something else."""
    ours, theirs = ends
    os.write(theirs.fileno(), struct.pack("!I", 3) + b"one" + struct.pack("!I", 3) + b"two")
    channel = FrameChannel(ours)
    assert channel.receive() == b"one"
    assert wait([ours], 0) == [ours]
    assert channel.receive() == b"two"
    assert wait([ours], 0) == []


@pytest.mark.parametrize("sent", [b"", b"\0", b"\0\0\0\5", b"\0\0\0\5byt"])
@posix
def test_the_end_of_the_pipe_is_noticed_between_frames_and_within_one(ends: Ends, sent: bytes) -> None:
    ours, theirs = ends
    if sent:
        os.write(theirs.fileno(), sent)
    theirs.close()
    with pytest.raises(EOFError):
        FrameChannel(ours).receive()


def test_a_closed_other_end_is_an_error_in_both_directions(ends: Ends) -> None:
    ours, theirs = ends
    theirs.close()
    with pytest.raises(EOFError):
        FrameChannel(ours).receive()
    with pytest.raises(OSError):
        FrameChannel(ours).send(b"late")


@posix
def test_a_length_beyond_the_limit_is_refused_before_its_payload_is_read(ends: Ends) -> None:
    ours, theirs = ends
    os.write(theirs.fileno(), struct.pack("!I", MAX_FRAME_BYTES + 1))
    with pytest.raises(ValueError, match="bytes"):
        FrameChannel(ours).receive()


@posix
def test_a_payload_beyond_the_limit_is_not_sent(ends: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = ends
    monkeypatch.setattr(message_frames, "MAX_FRAME_BYTES", 4)
    with pytest.raises(ValueError, match="5 bytes"):
        FrameChannel(theirs).send(b"bytes")
    FrameChannel(theirs).send(b"byte")
    assert FrameChannel(ours).receive() == b"byte"
