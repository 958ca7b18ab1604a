"""A file of half a gigabyte costs the server no memory, and slow readers of it hold up nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil
import pytest

from gallery.web.server import REQUEST_THREADS
from tests.pictures import encoded, picture, save
from tests.web.client import wait_until_read

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Serve
    from tests.program import Served
    from tests.web.client import ApiClient

SIZE = 500 << 20


@pytest.fixture
def photos(tmp_path: Path) -> Iterator[Path]:
    """A small photo, and one with 500 MB behind it that take no room on the disk."""
    folder = tmp_path / "photos"
    save(folder / "small.jpg", picture(hue=1))
    large = folder / "large.jpg"
    large.write_bytes(encoded(image=picture(hue=2)))
    with large.open("r+b") as file:
        file.truncate(SIZE)
    yield folder
    large.unlink()


@pytest.fixture
def running(serve: Serve, photos: Path) -> Served:
    return serve(photos)


@pytest.fixture
def client(running: Served) -> ApiClient:
    entered = running.enter()
    wait_until_read(entered, 2)
    return entered


def ids(client: ApiClient) -> dict[str, int]:
    return {label["name"]: label["id"] for label in client.ask("/api/labels?ids=1,2").json()["labels"]}


def download(connection: socket.socket, look: Callable[[], int]) -> tuple[int, int]:
    """Read to the end: how many bytes came, and the highest that `look` returned, every 20 MB or so."""
    total, buffer, highest, next_look = 0, bytearray(1 << 20), look(), 0
    while count := connection.recv_into(buffer):
        total += count
        if total > next_look:
            highest, next_look = max(highest, look()), total + (20 << 20)
    return total, max(highest, look())


def test_half_a_gigabyte_passes_through_ten_megabytes(running: Served, client: ApiClient) -> None:
    target = f"/media/KEY/original/{ids(client)['large.jpg']}"
    process = psutil.Process(running.pid)

    def memory() -> int:
        return int(process.memory_info().rss)

    client.ask(target, Range="bytes=0-99999")
    before = memory()
    with client.connect(target, changed={"Connection": "close"}) as connection:
        received, highest = download(connection, memory)
    assert received > SIZE
    assert highest - before < 10 << 20


def test_slow_readers_hold_up_nobody(client: ApiClient) -> None:
    """There are more of them than the server has threads: were each to hold one, no other request would be answered."""
    names = ids(client)
    readers = [
        client.connect(f"/media/KEY/original/{names['large.jpg']}", buffer=4096) for _ in range(REQUEST_THREADS + 4)
    ]
    try:
        assert all(reader.recv(12).startswith(b"HTTP/1.1 200") for reader in readers)
        assert [client.ask(f"/media/KEY/thumb/{names['small.jpg']}").status for _ in range(30)] == [200] * 30
    finally:
        for reader in readers:
            reader.close()
