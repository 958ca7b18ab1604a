"""The sessions of a site: one for each log-in, many at once, in memory only, with an end."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SECRET_BYTES = 32
MAX_SESSIONS = 10_000
MAX_SESSIONS_OF_USER = 50
"""More end the oldest: a browser that keeps no cookies begins one with every page."""


@dataclass(frozen=True, slots=True)
class Session:
    """What one browser of one person has been given; each secret is 32 random bytes as 43 URL-safe characters."""

    user: str
    cookie: str
    key: str
    holder: str
    """What links to pictures are bound to (signers.py)."""
    ends: float
    """On the clock of the sessions, in seconds."""


class Sessions:
    """Sessions by the hash of their cookie, so that looking one up tells nothing of how much of it was right.

    Any thread may call every method; `_lock` guards the dictionary.

    Args:
        seconds: how long a session lasts.
        clock: seconds, never going back.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._by_hash: OrderedDict[bytes, Session] = OrderedDict()

    def start(self, user: str) -> Session:
        """Begin a session, and end the oldest where there are too many."""
        ends = self._clock() + self._seconds
        cookie, page_key, holder = (secrets.token_urlsafe(SECRET_BYTES) for _ in range(3))
        session = Session(user, cookie, page_key, holder, ends)
        with self._lock:
            self._end_overdue()
            own = [key for key, other in self._by_hash.items() if other.user == user]
            for key in own[: max(0, len(own) - MAX_SESSIONS_OF_USER + 1)]:
                del self._by_hash[key]
            while len(self._by_hash) >= MAX_SESSIONS:
                self._by_hash.popitem(last=False)
            self._by_hash[_hash(session.cookie)] = session
        return session

    def find(self, cookie: str, user: str | None = None) -> Session | None:
        """Return the session of this cookie if it has not ended, and is this person's where one is named."""
        with self._lock:
            session = self._by_hash.get(_hash(cookie))
        is_theirs = session is not None and user in (None, session.user)
        return session if session and is_theirs and session.ends > self._clock() else None

    def end(self, session: Session) -> None:
        """End a session; one that has ended stays so."""
        with self._lock:
            self._by_hash.pop(_hash(session.cookie), None)

    def live_secrets(self) -> Iterable[str]:
        """Return every secret that is good now, for the log to leave out."""
        with self._lock:
            return [
                secret for session in self._by_hash.values() for secret in (session.cookie, session.key, session.holder)
            ]

    def _end_overdue(self) -> None:
        """Forget the sessions that have ended: all last equally long, so that the oldest come first."""
        now = self._clock()
        while self._by_hash and next(iter(self._by_hash.values())).ends <= now:
            self._by_hash.popitem(last=False)


def _hash(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode("utf-8", "surrogatepass")).digest()
