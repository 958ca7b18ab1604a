"""Make the two sets of ICU's tables smaller, of which each holds far more than anything in the package asks for.

Qt Core alone is linked with Qt's library of them, and calls it to compare strings, for small and large letters, for
calendars, names of time zones, and encodings from before Unicode. Shoebox asks Qt for nothing of the last two, and Qt
has dates and numbers of languages in tables of its own. Chromium has the other set, in a file.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from assets.package.compaction import LOAD, compacted, segments_of

if TYPE_CHECKING:
    from collections.abc import Callable

LIBRARY = "libicudata.so"
CHROMIUM = "icudtl.dat"
_KEPT = re.compile(r"\w+/(coll/.+|(?!(?!res_index)[a-z]{2,3}(_\w+)?\.|unames)[^/]+\.(res|icu|nrm))")
"""Order of strings, calendars, properties of characters. Not: breaks between words, names of characters, languages,
regions, currencies, units and time zones, dates, rules for numbers in words and for other scripts, old encodings."""
_UNWANTED_BY_CHROMIUM = re.compile(r"\w+/(curr|lang|region|unit|zone)/(?!en\.|res_index)[a-z]{2,3}(_\w+)?\.res")
"""Names of currencies, languages, regions, units and time zones, for which the page asks in no language; the engine
itself does in English. What all languages share stays: where a language has no table, ICU takes that. What the page
asks of languages (`ui/languages`) stays for every one: numbers, plural forms, order, dates, where words end."""
_ALIGNMENT = 16
"""Of tables, in bytes."""


def is_kept(name: str) -> bool:
    """Return whether a table of Qt's stays, by its name: `icudt73l/coll/de.res`."""
    return _KEPT.fullmatch(name) is not None


def is_kept_of_chromium(name: str) -> bool:
    """Return whether a table of Chromium's stays, by its name."""
    return _UNWANTED_BY_CHROMIUM.fullmatch(name) is None


def smaller_library(library: bytes, is_kept: Callable[[str], bool] = is_kept) -> bytes:
    """Return the library with some of its tables alone, compacted.

    Raises:
        ValueError: It is made otherwise than expected: the tables at the end of what is mapped first.
    """
    first = next(one for one in segments_of(library) if one.kind == LOAD)
    start = library.find(b"CmnD", 0, first.end) - 12  # a header of ICU tells its length, 20 bytes more, then this
    if start < 0 or library[start + 2 : start + 4] != b"\xda\x27":
        raise ValueError("The library of ICU's data is made otherwise than expected")
    return compacted(library, library[:start] + smaller_tables(library[start : first.end], is_kept))


def smaller_tables(package: bytes, is_kept: Callable[[str], bool]) -> bytes:
    """Return a package of ICU's data with some of its tables alone.

    It has a header, a count, the places of names and tables, the names in order, the tables (`ucmndata.h`).
    """
    (length,) = struct.unpack_from("<H", package)
    (count,) = struct.unpack_from("<I", package, length)
    places = [struct.unpack_from("<II", package, length + 4 + 8 * number) for number in range(count)]
    ends = [*(place for _, place in places[1:]), len(package) - length]
    kept = []
    for (name_at, place), end in zip(places, ends, strict=True):
        name = _text(package, length + name_at)
        if is_kept(name.decode()):
            kept.append((name, package[length + place : length + end]))
    return package[:length] + _packed(kept)


def _packed(tables: list[tuple[bytes, bytes]]) -> bytes:
    """Return what is behind the header of a package: names and contents, in the order of the names."""
    names, name_at = bytearray(), 4 + 8 * len(tables)
    name_places = []
    for name, _ in tables:
        name_places.append(name_at + len(names))
        names += name + b"\0"
    place = _up(name_at + len(names), _ALIGNMENT)
    head, body = bytearray(struct.pack("<I", len(tables))), bytearray()
    for (_, content), named in zip(tables, name_places, strict=True):
        head += struct.pack("<II", named, place + len(body))
        body += content.ljust(_up(len(content), _ALIGNMENT), b"\0")
    return bytes((head + names).ljust(place, b"\0") + body)


def _text(data: bytes, at: int) -> bytes:
    return data[at : data.index(b"\0", at)]


def _up(length: int, step: int) -> int:
    """Return a length rounded up to a multiple."""
    return -(-length // step) * step
