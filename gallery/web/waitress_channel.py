"""Connections and requests as waitress sees them, with what it lacks: strangers get little, and nothing smuggled in.

A connection is a *stranger's* until a request on it has brought both secrets (`SignedIn`). Any account on this computer
can open connections by the thousand; those of the page must be answered all the same (S20 in docs/threats.md):

* There are never more than `max_strangers`; a further one ends the oldest that is not being answered.
* A stranger that brings no whole request within `FIRST_REQUEST_SECONDS` is closed, however it drips.
* Requests of the page are served before those of strangers, and those for pictures after its others.
* A body is read only from a request with both secrets; any other is answered from its header.

Of a request whose end is in doubt nothing behind it is answered (S21): the answer is the connection's last.
Written for waitress 3.0; what is relied upon is held by `tests/web/test_waitress_adapter.py`.
"""

from __future__ import annotations

import socket
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import RequestEntityTooLarge, RequestHeaderFieldsTooLarge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    SignedIn = Callable[[str, Mapping[str, str]], bool]
    """Tells by path and headers whether a request brings both secrets. Headers are named as in `HTTP_COOKIE`, without
    `HTTP_`."""

FIRST_REQUEST_SECONDS = 10.0
"""How long a stranger may take for a request, from the connection or the answer before."""
PICTURE_PATHS = ("/media/", "/picture/")
LINGER_SECONDS = 2.0
"""How long a client may go on sending when it has been refused: closed at once, it would lose the answer."""
HEADER_TOO_LARGE = (
    "Other sites have set more cookies than Shoebox can take. Delete the cookies of this address in this browser."
)


class Request(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """A request being received. Decides from its header whether its body is read.

    Args:
        adj: waitress's settings.
        channel: the connection.
    """

    error: Any
    last = False
    """Whether its connection ends with its answer: its body is not read, so that nobody knows where it ends."""

    def __init__(self, adj: Any, channel: Channel) -> None:
        super().__init__(adj)
        self._channel = channel

    def received(self, data: bytes) -> int:
        """Take bytes and return how many: all, where nothing behind this request is to be a request."""
        began = self.headers_finished
        consumed: int = super().received(data)
        if self.headers_finished and not began and not self.empty:
            self._decide_on_body()
        if isinstance(self.error, RequestHeaderFieldsTooLarge):
            self.error.body = HEADER_TOO_LARGE
        if self.completed and (self.error or self.last):
            self._channel.ignore_rest()
            return len(data)
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Parse the header, and refuse what servers understand differently (RFC 9112, sections 5.2, 6.1 and 6.3).

        Raises:
            ParsingError: it is answered with 400, and the connection is closed.
        """
        if b"\r\n " in header_plus or b"\r\n\t" in header_plus:
            raise ParsingError("Folded header line")
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # a length of 5,000 digits, an address with half a bracket
            raise ParsingError("Malformed request") from error
        if "TRANSFER_ENCODING" in self.headers:  # waitress takes it away where it obeys it: in HTTP/1.1
            raise ParsingError("Transfer-Encoding is of HTTP/1.1")
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Two lengths")

    def _decide_on_body(self) -> None:
        """Leave the body unread, unless the request brings both secrets and a length within the limit.

        The page sends no body in chunks.
        """
        if self.error and not isinstance(self.error, RequestEntityTooLarge):
            return
        signed_in = self._channel.recognise(self.path, self.headers)
        if not self.chunked and self.content_length == 0:
            self.expect_continue = False  # there is nothing to continue with; waitress would wait for it
        elif self.chunked or not signed_in or self.error:
            self.error = None  # the site refuses it, in its own words
            self.last, self.completed, self.expect_continue = True, True, False
            self.headers["CONNECTION"] = "close"


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection. Its methods run on the loop's thread, but for `service`.

    Args:
        waitress: what waitress makes a connection of.
        signed_in: tells whether a request brings both secrets.
        strangers: the strangers' connections, the oldest first; this one is added.
    """

    close_when_flushed: bool

    def __init__(self, *waitress: Any, signed_in: SignedIn, strangers: Strangers, **more: Any) -> None:
        self._signed_in, self._strangers = signed_in, strangers
        self._ignoring = False
        self._lingers_since: float | None = None
        self.waiting_since = time.time()
        super().__init__(*waitress, **more)
        self.parser_class = lambda settings: Request(settings, self)
        strangers.add(self)

    @property
    def stranger(self) -> bool:
        """Whether no request on this connection has brought both secrets yet."""
        return self in self._strangers

    @property
    def wants_picture(self) -> bool:
        """Whether the request that is next is for a picture, which may have to be made."""
        path = getattr(self.requests[0], "path", "") if self.requests else ""  # a malformed request has none
        return str(path).startswith(PICTURE_PATHS)

    def recognise(self, path: str, headers: Mapping[str, str]) -> bool:
        """Return whether a request brings both secrets; its connection is no stranger's from then on."""
        known = self._signed_in(path, headers)
        if known:
            self._strangers.discard(self)
        return known

    def ignore_rest(self) -> None:
        """Take nothing that comes from now on for a request."""
        self._ignoring = True

    def overdue(self, now: float) -> bool:
        """Return whether this connection has had its time: a stranger without a request, or one that lingers."""
        if self._lingers_since is not None:
            return now - self._lingers_since > LINGER_SECONDS
        return self.stranger and not self.requests and now - self.waiting_since > FIRST_REQUEST_SECONDS

    def received(self, data: bytes) -> bool:
        """Take bytes from the client."""
        return not self._ignoring and bool(super().received(data))

    def handle_write(self) -> None:
        """Send what waits. After the last answer of a refused client say so, and wait a little for it to hang up."""
        if not (self._ignoring and self.close_when_flushed):
            super().handle_write()
            return
        self._flush_exception(self._flush_some)
        if self.will_close:
            self.handle_close()
        elif not self.total_outbufs_len:
            self.close_when_flushed, self._lingers_since = False, time.time()
            with suppress(OSError):  # it has hung up already
                self.socket.shutdown(socket.SHUT_WR)

    def service(self) -> None:
        """Answer one request. On a request thread."""
        super().service()
        self.waiting_since = time.time()

    def del_channel(self, *waitress: Any) -> None:
        """Forget the connection: it is being closed."""
        self._strangers.discard(self)
        super().del_channel(*waitress)


class Strangers:
    """The strangers' connections, the oldest first. Changed on the loop's thread."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._channels: dict[Channel, None] = {}

    def __len__(self) -> int:
        return len(self._channels)

    def __contains__(self, channel: Channel) -> bool:
        return channel in self._channels

    def add(self, channel: Channel) -> None:
        """Add a connection that has just come."""
        self._channels[channel] = None

    def discard(self, channel: Channel) -> None:
        """Remove a connection: it has proved itself, or is closed."""
        self._channels.pop(channel, None)

    def excess(self) -> list[Channel]:
        """Return as many as are too many, to be closed: the oldest, and first those that are not being answered."""
        count = max(0, len(self) - self._limit)
        return sorted(self._channels, key=lambda channel: bool(channel.requests))[:count] if count else []


class PageFirst:
    """The queue of the request threads: the page's before strangers', and words before pictures, which may take long.

    It has what waitress asks of its `deque`, and is used under waitress's lock.
    """

    def __init__(self) -> None:
        self._page: deque[Channel] = deque()
        self._pictures: deque[Channel] = deque()
        self._strangers: deque[Channel] = deque()

    def __len__(self) -> int:
        return len(self._page) + len(self._pictures) + len(self._strangers)

    def append(self, channel: Channel) -> None:
        """Add a connection with a request."""
        own = self._pictures if channel.wants_picture else self._page
        (self._strangers if channel.stranger else own).append(channel)

    def popleft(self) -> Channel:
        """Return the next one to serve.

        Raises:
            IndexError: there is none.
        """
        return (self._page or self._pictures or self._strangers).popleft()
