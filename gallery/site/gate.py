"""The gate of a site: every request passes `SiteGate.check` before a route runs.

It shares its parts with the gate of the page on this computer (web/gate.py), and no state. Threat ids are those of
docs/threats.md. The checks, in this order; the first that fails decides the answer:

1. The request comes from the front server: on a port from 127.0.0.1, on a Unix socket by the socket's own rights; and
   with its secret in `X-Shoebox-Front`, compared in constant time, where the file names one, as it must on a port. 403.
2. `Host` is the public one, byte for byte, and `Origin` absent or ours. 403.
3. `Sec-Fetch-Site` is absent or `same-origin`; anything for the page itself, which people come to by links and by
   typing, as long as it is to be shown as a document. `Sec-Fetch-Dest` is no frame. 403.
4. The header of the front server names one person, whom the file of the site knows, if it names any. 401.
5. The session cookie is sent exactly once, is good, and is of this person; not for the page itself, which hands it out.
   401.
6. The page key is right, as on this computer. 401.
7. A request that writes is refused, 403, but for the log-out, which has `Origin` and a JSON body. What is no method of
   any route is left to the router: 405.

Of pictures by signed link checks 4 to 6 ask nothing: their route checks the signature before it does anything else,
and that the session to which it binds the picture is good.
Endpoints are told by name, never by path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.languages.sentence import Sentence
from gallery.site.person_name import read_name
from gallery.web.request_checks import (
    RefusedError,
    check_addressee,
    check_fetch_metadata,
    check_write,
    key_sent,
    refused,
    secrets_equal,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Request

    from gallery.site.config import SiteConfig
    from gallery.site.sessions import Session, Sessions

FRONT_HEADER = "X-Shoebox-Front"
COOKIE = "__Host-shoebox"
"""The prefix makes browsers insist on Secure, on Path=/ and on no Domain (RFC 6265bis, 4.1.3.2)."""
PICTURE_ENDPOINT = "signed_pictures.picture"
"""Reached without session and key."""
ENDPOINTS_THAT_WRITE = frozenset({"api.log_out"})
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class SiteGate:
    """Checks requests against the file of the site and the sessions. Thread-safe."""

    def __init__(self, config: SiteConfig, sessions: Sessions) -> None:
        self._config = config
        self._sessions = sessions

    def check(self, request: Request) -> Session | None:
        """Return the session of a request that passes the checks of this module's docstring; None where it needs none.

        Raises:
            RefusedError: 401, 403 or 415.
        """
        self._check_sender(request)
        session = None
        if request.endpoint != PICTURE_ENDPOINT:
            user = self.user_of(request)
            if request.endpoint != "page":
                session = self._check_session(request, user)
        self._check_reading(request)
        return session

    def is_from_front(self, path: str, headers: Mapping[str, str]) -> bool:  # noqa: ARG002
        """Return whether a request comes from the front server, as far as its header tells. Any thread.

        Args:
            path: of the address.
            headers: named as in the environment of CGI without `HTTP_`.
        """
        secret = self._config.login.front_secret
        return secret is None or secrets_equal(secret, headers.get("X_SHOEBOX_FRONT", ""))

    def user_of(self, request: Request) -> str:
        """Return who it is, as the front server says.

        Raises:
            RefusedError: 401, nobody, or somebody whom the file of the site does not name.
        """
        name = read_name(request.headers.get(self._config.login.header, ""))
        if name is None or not (self._config.users is None or name in self._config.users):
            raise RefusedError(401, "unknown_person", Sentence("error-unknown-person"))
        return name

    def session_of_pictures(self, request: Request) -> Session | None:
        """Return the session of a request for a signed picture, of which nobody says who it is, if it is good."""
        return self._find_session(request, None)

    def current_session(self, request: Request) -> Session | None:
        """Return the session whose cookie a request brings, if it is good and this person's."""
        return self._find_session(request, self.user_of(request))

    def _check_sender(self, request: Request) -> None:
        """Make checks 1 to 3."""
        if self._config.port is not None and request.remote_addr != "127.0.0.1":
            raise refused("peer")
        secret = self._config.login.front_secret
        if secret is not None and not secrets_equal(secret, request.headers.get(FRONT_HEADER, "")):
            raise refused("front")
        check_addressee(request, self._config.host, self._config.address)
        check_fetch_metadata(request, _other_sites(request))

    def _check_session(self, request: Request, user: str) -> Session:
        """Make checks 5 and 6."""
        session = self._find_session(request, user)
        key = key_sent(request.path, request.headers.get("X-Gallery-Key", ""))
        if session is None or (key is not None and not secrets_equal(session.key, key)):
            raise RefusedError(401, "not_entered", Sentence("error-page-signed-out-load"))
        return session

    def _find_session(self, request: Request, user: str | None) -> Session | None:
        sent = request.cookies.getlist(COOKIE)
        return self._sessions.find(sent[0], user) if len(sent) == 1 else None

    @staticmethod
    def _check_reading(request: Request) -> None:
        """Make check 7."""
        if request.method in ("GET", "HEAD") or (request.method not in WRITING and request.endpoint is None):
            return
        if request.endpoint not in ENDPOINTS_THAT_WRITE:
            raise RefusedError(403, "read_only", Sentence("error-read-only"))
        check_write(request)


def _other_sites(request: Request) -> frozenset[str]:
    """Return what `Sec-Fetch-Site` may be besides `same-origin` (Fetch Metadata, section 2)."""
    if request.endpoint == PICTURE_ENDPOINT:  # its signature is what counts; it may have an origin of its own
        return frozenset({"same-site", "cross-site", "none"})
    shown = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    if request.endpoint == "page" and request.method == "GET" and shown:
        return frozenset({"same-site", "cross-site", "none"})
    return frozenset()
