"""A cached thumbnail from Shoebox beside the same bytes from nginx:  python -m tests.bench.bench_served

200 thumbnails, asked for one after the other over one connection that stays open; medians.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gallery.timeline.file import DAY_RUN, HEADER
from tests.bench.running import serving
from tests.bench.scenery import landscape
from tests.bench.table import compare, heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PHOTOS = 200
LENGTH = re.compile(rb"Content-Length: (\d+)", re.IGNORECASE)
NGINX = """{user} daemon off; pid {folder}/pid; error_log {folder}/error; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off; sendfile on; keepalive_requests 100000; types {{ image/jpeg jpg; }}
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {root}; add_header Cache-Control "private, max-age=31536000, immutable"; }}
}}"""


class Client:
    """One connection that stays open. Bare, or parsing the answer in Python would be most of what is measured."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = "".join(f"{name}: {value}\r\n" for name, value in {"Host": f"127.0.0.1:{port}", **headers}.items())

    def get(self, path: str) -> tuple[bytes, bytes]:
        """Body and headers."""
        self._socket.sendall(f"GET {path} HTTP/1.1\r\n{self._head}\r\n".encode())
        data = self._socket.recv(1 << 20)
        while (at := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        assert data.startswith(b"HTTP/1.1 200"), data[:200]
        length = LENGTH.search(data, 0, at)
        assert length, data[:at]
        while len(data) < at + 4 + int(length[1]):
            data += self._more()
        return data[at + 4 :], data[:at]

    def _more(self) -> bytes:
        data = self._socket.recv(1 << 20)
        assert data, "hung up"
        return data

    def median_ms(self, paths: Sequence[str]) -> float:
        times = []
        for path in paths:
            start = time.perf_counter()
            self.get(path)
            times.append((time.perf_counter() - start) * 1000)
        return statistics.median(times)


def entered(boot: str) -> tuple[Client, str]:
    """A client with both secrets, and the key for addresses."""
    port = int(boot.split(":")[2].partition("/")[0])
    page, head = Client(port, {}).get("/" + boot.split("/", 3)[3])
    key, cookie = re.search(rb'gallery-key" content="([^"]+)"', page), re.search(rb"Set-Cookie: ([^;]+)", head)
    assert key
    assert cookie
    return Client(port, {"Cookie": cookie[1].decode(), "X-Gallery-Key": key[1].decode()}), key[1].decode()


def addresses(client: Client, key: str) -> list[str]:
    """Of the thumbnails of all photos, once all are known."""
    while len(ids := photo_ids(client.get("/api/timeline.bin?order=date")[0])) < PHOTOS:
        time.sleep(0.1)
    return [f"/media/{key}/thumb/{photo}?s=320&v=1" for photo in ids]


def photo_ids(timeline: bytes) -> list[int]:
    """In the order of the view."""
    _, _, start, _, count, days, _, _ = HEADER.unpack_from(timeline)
    first = start + DAY_RUN.size * days
    return list(memoryview(timeline)[first : first + 4 * count].cast("I"))


@contextmanager
def nginx(folder: Path) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    user = "user root;" if os.geteuid() == 0 else ""  # it would become nobody, who may not read here
    (folder / "conf").write_text(
        NGINX.format(folder=folder, root=folder / "files", port=port, user=user), encoding="utf-8"
    )
    process = subprocess.Popen(["nginx", "-c", folder / "conf", "-e", folder / "error"])
    try:
        time.sleep(0.5)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def main() -> None:
    assert shutil.which("nginx"), "nginx is not installed"
    heading()
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary)
        (base / "photos").mkdir()
        (base / "nginx" / "files").mkdir(parents=True)
        for number in range(PHOTOS):
            landscape(number).resize((900, 600)).save(base / "photos" / f"{number:03}.jpg", quality=85)
        with serving(base / "data", base / "photos") as running, nginx(base / "nginx") as port:
            client, key = entered(running.boot)
            paths = addresses(client, key)
            for number, path in enumerate(paths):
                (base / "nginx" / "files" / f"{number}.jpg").write_bytes(client.get(path)[0])
            plain, files = Client(port, {}), [f"/{number}.jpg" for number in range(PHOTOS)]
            compare(
                f"a cached thumbnail, p50 of {PHOTOS}, one connection | nginx, the same bytes",
                "≤ 3",
                lambda: client.median_ms(paths),
                lambda: plain.median_ms(files),
                unit="ms",
            )


if __name__ == "__main__":
    main()
