"""The table of places: what a point is called, where a place of some name is, and by which names it is looked for.

It is a file that comes with the program, read into memory when it is first asked; of its names only those that are
asked for are unpacked. It is not mapped: Windows lets nobody replace a mapped file, and elsewhere one that is written
over, or whose drive goes away, would end the program.
"""

from __future__ import annotations

import logging
import math
import struct
import zlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from gallery.places.nearest import NearestPlaces
from gallery.places.table_file import (
    BLOCK,
    HEAD_SIZE,
    Country,
    Region,
    TableError,
    encode_table,
    read_sections,
    read_version,
)
from gallery.program_files import program_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from gallery.places.nearest import Found

log = logging.getLogger(__name__)
FILE_NAME = "places.bin"
ID_BITS = 20
"""Bits of a place's number in its id; the others are the version of the table."""
KNOWN_BETTER = 8
"""A place with so many times the people of another is meant by the beginning of its name that is the other's."""
_HANDICAP = round(8 * math.log2(KNOWN_BETTER))
_NAME_ENDS, _WORD_ENDS = (b"\n", b"\0", b""), (b" ", b",", b"-", b"(")


@dataclass(frozen=True, slots=True)
class Place:
    """A place with all its names. `names` are folded, the first of them is the name.

    `id` is no other place's, in any version of the table. `city` is the city that it is a quarter of, or its own name.
    """

    id: int
    name: str
    names: tuple[str, ...]
    city: str
    city_names: tuple[str, ...]
    region: Region
    country: Country


class PlaceTable:
    """A table of places. Any thread may use it."""

    def __init__(self, data: bytes) -> None:
        """Take the file.

        Raises:
            TableError: it is no table, or a damaged one.
        """
        view = memoryview(data)
        self._sections = read_sections(view)
        self.version = read_version(view)
        """Another number for another table."""
        self._names = self._sections["names"]
        self._regions = [Region(*line.split("\t")) for line in self._lines("regions")]
        self._countries = {line[:2]: Country(*line.replace("|", "\n").split("\t")) for line in self._lines("countries")}
        self._nearest = NearestPlaces(self._sections)
        self._unpack = lru_cache(16)(self._unpack_block)
        self._numbers_named = lru_cache(32)(self._find_numbers_named)

    def __len__(self) -> int:
        return len(self._sections["latitudes"])

    def _lines(self, section: str) -> list[str]:
        text = zlib.decompress(bytes(self._sections[section])).decode()
        return text.split("\n") if text else []

    def find(self, latitude: float, longitude: float) -> Found | None:
        """Return the place of a point in degrees, by its number; None far from any. See `NearestPlaces.find`."""
        return self._nearest.find(latitude, longitude)

    def id_of(self, number: int) -> int:
        """Return the id of a place, which no other has, in any version of the table."""
        return self.version << ID_BITS | number

    def place(self, number: int) -> Place:
        """Return a place by its number."""
        name, *names = self._texts(number)
        city = self._city_of(number)
        city_name, *city_names = (name, *names) if city is None else self._texts(city)
        region = self._regions[self._sections["region_of"][number]]
        return Place(
            self.id_of(number),
            name,
            tuple(names),
            city_name,
            tuple(city_names),
            region,
            self._countries[region.country],
        )

    def find_named(self, name: str, within: str = "") -> tuple[float, float] | None:
        """Return latitude and longitude of the place of this name; of several the one with the most people.

        Looks through all names, which takes about 0.2 s, less where the name was asked for not long ago.

        Args:
            name: folded. A place in whose own name more words follow is meant if it has KNOWN_BETTER times the
                people: "new york" is New York City, and no village. What only begins so is meant if there is no other.
            within: how its region or country is called, or begins to be, folded; empty: anywhere.
        """
        exact, with_more, longer = (
            [number for number in numbers if self._lies_in(number, within)] for numbers in self._numbers_named(name)
        )
        sizes = self._sections["sizes"]
        ranked = [(sizes[number], -number) for number in exact]
        ranked += [(sizes[number] - _HANDICAP, -number) for number in with_more]
        ranked = ranked or [(sizes[number], -number) for number in longer]
        if not ranked:
            return None
        best = -max(ranked)[1]
        return self._position(best)

    def complete(self, beginning: str, within: str, limit: int) -> list[tuple[int, tuple[float, float]]]:
        """Return places whose names begin so, those with the most people first, with latitude and longitude.

        As `find_named`; a place of this very name comes before larger ones of which it is only the beginning.
        """
        exact, with_more, longer = self._numbers_named(beginning)
        sizes = self._sections["sizes"]
        ranks = {number: (sizes[number] - _HANDICAP, -number) for number in (*with_more, *longer)}
        ranks |= {number: (sizes[number], -number) for number in exact}
        found: list[int] = []
        for number in sorted(ranks, key=ranks.__getitem__, reverse=True):
            if len(found) == limit:
                break
            if self._lies_in(number, within):
                found.append(number)
        return [(number, self._position(number)) for number in found]

    def _position(self, number: int) -> tuple[float, float]:
        return self._nearest.position(number, bisect_right(self._sections["cells"], number) - 1)

    def countries_named(self, beginning: str, *, whole: bool = False) -> list[str]:
        """Return the codes of the countries with this folded name, in any language.

        If there are none, those in whose name, in English or its own languages, a word begins so, unless it is `whole`.
        """
        every, own = self._country_names
        found = _countries_with(every, f"\n{beginning}\n")
        if found or whole:
            return found
        return sorted({*_countries_with(own, f"\n{beginning}"), *_countries_with(own, f" {beginning}")})

    @cached_property
    def _country_names(self) -> tuple[str, str]:
        """The names of all countries, and those in English and their own languages: a NUL, code, names, a line each."""
        every = self._countries.values()
        return (
            "".join(f"\0{one.code}\n{one.names}\n{one.foreign}\n" for one in every),
            "".join(f"\0{one.code}\n{one.names}\n" for one in every),
        )

    def countries_like(self, matches: Callable[[str], bool]) -> list[str]:
        """Return the codes of the countries one of whose folded names matches."""
        return [
            country.code
            for country in self._countries.values()
            if any(map(matches, f"{country.names}\n{country.foreign}".split("\n")))
        ]

    def countries_coded(self, code: str) -> list[str]:
        """Return the codes of the countries with this code of two or three letters."""
        return [country.code for country in self._countries.values() if code in country.codes.split("\n")]

    def _lies_in(self, number: int, within: str) -> bool:
        if not within:
            return True
        region = self._regions[self._sections["region_of"][number]]
        country = self._countries[region.country]
        return (
            f"\n{within}" in f"\n{region.folded}\n{country.names}\n{country.foreign}"
            or within in country.codes.split("\n")
        )

    def _find_numbers_named(self, name: str) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        """Return the places with this folded name, those in whose own more words follow, and others that begin so."""
        exact: list[int] = []
        with_more: list[int] = []
        longer: list[int] = []
        sought = f"\n{name}".encode()
        for block in range(len(self._sections["blocks"]) - 1):
            text = self._raw_block(block)
            at = text.find(sought)
            while at >= 0:
                after = text[at + len(sought) : at + len(sought) + 1]
                is_own = text.rfind(b"\n", 0, at) <= text.rfind(b"\0", 0, at)  # its first folded name
                found = exact if after in _NAME_ENDS else with_more if is_own and after in _WORD_ENDS else longer
                found.append(block * BLOCK + text.count(b"\0", 0, at))
                at = text.find(sought, at + 1)
        return exact, with_more, longer

    def _city_of(self, number: int) -> int | None:
        quarters = self._sections["quarters"]
        at = bisect_left(quarters, number)
        return self._sections["cities"][at] if at < len(quarters) and quarters[at] == number else None

    def _texts(self, number: int) -> list[str]:
        return self._unpack(number // BLOCK)[number % BLOCK].split("\n")

    def _unpack_block(self, block: int) -> list[str]:
        return self._raw_block(block).decode().split("\0")

    def _raw_block(self, block: int) -> bytes:
        start, end = self._sections["blocks"][block], self._sections["blocks"][block + 1]
        return zlib.decompress(bytes(self._names[start:end]))


def _countries_with(names: str, sought: str) -> list[str]:
    """Return the codes of the countries in whose part of the text something stands."""
    found, at = [], names.find(sought)
    while at >= 0:
        start = names.rfind("\0", 0, at + 1) + 1
        found.append(names[start : start + 2])
        after = names.find("\0", at)
        at = names.find(sought, after) if after >= 0 else -1
    return found


def open_table(path: Path) -> PlaceTable:
    """Open a table. One that is not there or damaged is told in the log, and taken for one without places."""
    try:
        return PlaceTable(path.read_bytes())
    except (
        OSError,
        ValueError,
        TypeError,
        LookupError,
        zlib.error,
        struct.error,
    ) as error:  # TableError is a ValueError
        # the last ones: the checksum is right, what it is of is no table
        log.error("no names of places, install the program again: %s: %s", path, error)  # noqa: TRY400  says no more
        return PlaceTable(encode_table([], [], []))


@cache
def place_table() -> PlaceTable:
    """Return the table that comes with the program. The first call opens it, which takes about 20 ms."""
    return open_table(program_folder("assets") / FILE_NAME)


@cache
def table_version() -> int:
    """Return the version of the table that comes with the program, without opening it; 0: there is none."""
    try:
        with (program_folder("assets") / FILE_NAME).open("rb") as file:
            return read_version(file.read(HEAD_SIZE))
    except (OSError, TableError):
        return 0
