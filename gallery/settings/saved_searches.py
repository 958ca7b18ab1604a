"""Holds the searches that the user keeps under names, and checks what one may be."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from gallery.base.errors import NotFoundError, UsageError
from gallery.settings.ids import is_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_SEARCHES = 200
MAX_QUERY_CHARACTERS = 1000
"""The search reads no more."""
MAX_NAME_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search text under a name."""

    id: int
    name: str
    query: str


class SavedSearches:
    """The saved searches in the order of saving. Every method may be called on any thread.

    `_lock` guards the changes; the list itself is replaced whole, so that it is read without the lock.
    """

    def __init__(self, data: object, next_id: Any, changed: Callable[[], None]) -> None:
        """Take what settings.json held.

        Args:
            data: The list; what makes no sense in it is left out, which sets `lost`.
            next_id: The id for the next search; one that makes no sense gives way to the ids in the list.
            changed: Called after every change, as by `add_listener`.
        """
        self._all, self.lost = _saved_from(data)
        """Whether something in the list made no sense."""
        ids = [saved.id + 1 for saved in self._all]
        self._next = max([next_id if is_id(next_id) else 1, *ids])
        self._listeners = [changed]
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[SavedSearch]:
        """Iterate over the searches as they are now."""
        return iter(self._all)

    @property
    def next_id(self) -> int:
        """Return an id that no search has had."""
        return self._next

    def add_listener(self, changed: Callable[[], None]) -> None:
        """Call `changed`, too, after every change, on the thread that made it."""
        self._listeners.append(changed)

    def save(self, name: str, query: str) -> SavedSearch:
        """Keep a search under a name (an empty one: its own text), and return it. A search that is kept stays as it is.

        Raises:
            UsageError: the search is empty or too long, or there are too many.
        """
        query = query.strip()
        if not query:
            raise UsageError("An empty search cannot be saved.")
        if len(query) > MAX_QUERY_CHARACTERS:
            raise UsageError(f"A search of more than {MAX_QUERY_CHARACTERS:,} characters cannot be saved.")
        with self._lock:
            known = next((saved for saved in self._all if saved.query == query), None)
            if known:
                return known
            if len(self._all) >= MAX_SEARCHES:
                raise UsageError(f"At most {MAX_SEARCHES} searches can be saved. Remove one to make room.")
            saved = SavedSearch(self._next, _name(name, query), query)
            self._next += 1
            self._all = (*self._all, saved)
        self._notify()
        return saved

    def rename(self, search: int, name: str) -> SavedSearch:
        """Give a search another name, and return it.

        Raises:
            NotFoundError: there is no such search.
            UsageError: the name is too long.
        """
        with self._lock:
            before = self._find(search)
            after = replace(before, name=_name(name, before.query))
            self._all = tuple(after if saved is before else saved for saved in self._all)
        self._notify()
        return after

    def remove(self, search: int) -> None:
        """Forget a search.

        Raises:
            NotFoundError: there is no such search.
        """
        with self._lock:
            gone = self._find(search)
            self._all = tuple(saved for saved in self._all if saved is not gone)
        self._notify()

    def as_json(self) -> list[dict[str, Any]]:
        """Return the list as settings.json and the page have it."""
        return [asdict(saved) for saved in self._all]

    def _find(self, search: int) -> SavedSearch:
        """Return the search with this id.

        Raises:
            NotFoundError: there is none.
        """
        for saved in self._all:
            if saved.id == search:
                return saved
        raise NotFoundError("This search is not saved any more.")

    def _notify(self) -> None:
        for changed in self._listeners:
            changed()


def _name(name: str, query: str) -> str:
    """Return the name as it is listed: one line, and never empty.

    Raises:
        UsageError: it is too long.
    """
    name = " ".join(name.split())
    if len(name) > MAX_NAME_CHARACTERS:
        raise UsageError(f"A name has at most {MAX_NAME_CHARACTERS} characters.")
    return name or " ".join(query.split())[:MAX_NAME_CHARACTERS].strip()


def _is_text(value: object, longest: int) -> bool:
    """Return whether `value` is a text of 1 to `longest` characters without space around it."""
    return isinstance(value, str) and value == value.strip() and 0 < len(value) <= longest


def _saved_from(data: object) -> tuple[tuple[SavedSearch, ...], bool]:
    """Return the searches in `data` that make sense, and whether others were lost."""
    found: dict[int, SavedSearch] = {}
    items: list[Any] = data if isinstance(data, list) else [data]
    for item in items:
        try:
            saved = SavedSearch(item["id"], item["name"], item["query"])
        except (TypeError, KeyError):
            continue
        if (
            is_id(saved.id)
            and _is_text(saved.name, MAX_NAME_CHARACTERS)
            and _is_text(saved.query, MAX_QUERY_CHARACTERS)
        ):
            found.setdefault(saved.id, saved)
    kept = tuple(found.values())[:MAX_SEARCHES]
    return kept, len(kept) < len(items)
