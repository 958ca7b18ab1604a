"""Which JSON files of Google Takeout belong to which photo, by their names alone. Pure.

Google names the JSON by the photo's title in Google Photos, adds `.supplemental-metadata` since 2024, cuts that to 46
characters, and then adds the number that tells files of one title apart: `IMG.jpg.supplemental-metadata(1).json`.
Names of photos are cut, too, to 51 characters; their number stands before the suffix: `IMG(1).jpg`. An edited copy has
no JSON of its own; its name ends in a word of the user's language: `IMG-edited.jpg`, `IMG-bearbeitet(1).jpg`. So what
is looked for goes from the photo to its JSON: the other way is not certain.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUFFIX = b".json"
_MAX_TITLE = 46
"""Characters that are left of a title and what was added to it."""
_ADDED = "supplemental-metadata"
_NUMBERED = re.compile(r"(.+)(\(\d{1,6}\))", re.DOTALL)
_EDITED = re.compile(r"(.+)-[^\W\d_]{0,20}(?: [^\W\d_]{0,20})?", re.DOTALL)
"""A name that ends in a dash and a word, or two ("-ha editado"), or what the cut has left of them."""
Key = tuple[str, str]
"""A title, whole or cut; and the number behind it, "(1)" or empty."""


class Sureness(Enum):
    """By what a photo has a JSON file."""

    WHOLE = auto()
    """The whole name."""
    CUT = auto()
    """A name that was cut."""
    EDITED = auto()
    """A name without its last word."""


def match_takeout(photos: Iterable[bytes], files: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, bool]]:
    """Yield photos with the JSON file that each has, if it has one, and whether that may be about another photo.

    It may where only the name of an edited copy leads to it ("Rome-colosseum.jpg" is none of "Rome.jpg"), and where
    several photos have it by names that were cut.

    Args:
        photos: names of the pictures of a folder.
        files: names that end in SUFFIX.
    """
    exact, folded = _by_key(files)
    found: list[tuple[bytes, bytes, Sureness]] = []
    for photo in photos:
        for key, sureness in _keys_of_photo(photo):
            name = exact.get(key) or folded.get(_fold(key))
            if name is not None:
                found.append((photo, name, sureness))
                break
    owners = Counter(name for _, name, sureness in found if sureness != Sureness.EDITED)
    for photo, name, sureness in found:
        is_guess = sureness == Sureness.EDITED or (sureness == Sureness.CUT and owners[name] > 1)
        yield photo, name, is_guess


def _by_key(files: Iterable[bytes]) -> tuple[dict[Key, bytes], dict[Key, bytes]]:
    """Return the JSON files by their keys, and by these in lower case: two photos may differ in capitals alone."""
    exact: dict[Key, bytes] = {}
    folded: dict[Key, bytes] = {}
    for keys in zip(*(_keys_of_json(name) for name in sorted(files)), strict=True):  # exact ones of all come first
        for key, name in keys:
            if key is not None:
                exact.setdefault(key, name)
                folded.setdefault(_fold(key), name)
    return exact, folded


def _fold(key: Key) -> Key:
    return key[0].lower(), key[1]


def _keys_of_json(name: bytes) -> tuple[tuple[Key | None, bytes], ...]:
    """Return the keys under which a JSON file may be meant: as it is, by its number, without what was added."""
    stem = _text(name[: -len(SUFFIX)])
    title, number = _split_number(stem)
    head, dot, tail = title.rpartition(".")
    bare = (head, number) if dot and _ADDED.startswith(tail.lower()) else None
    return ((stem, ""), name), ((title, number), name), (bare, name)


def _keys_of_photo(name: bytes) -> Iterator[tuple[Key, Sureness]]:
    """Yield the keys of the JSON files that a photo may have, the surest first."""
    text = _text(name)
    stem, dot, suffix = text.rpartition(".")
    if not dot:
        stem, suffix = text, ""
    base, number = _split_number(stem)
    yield (text, ""), Sureness.WHOLE
    if number:
        yield (base + dot + suffix, number), Sureness.WHOLE
        yield from ((key, Sureness.CUT) for key in _cuts(base + dot + suffix, number))
    yield from ((key, Sureness.CUT) for key in _cuts(text, ""))
    yield from ((key, Sureness.CUT) for key in _shorter(base, dot + suffix, number))
    if edited := _EDITED.fullmatch(base):
        yield from ((key, Sureness.EDITED) for key in _keys_of_edited(edited[1], dot + suffix, number))


def _keys_of_edited(original: str, suffix: str, number: str) -> Iterator[Key]:
    """Yield the keys of the JSON of the photo that another was made from, whose number may stand before the word."""
    yield from _cuts(original + suffix, number)
    base, own_number = _split_number(original)
    for other in (suffix, ".heic", ".heif", ".jpg", ".jpeg", ".png", ".webp", ".dng"):  # edits are saved as JPEG
        yield from _cuts(base + other, own_number or number)


def _cuts(title: str, number: str) -> Iterator[Key]:
    """Yield a title as a whole, then as long as Google leaves it, counted in characters, bytes or UTF-16 units."""
    yield title, number
    if len(title.encode("utf-8", "surrogateescape")) > _MAX_TITLE:
        yield title[:_MAX_TITLE], number
        yield title.encode("utf-8", "surrogateescape")[:_MAX_TITLE].decode("utf-8", "ignore"), number
        units = title.encode("utf-16-le", "surrogatepass")[: 2 * _MAX_TITLE]
        yield units.decode("utf-16-le", "ignore"), number


def _shorter(base: str, suffix: str, number: str) -> Iterator[Key]:
    """Yield titles of which the cut, or Google Photos itself, has taken away some of the suffix, or all of it."""
    for length in reversed(range(len(suffix))):
        yield base + suffix[:length], number


def _split_number(text: str) -> tuple[str, str]:
    match = _NUMBERED.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
