"""Suggestions for the term at the cursor: filters, and values of photos with the number of photos that have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING

from gallery.base.calendar import DAY_MS, date_of_day
from gallery.catalog.annotation_copy import LABELS, get_tags
from gallery.catalog.collation import natural, plain, spaced
from gallery.catalog.connection import read_transaction
from gallery.catalog.folders import IN_TIMELINE
from gallery.catalog.said_dates import has_inexact
from gallery.search import filters
from gallery.search.album_search import paths_with
from gallery.search.column_index import PEOPLE_LINES, TAG_LINES
from gallery.search.columns import Column
from gallery.search.date_terms import MONTHS, YEARS, days_of
from gallery.search.evaluate import Evaluator
from gallery.search.folder_names import folder_names
from gallery.search.folder_search import folders_in
from gallery.search.index_snapshot import IndexSnapshot
from gallery.search.parser import parse
from gallery.search.place_search import PLACE_FIELDS, may_name_place
from gallery.search.place_suggestions import find_names
from gallery.search.records import YEAR_ZERO, fold_value, without_quotes
from gallery.search.value_counts import count_codes, count_texts, photos_with

if TYPE_CHECKING:
    import sqlite3
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gallery.catalog.visible_folders import Within
    from gallery.search.bitmaps import SnapshotCache
    from gallery.search.folder_search import Scope
    from gallery.search.nodes import QueryMistake
    from gallery.search.parsed_query import Parsed, Term

MAX_SUGGESTIONS = 8
MAX_ALBUMS = 50
"""Of which the photos are counted."""
_CODED_FIELDS = {"camera": Column.CAMERA, "lens": Column.LENS}
_LISTED_FIELDS = {"people": PEOPLE_LINES, "tag": TAG_LINES}
_CHOICES = {"has": filters.HAS, "is": filters.IS, "type": tuple(dict.fromkeys(filters.TYPES.values())),
            "color": filters.COLOURS, "label": LABELS[1:]}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion: `text` may replace the code points [start, end) of the query, `label` is shown for it.

    `count` is how many photos `text` alone finds, where is searched; None for the name of a filter, which a value has
    to follow. `kind` says what it is: "filter", or the filter whose value it is.
    """

    text: str
    label: str
    kind: str
    count: int | None
    start: int
    end: int


def suggest(
    conn: sqlite3.Connection,
    text: str,
    at: int,
    cache: SnapshotCache | None = None,
    scope: Scope | None = None,
    within: Within | None = None,
) -> tuple[list[Suggestion], tuple[QueryMistake, ...]]:
    """Return at most MAX_SUGGESTIONS completions of the term at the cursor, and the mistakes of the query.

    Any thread, each with its own connection; the cache is shared.

    Args:
        conn: in no transaction, or in one whose state is searched.
        text: what the user typed.
        at: the position of the cursor in code points; the term ends there or goes on after it.
        cache: what earlier searches read.
        scope: the folder that is searched; None: all of them.
        within: as in `Evaluator`.

    Raises:
        one of CORRUPT_INDEX_ERRORS: the column index cannot be decoded.
    """
    parsed = parse(text)
    term = _at_cursor(parsed, at)
    if term is None:
        return [], parsed.mistakes
    with read_transaction(conn):
        found = _Suggester(conn, term, cache, scope, within).suggestions()
    return found[:MAX_SUGGESTIONS], parsed.mistakes


def _at_cursor(parsed: Parsed, at: int) -> Term | None:
    return next((term for term in parsed.terms if term.start < at <= term.end), None)


class _Suggester:
    def __init__(
        self,
        conn: sqlite3.Connection,
        term: Term,
        cache: SnapshotCache | None,
        scope: Scope | None,
        within: Within | None,
    ) -> None:
        self._conn = conn
        self._term = term
        self._typed = plain(term.value).strip()
        self._snapshot = IndexSnapshot(conn, cache)
        self._within = within
        self._evaluator = Evaluator(conn, self._snapshot, within)
        self._folders_in = None if scope is None else folders_in(conn, scope, within)
        self._scope = self._photos_in_scope()
        self._kept_within = within if self._folders_in is None else None

    def _photos_in_scope(self) -> int | None:
        """Return the photos that are counted; None: all."""
        if self._folders_in is None:
            return None if self._within is None else self._evaluator.in_timeline
        return self._snapshot.in_folders(self._folders_in)

    def suggestions(self) -> list[Suggestion]:
        if self._term.field is None:
            return list(self._for_word())
        field = filters.known_name(self._term.field) or ""
        if field in _CHOICES:
            return self._counted(field, [value for value in _CHOICES[field] if value.startswith(self._typed)])
        values: dict[str, Callable[[], list[str]]] = {
            "camera": lambda: self._values("camera"), "lens": lambda: self._values("lens"),
            "folder": self._folders, "date": self._dates,
            "album": self._albums,
            **{kind: partial(self._places, kind) for kind in PLACE_FIELDS}, "near": partial(self._places, "city"),
            **{kind: partial(self._listed_values, kind) for kind in _LISTED_FIELDS},
        }  # fmt: skip
        return self._counted(field, values.get(field, list)(), by_count=field != "date")

    def _for_word(self) -> Iterator[Suggestion]:
        """Yield the filters whose names begin with the word, then values that contain it."""
        if not self._typed:
            return
        if not self._term.quoted:
            for name in filters.filter_names():
                if name.startswith(self._typed):
                    yield Suggestion(f"{name}:", f"{name}:", "filter", None, self._term.start, self._term.end)
        found = [("date", value) for value in self._dates()[:3]]
        found += [(field, value) for field in _CODED_FIELDS for value in self._values(field)[:2]]
        found += [(field, value) for field in PLACE_FIELDS for value in self._places(field)[: 1 + (field == "city")]]
        found += [(field, value) for field in _LISTED_FIELDS for value in self._listed_values(field, limit=2)]
        found += [("album", value) for value in self._albums()[:2]]
        found += [("folder", value) for value in self._folders()[:4]]
        yield from (each for each in (self._value(field, value) for field, value in found) if each.count)

    def _counted(self, field: str, values: list[str], *, by_count: bool = True) -> list[Suggestion]:
        """Return the values that find any photo, the most frequent first unless they have an order of their own."""
        found = [each for each in (self._value(field, value) for value in values) if each.count]
        return sorted(found, key=lambda each: -(each.count or 0)) if by_count else found

    def _value(self, field: str, value: str) -> Suggestion:
        """Return the suggestion of a value, with the count that the search would give."""
        text = f"{field}:{value}" if value and not set(value) & set(' "()|') else f'{field}:"{value}"'
        parsed = parse(text)
        found = 0 if parsed.mistakes else self._evaluator.evaluate(parsed.node)
        count = (found if self._scope is None else found & self._scope).bit_count()
        return Suggestion(text, value, field, count, self._term.start, self._term.end)

    def _values(self, field: str) -> list[str]:
        """Return cameras or lenses whose names contain what was typed, the most frequent first."""
        kind = _CODED_FIELDS[field]
        rows = self._conn.execute(
            "SELECT text, code FROM terms WHERE kind = ? AND instr(folded, ?) > 0", (kind, self._typed)
        ).fetchall()
        rows += [
            (value.text, value.code)
            for value in self._snapshot.values.unsaved
            if value.kind == kind and self._typed in value.folded
        ]
        if not rows:
            return []
        counts = count_codes(self._snapshot, kind, self._scope, self._kept_within)
        found = sorted((-counts[code], natural(text), text) for text, code in rows if counts[code])
        return [_typeable(text) for _, _, text in found[:MAX_SUGGESTIONS]]

    @cached_property
    def _place_counts(self) -> Counter[int]:
        """How many photos each place has, by its code."""
        return count_codes(self._snapshot, Column.PLACE, self._scope, self._kept_within)

    def _places(self, field: str) -> list[str]:
        """Return cities, regions or countries of photos in whose names words begin as was typed; most photos first."""
        if self._term.field is None and not may_name_place(self._typed):
            return []
        names = find_names(self._conn, self._snapshot, field, self._typed, self._place_counts)
        return [_typeable(name) for name in names[:MAX_SUGGESTIONS]]

    def _albums(self) -> list[str]:
        """Return paths of albums whose names contain what was typed; none to who sees a part of the library."""
        if self._within is not None:
            return []
        return [_typeable(path) for path in paths_with(self._conn, self._typed.removeprefix("="))][:MAX_ALBUMS]

    def _listed_values(self, field: str, limit: int = MAX_SUGGESTIONS) -> list[str]:
        """Return tags, or names of people, that contain what was typed, the most frequent first."""
        counts = count_texts(self._snapshot, _LISTED_FIELDS[field], self._scope, self._kept_within)
        found = sorted((-number, natural(text), text) for text, number in counts.items() if self._typed in text)
        return [self._spelled(field, text) for _, _, text in found[:limit]]

    def _spelled(self, field: str, text: str) -> str:
        """Return a folded tag or name as a photo that is searched has it, which counts as a suggestion as well."""
        for photo in islice(photos_with(self._snapshot, _LISTED_FIELDS[field], text, self._scope), 1):
            for spelling in _listed(self._conn, field, photo):
                if fold_value(spelling) == text:
                    return _typeable(spelling)
        return _typeable(text)

    def _folders(self) -> list[str]:
        """Return names of folders that contain what was typed; those with the most photos directly in them first."""
        names = folder_names(self._conn, self._snapshot).visible(self._within)
        sizes = self._snapshot.count_by_folder()
        found: dict[tuple[str, str], int] = {}
        for folder, label, sort, folded in names:
            if self._typed in folded and (self._folders_in is None or folder in self._folders_in):
                found[sort, label] = found.get((sort, label), 0) + sizes.get(folder, 0)
        labels = (_typeable(label) for _, (_, label) in sorted((-number, name) for name, number in found.items()))
        return list(islice(dict.fromkeys(labels), MAX_SUGGESTIONS))

    def _dates(self) -> list[str]:
        """Return years with photos, the latest first; or the months of the year that was typed."""
        year, dash, month = self._typed.partition("-")
        if not all(part.isascii() and (part.isdigit() or not part) for part in (year, month)):
            return []
        if len(year) == 4 and int(year) not in YEARS:
            return []
        if len(year) == 4:
            months = (f"{year}-{number:02}" for number in range(1, len(MONTHS) + 1))
            wanted = ([] if dash else [year]) + [value for value in months if value.startswith(self._typed)]
            return [value for value in wanted if self._taken_in(value)][:MAX_SUGGESTIONS]
        if dash or (not year and self._term.field is None):
            return []
        return [str(each) for each in self._years() if str(each).startswith(year)][:MAX_SUGGESTIONS]

    def _taken_in(self, value: str) -> bool:
        days = days_of(*map(int, value.split("-"))) if value.replace("-", "").isdigit() else None
        if days is None:
            return False
        if self._within is not None or has_inexact(self._conn):
            return self._evaluator.evaluate(days) != 0
        span = (days.first * DAY_MS, days.after * DAY_MS)
        row = self._conn.execute(f"SELECT 1 {_TAKEN} AND taken_ms >= ? AND taken_ms < ? LIMIT 1", span).fetchone()
        return row is not None

    def _years(self) -> Iterable[int]:
        """Return the years in which photos were taken, the latest first."""
        if self._within is None:
            return self._all_years()
        found = count_codes(self._snapshot, Column.YEAR, self._evaluator.in_timeline, self._within)
        return sorted((YEAR_ZERO + code for code in found if YEAR_ZERO + code in YEARS), reverse=True)

    def _all_years(self) -> Iterator[int]:
        """Yield the years of all photos, the latest first: one look-up in the index by time for each."""
        year = YEARS.stop
        while days := days_of(year):
            latest = f"SELECT max(taken_ms) {_TAKEN} AND taken_ms >= ? AND taken_ms < ?"
            taken = self._conn.execute(latest, (_EARLIEST_MS, days.first * DAY_MS)).fetchone()[0]
            if taken is None:
                return
            year = date_of_day(taken // DAY_MS)[0]
            yield year


def _listed(conn: sqlite3.Connection, field: str, photo: int) -> Sequence[str]:
    """Return the tags or people of a photo, as people typed them."""
    if field == "tag":
        return get_tags(conn, photo)
    row = conn.execute("SELECT people FROM details WHERE photo = ?", (photo,)).fetchone()
    return (row[0] or "").split("\n") if row else ()


_EARLIEST_MS = (datetime(YEARS.start, 1, 1, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
"""Cameras with broken clocks may say other years than can be typed."""
_TAKEN = f"FROM photos WHERE {IN_TIMELINE}"


def _typeable(text: str) -> str:
    """Return the text as it can be typed between quotes."""
    return spaced(without_quotes(text)).strip()
