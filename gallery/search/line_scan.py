"""Looks for words in the names of many photos at once: one text with a line for each of them."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from gallery.search.column_index import BLOCK_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_EMPTY = bytes(BLOCK_SIZE)
_HIT, _HITS, _LINE = b"\1", b"\1\1", b"\n"
_NOT_MARKS = bytes(set(range(256)) - {1, 10})
_AS_MASK = bytes.maketrans(b"\2\n", b"\1\0")
_FEW = 400
"""Bytes of text for each hit, from which on looking for one after the other is faster."""
_SAMPLE = 2048
_LONG = 2 * _SAMPLE


def line_matcher(needles: Sequence[bytes]) -> Callable[[bytes], bytes]:
    """Says of a text in which of its lines one of these stands: one byte a line."""
    if len(needles) == 1:
        return partial(lines_with, needle=needles[0])
    return partial(lines_with_any, pattern=compile_any(needles))


def lines_with(text: bytes, needle: bytes) -> bytes:
    """One byte a line: 1 where the needle stands in it."""
    if needle not in text:
        return _EMPTY
    if len(text) < _LONG or text.count(needle, 0, _SAMPLE) <= _SAMPLE // _FEW:
        number = text.count(needle)
        if number * _FEW <= len(text):
            return _few_lines(text, needle)
    marks = text.replace(needle, _HIT).translate(None, _NOT_MARKS)
    while _HITS in marks:
        marks = marks.replace(_HITS, _HIT)
    return marks.replace(b"\1\n", b"\2").translate(_AS_MASK)


def compile_any(needles: Iterable[bytes]) -> re.Pattern[bytes]:
    """One that stands in a line, and the rest of it. Common beginnings are looked at once: `ab` or `ac` is `a(b|c)`."""
    return re.compile(_tree(set(needles)) + rb"[^\n]*")


def _tree(needles: set[bytes]) -> bytes:
    if b"" in needles:
        return b""  # whatever may follow
    heads: dict[bytes, set[bytes]] = {}
    for needle in needles:
        heads.setdefault(needle[:1], set()).add(needle)
    parts = []
    for same in heads.values():
        start = _beginning(min(same), max(same))
        parts.append(re.escape(start) + _tree({needle[len(start) :] for needle in same}))
    return b"(?:" + b"|".join(parts) + b")"


def _beginning(one: bytes, other: bytes) -> bytes:
    """What both begin with."""
    length = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), len(one))
    return one[:length]


def lines_with_any(text: bytes, pattern: re.Pattern[bytes]) -> bytes:
    """One byte a line: 1 where one of these stands in it. In one pass, however many they are."""
    marks = pattern.sub(_HIT, text).translate(None, _NOT_MARKS)
    return marks.replace(b"\1\n", b"\2").translate(_AS_MASK)


def _few_lines(text: bytes, needle: bytes) -> bytes:
    found = bytearray(BLOCK_SIZE)
    line, counted = 0, 0
    at = text.find(needle)
    while at >= 0:
        line += text.count(_LINE, counted, at)
        found[line] = 1
        counted = at
        end = text.find(_LINE, at)
        at = text.find(needle, end)
    return bytes(found)
