"""The table of places (`assets/places.bin`): its format, encoding, and reading. No names of it are in memory.

All numbers are little endian. After the header follow the sections, each padded with zeros to a multiple of 4 bytes:

| section    | content                                                                                              |
|------------|------------------------------------------------------------------------------------------------------|
| header     | `SBPL`, u16 format, u16 number of sections, u32 CRC-32 of all that follows, u32 places, u32 length   |
|            | of each section                                                                                      |
| cells      | u32 for each degree square: its first place; the places of a square follow each other from south to  |
|            | north. Squares stand in rows of 360, from 90° S 180° W on; one number more: all places               |
| reaches    | u16 for each square: the largest radius in it, 0 where there is no place                             |
| latitudes  | u16 a place: 1/65536 degree from the south edge of its square                                        |
| longitudes | u16 a place: the same, from the west edge                                                            |
| radii      | u16 a place: how far a town of so many people reaches, 10 m                                          |
| sizes      | u8 a place: 8 * log2(people + 1)                                                                     |
| region_of  | u16 a place: number of its region                                                                    |
| quarters   | u32 for each place that is part of a city, ascending                                                 |
| cities     | u32 for each quarter: the city                                                                       |
| blocks     | u32 for each BLOCK places: where their names begin in `names`; one more: the end                     |
| names      | zlib (RFC 1950) for each block: UTF-8 of its places, a zero byte between two. A place: its name, and |
|            | a line each for the folded name and other folded names                                               |
| regions    | zlib: a line for each region: country code, name, folded name, tabs between them                     |
| countries  | zlib: a line for each country, its fields (`Country`) in their order with tabs between them, and `|`  |
|            | in place of line feeds                                                                               |

Folded is `catalog.collation.plain`.
"""

from __future__ import annotations

import math
import struct
import sys
import zlib
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COLUMNS, ROWS = 360, 180
"""Degree squares in a row, and rows."""
RADIUS_UNIT_KM = 0.01
BLOCK = 256
"""Places whose names are compressed together."""
_HEAD = struct.Struct("<4sHHII")
HEAD_SIZE = _HEAD.size
_MAGIC, _FORMAT = b"SBPL", 1
_SECTIONS = {
    "cells": "I", "reaches": "H", "latitudes": "H", "longitudes": "H", "radii": "H", "sizes": "B", "region_of": "H",
    "quarters": "I", "cities": "I", "blocks": "I", "names": "B", "regions": "B", "countries": "B",
}  # fmt: skip
"""Sections in their order, and the type codes of their numbers."""
_WIDTHS = {"I": 4, "H": 2, "B": 1}


class TableError(ValueError):
    """The bytes are no table of places, or a damaged one."""


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """What the table holds of one place, for encoding.

    `latitude` and `longitude` in degrees; `radius_km` is how far the place reaches; `names` are folded, the first is
    the folded `name`; `region` is a number of the regions; `city` the number of the city that it is a quarter of.
    """

    name: str
    names: Sequence[str]
    latitude: float
    longitude: float
    people: int
    radius_km: float
    region: int
    city: int | None = None


class Region(NamedTuple):
    """A first-order division of a country; `name` is empty where a place has none."""

    country: str
    name: str
    folded: str


class Country(NamedTuple):
    """A country by its code of two letters (ISO 3166-1).

    The others are folded and joined by line feeds: `names` in English and in its own languages, `foreign` in many
    others, `codes` those of ISO 3166-1.
    """

    code: str
    name: str
    names: str
    foreign: str
    codes: str


def cell_of(latitude: float, longitude: float) -> int:
    """Return the number of the degree square of a point; longitudes from -180 to 180, latitudes from -90 to 90."""
    return min(int(latitude + 90), ROWS - 1) * COLUMNS + int(longitude + 180) % COLUMNS


def in_order(records: Sequence[PlaceRecord]) -> list[int]:
    """Return the positions of records in the order in which the table has them."""
    return sorted(
        range(len(records)),
        key=lambda at: (cell_of(records[at].latitude, records[at].longitude), records[at].latitude, at),
    )


def encode_table(records: Sequence[PlaceRecord], regions: Sequence[Region], countries: Sequence[Country]) -> bytes:
    """Return the file of a table. The same places give the same bytes with one version of zlib.

    Args:
        records: in any order; `city` is a position in it.
        regions: those that the records number.
        countries: those that the regions name.
    """
    order = in_order(records)
    number = {at: new for new, at in enumerate(order)}
    places = [records[at] for at in order]
    cells, reaches = array("I", bytes(4 * (COLUMNS * ROWS + 1))), array("H", bytes(2 * COLUMNS * ROWS))
    for place in places:
        cell = cell_of(place.latitude, place.longitude)
        cells[cell + 1] += 1
        reaches[cell] = max(reaches[cell], _radius(place))
    for cell in range(COLUMNS * ROWS):
        cells[cell + 1] += cells[cell]
    quarters = {new: number[place.city] for new, place in enumerate(places) if place.city is not None}
    blocks, names = _encode_names(places)
    sections = {
        "cells": cells,
        "reaches": reaches,
        "latitudes": array("H", (_fraction(place.latitude + 90, ROWS - 1) for place in places)),
        "longitudes": array("H", (_fraction(place.longitude + 180, COLUMNS - 1) for place in places)),
        "radii": array("H", map(_radius, places)),
        "sizes": array("B", (min(255, round(8 * math.log2(place.people + 1))) for place in places)),
        "region_of": array("H", (place.region for place in places)),
        "quarters": array("I", quarters),
        "cities": array("I", quarters.values()),
        "blocks": blocks,
        "names": array("B", names),
        "regions": array("B", _pack("\t".join(region) for region in regions)),
        "countries": array("B", _pack("\t".join(one).replace("\n", "|") for one in countries)),
    }
    body = b"".join(_padded(section) for section in sections.values())
    lengths = struct.pack(f"<{len(sections)}I", *map(len, sections.values()))
    head = _HEAD.pack(_MAGIC, _FORMAT, len(sections), zlib.crc32(lengths + body), len(places))
    return head + lengths + body


def _radius(place: PlaceRecord) -> int:
    return max(1, min(0xFFFF, round(place.radius_km / RADIUS_UNIT_KM)))


def _fraction(degrees: float, largest: int) -> int:
    return min(0xFFFF, int((degrees - min(int(degrees), largest)) * 65536))


def _encode_names(places: Sequence[PlaceRecord]) -> tuple[array[int], bytes]:
    offsets, packed = array("I", [0]), b""
    parts = []
    for start in range(0, len(places), BLOCK):
        texts = ("\n".join((place.name, *place.names)) for place in places[start : start + BLOCK])
        parts.append(zlib.compress("\0".join(texts).encode(), 9))
        offsets.append(offsets[-1] + len(parts[-1]))
    packed = b"".join(parts)
    return offsets, packed


def _pack(lines: Iterator[str]) -> bytes:
    return zlib.compress("\n".join(lines).encode(), 9)


def _padded(section: array[int]) -> bytes:
    if sys.byteorder == "big":
        section = array(section.typecode, section)
        section.byteswap()
    data = section.tobytes()
    return data + bytes(-len(data) % 4)


def read_sections(data: memoryview) -> dict[str, Sequence[int]]:
    """Return the sections by name, as views onto the data (copies where numbers are stored the other way).

    Raises:
        TableError: the data is no table, of another format, cut off, or damaged.
    """
    checksum = read_version(data)
    magic, number, count, _, _ = _HEAD.unpack_from(data)
    if (magic, number, count) != (_MAGIC, _FORMAT, len(_SECTIONS)):
        raise TableError("no table of places, or one of another format")
    if zlib.crc32(data[_HEAD.size :]) != checksum:
        raise TableError("the table of places is damaged")
    at, found = _HEAD.size + 4 * count, {}
    lengths = struct.unpack_from(f"<{count}I", data, _HEAD.size)
    for (name, code), length in zip(_SECTIONS.items(), lengths, strict=True):
        end = at + length * _WIDTHS[code]
        found[name] = _numbers(data[at:end], code)
        at = end + -end % 4
    return found


def read_version(data: bytes | memoryview) -> int:
    """Return the number that is another one for another table: the checksum that stands in its first HEAD_SIZE bytes.

    Raises:
        TableError: it is no table.
    """
    if len(data) < HEAD_SIZE:
        raise TableError("too short for a table of places")
    return int(_HEAD.unpack_from(data)[3])


def _numbers(section: memoryview, code: str) -> Sequence[int]:
    if sys.byteorder == "little":
        return section.cast(code)  # type: ignore[call-overload,no-any-return]  # the codes are literals there
    copied = array(code, section.tobytes())
    copied.byteswap()
    return copied
