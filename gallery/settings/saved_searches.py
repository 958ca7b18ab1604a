"""The searches that the user keeps under names: what one may be, and the list of them for settings.json."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from gallery.base.errors import NotFoundError, UsageError
from gallery.settings.ids import is_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST = 200
LONGEST_QUERY = 1000
"""Characters; the search reads no more."""
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class SavedSearch:
    id: int
    name: str
    query: str


class SavedSearches:
    """The list, in the order of saving. Asked from any thread; `data` and `following` are what was stored."""

    def __init__(self, data: object, following: Any, changed: Callable[[], None]) -> None:
        self._all, self.lost = _saved_from(data)
        """Whether something in `data` made no sense."""
        ids = [saved.id + 1 for saved in self._all]
        self._next = max([following if is_id(following) else 1, *ids])
        self._changed = [changed]
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[SavedSearch]:
        return iter(self._all)

    @property
    def next_id(self) -> int:
        """A number that no search has had."""
        return self._next

    def add_listener(self, changed: Callable[[], None]) -> None:
        """Call `changed`, too, after every change, on the thread that made it."""
        self._changed.append(changed)

    def save(self, name: str, query: str) -> SavedSearch:
        """Keep a search under a name, without one under its own text. One that is kept already stays as it is.

        Raises:
            UsageError: it is empty or too long, or there are too many.
        """
        query = query.strip()
        if not query:
            raise UsageError("An empty search cannot be saved.")
        if len(query) > LONGEST_QUERY:
            raise UsageError(f"A search of more than {LONGEST_QUERY:,} characters cannot be saved.")
        with self._lock:
            known = next((saved for saved in self._all if saved.query == query), None)
            if known:
                return known
            if len(self._all) >= MOST:
                raise UsageError(f"At most {MOST} searches can be saved. Remove one to make room.")
            saved = SavedSearch(self._next, _name(name, query), query)
            self._next += 1
            self._all = (*self._all, saved)
        self._tell()
        return saved

    def rename(self, search: int, name: str) -> SavedSearch:
        """Raises NotFoundError, and UsageError when the name is too long."""
        with self._lock:
            before = self._one(search)
            after = replace(before, name=_name(name, before.query))
            self._all = tuple(after if saved is before else saved for saved in self._all)
        self._tell()
        return after

    def remove(self, search: int) -> None:
        """Raises NotFoundError."""
        with self._lock:
            gone = self._one(search)
            self._all = tuple(saved for saved in self._all if saved is not gone)
        self._tell()

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(saved) for saved in self._all]

    def _one(self, search: int) -> SavedSearch:
        for saved in self._all:
            if saved.id == search:
                return saved
        raise NotFoundError("This search is not saved any more.")

    def _tell(self) -> None:
        for changed in self._changed:
            changed()


def _name(name: str, query: str) -> str:
    """As it is listed: one line, and never empty."""
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise UsageError(f"A name has at most {LONGEST_NAME} characters.")
    return name or " ".join(query.split())[:LONGEST_NAME].strip()


def _text(value: object, longest: int) -> bool:
    return isinstance(value, str) and value == value.strip() and 0 < len(value) <= longest


def _saved_from(data: object) -> tuple[tuple[SavedSearch, ...], bool]:
    """The searches that make sense, and whether others were lost."""
    found: dict[int, SavedSearch] = {}
    items: list[Any] = data if isinstance(data, list) else [data]
    for item in items:
        try:
            saved = SavedSearch(item["id"], item["name"], item["query"])
        except (TypeError, KeyError):
            continue
        if is_id(saved.id) and _text(saved.name, LONGEST_NAME) and _text(saved.query, LONGEST_QUERY):
            found.setdefault(saved.id, saved)
    kept = tuple(found.values())[:MOST]
    return kept, len(kept) < len(items)
