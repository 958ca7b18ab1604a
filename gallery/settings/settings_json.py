"""What settings.json holds, from its bytes and back; and what can be taken from damaged bytes. Pure functions."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gallery.settings.ids import is_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

VERSION = 1
"""Of the format. It rises only when an older Shoebox would understand a field wrongly."""
MAX_QUERY_CHARACTERS = 1000
"""The search reads no more."""
MAX_NAME_CHARACTERS = 100
_FINGERPRINT_DIGITS = (32, 34)
"""Hexadecimal, of both kinds of fingerprints (base/models.py)."""
FIELDS = ("version", "roots", "next_root", "view", "window", "searches", "next_search", "groups", "next_group",
          "sidecars", "keys", "cache_limit", "hints")  # fmt: skip
"""The fields that this version knows; others are kept as they are."""
_COUNTERS = ("next_root", "next_search", "next_group")
_LATER_LISTS = {"groups": "next_group"}
"""Lists that files of earlier versions do not have, and the field that is written with each."""
_KEY = re.compile(rf'(?<!\\)"({"|".join(FIELDS)})"\s*:\s*')
_WRONG_BYTE = "\ufffd"


@dataclass(frozen=True, slots=True)
class Reading:
    """The fields that were read from bytes."""

    fields: dict[str, Any]
    partial: frozenset[str]
    """The lists ("roots", "searches", "groups") of which something is missing, or may be."""
    whole: bool
    """Whether the bytes are undamaged: a JSON object in which both lists make sense."""

    @property
    def newer(self) -> bool:
        """Whether a later version of the format was written."""
        version = self.fields.get("version")
        return type(version) is int and version > VERSION


NOTHING = Reading({}, frozenset(("roots", "searches", "groups")), False)
"""The reading of a file that is not there."""


def read(raw: bytes) -> Reading:
    """Read the bytes of a file, damaged or not. A byte order mark, and UTF-16, are no damage: editors write them."""
    try:
        fields = json.loads(raw)
    except (ValueError, RecursionError):
        return _read_damaged(raw.decode("utf-8", "replace"))
    if not isinstance(fields, dict):
        return NOTHING
    absent: list[Any] | None = (
        None if "version" in fields else []
    )  # a name with a flipped bit; files written by hand may lack a list
    found = {
        name: fields.get(name, [] if name in _LATER_LISTS and _LATER_LISTS[name] not in fields else absent)
        for name in LISTS
    }
    good = {name: _good_items(found[name], is_good) for name, is_good in LISTS.items()}
    partial = frozenset(name for name in LISTS if len(good[name]) < _length(found[name]))
    return Reading({**fields, **good}, partial, not partial)


def write(fields: Mapping[str, Any]) -> bytes:
    """Return the bytes of a file. Lone surrogates (paths that are no text) survive as escapes."""
    return json.dumps(fields, indent=1).encode("ascii")


def complete(damaged: Reading, copy: Reading) -> Reading:
    """Return what a damaged file and its copy hold together; where both know something, the file counts.

    Returns:
        A list is partial in it only where it is partial in both.
    """
    fields = {**copy.fields, **damaged.fields}
    for name in LISTS:  # also one that seems whole: a bracket may have come into it
        items = {item["id"]: item for item in copy.fields.get(name, [])}
        known = [{**item, "id": None} for item in items.values()]
        # one that is known by another number has a flipped bit in it, and would take the place of a third
        items |= {item["id"]: item for item in damaged.fields.get(name, []) if {**item, "id": None} not in known}
        fields[name] = [items[number] for number in sorted(items)]  # ids rise with each that is added
    for name in _COUNTERS:  # a number may have been cut
        fields[name] = max(_counter(reading.fields.get(name)) for reading in (damaged, copy))
    return Reading(fields, damaged.partial & copy.partial, False)


def unknown(fields: Mapping[str, Any], known: tuple[str, ...] = FIELDS) -> dict[str, Any]:
    """Return the fields of an object that this version does not know."""
    return {name: value for name, value in fields.items() if name not in known}


def is_root(item: Any) -> bool:
    """Return whether an item of the list `roots` makes sense."""
    try:
        return is_id(item["id"]) and isinstance(item["path"], str) and bool(os.fsencode(item["path"]))
    except (TypeError, KeyError, UnicodeEncodeError):
        return False


def is_search(item: Any) -> bool:
    """Return whether an item of the list `searches` makes sense."""
    try:
        return (
            is_id(item["id"])
            and _is_text(item["name"], MAX_NAME_CHARACTERS)
            and _is_text(item["query"], MAX_QUERY_CHARACTERS)
        )
    except (TypeError, KeyError):
        return False


def is_group(item: Any) -> bool:
    """Return whether an item of the list `groups` makes sense."""
    try:
        files = item["files"]
        return (
            is_id(item["id"])
            and isinstance(item["together"], bool)
            and isinstance(files, list)
            and len(files) > 0
            and all(_is_fingerprint(file) for file in files)
        )
    except (TypeError, KeyError):
        return False


LISTS: Mapping[str, Callable[[Any], bool]] = {"roots": is_root, "searches": is_search, "groups": is_group}
"""The lists of a file, and which items make sense in each."""


def _read_damaged(text: str) -> Reading:
    """Return the known fields of a text that is no JSON: values that are whole, and of lists the items that are."""
    fields: dict[str, Any] = {}
    partial = set(LISTS)
    for name, start, end in _places(text):
        value, at = _value_at(text, start)
        if name in LISTS:
            whole = isinstance(value, list) and _WRONG_BYTE not in text[start:at]
            items = value if isinstance(value, list) and whole else list(_objects(text[start:end]))
            fields[name] = _good_items(items, LISTS[name])
            if whole and len(fields[name]) == len(items):
                partial.discard(name)
        elif at and _WRONG_BYTE not in text[start:at]:
            fields[name] = value
    return Reading(fields, frozenset(partial), False)


def _places(text: str) -> list[tuple[str, int, int]]:
    """Return (name, start of the value, start of what follows) of each known field, the first of its name only."""
    found = [(match[1], match.end(), match.start()) for match in _KEY.finditer(text)]
    ends = [*(start for _, _, start in found[1:]), len(text)]
    places: dict[str, tuple[str, int, int]] = {}
    for (name, start, _), end in zip(found, ends, strict=False):
        places.setdefault(name, (name, start, end))
    return list(places.values())


def _value_at(text: str, start: int) -> tuple[Any, int]:
    """Return the JSON value that begins at `start`, and where it ends; (None, 0) where there is none."""
    try:
        return json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, 0


def _objects(text: str) -> Iterator[Any]:
    """Yield the JSON objects in a text that are whole, without those with a byte that is no text."""
    at = text.find("{")
    while at >= 0:
        value, end = _value_at(text, at)
        if end and _WRONG_BYTE not in text[at:end]:
            yield value
        at = text.find("{", end or at + 1)


def _good_items(items: Any, is_good: Callable[[Any], bool]) -> list[Any]:
    """Return the items that make sense, the first of each id."""
    found: dict[int, Any] = {}
    for item in items if isinstance(items, list) else []:
        if is_good(item):
            found.setdefault(item["id"], item)
    return list(found.values())


def _length(items: Any) -> int:
    """Return how many items there should be; what is no list counts as one that makes no sense."""
    return len(items) if isinstance(items, list) else 1


def _counter(value: Any) -> int:
    """Return a counter, 1 where there is none that makes sense."""
    return value if is_id(value) else 1


def _is_fingerprint(value: object) -> bool:
    return isinstance(value, str) and len(value) in _FINGERPRINT_DIGITS and set(value) <= set("0123456789abcdef")


def _is_text(value: object, longest: int) -> bool:
    """Return whether `value` is a text of 1 to `longest` characters without space around it."""
    return isinstance(value, str) and value == value.strip() and 0 < len(value) <= longest
