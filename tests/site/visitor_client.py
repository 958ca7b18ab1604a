"""A person at a site, as a browser is one: it logs in at the front server, and keeps cookies and the key of its page."""

from __future__ import annotations

import http.client
import json
import re
import socket
from dataclasses import dataclass, field
from typing import Any

from tests.site.front_servers import authorization
from tests.web.client import Answer

ANSWER_S = 30


@dataclass(slots=True)
class Visitor:
    """Somebody who may look at the site on a port of 127.0.0.1; None: somebody who does not log in."""

    port: int
    name: str | None
    cookies: dict[str, str] = field(default_factory=dict)
    key: str = ""

    def enter(self) -> Visitor:
        """Open the page, and keep what it hands out."""
        answer = self.ask("/")
        assert answer.status == 200, answer
        found = re.search(rb'name="gallery-key" content="([\w-]{43})"', answer.body)
        assert found
        self.key = found[1].decode()
        return self

    def ask(self, target: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """Send a request and return its answer; `Sec_Fetch_Site="none"` is a header, an empty value leaves it out."""
        sent = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-Gallery-Key": self.key,
        }
        if self.name is not None:
            sent["Authorization"] = authorization(self.name)
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_S)
        try:
            connection.request(method, target, body, {name: value for name, value in sent.items() if value})
            found = connection.getresponse()
            answer = Answer(found.status, found.headers, found.read())
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def ask_raw(self, target: bytes, *lines: bytes) -> bytes:
        """Send a request whose address is spelled as no library would, and return the answer as it came."""
        with self.start(target, *lines) as connection:
            return b"".join(iter(lambda: connection.recv(1 << 16), b""))

    def start(self, target: bytes, *lines: bytes) -> socket.socket:
        """Send a request, and return the connection by which the answer comes, as fast as it is read."""
        assert self.name
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = (
            f"Host: 127.0.0.1:{self.port}\r\nCookie: {cookies}\r\nX-Gallery-Key: {self.key}\r\n"
            f"Authorization: {authorization(self.name)}\r\nConnection: close\r\n"
        )
        request = b"\r\n".join([b"GET " + target + b" HTTP/1.1", *lines, headers.encode(), b""])
        connection = socket.create_connection(("127.0.0.1", self.port), ANSWER_S)
        connection.sendall(request)
        return connection

    def original(self, name: str) -> str:
        """Return the address of a photo's original."""
        return f"/media/{self.key}/original/{self.ids()[name]}"

    def link(self, name: str, size: str = "320") -> str:
        """Return the signed link to a picture of a photo."""
        photo = self.ids()[name]
        return str(self.ask(f"/api/links?size={size}&ids={photo}").json()["links"][str(photo)])

    def write(self, target: str, method: str = "POST", body: Any = None) -> Answer:
        """Send a request that writes, as the page does."""
        data = json.dumps({} if body is None else body).encode()
        origin = f"http://127.0.0.1:{self.port}"
        return self.ask(target, method, data, Content_Type="application/json", Origin=origin)

    def ids(self) -> dict[str, int]:
        """Return the photos that this person sees: id by name."""
        found = self.ask("/api/search?q=").json()["ids"]
        labels = self.ask(f"/api/labels?ids={','.join(map(str, found))}").json()["labels"] if found else []
        return {label["name"]: label["id"] for label in labels}
