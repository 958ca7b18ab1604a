"""A server of somebody else on this computer, with one page that attacks, and what reached it."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class ForeignServer:
    """Serves `page` at `/`, keeps what the page reports to `/found`, and every other request with its cookies.

    Args:
        page: HTML of the attacking page.
    """

    def __init__(self, page: str = "") -> None:
        self.page = page
        self.found: dict[str, Any] = {}
        self.reported = threading.Event()
        self.requests: list[str] = []
        self.cookies: list[str] = []
        self.headers: list[tuple[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.cookies.append(self.headers.get("Cookie", ""))
                if self.path != "/":
                    outer.requests.append(self.path)
                self._answer(outer.page.encode(), outer.headers if self.path == "/" else [])

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/found":
                    outer.found = json.loads(body)
                    outer.reported.set()
                else:
                    outer.requests.append(self.path)
                self._answer(b"", [])

            def _answer(self, body: bytes, headers: list[tuple[str, str]]) -> None:
                self.send_response(200)
                for name, value in [("Content-Type", "text/html; charset=utf-8"), *headers]:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
