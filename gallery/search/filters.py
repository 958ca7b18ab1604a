"""The filters of a query, such as `iso:>800`: their names, and how the value after the colon is read. Pure."""

from __future__ import annotations

import re
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING

from gallery.base.camera_names import names_of_raw
from gallery.base.models import RAW_KINDS
from gallery.catalog.annotation_copy import LABELS
from gallery.catalog.collation import folded, plain
from gallery.search import date_terms, near_terms, relative_dates
from gallery.search.colour_names import COLOUR_NAMES
from gallery.search.file_paths import split_path
from gallery.search.filter_numbers import UNITS, FilterValueError, parse_number, short, split_sign
from gallery.search.nodes import AnyOf, Days, FilePath, Glob, InAlbum, Not, Tag, Trait, Word

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
HAS = ("gps", "title", "caption", "tags", "people", "rating", "label", "album", "camera", "lens", "problem")
COLOURS = COLOUR_NAMES[1:]
IS = (
    *("favourite", "picked", "rejected", "rated", "unrated", "untagged", "unalbumed"),
    *("portrait", "landscape", "square", "broken", "animated", "hdr", "live", "burst"),
)
_OPPOSITES = {("is", "unrated"): Trait("is", "rated"), ("is", "untagged"): Trait("has", "tags"),
              ("is", "unalbumed"): Trait("has", "album")}  # fmt: skip
"""What is asked for by its opposite: where one file of a group has stars, the photo is not unrated."""
MAX_WILDCARDS = 32
"""`*` and `?` of a pattern. As many as the letters of a long random name; hundreds take seconds in a large library."""
_STARS = re.compile(r"\*+")
_DISTANT_UNIT = re.compile(r"[0-9]\s+([^\W\d_]{1,3})(?=[\s)|]|\Z)")


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
    if quoted and known == "tag" and (tag := whole_tag(value)):
        return tag
    if quoted and known == "album":
        return _album(known, value, today)
    if quoted and _PARSERS[known] in (_text, _tag):
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
    return f"There is no filter called “{short(field)}”" + (f": {near[0]}?" if near else ".")


def find_rest(field: str, value: str, text: str, end: int, *, quoted: bool) -> str:
    """Return what belongs to a value that ends at `end` though white space parts it; empty if there is nothing.

    It is the unit of a number, as in `size:10 mb`, or a distance, as in `near:"Lisbon" 20km`.
    """
    known = known_name(field) or ""
    if known == "near":
        return near_terms.find_rest(value, text, end, quoted=quoted)
    unit = None if quoted else _DISTANT_UNIT.match(text, end - 1)
    return text[end : unit.end()] if unit and folded(unit[1]) in UNITS.get(known, {}) else ""


def filter_names() -> tuple[str, ...]:
    """Return the names of all filters, in the order in which suggestions offer them."""
    return tuple(_PARSERS)


def _text(field: str, value: str, _: date | None) -> Node:
    path = split_path(value) if field == "folder" else None
    return AnyOf((FilePath(path), Word(value, field))) if path else word(value, field)


def _tag(field: str, value: str, _: date | None) -> Node:
    return whole_tag(value) or word(value, field)


def whole_tag(value: str) -> Tag | None:
    """Return the tag that a value means as a whole: `=travel` that one alone, `travel/` with those below it."""
    path = value.removeprefix("=").strip("/ ")
    if not path or not (value.startswith("=") or value.endswith("/")):
        return None
    return Tag(path, below=value.endswith("/"))


def _album(_: str, value: str, __: date | None) -> Node:
    path = "/".join(name.strip() for name in value.removeprefix("=").strip("/ ").split("/"))
    if not path:
        raise FilterValueError("“album:” needs a name, such as album:trips/italy.")
    return InAlbum(path, part=not value.startswith("=") and not value.endswith("/"), below=value.endswith("/"))


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
    trait = Trait(field, known[value])
    opposite = _OPPOSITES.get((trait.field, trait.value))
    return Not(opposite) if opposite else trait


def _type(field: str, value: str, today: date | None) -> Node:
    return AnyOf(tuple(Trait(field, name) for name in _ICONS)) if value == "icon" else _choice(field, value, today)


def _date(_: str, value: str, today: date | None) -> Node:
    low, high, sign = split_sign(value)
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
        raise FilterValueError(f"“{short(text)}” is not a date. Try 2019, 2019-06 or 2019-06-11.")
    return found


_CHOICES: Mapping[str, Mapping[str, str]] = {
    "type": TYPES,
    "has": {name: name for name in HAS}
    | {"tag": "tags", "keywords": "tags", "person": "people", "faces": "people", "place": "gps", "location": "gps"},
    "is": {name: name for name in IS} | {"favorite": "favourite", "starred": "rated", "pick": "picked"},
    "label": {name: name for name in LABELS[1:]} | {"violet": "purple"},
    "color": {name: name for name in COLOURS} | {"gray": "grey", "violet": "purple"},
}
_PARSERS: Mapping[str, Callable[[str, str, date | None], Node]] = {
    "camera": _text, "lens": _text, "folder": _text, "people": _text, "tag": _tag, "album": _album, "date": _date,
    "type": _type,
    "rating": parse_number, "label": _choice, "iso": parse_number, "f": parse_number, "focal": parse_number,
    "exposure": parse_number, "has": _choice, "is": _choice, "color": _choice, "size": parse_number,
    "width": parse_number, "height": parse_number, "duration": parse_number,
    "title": _text, "caption": _text, "name": _text, "city": _text, "region": _text, "country": _text, "near": _near,
}  # fmt: skip
_OTHER_NAMES: Mapping[str, str] = {
    "colour": "color", "stars": "rating", "star": "rating", "model": "camera", "make": "camera", "aperture": "f",
    "shutter": "exposure", "speed": "exposure", "filename": "name", "file": "name", "path": "folder", "ext": "type",
    "format": "type", "tags": "tag", "keyword": "tag", "keywords": "tag", "subject": "tag", "person": "people",
    "who": "people", "face": "people", "faces": "people", "year": "date", "month": "date", "day": "date",
    "taken": "date", "filesize": "size", "length": "duration", "place": "city", "town": "city", "location": "city",
    "state": "region", "province": "region", "around": "near", "albums": "album",
}  # fmt: skip
"""What people type for the name of a filter, and the name."""
