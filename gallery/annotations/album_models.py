"""Values of albums, and what may be said of them. Immutable: any thread may hold them."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args
from unicodedata import normalize

from gallery.base.errors import UsageError
from gallery.languages.sentence import Sentence

Ordering = Literal["hand", "newest", "oldest"]
ORDERINGS: tuple[Ordering, ...] = get_args(Ordering)
"""Stored as their places in this list: never change its order, only append."""
TOP = 0
"""Parent of the albums that lie in no other."""
MAX_ALBUMS = 10_000
MAX_NAME = 200
"""Characters."""
MAX_DEPTH = 32
"""Albums inside each other."""
SEPARATOR = "/"


class Album(NamedTuple):
    """An album, without what it holds."""

    id: int
    parent: int
    place: int
    """Among the albums of its parent."""
    name: str
    ordering: Ordering
    cover: int | None
    """The chosen item; None: the first photo. It counts while the album holds it."""


def clean_name(name: str) -> str:
    """Return a name in its stored form, without spaces around it.

    Raises:
        UsageError: it is empty, too long, no text, or holds a slash.
    """
    if "\0" in name or any("\ud800" <= letter <= "\udfff" for letter in name):
        raise UsageError(Sentence("error-album-name-characters"))
    clean = " ".join(normalize("NFC", name).split())
    if not clean:
        raise UsageError(Sentence("error-album-needs-name"))
    if len(clean) > MAX_NAME:
        raise UsageError(Sentence("error-album-name-length", count=MAX_NAME))
    if SEPARATOR in clean:
        raise UsageError(Sentence("error-album-name-slash"))
    return clean


def clean_path(path: str) -> tuple[str, ...]:
    """Return the names of a path such as "Trips/Italy", the outermost first.

    Raises:
        UsageError: it has no names, too many, or one that cannot be.
    """
    names = tuple(clean_name(name) for name in path.split(SEPARATOR) if name.strip())
    if not names:
        raise UsageError(Sentence("error-album-needs-name"))
    if len(names) > MAX_DEPTH:
        raise UsageError(Sentence("error-album-depth", count=MAX_DEPTH - 1))
    return names
