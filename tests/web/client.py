"""An HTTP client that sends exactly the bytes it is told to: HTTP libraries are not made to send attacks.

Every answer that Shoebox itself gives is checked for what each must have: the security headers, and no CORS header.
"""

from __future__ import annotations

import json
import re
import socket
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any

from gallery.web.security_headers import SECURITY_HEADERS
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message

ANSWER_TIMEOUT_S = 20.0
KEY_PLACE = re.compile(r"(?<![\w-])KEY(?![\w-])")
"""Not within a longer word: one boot code in six thousand has these three letters in it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, read to its end."""

    status: int
    headers: Message
    body: bytes

    def json(self) -> Any:
        """Return the body, parsed."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The error code. Fails unless the body is {"error": {"code", "message"}} with a sentence as message."""
        assert self.headers["Content-Type"] == "application/json", self
        (error,) = self.json().values()
        assert set(error) - {"key", "values"} == {"code", "message"}, error
        assert error["message"][0].isupper(), error
        assert error["message"].endswith("."), error
        return str(error["code"])


class ApiClient:
    """A client with a session, as a page is one: it has cookie and key, and sends the headers that a browser would."""

    def __init__(self, port: int, cookie: str, key: str) -> None:
        self.port, self.cookie, self.key = port, cookie, key
        self.host = f"127.0.0.1:{port}"
        self.origin = f"http://{self.host}"
        self.cookie_name = f"shoebox_{port}"

    def headers(self, method: str = "GET") -> dict[str, str]:
        """Return the headers of a request of this method."""
        sent = {
            "Host": self.host,
            "Cookie": f"{self.cookie_name}={self.cookie}",
            "Sec-Fetch-Site": "same-origin",
            "X-Gallery-Key": self.key,
        }
        return sent if method in ("GET", "HEAD") else {**sent, "Origin": self.origin}

    def connect(
        self,
        target: str,
        method: str = "GET",
        *,
        changed: Mapping[str, str | None] | None = None,
        body: object = None,
        buffer: int | None = None,
    ) -> socket.socket:
        """Send a request and return the connection, its answer unread.

        Args:
            target: KEY in it, as a word, stands for the page's key.
            method: of HTTP.
            changed: headers to send otherwise; None: not at all.
            body: bytes as they are, anything else as JSON.
            buffer: size of the receive buffer in bytes.
        """
        lines = {**self.headers(method), **(changed or {})}
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        if body is not None:
            lines = {"Content-Type": "application/json", "Content-Length": str(len(sent)), **lines}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
        connection = open_connection(self.port, buffer)
        connection.sendall(
            f"{method} {KEY_PLACE.sub(self.key, target)} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + sent
        )
        return connection

    def ask(self, target: str, method: str = "GET", *, body: object = None, **changed: str | None) -> Answer:
        """Send a request and return the answer. Headers are changed by keyword: `If_Range="…"`."""
        named = {name.replace("_", "-"): value for name, value in changed.items()}
        with self.connect(target, method, changed=named, body=body) as connection:
            return read_answer(connection, method)


def wait_until_read(client: ApiClient, photos: int) -> None:
    """Wait until so many photos are shown and nothing more is to be done in the background."""

    def is_idle() -> bool:
        status: dict[str, Any] = client.ask("/api/status").json()
        return bool(status["counts"]["photos"] == photos and status["progress"]["stage"] == "idle")

    wait_for(is_idle)


def open_connection(port: int, buffer: int | None = None) -> socket.socket:
    """Return a connection to the server; `buffer` is the size of its receive buffer in bytes."""
    connection = socket.socket()
    connection.settimeout(ANSWER_TIMEOUT_S)
    if buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    connection.connect(("127.0.0.1", port))
    return connection


def send_bytes(port: int, data: bytes, method: str = "GET") -> Answer:
    """Send these bytes and return the answer."""
    with open_connection(port) as connection:
        connection.sendall(data)
        return read_answer(connection, method)


def read_answer(connection: socket.socket, method: str = "GET") -> Answer:
    """Read one answer, and check what every answer must have."""
    response = HTTPResponse(connection, method=method)
    response.begin()
    answer = Answer(response.status, response.msg, response.read())
    response.close()
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")], answer
    if (
        answer.status not in (400, 413, 431, 501) or answer.headers["Content-Type"] == "application/json"
    ):  # else it is waitress that refuses
        assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS, answer
        assert len(answer.headers.get_all("Content-Security-Policy", [])) == 1, answer
        assert answer.headers["Cache-Control"], answer
    return answer
