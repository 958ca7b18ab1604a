"""Who may enter. Every request passes here before anything else is looked at.

Cookies ignore ports and sessionStorage does not, so there are two secrets: a cookie for the browser, and a key that
only the page of this very origin holds. A one-time code brings both. The checks and their order: DESIGN.md section 4.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.base.errors import GalleryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Request, Response

BOOT_CODE_SECONDS = 30.0
MAX_BOOT_CODES = 8
ENDPOINTS_WITHOUT_SESSION = frozenset({"boot"})
"""Endpoints that are reached before there is a cookie; by name, never by path."""
ENDPOINTS_TYPED_BY_USER = frozenset({"boot", "page"})
"""Endpoints that a person may type into the address bar (Sec-Fetch-Site: none)."""
FRAME_DESTINATIONS = frozenset({"iframe", "frame", "embed", "object", "serviceworker", "fencedframe"})

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "media-src 'self'; manifest-src 'none'; worker-src 'none'; object-src 'none'; frame-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
IMAGE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), serial=(), clipboard-read=()",
}


class RefusedError(GalleryError):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


@dataclass(frozen=True, slots=True)
class Session:
    """The two secrets of the page that entered last."""

    cookie: str
    key: str


class Gate:
    """Holds the codes and the session, in memory only. `on_new_session` is called when a new page takes over."""

    def __init__(
        self, port: int, on_new_session: Callable[[], None] = lambda: None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.host = f"127.0.0.1:{port}"
        self.origin = f"http://{self.host}"
        self.cookie_name = f"shoebox_{port}"
        self._on_new_session = on_new_session
        self._clock = clock
        self._lock = threading.Lock()
        self._codes: dict[str, float] = {}
        # until somebody enters, no secret is right: these are never handed out
        self._session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32))

    def boot_address(self, seconds: float = BOOT_CODE_SECONDS) -> str:
        """A new one-time address, good for this long."""
        code = secrets.token_urlsafe(32)
        with self._lock:
            now = self._clock()
            self._codes = {old: until for old, until in self._codes.items() if until > now}
            while len(self._codes) >= MAX_BOOT_CODES:
                del self._codes[next(iter(self._codes))]
            self._codes[code] = now + seconds
        return f"{self.origin}/boot/{code}"

    def start_session(self, code: str) -> Session:
        """Trade a code for a new session; the one before ends.

        Raises:
            RefusedError: used, late or wrong.
        """
        with self._lock:
            match = next((known for known in self._codes if secrets_equal(known, code)), None)
            until = self._codes.pop(match) if match else 0.0
            if not match or until <= self._clock():
                raise RefusedError(403, "boot_code", "This address has been used or is too old. Start Shoebox again.")
            self._session = session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        self._on_new_session()
        return session

    def live_secrets(self) -> Iterable[str]:
        """Everything that must not stand in a log."""
        with self._lock:
            return [*self._codes, self._session.cookie, self._session.key]

    def check(self, request: Request) -> None:
        """Let the request pass, or say why not.

        Raises:
            RefusedError: 401, 403 or 415.
        """
        self._check_sender(request)
        if request.endpoint in ENDPOINTS_WITHOUT_SESSION:
            return
        self._check_secrets(request)
        if request.method not in ("GET", "HEAD"):
            self._check_write(request)

    def _check_sender(self, request: Request) -> None:
        headers = request.headers
        if request.remote_addr != "127.0.0.1":
            raise _refused("peer")
        if request.environ.get("HTTP_HOST") != self.host:
            raise _refused("host")
        if headers.get("Origin", self.origin) != self.origin:
            raise _refused("origin")
        site = headers.get("Sec-Fetch-Site", "same-origin")
        if site != "same-origin" and not (site == "none" and request.endpoint in ENDPOINTS_TYPED_BY_USER):
            raise _refused("site")
        if headers.get("Sec-Fetch-Dest", "") in FRAME_DESTINATIONS:
            raise _refused("frame")

    def _check_secrets(self, request: Request) -> None:
        session = self._session
        cookies = request.cookies.getlist(self.cookie_name)
        if len(cookies) != 1 or not secrets_equal(session.cookie, cookies[0]):
            raise RefusedError(401, "not_entered", "This page is not signed in. Start Shoebox again.")
        top, _, rest = request.path.lstrip("/").partition("/")
        if top == "api":
            key = request.headers.get("X-Gallery-Key", "")
        elif top in ("media", "feed"):
            key = rest.partition("/")[0]
        else:
            return
        if not secrets_equal(session.key, key):
            raise RefusedError(401, "not_entered", "This page is not signed in. Start Shoebox again.")

    def _check_write(self, request: Request) -> None:
        if "Origin" not in request.headers:
            raise _refused("origin")
        if request.mimetype != "application/json":
            raise RefusedError(415, "not_json", "Send JSON.")


def secrets_equal(secret: str, given: str) -> bool:
    """Compare without telling by the time taken how much of it was right."""
    return hmac.compare_digest(secret.encode(), given.encode("utf-8", "surrogatepass"))


def add_security_headers(response: Response) -> Response:
    """Put the headers on that every answer carries."""
    for name, value in SECURITY_HEADERS.items():
        response.headers[name] = value
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _refused(code: str) -> RefusedError:
    return RefusedError(403, code, "This request did not come from the Shoebox page.")
