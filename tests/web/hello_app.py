"""The smallest WSGI application, and a client that asks it over an open connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterable


def hello(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer every request with `hello`."""
    start_response("200 OK", [("Content-Length", "5")])
    return [b"hello"]


def ask(connection: socket.socket, path: str = "/", until: bytes = b"hello") -> bytes:
    """Send a request and return what arrives, up to and including the bytes `until`."""
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    answer = b""
    while until not in answer:
        received = connection.recv(4096)
        assert received, answer
        answer += received
    return answer
