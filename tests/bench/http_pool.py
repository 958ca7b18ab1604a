"""Connections of one browser to one server of HTTP/1.1, kept open between requests, with a count of what went over them.

Only what a front server on loopback answers with: a length, or chunks.
"""

from __future__ import annotations

import asyncio
import gzip
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

CONNECTIONS = 6


@dataclass
class Answer:
    """One answer; the body is decoded."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: dict[str, str] = field(default_factory=dict)


class Tally:
    """Counts requests by their kind."""

    def __init__(self) -> None:
        self._requests: dict[str, dict[int, int]] = {}
        self._bytes: dict[str, int] = {}
        self._seconds: dict[str, list[float]] = {}
        self.clear()

    def clear(self) -> None:
        """Forget what was counted."""
        self._requests = defaultdict(lambda: defaultdict(int))
        self._bytes = defaultdict(int)
        self._seconds = defaultdict(list)

    def add(self, kind: str, status: int, size: int, seconds: float) -> None:
        """Count one answer."""
        self._requests[kind][status] += 1
        self._bytes[kind] += size
        self._seconds[kind].append(seconds)

    def result(self) -> dict[str, Any]:
        """Return all of it, for JSON."""
        return {"requests": self._requests, "bytes": self._bytes, "seconds": self._seconds}


class Pool:
    """Up to CONNECTIONS connections."""

    def __init__(self, port: int, tally: Tally) -> None:
        self._port, self._tally = port, tally
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._free = asyncio.Semaphore(CONNECTIONS)

    async def ask(self, kind: str, target: str, headers: dict[str, str]) -> Answer:
        """Send a GET and return its answer; once more where the server has closed an idle connection meanwhile."""
        lines = [f"GET {target} HTTP/1.1", f"Host: 127.0.0.1:{self._port}", "Accept-Encoding: gzip, deflate, br"]
        lines += [f"{name}: {value}" for name, value in headers.items() if value]
        request = "\r\n".join([*lines, "", ""]).encode()
        async with self._free:
            start = time.monotonic()
            while True:
                reused = bool(self._idle)
                reader, writer = self._idle.pop() if reused else await asyncio.open_connection("127.0.0.1", self._port)
                try:
                    writer.write(request)
                    answer, size, goes_on = await _read(reader)
                except (asyncio.IncompleteReadError, ConnectionError, IndexError):
                    writer.close()
                    if reused:
                        continue
                    self._tally.add(kind, 0, 0, time.monotonic() - start)
                    return Answer(0, {}, b"")
                break
            self._tally.add(kind, answer.status, size, time.monotonic() - start)
            if goes_on:
                self._idle.append((reader, writer))
            else:
                writer.close()
            return answer


async def _read(reader: asyncio.StreamReader) -> tuple[Answer, int, bool]:
    """Return an answer, its bytes on the wire, and whether the connection stays open."""
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    status, headers, cookies = int(first.split()[1]), dict[str, str](), dict[str, str]()
    for line in lines:
        name, _, value = line.partition(": ")
        headers[name.lower()] = value
        if name.lower() == "set-cookie":
            cookie, _, text = value.partition(";")[0].partition("=")
            cookies[cookie] = text
    body = b"" if status == 304 else await _read_body(reader, headers)
    size = len(head) + len(body)
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return Answer(status, headers, body, cookies), size, headers.get("connection") != "close"


async def _read_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding") != "chunked":
        return await reader.readexactly(int(headers.get("content-length", 0)))
    body = b""
    while size := int(await reader.readline(), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readline()
    return body
