"""The search for words in a text column: one text with a line for each photo of a block. Pure functions of bytes."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from gallery.search.column_index import BLOCK_SIZE
from gallery.search.records import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PARENT_ENDS = (b"/", b" /")
"""What follows a tag in one below it: a blank, too, where it ends with a quotation mark (`records.fold_value`)."""
_EMPTY = bytes(BLOCK_SIZE)
_HIT, _HITS, _LINE, _BETWEEN = b"\1", b"\1\1", b"\n", SEPARATOR.encode()
_NEITHER_HIT_NOR_LINE = bytes(set(range(256)) - {1, 10})
_TO_BITMAP = bytes.maketrans(b"\2\n", b"\1\0")
_ANY_BYTE, _UTF8_LETTER = r"[^\n]", r"[^\n\x80-\xbf][\x80-\xbf]*+"
"""Expressions for a byte of a line, and for one letter in UTF-8: a first byte, and those that go on with it."""
_WILDCARDS = re.compile(r"[*?]*\*[*?]*")
"""Some of `*` and `?` that follow each other, a star among them."""
_WILDCARD = re.compile(rb"[*?]")
_MIN_BYTES_PER_HIT = 200
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


def nonempty_lines(text: bytes) -> bytes:
    """Return one byte a line: 1 where there is something in it."""
    return bytes(map(bool, text[:-1].split(_LINE)))


def tag_matcher(path: str, *, below: bool) -> Callable[[bytes], bytes]:
    """Return a function of a text that returns one byte a line: 1 where one of its tags is this, or below it.

    Args:
        path: a folded tag, without control characters.
        below: whether those that go on with a slash count, too.
    """
    needle = path.encode("utf-8", "replace")
    ends = (_BETWEEN, *PARENT_ENDS) if below else (_BETWEEN,)
    return partial(_lines_with_tag, needle=needle, wanted=[_BETWEEN + needle + end for end in ends])


def _lines_with_tag(text: bytes, needle: bytes, wanted: Sequence[bytes]) -> bytes:
    if needle not in text:
        return _EMPTY
    marked = _BETWEEN + text.replace(_LINE, _BETWEEN + _LINE + _BETWEEN)
    for tag in wanted:
        marked = marked.replace(tag, _HIT)
    return _to_bitmap(marked)


def glob_matcher(pattern: str, *, literal: bool = False, short_lines: bool = False) -> Callable[[bytes], bytes]:
    """Return a function of a text that returns one byte a line: 1 where the whole line is as the pattern says.

    Args:
        pattern: with something else than `*` and `?`; `*` stands for any letters or none, `?` for one.
        literal: whether these two stand for themselves.
        short_lines: whether lines have a few hundred bytes at most, as names do: a pattern that begins with `*` is then
            tried wherever its first piece stands in a line, which is fast, but in long lines too often.
    """
    pieces = [pattern] if literal else glob_pieces(pattern)
    start, end = (_LINE if pieces[0] else b""), (_LINE if pieces[-1] else b"")
    whole = [piece for piece in pieces if piece]
    if len(whole) == 1 and (literal or "?" not in whole[0]):
        return partial(_lines_at_ends, start=start, needle=whole[0].encode(), end=end)
    anywhere = short_lines and not start
    before, after = ("" if anywhere else r"\n"), (r"(?=\n)" if end else "")  # `re` is fast where letters come first
    sources = [_glob_source(pieces[anywhere:], _ANY_BYTE, letter) for letter in (_ANY_BYTE, _UTF8_LETTER)]
    ascii_like, utf8_like = (re.compile(f"{before}{source}{after}".encode()) for source in sources)
    wanted = start + "*".join(pieces).encode() + end
    return partial(
        _lines_like,
        ascii_like=ascii_like,
        utf8_like=utf8_like,
        wanted=sorted(set(_WILDCARD.split(wanted)) - {b"", _LINE}, key=len, reverse=True),
        mark=_HIT if anywhere else _LINE + _HIT,
    )


def glob_pieces(pattern: str) -> list[str]:
    """Return what stands between the stars of a pattern; the first or last piece is empty where it begins or ends so.

    A `?` beside a star is put before it, which means the same: so every piece but the first begins with a letter.

    >>> glob_pieces("a*?**b?*")
    ['a?', 'b?', '']
    """
    return _WILDCARDS.sub(lambda run: "?" * run[0].count("?") + "*", pattern).split("*")


def glob_expression(pattern: str) -> re.Pattern[str]:
    """Return what matches a whole text if it is as a pattern of `glob_matcher` says."""
    return re.compile(_glob_source(glob_pieces(pattern), ".", "."), re.DOTALL)


def _glob_source(pieces: list[str], unit: str, letter: str) -> str:
    """Return the source of an expression for the pieces of a pattern.

    Each piece between two stars is taken at the first place where it fits, for good (an atomic group): if the others
    fit behind a later place, they fit behind the first one as well. To try all places would take as many steps as
    there are ways to place the pieces.

    Args:
        pieces: of `glob_pieces`.
        unit: an expression for what `*` stands for any number of.
        letter: an expression for `?`.
    """
    sources = ["".join(letter if sign == "?" else re.escape(sign) for sign in piece) for piece in pieces]
    if len(sources) == 1:
        return sources[0]
    first, *inner, last = sources
    return first + "".join(f"(?>{unit}*?{piece})" for piece in inner) + (f"{unit}*{last}" if last else f"{unit}*+")


def _lines_like(
    text: bytes, ascii_like: re.Pattern[bytes], utf8_like: re.Pattern[bytes], wanted: Sequence[bytes], mark: bytes
) -> bytes:
    """Return one byte a line: 1 where an expression for a line matches, which needs all of `wanted`."""
    shifted = _LINE + text
    if not all(part in shifted for part in wanted):
        return _EMPTY
    expression = ascii_like if text.isascii() else utf8_like
    return _to_bitmap(expression.sub(mark, shifted)[1:])


def _lines_at_ends(text: bytes, start: bytes, needle: bytes, end: bytes) -> bytes:
    """Return one byte a line: 1 where it contains start + needle + end; these two are empty or a line feed."""
    shifted = _LINE + text
    if start + needle + end not in shifted:
        return _EMPTY
    doubled = shifted.replace(_LINE, b"\n\n") if start and end else shifted  # or two lines would share a line feed
    marked = doubled.replace(start + needle + end, start + _HIT + end)
    return _to_bitmap(marked.replace(b"\n\n", _LINE)[1:] if start and end else marked[1:])


def _to_bitmap(marked: bytes) -> bytes:
    """Return one byte a line: 1 where it has a mark."""
    marks = marked.translate(None, _NEITHER_HIT_NOR_LINE)
    while _HITS in marks:
        marks = marks.replace(_HITS, _HIT)
    return marks.replace(b"\1\n", b"\2").translate(_TO_BITMAP)


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
    return _to_bitmap(text.replace(needle, _HIT))


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
    return _to_bitmap(pattern.sub(_HIT, text))


def _lines_of_hits(text: bytes, needle: bytes) -> bytes:
    found, line = bytearray(BLOCK_SIZE), 0
    for before in text.split(needle)[:-1]:
        line += before.count(_LINE)
        found[line] = 1
    return bytes(found)
