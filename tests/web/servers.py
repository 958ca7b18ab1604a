"""The two servers that the tests of this folder ask: that of this computer's page, and a site, both of the same parts.

A test that takes the fixture `server`, or `client`, runs against both; one that cannot says why: `desktop_only`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from gallery.site.config import Links, Login, Originals, SiteConfig
from gallery.site.gate import COOKIE, FRONT_HEADER
from tests.web.client import ApiClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from gallery.web.server import Server

FRONT_SECRET = "what the front server proves itself by"
PERSON = "anna"
SITE_HOST = "photos.example.org"


def desktop_only(reason: str) -> pytest.MarkDecorator:
    """Return the mark of a test that makes no sense for a site, for this reason."""
    return pytest.mark.desktop_only(reason)


def site_config(port: int) -> SiteConfig:
    """Return what a site on this port is like: one person, who sees everything, and signed links."""
    return SiteConfig(
        address=f"https://{SITE_HOST}",
        port=port,
        socket=None,
        login=Login("Remote-User", FRONT_SECRET, 3600, None),
        originals=Originals("shoebox", "/_originals/"),
        links=Links("hmac", "what links are signed by, 32 letters", "", "", 3600, None),
        users={PERSON: None},
    )


class SiteClient(ApiClient):
    """A client of a site: somebody's browser, seen through the front server, which says who it is."""

    def __init__(self, port: int, cookie: str = "", key: str = "") -> None:
        super().__init__(port, cookie, key)
        self.host, self.cookie_name = SITE_HOST, COOKIE
        self.origin = f"https://{SITE_HOST}"

    def headers(self, method: str = "GET") -> dict[str, str]:
        """Return the headers of a request of this method."""
        return {**super().headers(method), "Remote-User": PERSON, FRONT_HEADER: FRONT_SECRET}

    def enter(self) -> SiteClient:
        """Open the page without a cookie, and return a client that has what it hands out."""
        answer = self.ask("/", Cookie=None, X_Gallery_Key=None)
        key = re.search(r'gallery-key" content="([\w-]{43})"', answer.body.decode())
        cookie = re.search(rf"{COOKIE}=([\w-]{{43}});", ";".join(answer.headers.get_all("Set-Cookie") or ()))
        assert key, answer
        assert cookie, answer
        return SiteClient(self.port, cookie[1], key[1])


@dataclass(frozen=True, slots=True)
class TestedServer:
    """One of the two, while it runs."""

    __test__ = False

    name: str
    port: int
    server: Server
    app: Flask
    """The application that it serves, or one behind the same gate."""
    enter: Callable[[], ApiClient]
    """Returns a new client with a session of its own; on the desktop the session before ends."""
    without_session: frozenset[str]
    """Endpoints that are reached before there is a session."""
    without_key: frozenset[str]
    """Endpoints for which the cookie is enough."""
    streams: frozenset[str]
    """Endpoints whose answers never end."""
    write: str
    """An address at which something is written, by POST."""
    strangers: dict[str, dict[str, str | None]]
    """What makes a connection a stranger's, whose bodies are not read: headers that are sent otherwise."""
    stranger_refused: tuple[int, str]
    """How strangers are refused: status and code."""

    def rules(self) -> list[Any]:
        """Return every route whose answer ends."""
        return [rule for rule in self.app.url_map.iter_rules() if rule.endpoint not in self.streams]
