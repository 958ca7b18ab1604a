"""The filters of a query, such as `iso:>800`: their names, and how the value after the colon is read. Pure."""

from __future__ import annotations

import math
import re
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING

from gallery.base.camera_names import names_of_raw
from gallery.base.models import RAW_KINDS
from gallery.catalog.collation import folded, plain
from gallery.search import date_terms, near_terms, relative_dates
from gallery.search.colour_names import COLOUR_NAMES
from gallery.search.file_paths import split_path
from gallery.search.nodes import AnyOf, Days, FilePath, Glob, Number, Trait, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from gallery.search.nodes import Node

TYPES: Mapping[str, str] = MappingProxyType(
    {name: name for name in ("jpeg", "png", "gif", "webp", "avif", "bmp", "tiff", "heif", "jxl")}
    | {name: name for name in ("video", "mp4", "mov", "3gp", "webm", "mkv", "avi", "mts")}
    | {"m4v": "mp4", "qt": "mov", "quicktime": "mov", "3g2": "3gp", "3gpp": "3gp", "matroska": "mkv", "m2ts": "mts"}
    | {name: name for name in ("jp2", "psd", "ico", "icns", "tga", "qoi", "dds", "pnm", "pcx")}
    | dict.fromkeys(("jpg", "jpe", "jfif", "mpo"), "jpeg")
    | dict.fromkeys(("heic", "heics", "heifs", "hif"), "heif")
    | {"apng": "png", "avifs": "avif", "dib": "bmp", "tif": "tiff", "dcx": "pcx", "targa": "tga"}
    | dict.fromkeys(("j2k", "j2c", "jpc", "jpx", "jpf", "jph", "jpeg2000"), "jp2")
    | {"psb": "psd", "photoshop": "psd", "avchd": "mts", "jpegxl": "jxl"}
    | dict.fromkeys(("icb", "vda", "vst", "tpic"), "tga")
    | dict.fromkeys(("ppm", "pgm", "pbm", "pam", "pfm", "netpbm"), "pnm")
    | {name: name for name in RAW_KINDS}
    | {"gpr": "dng", "nrw": "nef", "sr2": "arw", "srf": "arw", "rwl": "rw2", "cap": "iiq", "fff": "3fr", "kdc": "dcr"}
)
"""The formats, by their names and by all suffixes that their files have."""
_ICONS = ("ico", "icns")
HAS = ("gps", "title", "caption", "tags", "people", "rating", "camera", "lens", "problem")
COLOURS = COLOUR_NAMES[1:]
IS = ("portrait", "landscape", "square", "broken", "animated", "hdr", "live", "burst")
MAX_WILDCARDS = 32
"""`*` and `?` of a pattern. As many as the letters of a long random name; hundreds take seconds in a large library."""
_STARS = re.compile(r"\*+")
_SIZES = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 2**10, "mib": 2**20, "gib": 2**30}
_SIZES |= {"k": 10**3, "m": 10**6, "g": 10**9}
_DURATIONS = {"": 1000, "s": 1000, "sec": 1000, "m": 60_000, "min": 60_000, "h": 3_600_000}  # ms
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,4}):([0-5][0-9])")
"""A duration as players show it: 1:30, 1:02:03."""
_NUMBER = re.compile(r"([0-9]{1,12}(?:[.,][0-9]{1,6})?)\s*([a-z]*)")
_DISTANT_UNIT = re.compile(r"[0-9]\s+([^\W\d_]{1,3})(?=[\s)|]|\Z)")
_FRACTION = re.compile(r"([0-9]{1,6})/([0-9]{1,6}) ?s?")
_SIGNS: Mapping[str, str] = MappingProxyType(
    {">=": ">=", "<=": "<=", "≥": ">=", "≤": "<=", ">": ">", "<": "<", "=": ""}
)
_RELATIVE_TOLERANCE = 1e-3
"""How far numbers may differ to be equal, as a share of their value: cameras write 1/3 s as 0.333 or 0.333333."""


class FilterValueError(ValueError):
    """The filter or its value means nothing. The message is a sentence for the user."""


def parse_filter(field: str, value: str, *, quoted: bool = False, today: date | None = None) -> Node:
    """Read the filter `field:value` as a node of the query.

    Args:
        field: the name before the colon, folded.
        value: folded, not empty; `a|b` means either of the two.
        quoted: the value was typed between quotes, where `|` and `*` are letters as any other.
        today: the day that relative dates are seen from; None: there are none.

    Raises:
        FilterValueError: there is no such filter, or it does not know this value.
    """
    known = known_name(field)
    if known is None:
        raise FilterValueError(unknown_message(field))
    parts = [value] if quoted else [part for part in value.split("|") if part.strip()]
    if not parts:
        raise FilterValueError(f"Type something after “{field}:”.")
    if quoted and _PARSERS[known] is _text:
        raw = tuple(Word(plain(name), known) for name in names_of_raw(value)) if known == "camera" else ()
        return AnyOf((Word(value, known), *raw)) if raw else Word(value, known)
    nodes = tuple(_PARSERS[known](known, part.strip(), today) for part in parts[:16])
    return nodes[0] if len(nodes) == 1 else AnyOf(nodes)


def word(text: str, field: str = "") -> Node:
    """Return what a folded word, that stood in no quotes, means: with `*` or `?` also a pattern of names."""
    literal = Word(text, field)
    pattern = _STARS.sub("*", text)
    is_pattern = 0 < _count_wildcards(pattern) < len(pattern) and not pattern_mistake(pattern)
    return AnyOf((Glob(pattern, field), literal)) if is_pattern else literal


def pattern_mistake(text: str) -> str:
    """Return the sentence that says that a word, or one of those that `|` joins, has too many wildcards for a pattern.

    Empty if none has: such a word is looked for as it reads.
    """
    parts = (part for part in text.split("|") if part.strip("*?"))
    most = max((_count_wildcards(_STARS.sub("*", part)) for part in parts), default=0)
    return f"A pattern may have at most {MAX_WILDCARDS} “*” and “?”." if most > MAX_WILDCARDS else ""


def _count_wildcards(text: str) -> int:
    return text.count("*") + text.count("?")


def known_name(field: str) -> str | None:
    """Return the name of the filter that a folded name stands for; None if there is none."""
    name = _OTHER_NAMES.get(field, field)
    return name if name in _PARSERS else None


def unknown_message(field: str) -> str:
    """Return the sentence that says that there is no such filter, with one that sounds like it."""
    near = get_close_matches(field, [*_PARSERS, *_OTHER_NAMES], 1)
    return f"There is no filter called “{_short(field)}”" + (f": {near[0]}?" if near else ".")


def find_rest(field: str, value: str, text: str, end: int, *, quoted: bool) -> str:
    """Return what belongs to a value that ends at `end` though white space parts it; empty if there is nothing.

    It is the unit of a number, as in `size:10 mb`, or a distance, as in `near:"Lisbon" 20km`.
    """
    known = known_name(field) or ""
    if known == "near":
        return near_terms.find_rest(value, text, end, quoted=quoted)
    unit = None if quoted else _DISTANT_UNIT.match(text, end - 1)
    return text[end : unit.end()] if unit and folded(unit[1]) in _UNITS.get(known, {}) else ""


def filter_names() -> tuple[str, ...]:
    """Return the names of all filters, in the order in which suggestions offer them."""
    return tuple(_PARSERS)


def _text(field: str, value: str, _: date | None) -> Node:
    path = split_path(value) if field == "folder" else None
    return AnyOf((FilePath(path), Word(value, field))) if path else word(value, field)


def _near(_: str, value: str, __: date | None) -> Node:
    try:
        return near_terms.parse_near(value)
    except near_terms.NearTermError as error:
        raise FilterValueError(str(error)) from None


def _choice(field: str, value: str, _: date | None) -> Node:
    known = _CHOICES[field]
    if value not in known:
        near = get_close_matches(value, known, 1)
        hint = f" Did you mean {known[near[0]]}?" if near else ""
        raise FilterValueError(f"“{field}:” knows {', '.join(dict.fromkeys(known.values()))}.{hint}")
    return Trait(field, known[value])


def _type(field: str, value: str, today: date | None) -> Node:
    return AnyOf(tuple(Trait(field, name) for name in _ICONS)) if value == "icon" else _choice(field, value, today)


def _date(_: str, value: str, today: date | None) -> Node:
    low, high, sign = _split_sign(value)
    if sign == "..":
        begin = _range_bound(low, today).first if low else -(10**6)
        after = _range_bound(high, today).after if high else 10**7
        if begin >= after:
            raise FilterValueError("The first date is later than the last.")
        return Days(begin, after)
    if not low:
        raise FilterValueError("“date:” needs a date, such as date:>2019.")
    if not sign:
        return _days(low, today)
    known = _range_bound(low, today)
    return {
        ">": Days(known.after, 10**7),
        ">=": Days(known.first, 10**7),
        "<": Days(-(10**6), known.first),
        "<=": Days(-(10**6), known.after),
    }[sign]


def _range_bound(text: str, today: date | None) -> Days:
    found = _days(text, today)
    if isinstance(found, AnyOf) and isinstance(found.nodes[0], Days):
        return found.nodes[0]  # 3/4/2019 is the third of April here
    if not isinstance(found, Days):
        raise FilterValueError("A range of dates needs a year, such as 2019-06..2019-08.")
    return found


def _days(text: str, today: date | None) -> Node:
    words = text.split()
    used, found = date_terms.parse_leading(words) if words else (0, None)
    if found is None and words and today is not None:
        used, found = relative_dates.parse_leading(words, today)
    if found is None or used != len(words):
        raise FilterValueError(f"“{_short(text)}” is not a date. Try 2019, 2019-06 or 2019-06-11.")
    return found


def _number(field: str, value: str, _: date | None = None) -> Node:
    low, high, sign = _split_sign(value)
    start, step = _value(field, low) if low or sign != ".." else (-math.inf, 0.0)
    if not sign:
        return Number(field, start - step, start + step)
    if sign == "..":
        end = _value(field, high)[0] if high else math.inf
        start *= _unit_of_both(field, low, high)
        if start > end:
            raise FilterValueError("The first number is larger than the last.")
        return Number(field, start - _tolerance(field, start), end + _tolerance(field, end))
    tolerance = _tolerance(field, start)
    return {
        ">": Number(field, math.nextafter(start + tolerance, math.inf)),
        ">=": Number(field, start - tolerance),
        "<": Number(field, high=math.nextafter(start - tolerance, -math.inf)),
        "<=": Number(field, high=start + tolerance),
    }[sign]


def _split_sign(value: str) -> tuple[str, str, str]:
    """Split a value into (first, last, sign). The sign is `..` for a range, a comparison, or empty for one value."""
    sign = next((sign for sign in _SIGNS if value.startswith(sign)), None)
    if sign:
        return value[len(sign) :].strip(), "", _SIGNS[sign]
    low, dots, high = value.partition("..")
    if dots and (low.strip() or high.strip()):
        return low.strip(), high.strip(), ".."
    return value.strip(), "", ""


def _value(field: str, text: str) -> tuple[float, float]:
    """Read a number with its unit. Return it, and how far another may be from it to count as the same."""
    if field == "exposure" and (fraction := _FRACTION.fullmatch(text)) and int(fraction[2]):
        value = int(fraction[1]) / int(fraction[2])
        return value, _tolerance(field, value)
    if field == "duration" and (clock := _CLOCK.fullmatch(text)):
        return 1000.0 * ((int(clock[1] or 0) * 60 + int(clock[2])) * 60 + int(clock[3])), 500.0
    match = _NUMBER.fullmatch(text.removeprefix("f/") if field == "f" else text)
    unit = _UNITS.get(field, {"": 1})
    if match is None or match[2] not in unit:
        raise FilterValueError(f"“{field}:” needs a number, such as {_EXAMPLES[field]}.")
    digits = match[1].replace(",", ".")
    value = float(digits) * unit[match[2]]
    if field in ("size", "duration"):  # 2.4MB is whatever is shown as 2.4 MB, 20s what lasts about that
        return value, unit[match[2]] * 0.5 * 10 ** -len(digits.partition(".")[2])
    return value, _tolerance(field, value)


def _unit_of_both(field: str, low: str, high: str) -> int:
    """Return the unit that the first number of a range takes over from the last: `10..20MB` does not begin at 10 B."""
    first, last = (_NUMBER.fullmatch(text) for text in (low, high))
    units = _UNITS.get(field, {"": 1})
    return units[last[2]] // units[""] if first and last and not first[2] else 1


def _tolerance(field: str, value: float) -> float:
    return abs(value) * _RELATIVE_TOLERANCE if field in ("f", "focal", "exposure") and math.isfinite(value) else 0.0


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:19] + "…"


_UNITS: Mapping[str, Mapping[str, int]] = {
    "size": _SIZES, "focal": {"": 1, "mm": 1}, "exposure": {"": 1, "s": 1}, "duration": _DURATIONS,
    "width": {"": 1, "px": 1}, "height": {"": 1, "px": 1},
}  # fmt: skip
_EXAMPLES = {
    "iso": "iso:>800", "f": "f:<2.8", "focal": "focal:>=200", "exposure": "exposure:<1/500", "rating": "rating:>=4",
    "size": "size:>10MB", "width": "width:>4000", "height": "height:>3000", "duration": "duration:>1m",
}  # fmt: skip
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "type": TYPES,
    "has": {name: name for name in HAS}
    | {"tag": "tags", "keywords": "tags", "person": "people", "faces": "people", "place": "gps", "location": "gps"},
    "is": {name: name for name in IS},
    "color": {name: name for name in COLOURS} | {"gray": "grey", "violet": "purple"},
}
_PARSERS: Mapping[str, Callable[[str, str, date | None], Node]] = {
    "camera": _text, "lens": _text, "folder": _text, "people": _text, "tag": _text, "date": _date, "type": _type,
    "rating": _number, "iso": _number, "f": _number, "focal": _number, "exposure": _number, "has": _choice,
    "is": _choice, "color": _choice, "size": _number, "width": _number, "height": _number, "duration": _number,
    "title": _text, "caption": _text, "name": _text, "city": _text, "region": _text, "country": _text, "near": _near,
}  # fmt: skip
_OTHER_NAMES: Mapping[str, str] = {
    "colour": "color", "stars": "rating", "star": "rating", "model": "camera", "make": "camera", "aperture": "f",
    "shutter": "exposure", "speed": "exposure", "filename": "name", "file": "name", "path": "folder", "ext": "type",
    "format": "type", "tags": "tag", "keyword": "tag", "keywords": "tag", "subject": "tag", "person": "people",
    "who": "people", "face": "people", "faces": "people", "year": "date", "month": "date", "day": "date",
    "taken": "date", "filesize": "size", "length": "duration", "place": "city", "town": "city", "location": "city",
    "state": "region", "province": "region", "around": "near",
}  # fmt: skip
"""What people type for the name of a filter, and the name."""
