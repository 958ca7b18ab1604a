"""Records: what the search knows of one photo, as a byte for each column, five texts, and its folder.

A record of zeros in every byte: no file of this id can be shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gallery.base.calendar import DAY_MS, date_of_day
from gallery.base.camera_names import camera_name
from gallery.base.edtf import DAY, MONTH, UNIT
from gallery.catalog.annotation_copy import FAVOURITE, MARKS_SHIFT, PRECISION_SHIFT, join_tags
from gallery.catalog.collation import plain
from gallery.catalog.folders import CAN_BE_SHOWN
from gallery.catalog.photo_places import LATITUDE, LONGITUDE
from gallery.catalog.schema import BROKEN
from gallery.places.nearest import is_point
from gallery.search.colour_names import colour_code
from gallery.search.columns import (
    ANIMATED,
    CAPTION,
    GPS,
    HDR,
    IS_BROKEN,
    IS_FAVOURITE,
    IS_MEMBER,
    IS_PHOTO,
    LANDSCAPE,
    PICK_SHIFT,
    PORTRAIT,
    PROBLEM,
    RECORD_LENGTH,
    SQUARE,
    TITLE,
    UNIT_SHIFT,
    Column,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from gallery.search.value_dictionary import ValueDictionary

YEAR_ZERO = 1824
"""Years are counted from here, so that two centuries and a half fit in one byte. Undated: 0."""
FIRST_DAY = date(YEAR_ZERO + 1, 1, 1).toordinal() - date(1970, 1, 1).toordinal()
"""Since 1970-01-01. A record says this day for all earlier ones: clocks that were so wrong are broken."""
POSITION_STEPS = (1 << 24) - 3
"""Steps from one end of latitudes, or longitudes, to the other."""
SEPARATOR = "\x1f"
"""Between the tags of a photo. No query can hold it."""
_DIGITS = re.compile(r"[0-9]+")
_QUOTES = dict.fromkeys(map(ord, '"\u201c\u201d\u201e\u201f\uff02'), " ")  # the page has the same


@dataclass(frozen=True, slots=True)
class Record:
    """What the search knows of a file that can be shown; everything is zero or empty where there is none.

    `columns` has RECORD_LENGTH bytes; the texts are folded (`collation.plain`), tags and people with SEPARATOR between.
    """

    photo: int
    folder: int
    columns: bytes
    name: str
    title: str
    caption: str
    tags: str
    people: str


def name_pattern(name: str) -> str:
    """Return a folded name with a line feed for each number: `img_0042.jpg` and `img_7.jpg` have one pattern.

    Nobody can type the line feed into a search.
    """
    return _DIGITS.sub("\n", name)


def read_records(conn: sqlite3.Connection, values: ValueDictionary, first: int, after: int) -> Iterator[Record]:
    """Yield the present records of the stale photos with `first` <= id < `after`, in the order of their ids."""
    for row in conn.execute(_ROWS, (first, after)):
        yield _record(row, values) if row[1] is not None else _nothing(row[0])


_ROWS = (
    "SELECT stale.photo, folder, state, photos.label, size, taken_ms, width, height, color, format, animated, make,"
    " model, lens, iso, f_number, focal_mm, exposure_s, coalesce(annotations.rating, details.rating),"
    " coalesce(annotations.title, details.title), coalesce(annotations.caption, details.caption), photo_places.place,"
    f" {LATITUDE}, {LONGITUDE}, code IS NOT NULL, details.tags, annotations.tags, removed_tags, people, duration_ms,"
    " hdr, member_of, badges"
    f" FROM stale LEFT JOIN photos ON id = stale.photo AND {CAN_BE_SHOWN}"
    " LEFT JOIN details ON details.photo = id LEFT JOIN problems ON problems.photo = id"
    " LEFT JOIN photo_places ON photo_places.photo = id LEFT JOIN annotations ON annotations.photo = id"
    " WHERE stale.photo >= ? AND stale.photo < ? ORDER BY stale.photo"
)


def _record(row: tuple[Any, ...], values: ValueDictionary) -> Record:
    photo, folder, state, label, size, taken, width, height, colour = row[:9]
    kind, animated, make, model, lens, iso, aperture, focal, exposure, rating, title, caption = row[9:21]
    place, latitude, longitude, problem, *tags, people, duration, hdr, member_of, badges = row[21:]
    name, unit = plain(label), badges >> PRECISION_SHIFT & UNIT
    flags = (
        IS_PHOTO
        | (latitude is not None) * GPS
        | bool(title) * TITLE
        | bool(caption) * CAPTION
        | bool(problem) * PROBLEM
        | (state == BROKEN) * IS_BROKEN
        | bool(animated) * ANIMATED
        | bool(hdr) * HDR
    )
    columns = b"".join(
        (
            bytes((flags, colour_code(colour) + 16 * _aspect(width, height))),
            _encode_time(taken, unit),
            bytes((0 if rating is None else min(max(rating, 0), 254) + 1, values.code_of(Column.TYPE, kind)[1])),
            _encode_number(size, 5),
            _encode_number(width, 3),
            _encode_number(height, 3),
            values.code_of(Column.NAME_PATTERN, name_pattern(name)),
            values.code_of(Column.CAMERA, camera_name(make, model)),
            values.code_of(Column.LENS, lens),
            values.code_of(Column.ISO, iso),
            values.code_of(Column.F, aperture),
            values.code_of(Column.FOCAL, focal),
            values.code_of(Column.EXPOSURE, exposure),
            values.code_of(Column.PLACE, place),
            *encode_position(latitude, longitude),
            _encode_number(duration, 4),
            bytes((badges & 255 | IS_MEMBER * (member_of is not None), _marks(badges, unit))),
        )
    )
    title, caption = (plain(text) if text else "" for text in (title, caption))
    return Record(photo, folder, columns, name, title, caption, fold_lines(_tags(*tags)), fold_lines(people))


def _marks(badges: int, unit: int) -> int:
    """Return favourite, pick, label and the unit of an inexact date as one byte; the rating has a column of its own."""
    marks = badges >> MARKS_SHIFT & 255
    return IS_FAVOURITE * bool(badges & FAVOURITE) | marks >> 3 << PICK_SHIFT | max(0, unit - MONTH) << UNIT_SHIFT


def _tags(of_file: str | None, added: str | None, removed: str | None) -> str | None:
    return "\n".join(join_tags(of_file, added, removed)) if added or removed else of_file


def fold_lines(text: str | None) -> str:
    """Return tags, or names of people, as the search keeps them: each folded, with SEPARATOR between."""
    return SEPARATOR.join(map(fold_value, text.split("\n"))) if text else ""


def fold_value(text: str) -> str:
    """Return a tag, or the name of a person, folded, without quotation marks: no query can hold one."""
    return plain(without_quotes(text)).strip()


def without_quotes(text: str) -> str:
    """Return text with blanks in place of the quotation marks that a query takes for its own (`parser`)."""
    return text.translate(_QUOTES)


def _nothing(photo: int) -> Record:
    return Record(photo, 0, bytes(RECORD_LENGTH), "", "", "", "", "")


def encode_position(latitude: float | None, longitude: float | None) -> tuple[bytes, bytes]:
    """Return a position in degrees as three bytes each, which sort as the degrees do; zeros for what is no position.

    A step is a metre of latitude, and two of longitude at the equator.
    """
    if latitude is None or longitude is None or not is_point(latitude, longitude):
        return b"\0\0\0", b"\0\0\0"
    return _encode_degrees(latitude, 90), _encode_degrees(longitude, 180)


def _encode_degrees(degrees: float, most: int) -> bytes:
    return (1 + int((degrees + most) / (2 * most) * POSITION_STEPS)).to_bytes(3, "big")


def _encode_number(number: int | None, length: int) -> bytes:
    """Return big-endian bytes of a number, cut to their range. A size below 0 is one that could not be asked for."""
    return max(0, min(number or 0, (1 << 8 * length) - 1)).to_bytes(length, "big")


def _aspect(width: int | None, height: int | None) -> int:
    if not width or not height:
        return 0
    return SQUARE if width == height else LANDSCAPE if width > height else PORTRAIT


def _encode_time(taken_ms: int | None, unit: int) -> bytes:
    if taken_ms is None:
        return bytes(4)
    day = encode_day(taken_ms // DAY_MS)
    return day if unit <= DAY else day[:3] + b"\0"


def encode_day(day: int) -> bytes:
    """Return a day since 1970-01-01 as the four bytes YEAR, MONTH and DAY of a record; they sort as the days do."""
    year, month, of_month = date_of_day(day)
    if not YEAR_ZERO < year < YEAR_ZERO + (1 << 16):
        return b"\0\1\1\1" if year <= YEAR_ZERO else b"\xff\xff\x0c\x1f"
    return (year - YEAR_ZERO).to_bytes(2, "big") + bytes((month, of_month))
