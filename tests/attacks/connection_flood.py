"""Holds thousands of connections open against a running Shoebox, refills them, and measures what the page still gets.

    python -m tests.attacks.connection_flood [--connections 3000] [--seconds 30] [--kind half|idle|refused]

Starts `main.py serve` on an empty data folder, enters as a page, and prints one line of JSON: how many of the page's
requests were answered, on the connection it had and on new ones, and how long they took. Any account of the computer can
do what this script does (S20 in docs/threats.md).
"""

from __future__ import annotations

import argparse
import json
import resource
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

from tests.program import Served
from tests.web.client import read_answer

if TYPE_CHECKING:
    from tests.web.client import ApiClient

PATIENCE_S = 5.0
"""A request of the page that takes longer counts as not answered."""
KINDS = {
    "half": b"GET / HTTP/1.1\r\nHo",
    "idle": b"",
    "refused": b"GET /api/status HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n",
}
"""What each connection of the flood sends: half a request, nothing, or a whole one that is refused."""


def flood(port: int, connections: int, kind: str) -> None:
    """Keep so many connections open, each closed one replaced at once, until this process is ended."""
    data = KINDS[kind].replace(b"PORT", str(port).encode())
    selector = selectors.DefaultSelector()
    for _ in range(connections):
        _add(selector, port)
    while True:
        for key, events in selector.select(1):
            one = key.fileobj
            assert isinstance(one, socket.socket)
            if events & selectors.EVENT_WRITE:
                _send_once(selector, one, data, repeat=kind == "refused")
            elif not _still_open(one):
                selector.unregister(one)
                one.close()
                _add(selector, port)


def _add(selector: selectors.BaseSelector, port: int) -> None:
    one = socket.socket()
    one.setblocking(False)
    one.connect_ex(("127.0.0.1", port))
    selector.register(one, selectors.EVENT_READ | selectors.EVENT_WRITE)


def _send_once(selector: selectors.BaseSelector, one: socket.socket, data: bytes, *, repeat: bool) -> None:
    with suppress(OSError):  # it was closed meanwhile: the next look replaces it
        one.send(data)
    if not repeat:
        selector.modify(one, selectors.EVENT_READ)
    else:
        selector.modify(one, selectors.EVENT_READ, data)


def _still_open(one: socket.socket) -> bool:
    try:
        return bool(one.recv(65536))
    except BlockingIOError:
        return True
    except OSError:
        return False


def measure(client: ApiClient, kept: socket.socket | None, seconds: float) -> dict[str, float | int | str]:
    """Ask for the status on the connection that the page had, and on new ones, in turn, ten times a second."""
    names = ("kept", "new")
    took: dict[str, list[float]] = {name: [] for name in names}
    failed = {"kept": 0, "new": 0}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for name in names:
            began = time.monotonic()
            try:
                one = _ask(client, kept if name == "kept" else None)
                took[name].append(time.monotonic() - began)
            except OSError:
                one, failed[name] = None, failed[name] + 1
            if name == "kept":
                kept = one
            elif one:
                one.close()
        time.sleep(0.1)
    return {f"{name} {figure}": value for name in names for figure, value in _figures(took[name], failed[name]).items()}


def _ask(client: ApiClient, connection: socket.socket | None) -> socket.socket:
    """Ask once, on `connection` or on a new one, and return it.

    Raises:
        OSError: no answer in time, or another one than 200. The connection is closed.
    """
    one = connection or socket.create_connection(("127.0.0.1", client.port), PATIENCE_S)
    head = "".join(f"{name}: {value}\r\n" for name, value in client.headers().items())
    try:
        one.settimeout(PATIENCE_S)
        one.sendall(f"GET /api/status HTTP/1.1\r\n{head}\r\n".encode())
        if read_answer(one).status != 200:
            raise ConnectionError("refused")
    except (OSError, HTTPException) as error:
        one.close()
        raise ConnectionError from error
    return one


def _figures(took: list[float], failed: int) -> dict[str, float | int]:
    ordered = [round(1000 * seconds) for seconds in sorted(took)] or [-1]
    places = {"median ms": 0.5, "p95 ms": 0.95, "max ms": 1.0}
    return {
        "answered": len(took),
        "failed": failed,
        **{name: ordered[min(len(ordered) - 1, int(share * len(ordered)))] for name, share in places.items()},
    }


def run(connections: int, seconds: float, kind: str) -> dict[str, float | int | str]:
    """Start a Shoebox and the flood, measure, end both, and return the figures."""
    with tempfile.TemporaryDirectory() as base:
        served = Served(Path(base), [])
        client = served.enter()
        kept = _ask(client, None)
        command = [sys.executable, "-m", "tests.attacks.connection_flood", "--flood", str(served.port)]
        attacker = subprocess.Popen([*command, "--connections", str(connections), "--kind", kind])
        try:
            time.sleep(3)  # all of them are there
            return {"kind": kind, "connections": connections, **measure(client, kept, seconds)}
        finally:
            attacker.kill()
            attacker.wait()
            served.stop()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--connections", type=int, default=3000)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--kind", choices=KINDS, default="half")
    parser.add_argument("--flood", type=int, metavar="PORT", help="only keep the connections open")
    options = parser.parse_args()
    if options.flood:
        wanted = options.connections + 100
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
        flood(options.flood, options.connections, options.kind)
    print(json.dumps(run(options.connections, options.seconds, options.kind)))


if __name__ == "__main__":
    main()
