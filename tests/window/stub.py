"""A small HTTP server for the window's tests: it serves the pages it is given and records every request."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

BOOT = b"<script>history.replaceState(null, '', '/')</script>"
PAGE = "<!doctype html><title>Shoebox test</title><body style='background:#1a5a96'><h1 id=ready>ready</h1></body>"


class Stub:
    """A server on a free port of 127.0.0.1, from `with` on.

    `/boot/N` serves `/` with a script that forgets the address. A POST to `/found` is kept as `found` and sets `reported`.

    Args:
        pages: path -> HTML, or (type, bytes), or a function that returns either.
        delay: seconds by which the first page is late, unless the event `delay` is set before.
    """

    def __init__(self, pages: dict[str, Any] | None = None, delay: float = 0) -> None:
        self.pages: dict[str, Any] = {"/": PAGE, **(pages or {})}
        self.redirects: dict[str, str] = {}
        self.requests: list[str] = []
        self.connections = 0
        self.found: Any = None
        self.accepted: str | None = None  # Accept-Language of the last request
        self.reported = threading.Event()
        self.delay = threading.Event()
        self.delay_s = delay
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="stub")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.delay.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def boots(self) -> list[str]:
        """Return the requests for a one-time address."""
        return [line for line in self.requests if " /boot/" in line]

    def _answer(self, path: str) -> tuple[str, bytes]:
        if path.startswith("/boot/"):
            kind, page = self._answer("/")
            return kind, page.replace(b"<!doctype html>", b"<!doctype html>" + BOOT, 1)
        page = self.pages.get(path.partition("?")[0], "")
        if callable(page):
            page = page()
        if isinstance(page, tuple):
            return page
        return "text/html", page.encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:  # noqa: C901  a class in a function, so that it knows its stub
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                stub.connections += 1
                super().setup()

            def do_GET(self) -> None:
                stub.requests.append(f"GET {self.path}")
                stub.accepted = self.headers.get("Accept-Language")
                if self.path == "/" or self.path.startswith("/boot/"):
                    stub.delay.wait(stub.delay_s)
                if self.path in stub.redirects:
                    return self.redirect(stub.redirects[self.path])
                return self.reply(*stub._answer(self.path))

            def do_POST(self) -> None:
                stub.requests.append(f"POST {self.path}")
                sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.path == "/found":
                    stub.found = json.loads(sent)
                    stub.reported.set()
                self.reply("text/plain", b"")

            def redirect(self, there: str) -> None:
                self.send_response(302)
                self.send_header("Location", there)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def reply(self, kind: str, body: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                if kind == "application/zip":
                    self.send_header("Content-Disposition", "attachment; filename=a.zip")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
