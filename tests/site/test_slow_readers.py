"""Slow readers of originals that this program sends itself hold no thread: everybody else is answered meanwhile."""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.site.front_config import print_for
from gallery.web.server import REQUEST_THREADS
from tests.site.conftest import site_parts
from tests.site.front_servers import authorization, free_port, run_nginx
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.site.conftest import Site
    from tests.site.visitor_client import Visitor

BYTES = 24_000_000
"""More than the buffers of nginx and of the sockets hold."""


@pytest.fixture(scope="module")
def streaming(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that sends originals itself, behind nginx, with one large file."""
    folder, port = tmp_path_factory.mktemp("streaming"), free_port()
    with site_parts(folder, port, "shoebox", "hmac") as site:
        Image.frombytes("RGB", (4000, BYTES // 12_000), os.urandom(BYTES)).save(
            site.photos / "large.png", compress_level=0
        )
        site.harness.parts.library.roots.rescan()
        wait_for(lambda: "large.png" in site.harness.names(), 60)
        site.harness.wait_until_idle()
        (folder / "nginx").mkdir()
        printed = print_for("nginx", site.config, [os.fsencode(site.photos)], folder / "site.toml", folder / "data")
        with run_nginx(folder / "nginx", printed, port, {}):
            yield site


def read_slowly(site: Site, visitor: Visitor, target: str) -> socket.socket:
    """Ask for something, read where its answer begins, and then nothing more."""
    reader = socket.create_connection(("127.0.0.1", site.port), timeout=60)
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    lines = (f"GET {target} HTTP/1.1", f"Host: 127.0.0.1:{site.port}", f"Cookie: {cookies}")
    login = f"Authorization: {authorization(visitor.name or '')}"
    reader.sendall("\r\n".join((*lines, login, "", "")).encode())
    assert reader.recv(12) == b"HTTP/1.1 200"
    return reader


def test_slow_readers_stop_nobody(streaming: Site) -> None:
    anna, ben = streaming.visitor("anna").enter(), streaming.visitor("ben").enter()
    large = f"/media/{anna.key}/original/{anna.ids()['large.png']}"
    seen = ben.ids()["h1.jpg"]
    with ExitStack() as stack:
        for _ in range(2 * REQUEST_THREADS):
            stack.enter_context(read_slowly(streaming, anna, large))
        for target in ("/api/news", "/api/timeline.bin", "/", f"/media/{ben.key}/thumb/{seen}?s=320"):
            assert ben.ask(target).status == 200, target
        assert anna.ask(large, Range="bytes=0-7").body == b"\x89PNG\r\n\x1a\n"
