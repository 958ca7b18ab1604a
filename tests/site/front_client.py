"""The front server as a site sees it, without one: requests to the application of a site on a port."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from werkzeug.wsgi import FileWrapper

from gallery.site.gate import COOKIE

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

FRONT_SECRET = "the secret of the front server, 40 letters"


class Front:
    """The front server as a site sees it on a port: it has the secret, and says who it is."""

    def __init__(self, app: Flask, host: str) -> None:
        self.app, self.host = app, host
        self.origin = f"http://{host}"
        self.key = self.cookie = ""

    def enter(self, name: str) -> Front:
        answer = self.ask("/", Remote_User=name)
        found = re.search(r'gallery-key" content="([\w-]+)"', answer.text)
        assert found
        self.key = found[1]
        self.cookie = re.findall(rf"{COOKIE}=([\w-]+)", ";".join(answer.headers.getlist("Set-Cookie")))[0]
        self.name = name
        return self

    def ask(self, target: str, method: str = "GET", **headers: Any) -> TestResponse:
        sent: dict[str, Any] = {
            "Host": self.host,
            "X-Shoebox-Front": FRONT_SECRET,
            "Remote-User": getattr(self, "name", ""),
            "X-Gallery-Key": self.key,
            "Cookie": f"{COOKIE}={self.cookie}",
            "Sec-Fetch-Site": "same-origin",
        }
        if method not in ("GET", "HEAD"):
            sent |= {"Origin": self.origin, "Content-Type": "application/json"}
        peer = headers.pop("peer", "127.0.0.1")
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.app.test_client(use_cookies=False).open(
            target.replace("KEY", self.key or "KEY"),
            method=method,
            headers={name: value for name, value in sent.items() if value is not None},
            data=b"{}" if method not in ("GET", "HEAD") else None,
            environ_overrides={"REMOTE_ADDR": peer, "HTTP_HOST": sent["Host"], "wsgi.file_wrapper": FileWrapper},
        )
