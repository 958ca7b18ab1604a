"""Holds the searches that the user keeps under names, and checks what one may be."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from gallery.base.errors import NotFoundError, UsageError
from gallery.languages.sentence import Sentence
from gallery.settings.ids import is_id
from gallery.settings.settings_json import MAX_NAME_CHARACTERS, MAX_QUERY_CHARACTERS, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

MAX_SEARCHES = 200


class Keeper(Protocol):
    """What keeps the searches on the disk: the settings."""

    def changing(self) -> AbstractContextManager[object]:
        """Return a context in which one thread at a time may change something.

        Raises:
            SettingsError: a change before this one does not end.
        """

    def keep(self, fields: Mapping[str, Any]) -> None:
        """Write fields of settings.json, within `changing`. On return they are on the disk.

        Raises:
            SettingsError: they cannot be written.
        """


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search text under a name."""

    id: int
    name: str
    query: str


class SavedSearches:
    """The saved searches in the order of saving. Every method may be called on any thread.

    A change is on the disk when its method returns; where it cannot be written, the list is as it was. The list itself
    is replaced whole, so that it is read without a lock.
    """

    def __init__(self, items: list[dict[str, Any]], next_id: Any, keeper: Keeper) -> None:
        """Take what settings.json held.

        Args:
            items: The list, checked by `settings_json.is_search`.
            next_id: The id for the next search; one that makes no sense gives way to the ids in the list.
            keeper: Writes every change.
        """
        self._all = tuple(SavedSearch(item["id"], item["name"], item["query"]) for item in items)
        self._unknown = {item["id"]: unknown(item, ("id", "name", "query")) for item in items}
        """Fields of later versions, by the id of their search."""
        self._next = max([next_id if is_id(next_id) else 1, *(saved.id + 1 for saved in self._all)])
        self._keeper = keeper
        self._listeners: list[Callable[[], None]] = []

    def __iter__(self) -> Iterator[SavedSearch]:
        """Iterate over the searches as they are now."""
        return iter(self._all)

    @property
    def next_id(self) -> int:
        """An id that no search has had."""
        return self._next

    def add_listener(self, changed: Callable[[], None]) -> None:
        """Call `changed` after every change, on the thread that made it."""
        self._listeners.append(changed)

    def save(self, name: str, query: str) -> SavedSearch:
        """Keep a search under a name (an empty one: its own text), and return it. A search that is kept stays as it is.

        Raises:
            UsageError: the search is empty or too long, or there are too many.
            SettingsError: it cannot be written.
        """
        query = _query(query)
        with self._keeper.changing():
            known = next((saved for saved in self._all if saved.query == query), None)
            if known:
                return known
            if len(self._all) >= MAX_SEARCHES:
                raise UsageError(Sentence("error-search-number", count=MAX_SEARCHES))
            saved = SavedSearch(self._next, _name(name, query), query)
            self._keep((*self._all, saved), self._next + 1)
        self._notify()
        return saved

    def change(self, search: int, *, name: str | None = None, query: str | None = None) -> SavedSearch:
        """Give a search another name, another text, or both, and return it. A name that is its text follows the text.

        Raises:
            NotFoundError: there is no such search.
            UsageError: the name or the search is too long, the search is empty, or kept under another name.
            SettingsError: it cannot be written.
        """
        with self._keeper.changing():
            before = self._find(search)
            text = before.query if query is None else _query(query)
            known = next((saved for saved in self._all if saved.query == text and saved is not before), None)
            if known and text != before.query:  # a file may hold two with one text, which may have other names
                raise UsageError(Sentence("error-search-twice", name=known.name))
            if name is None:
                name = "" if before.name == _name("", before.query) else before.name
            after = replace(before, name=_name(name, text), query=text)
            self._keep(tuple(after if saved is before else saved for saved in self._all), self._next)
        self._notify()
        return after

    def remove(self, search: int) -> None:
        """Forget a search.

        Raises:
            NotFoundError: there is no such search.
            SettingsError: it cannot be written.
        """
        with self._keeper.changing():
            gone = self._find(search)
            self._keep(tuple(saved for saved in self._all if saved is not gone), self._next)
        self._notify()

    def as_json(self) -> list[dict[str, Any]]:
        """Return the list as the page has it."""
        return [asdict(saved) for saved in self._all]

    def fields(self) -> dict[str, Any]:
        """Return the fields of settings.json that hold the searches."""
        return self._fields(self._all, self._next)

    def _fields(self, searches: tuple[SavedSearch, ...], next_id: int) -> dict[str, Any]:
        items = [{**self._unknown.get(saved.id, {}), **asdict(saved)} for saved in searches]
        return {"searches": items, "next_search": next_id}

    def _keep(self, searches: tuple[SavedSearch, ...], next_id: int) -> None:
        """Take a new list when it is on the disk. Within `changing`.

        Raises:
            SettingsError: it cannot be written.
        """
        self._keeper.keep(self._fields(searches, next_id))
        self._all, self._next = searches, next_id

    def _find(self, search: int) -> SavedSearch:
        """Return the search with this id.

        Raises:
            NotFoundError: there is none.
        """
        for saved in self._all:
            if saved.id == search:
                return saved
        raise NotFoundError(Sentence("error-search-gone"))

    def _notify(self) -> None:
        for changed in self._listeners:
            changed()


def _query(query: str) -> str:
    """Return the text of a search as it is kept.

    Raises:
        UsageError: it is empty or too long.
    """
    query = query.strip()
    if not query:
        raise UsageError(Sentence("error-search-empty"))
    if len(query) > MAX_QUERY_CHARACTERS:
        raise UsageError(Sentence("error-search-length", count=MAX_QUERY_CHARACTERS))
    return query


def _name(name: str, query: str) -> str:
    """Return the name as it is listed: one line, and never empty.

    Raises:
        UsageError: it is too long.
    """
    name = " ".join(name.split())
    if len(name) > MAX_NAME_CHARACTERS:
        raise UsageError(Sentence("error-search-name-length", count=MAX_NAME_CHARACTERS))
    return name or " ".join(query.split())[:MAX_NAME_CHARACTERS].strip()
