"""The search for words in a text column: one text with a line for each photo of a block. Pure functions of bytes."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from gallery.search.column_index import BLOCK_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_EMPTY = bytes(BLOCK_SIZE)
_HIT, _HITS, _LINE = b"\1", b"\1\1", b"\n"
_NEITHER_HIT_NOR_LINE = bytes(set(range(256)) - {1, 10})
_TO_BITMAP = bytes.maketrans(b"\2\n", b"\1\0")
_MIN_BYTES_PER_HIT = 400
"""With more bytes of text for each hit than this, it is faster to find one hit after the other."""
_SAMPLE_BYTES = 2048
"""The beginning of a text, in which hits are counted to guess how many the whole text has."""
_MIN_SAMPLED_BYTES = 2 * _SAMPLE_BYTES


def line_matcher(needles: Sequence[bytes]) -> Callable[[bytes], bytes]:
    """Return a function of a text that returns one byte a line: 1 where the line contains one of the needles.

    Args:
        needles: at least one; not empty, in UTF-8, without control characters.
    """
    if len(needles) == 1:
        return partial(lines_with, needle=needles[0])
    return partial(lines_with_any, pattern=compile_any(needles))


def lines_with(text: bytes, needle: bytes) -> bytes:
    """Return one byte a line: 1 where the line contains the needle.

    Where hits are few, their lines are counted one by one. Where they are many, the needle is replaced by a mark, all
    but marks and line feeds is deleted, and each line that is left says whether it had a mark.
    """
    if needle not in text:
        return _EMPTY
    if len(text) < _MIN_SAMPLED_BYTES or text.count(needle, 0, _SAMPLE_BYTES) <= _SAMPLE_BYTES // _MIN_BYTES_PER_HIT:
        number = text.count(needle)
        if number * _MIN_BYTES_PER_HIT <= len(text):
            return _lines_of_hits(text, needle)
    marks = text.replace(needle, _HIT).translate(None, _NEITHER_HIT_NOR_LINE)
    while _HITS in marks:
        marks = marks.replace(_HITS, _HIT)
    return marks.replace(b"\1\n", b"\2").translate(_TO_BITMAP)


def compile_any(needles: Iterable[bytes]) -> re.Pattern[bytes]:
    """Return a pattern that matches a needle and the rest of its line.

    Common beginnings are compared once: `ab` or `ac` becomes `a(b|c)`.
    """
    return re.compile(_alternatives(set(needles)) + rb"[^\n]*")


def _alternatives(needles: set[bytes]) -> bytes:
    if b"" in needles:
        return b""  # a needle ends here: the others that begin with it need not be told apart
    heads: dict[bytes, set[bytes]] = {}
    for needle in needles:
        heads.setdefault(needle[:1], set()).add(needle)
    parts = []
    for same in heads.values():
        start = _common_prefix(min(same), max(same))
        parts.append(re.escape(start) + _alternatives({needle[len(start) :] for needle in same}))
    return b"(?:" + b"|".join(parts) + b")"


def _common_prefix(one: bytes, other: bytes) -> bytes:
    length = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), len(one))
    return one[:length]


def lines_with_any(text: bytes, pattern: re.Pattern[bytes]) -> bytes:
    """Return one byte a line: 1 where the line matches a pattern of `compile_any`. One pass for all needles."""
    marks = pattern.sub(_HIT, text).translate(None, _NEITHER_HIT_NOR_LINE)
    return marks.replace(b"\1\n", b"\2").translate(_TO_BITMAP)


def _lines_of_hits(text: bytes, needle: bytes) -> bytes:
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
