"""The events that open pages are told of, and the hub that passes them on without making the sender wait.

Every event says what has happened, and bears the name, `kind`, by which the page knows it.
"""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class TimelinesChanged:
    """Ids, order, sizes, versions or flags of photos in some timeline changed, or what folders leave out."""

    kind: ClassVar[str] = "changed"
    generation: int
    """The number of the new state."""


@dataclass(frozen=True, slots=True)
class ProgressChanged:
    """Progress of the background work changed. All counts are of files."""

    kind: ClassVar[str] = "progress"
    stage: str
    """What is being done: idle, listing, reading or thumbnails."""
    listed: int = 0
    """Found so far by the scans that run."""
    read: int = 0
    """Whose header was read."""
    unread: int = 0
    """Whose header is still to be read."""
    thumbnails: int = 0
    """Whose grid thumbnail was made."""
    unmade: int = 0
    """Whose grid thumbnail is still to be made."""
    paused: bool = False
    """Whether the user has paused the work."""


@dataclass(frozen=True, slots=True)
class ProblemsChanged:
    """The number of files that could not be read changed."""

    kind: ClassVar[str] = "problems"
    count: int


@dataclass(frozen=True, slots=True)
class RootsChanged:
    """A root was added, removed, went offline or came back; or a notice or a saved search changed.

    A page that hears of it asks for the status, and for what its sidebar lists.
    """

    kind: ClassVar[str] = "roots"


@dataclass(frozen=True, slots=True)
class FolderRequested:
    """The user asked, outside of the page, to see a folder: a second start, or a drop on the window."""

    kind: ClassVar[str] = "show"
    folder: int | None
    photo: int | None = None
    visit: int | None = None
    """The visit, where the folder is none of the library."""


@dataclass(frozen=True, slots=True)
class DropHoverChanged:
    """Something that can be dropped was moved over the window, or away from it."""

    kind: ClassVar[str] = "hover"
    over: bool


Event = TimelinesChanged | ProgressChanged | ProblemsChanged | RootsChanged | FolderRequested | DropHoverChanged


def payload(event: Event) -> dict[str, Any]:
    """Return the event's fields as the feed sends them."""
    return asdict(event)


class Subscription:
    """The events that one listener has not got yet. A newer event of the same kind takes the place of the older one.

    Only the last state counts. Every method may be called on any thread; `_changed` guards everything.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, Event] = {}
        self._changed = threading.Condition()
        self._closed = False

    def put(self, event: Event) -> None:
        """Add an event; one of the same kind that still waits is replaced, and the event takes its turn."""
        with self._changed:
            self._waiting[event.kind] = event
            self._changed.notify()

    def get(self, timeout: float) -> Event | None:
        """Wait for the next event and return it, or None after `timeout` seconds.

        Raises:
            EOFError: the subscription was closed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed, timeout)
            if self._closed:
                raise EOFError
            if not self._waiting:
                return None
            return self._waiting.pop(next(iter(self._waiting)))

    def close(self) -> None:
        """End the waiting of every thread, now and later."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class EventHub:
    """Passes events on to every listener. Any thread may call any method; `_lock` guards who is told."""

    def __init__(self, limit: int = 4, on_listener: Callable[[], None] = lambda: None) -> None:
        """Set up a hub without listeners.

        Args:
            limit: Listeners at a time; a new one ends the oldest, because each holds a thread of the server.
            on_listener: Called whenever a listener is added, on its thread, without the lock.
        """
        self._limit = limit
        self._on_listener = on_listener
        self._subscriptions: list[Subscription] = []
        self._followers: list[Callable[[Event], None]] = []
        self._lock = threading.Lock()
        self._closed = False

    def send(self, event: Event) -> None:
        """Tell every listener. Never waits for one."""
        with self._lock:
            for subscription in self._subscriptions:
                subscription.put(event)
            for follower in self._followers:
                follower(event)

    def follow(self, follower: Callable[[Event], None]) -> Callable[[], None]:
        """Tell a part of this program, too, which is no listener: it counts for no limit, and no page replaces it.

        Args:
            follower: called on the sender's thread, under the lock: it hands the event on, and returns at once.

        Returns:
            What ends it: after that call it is told nothing more.
        """
        with self._lock:
            self._followers.append(follower)

        def end() -> None:
            with self._lock:
                self._followers.remove(follower)

        return end

    def subscribe(self) -> Subscription:
        """Add a listener, which hears of what happens from now on. After `close` its subscription is closed already."""
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
        """Remove a listener. Does nothing if it is gone."""
        with self._lock:
            if subscription in self._subscriptions:
                self._subscriptions.remove(subscription)

    def drop_all(self) -> None:
        """End every subscription: a new page takes over."""
        with self._lock:
            for subscription in self._subscriptions:
                subscription.close()
            self._subscriptions.clear()

    def close(self) -> None:
        """End every subscription, now and later. Idempotent."""
        with self._lock:
            self._closed = True
        self.drop_all()
