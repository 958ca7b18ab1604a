"""Numbers of two bytes for the distinct values of an attribute: cameras, lenses, ISO speeds, patterns of names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog.collation import plain
from gallery.search.columns import Column

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

OTHER_VALUE = 0xFFFF
"""The code of every value that came when all codes were taken; the photo's row tells which value it is."""
MAX_VALUES = OTHER_VALUE - 1
"""Codes of one attribute."""
MAX_NAME_PATTERNS = 20_000
"""Codes for patterns of names. Names of random letters all differ: to tell more of them apart slows the search down."""


_NO_LETTER = re.compile(r"[\W_]+")


def forms_of(text: str) -> str:
    r"""Return the forms by which a camera or lens is found, a line each: folded; from each word on without signs.

    >>> forms_of("Fujifilm X-T5").split("\n")
    ['fujifilm x-t5', 'fujifilmxt5', 'xt5', 't5']
    """
    folded = plain(text)
    words = _NO_LETTER.sub(" ", folded).split()
    return "\n".join((folded, *("".join(words[at:]) for at in range(len(words)))))


def without_signs(needle: str) -> str:
    """Return what to look for in `forms_of` to find a folded text however its signs and spaces are typed.

    Empty where the text has nothing but signs.
    """
    bare = _NO_LETTER.sub("", needle)
    return f"\n{bare}" if bare else ""


class Value(NamedTuple):
    """A row of the table `terms`: a value of the attribute `kind`, and the code that stands for it in its columns.

    `folded` has the forms of the text (`forms_of`); for a pattern of names it is the text itself, for a place, whose
    text is its id, what `places.search_forms` makes of its names.
    """

    kind: int
    code: int
    text: str
    folded: str
    number: float | None


class ValueDictionary:
    """The codes of values, read from the table `terms` when they are asked for.

    New values get a code in memory (`unsaved`), so that a connection that cannot write can use the dictionary too.
    One thread may use it, in one transaction of its connection.
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._known: dict[tuple[int, object], bytes] = {}
        self._last: dict[int, int] = {}
        self._gaps: dict[int, Iterator[int]] = {}
        self.unsaved: list[Value] = []

    def code_of(self, kind: Column, value: str | float | None) -> bytes:
        """Return the code of a value as two bytes, the high byte first; zeros for None and the empty text."""
        if value is None or value == "":
            return b"\0\0"
        found = self._known.get((kind, value))
        if found is None:
            found = self._known[kind, value] = self._find_or_add(kind, value).to_bytes(2, "big")
        return found

    def save(self) -> None:
        """Write the new values into the table; the connection must be in a writing transaction."""
        self._conn.executemany("INSERT INTO terms VALUES (?, ?, ?, ?, ?)", self.unsaved)
        self.unsaved.clear()

    def _find_or_add(self, kind: Column, value: str | float) -> int:
        text = str(value)
        row = self._conn.execute("SELECT code FROM terms WHERE kind = ? AND text = ?", (kind, text)).fetchone()
        if row:
            return int(row[0])
        code = self._free_code(kind)
        if code != OTHER_VALUE:
            number = None if isinstance(value, str) else float(value)
            folded = self._forms(kind, text)
            self.unsaved.append(Value(kind, code, text, folded, number))
        return code

    def _forms(self, kind: Column, text: str) -> str:
        if kind == Column.NAME_PATTERN:
            return text
        if kind == Column.PLACE:
            row = self._conn.execute("SELECT forms FROM places WHERE id = ?", (int(text),)).fetchone()
            return row[0] if row else ""
        return forms_of(text)

    def _free_code(self, kind: Column) -> int:
        """Return the code after the last; when there is none, one whose value was deleted; else OTHER_VALUE."""
        limit = MAX_NAME_PATTERNS if kind == Column.NAME_PATTERN else MAX_VALUES
        if kind not in self._last:
            last = self._conn.execute("SELECT max(code) FROM terms WHERE kind = ?", (kind,)).fetchone()[0]
            self._last[kind] = last or 0
        if self._last[kind] < limit:
            self._last[kind] += 1
            return self._last[kind]
        if kind not in self._gaps:
            taken = {row[0] for row in self._conn.execute("SELECT code FROM terms WHERE kind = ?", (kind,))}
            taken |= {value.code for value in self.unsaved if value.kind == kind}
            self._gaps[kind] = iter(sorted(set(range(1, limit + 1)) - taken))
        return next(self._gaps[kind], OTHER_VALUE)
