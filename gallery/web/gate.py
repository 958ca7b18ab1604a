"""The gate: every request passes `Gate.check` before a route runs, so that even a 404 tells a stranger nothing.

The address has been matched to an endpoint by then, without an effect. A body has been read into memory only where the
request's header holds both secrets (`Gate.is_signed_in`, S20); where it does not, there is none.

Threat ids (S01 …) are those of docs/threats.md. The checks, in this order; the first that fails decides the answer:

1. The peer is 127.0.0.1 (S01): 403.
2. `Host` is this server's address and port, byte for byte (DNS rebinding, S03); no forwarded header is read (S04): 403.
3. `Origin` is absent or this server's own (another site's fetch or form, S05): 403.
4. `Sec-Fetch-Site` is absent or `same-origin`; `none`, which a typed address sends, for the page and the boot address
   only (another site's `<img>`, `<script>` or link, S06): 403.
5. `Sec-Fetch-Dest` is no frame, embedded object or service worker (S06): 403.
6. The session cookie is sent exactly once and is right (S01, S02): 401. The boot address alone needs no session: it is
   where one begins (S09). It is told by the endpoint's name, never by its path.
7. The page key is right, as header `X-Gallery-Key` below /api, as path segment below /media and /feed, because an
   `<img>` cannot send a header (S08, S10): 401.
8. A request that writes has an `Origin` (its value passed check 3) and a JSON body (S08): 403, 415.

There are two secrets because cookies ignore ports: another server on 127.0.0.1 gets the cookie as soon as the browser
talks to it (S10). The key is held in sessionStorage, which belongs to one scheme, host and port.
No preflight is answered and no `Access-Control-*` header is ever sent (S07).
"""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.languages.sentence import Sentence
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
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from flask import Request

BOOT_CODE_SECONDS = 600.0
"""Somebody has to copy it into a browser; and a window waits with it until all is open, which may have to be mended."""
MAX_BOOT_CODES = 8
SECRET_BYTES = 32
HTTP_PORT = 80
"""The port that browsers leave out of `Host` and `Origin` (URL Standard, section 4.2: the default port of http)."""
ENDPOINTS_WITHOUT_SESSION = frozenset({"boot"})
"""Endpoints that are reached before there is a cookie (check 6); names, not paths."""
ENDPOINTS_TYPED_BY_USER = frozenset({"boot", "page"})
"""Endpoints whose address a person may type or paste (check 4, `Sec-Fetch-Site: none`)."""


@dataclass(frozen=True, slots=True)
class Session:
    """The two secrets of the page that was opened last, each 32 random bytes as 43 URL-safe characters."""

    cookie: str
    key: str


class Gate:
    """Holds the one-time codes and the session, in memory only, and checks requests against them. Thread-safe.

    There is one session: a new one ends the one before (S26).

    Args:
        port: the server's, on 127.0.0.1.
        on_new_session: called by `start_session`, on its thread, when the session before has ended.
        clock: seconds, never going back.
    """

    def __init__(
        self, port: int, on_new_session: Callable[[], None] = lambda: None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.host = "127.0.0.1" if port == HTTP_PORT else f"127.0.0.1:{port}"
        self.origin = f"http://{self.host}"
        self.cookie_name = f"shoebox_{port}"
        self.on_new_session = on_new_session
        self._clock = clock
        self._lock = threading.Lock()  # holds _expiry_of_code and the change of _session
        self._expiry_of_code: dict[str, float] = {}
        self._session = _new_session()  # never handed out: before the first boot no cookie and no key is right

    def boot_address(self, seconds: float = BOOT_CODE_SECONDS) -> str:
        """Return a new one-time address, good for `seconds` (S09).

        At most `MAX_BOOT_CODES` are good at a time; a further one ends the oldest.
        """
        code = secrets.token_urlsafe(SECRET_BYTES)
        with self._lock:
            now = self._clock()
            self._expiry_of_code = {old: expiry for old, expiry in self._expiry_of_code.items() if expiry > now}
            while len(self._expiry_of_code) >= MAX_BOOT_CODES:
                del self._expiry_of_code[next(iter(self._expiry_of_code))]
            self._expiry_of_code[code] = now + seconds
        return f"{self.origin}/boot/{code}"

    def start_session(self, code: str) -> Session:
        """Trade a one-time code for a new session; the code and the session before are good no longer (S09, S26).

        Of two calls at once with one code, exactly one succeeds.

        Raises:
            RefusedError: 403, the code has been used, is too old or never was.
        """
        with self._lock:
            match = next((known for known in self._expiry_of_code if secrets_equal(known, code)), None)
            expiry = self._expiry_of_code.pop(match) if match else 0.0
            if not match or expiry <= self._clock():
                raise RefusedError(403, "boot_code", Sentence("error-address-used"))
            self._session = session = _new_session()
        self.on_new_session()
        return session

    def live_secrets(self) -> Iterable[str]:
        """Return every secret that is good now, for the log to leave out (S24)."""
        with self._lock:
            return [*self._expiry_of_code, self._session.cookie, self._session.key]

    def is_signed_in(self, path: str, headers: Mapping[str, str]) -> bool:
        """Return whether a request brings both secrets, which makes it the page's. Any thread.

        The server asks while it has read no more than the header; that the request is let in is for `check` to say.

        Args:
            path: of the address, decoded.
            headers: named as in the environment of CGI without `HTTP_`: `COOKIE`.
        """
        session = self._session
        key = key_sent(path, headers.get("X_GALLERY_KEY", ""))
        # the key first: the cookies of strangers are not even parsed
        if key is None or not secrets_equal(session.key, key):
            return False
        from werkzeug.sansio.http import parse_cookie  # 60 ms; the window needs the gate's address before

        return self._cookie_right(session, parse_cookie(headers.get("COOKIE", "")).getlist(self.cookie_name))

    def check(self, request: Request) -> None:
        """Return if the request passes the checks of this module's docstring. On any request thread.

        Raises:
            RefusedError: 401, 403 or 415.
        """
        self._check_sender(request)
        if request.endpoint in ENDPOINTS_WITHOUT_SESSION:
            return
        self._check_secrets(request)
        if request.method not in ("GET", "HEAD"):
            check_write(request)

    def _check_sender(self, request: Request) -> None:
        """Make checks 1 to 5: the request comes from this computer, and from the page or the address bar."""
        if request.remote_addr != "127.0.0.1":
            raise refused("peer")
        check_addressee(request, self.host, self.origin)
        check_fetch_metadata(request, ("none",) if request.endpoint in ENDPOINTS_TYPED_BY_USER else ())

    def _check_secrets(self, request: Request) -> None:
        """Make checks 6 and 7: the cookie everywhere, the key below /api, /media and /feed.

        The answer is the same for every address and either secret: it does not tell which was wrong (S01, S02).
        """
        session = self._session  # read once: a new session may begin meanwhile
        key = key_sent(request.path, request.headers.get("X-Gallery-Key", ""))
        key_right = key is None or secrets_equal(session.key, key)
        if not (key_right and self._cookie_right(session, request.cookies.getlist(self.cookie_name))):
            raise _not_entered()

    @staticmethod
    def _cookie_right(session: Session, sent: Sequence[str]) -> bool:
        """Return whether the session cookie was sent exactly once and is right."""
        return len(sent) == 1 and secrets_equal(session.cookie, sent[0])


def _new_session() -> Session:
    return Session(secrets.token_urlsafe(SECRET_BYTES), secrets.token_urlsafe(SECRET_BYTES))


def _not_entered() -> RefusedError:
    return RefusedError(401, "not_entered", Sentence("error-page-signed-out"))
