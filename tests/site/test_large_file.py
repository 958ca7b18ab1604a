"""A photo of more than two gigabytes through each front server: positions beyond 2**31, and memory that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil
import pytest

from tests.pictures import encoded, picture
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.site.conftest import Site
    from tests.site.visitor_client import Visitor

HALF = 1 << 31
SIZE = HALF + (5 << 20)
MARKS = {HALF - 4: b"around2^31", SIZE - 8: b"the end."}
"""What stands at some positions of the file; its header is a picture, and all else is a hole."""
ROOM = 40 << 20
"""Bytes: far less than the file, more than buffers, threads and tables take."""


@pytest.fixture
def address(front: Site, new_photo: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the file, below the key.

    The index lets no picture of this size be opened: it could have grown since the index had seen it.
    """
    with new_photo("fresh.jpg").open("wb") as file:
        file.write(encoded(image=picture(300, 200, hue=3)))
        for place, mark in MARKS.items():
            file.seek(place)
            file.write(mark)
    anna = front.visitor("anna").enter()
    wait_for(lambda: "fresh.jpg" in anna.ids(), 120)
    front.harness.wait_until_idle()
    monkeypatch.setattr(front.harness.parts.library.pictures._sources, "is_inline", lambda _photo: True)
    return f"/original/{anna.ids()['fresh.jpg']}"


@pytest.fixture
def anna(front: Site) -> Visitor:
    """Somebody who sees everything, with the page open."""
    return front.visitor("anna").enter()


def memory(name: str) -> int:
    """Return the bytes of our own process, and of what we have started under this name, that they share with nobody."""
    running = [psutil.Process(), *(each for each in psutil.Process().children(recursive=True) if each.name() == name)]
    assert len(running) > 1
    return sum(each.memory_info().rss - each.memory_info().shared for each in running)


def test_more_than_two_gigabytes_arrive_and_take_no_memory(front: Site, anna: Visitor, address: str) -> None:
    target, server = f"/media/{anna.key}{address}", "nginx" if front.is_nginx else "apache2"
    head = anna.ask(target, "HEAD")
    assert (head.status, head.headers["Content-Length"]) == (200, str(SIZE))
    for place, mark in MARKS.items():
        part = anna.ask(target, Range=f"bytes={place}-{place + len(mark) - 1}")
        assert (part.status, part.body) == (206, mark)
        assert part.headers["Content-Range"] == f"bytes {place}-{place + len(mark) - 1}/{SIZE}"
    assert anna.ask(target, Range="bytes=-4").body == b"end."
    assert anna.ask(target, Range=f"bytes={HALF}-{HALF + 5}").body == b"nd2^31"
    assert anna.ask(target, Range="bytes=0-1").body == b"\xff\xd8"
    assert anna.ask(target, Range=f"bytes={SIZE}-").status == 416
    before = highest = memory(server)
    received, buffer, look_again, last = 0, bytearray(1 << 20), 0, b""
    with anna.start(target.encode()) as connection:
        while count := connection.recv_into(buffer):
            received, last = received + count, (last + buffer[max(0, count - 8) : count])[-8:]
            if received > look_again:
                highest, look_again = max(highest, memory(server)), received + (100 << 20)
    assert SIZE < received < SIZE + 4096, "the header beside it"
    assert last == b"the end."
    assert highest - before < ROOM
