"""Looks for words in the names of many photos at once: one text with a line for each of them."""

from __future__ import annotations

from gallery.catalog.planes import SLOTS

_EMPTY = bytes(SLOTS)
_HIT, _HITS, _LINE = b"\1", b"\1\1", b"\n"
_NOT_MARKS = bytes(set(range(256)) - {1, 10})
_AS_MASK = bytes.maketrans(b"\2\n", b"\1\0")
_FEW = 400
"""Bytes of text for each hit, from which on looking for one after the other is faster."""
_SAMPLE = 2048
_LONG = 2 * _SAMPLE


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


def _few_lines(text: bytes, needle: bytes) -> bytes:
    found = bytearray(SLOTS)
    line, counted = 0, 0
    at = text.find(needle)
    while at >= 0:
        line += text.count(_LINE, counted, at)
        found[line] = 1
        counted = at
        end = text.find(_LINE, at)
        at = text.find(needle, end)
    return bytes(found)
