"""Why a search finds nothing: what each part of it finds alone, what it would find without, and what may be meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from gallery.catalog.collation import plain
from gallery.catalog.connection import read_transaction
from gallery.languages.sentence import Sentence
from gallery.places.table import place_table
from gallery.search.coded_values import TEXT_KINDS
from gallery.search.columns import Column
from gallery.search.date_terms import MONTHS, SEASONS
from gallery.search.evaluate import Evaluator
from gallery.search.filters import known_name
from gallery.search.folder_names import folder_names
from gallery.search.folder_search import Scope, folders_in
from gallery.search.index_snapshot import IndexSnapshot
from gallery.search.near_misses import find_near
from gallery.search.near_terms import place_of
from gallery.search.nodes import Near, Not
from gallery.search.parser import parse
from gallery.search.place_search import PLACE_FIELDS
from gallery.search.place_suggestions import words_of
from gallery.search.value_counts import count_codes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date

    from gallery.catalog.visible_folders import Within
    from gallery.search.bitmaps import SnapshotCache
    from gallery.search.nodes import QueryMistake
    from gallery.search.parsed_query import Parsed, Part, Term

_WORDS = re.compile(r"[^\W_]{3,}")
_NONE_CALLED = frozenset(("camera", "lens", "folder", "name", "city", "region", "country"))


@dataclass(frozen=True, slots=True)
class Correction:
    """A search that may be meant: `term` stands in it instead of a part that finds nothing; `count`: what it finds."""

    query: str
    term: str
    count: int


@dataclass(frozen=True, slots=True)
class PartCount:
    """What one part of the query finds.

    `text` is query[start:end]; `field` the name of its filter, None for a word. `count`: what it finds alone;
    `without`: what the others find. `message` says that it finds nothing, or is None. `near`: what may be meant.
    """

    start: int
    end: int
    text: str
    field: str | None
    count: int
    without: int
    message: Sentence | None
    near: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The parts of a query in their order; how many photos it finds in all folders; what of it means nothing."""

    parts: tuple[PartCount, ...]
    everywhere: int
    mistakes: tuple[QueryMistake, ...]


def explain(
    conn: sqlite3.Connection,
    text: str,
    scope: Scope | None = None,
    cache: SnapshotCache | None = None,
    today: date | None = None,
    within: Within | None = None,
) -> Explanation:
    """Explain what a search finds in a folder (None: everywhere).

    Any thread, each with its own connection; the cache is shared. `within` is as in `Evaluator`.

    Raises:
        one of CORRUPT_INDEX_ERRORS: the column index cannot be decoded.
    """
    parsed = parse(text, today)
    with read_transaction(conn):
        return _Explainer(conn, text, parsed, scope, cache, today, within).explain()


class _Explainer:
    def __init__(
        self,
        conn: sqlite3.Connection,
        text: str,
        parsed: Parsed,
        scope: Scope | None,
        cache: SnapshotCache | None,
        today: date | None,
        within: Within | None,
    ) -> None:
        self._conn, self._text, self._parsed, self._today, self._within = conn, text, parsed, today, within
        self._snapshot = IndexSnapshot(conn, cache)
        self._evaluator = Evaluator(conn, self._snapshot, within)
        self._here = "all" if scope is None else "folder"
        self._scope = self._evaluator.in_timeline
        if scope is not None:
            self._scope &= self._snapshot.in_folders(folders_in(conn, scope, within))

    def explain(self) -> Explanation:
        parts = self._parsed.parts
        found = [self._evaluator.evaluate(part.node) for part in parts]
        counts = tuple(
            self._count(part, found[at], reduce(and_, found[:at] + found[at + 1 :], self._scope))
            for at, part in enumerate(parts)
        )
        everywhere = reduce(and_, found, self._evaluator.in_timeline).bit_count()
        return Explanation(counts, everywhere, self._parsed.mistakes)

    def _count(self, part: Part, found: int, without: int) -> PartCount:
        here = found & self._scope
        term = self._only_term(part)
        field = known_name(term.field) if term and term.field else None
        text = self._text[part.start : part.end]
        counted = PartCount(part.start, part.end, text, field, here.bit_count(), without.bit_count(), None, ())
        if here:
            return counted
        message = self._message(part, term, field, text)
        return replace(counted, message=message, near=tuple(self._near(term, field)) if term else ())

    def _only_term(self, part: Part) -> Term | None:
        """Return the term that the part is; None if it is more, or leaves something out."""
        inside = [term for term in self._parsed.terms if part.start <= term.start and term.end <= part.end]
        return inside[0] if len(inside) == 1 and not isinstance(part.node, Not) else None

    def _message(self, part: Part, term: Term | None, field: str | None, text: str) -> Sentence:
        if isinstance(part.node, Not):
            return Sentence("error-all-left-out", text=text, here=self._here)
        if term and field in _NONE_CALLED:
            return Sentence("error-none-called", what=field, here=self._here, name=term.value)
        if field in ("title", "caption", "tag") and term:
            return Sentence("error-none-has", what=field, here=self._here, text=term.value)
        if isinstance(part.node, Near) and term and not self._is_known(part.node):
            return Sentence("error-no-place-called", name=place_of(term.value))
        if field == "people" and term:
            return Sentence("error-nobody-called", here=self._here, name=term.value)
        return Sentence("error-no-photo-matches", here=self._here, text=text)

    def _is_known(self, node: Near) -> bool:
        return node.point is not None or place_table().find_named(node.place, node.within) is not None

    def _near(self, term: Term, field: str | None) -> Iterator[Correction]:
        """Yield queries with a word in place of the term that is nearly the same and finds something."""
        if field is not None and field not in _NONE_CALLED:
            return
        for word in find_near(plain(term.value).strip(), self._words(field)):
            value = f'"{word}"' if " " in word else word
            new = self._text[term.start : term.value_start] + value
            query = self._text[: term.start] + new + self._text[term.end :]
            if self._evaluator.evaluate(parse(new, self._today).node) & self._scope:
                whole = self._evaluator.evaluate(parse(query, self._today).node) & self._scope
                yield Correction(query, new, whole.bit_count())

    def _words(self, field: str | None) -> set[str]:
        """Return the folded words of the names that a filter, or a word without one, looks at."""
        texts: list[str] = []
        kinds = [kind for name, kind in (*TEXT_KINDS.items(), ("name", Column.NAME_PATTERN)) if field in (None, name)]
        for kind in kinds:
            rows = self._conn.execute("SELECT code, folded FROM terms WHERE kind = ?", (kind,)).fetchall()
            rows += [(value.code, value.folded) for value in self._snapshot.values.unsaved if value.kind == kind]
            if self._within is not None:
                counts = count_codes(self._snapshot, kind, self._evaluator.in_timeline, self._within)
                rows = [row for row in rows if counts[row[0]]]
            texts += [folded.partition("\n")[0] if kind != Column.NAME_PATTERN else folded for _, folded in rows]
        if field is None or field in PLACE_FIELDS:
            visible = None if self._within is None else self._evaluator.in_timeline
            places = count_codes(self._snapshot, Column.PLACE, visible, self._within)
            texts += words_of(self._conn, self._snapshot, field, places)
        if field in (None, "folder"):
            texts += [name.folded for name in folder_names(self._conn, self._snapshot).visible(self._within)]
        words = {word for text in texts for word in _WORDS.findall(text)}
        return words.union(MONTHS, SEASONS) if field is None else words
