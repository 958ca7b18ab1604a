"""News for whoever listens: every event there is, and a hub that never makes the sender wait."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class TimelinesChanged:
    """Ids, order, sizes, versions or flags of some timeline changed."""

    kind: ClassVar[str] = "changed"
    generation: int


@dataclass(frozen=True, slots=True)
class ProgressChanged:
    """How far the work is. All counts are of files."""

    kind: ClassVar[str] = "progress"
    stage: str
    """idle, listing, reading or thumbnails."""
    listed: int = 0
    read: int = 0
    unread: int = 0
    thumbnails: int = 0
    unmade: int = 0
    paused: bool = False


@dataclass(frozen=True, slots=True)
class ProblemsChanged:
    """How many files could not be read, when the number changed."""

    kind: ClassVar[str] = "problems"
    count: int


@dataclass(frozen=True, slots=True)
class RootsChanged:
    """What the sidebar lists: a root came, went, is offline or is back, or the saved searches changed."""

    kind: ClassVar[str] = "roots"


@dataclass(frozen=True, slots=True)
class FolderRequested:
    """Go to this folder (a second start handed it over)."""

    kind: ClassVar[str] = "show"
    folder: int | None
    photo: int | None = None


@dataclass(frozen=True, slots=True)
class DropHoverChanged:
    """Something that can be dropped is held over the window."""

    kind: ClassVar[str] = "hover"
    over: bool


Event = TimelinesChanged | ProgressChanged | ProblemsChanged | RootsChanged | FolderRequested | DropHoverChanged


def payload(event: Event) -> dict[str, Any]:
    """The event as the feed sends it."""
    return asdict(event)


class Subscription:
    """One listener's queue. Events of one kind are replaced by newer ones: only the last state counts."""

    def __init__(self) -> None:
        self._waiting: dict[str, Event] = {}
        self._wake = threading.Condition()
        self._closed = False

    def put(self, event: Event) -> None:
        with self._wake:
            self._waiting[event.kind] = event
            self._wake.notify()

    def get(self, timeout: float) -> Event | None:
        """The next event, or None after `timeout` seconds.

        Raises:
            EOFError: the subscription was closed.
        """
        with self._wake:
            self._wake.wait_for(lambda: self._waiting or self._closed, timeout)
            if self._closed:
                raise EOFError
            if not self._waiting:
                return None
            return self._waiting.pop(next(iter(self._waiting)))

    def close(self) -> None:
        with self._wake:
            self._closed = True
            self._wake.notify_all()


class EventHub:
    """Passes events on. At most `limit` listeners: the oldest gives way, as each holds a thread."""

    def __init__(self, limit: int = 4, on_listener: Callable[[], None] = lambda: None) -> None:
        """`on_listener` is called whenever somebody begins to listen."""
        self._limit = limit
        self._on_listener = on_listener
        self._subscriptions: list[Subscription] = []
        self._lock = threading.Lock()
        self._closed = False

    def send(self, event: Event) -> None:
        with self._lock:
            for subscription in self._subscriptions:
                subscription.put(event)

    def subscribe(self) -> Subscription:
        subscription = Subscription()
        with self._lock:
            if self._closed:
                subscription.close()
            while len(self._subscriptions) >= self._limit:
                self._subscriptions.pop(0).close()
            self._subscriptions.append(subscription)
        self._on_listener()
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        with self._lock:
            if subscription in self._subscriptions:
                self._subscriptions.remove(subscription)

    def drop_all(self) -> None:
        """End every stream: a new page has taken over."""
        with self._lock:
            for subscription in self._subscriptions:
                subscription.close()
            self._subscriptions.clear()

    def close(self) -> None:
        """End every stream, now and later."""
        with self._lock:
            self._closed = True
        self.drop_all()
