"""Names of the places at which photos were taken, for suggestions and for words that may be meant."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog.collation import natural, plain
from gallery.places.search_forms import signed
from gallery.search.columns import Column
from gallery.search.place_search import needles_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from gallery.search.index_snapshot import IndexSnapshot


class _Names(NamedTuple):
    """What the place with a code is called."""

    code: int
    name: str
    city: str
    region: str
    country: str


def _read_names(conn: sqlite3.Connection, snapshot: IndexSnapshot, needles: tuple[str, ...]) -> Iterator[_Names]:
    """Yield the names of the places that have a code and in whose text one of the needles stands."""
    stands = " OR ".join(["instr(forms, ?)"] * len(needles))
    rows = conn.execute(
        "SELECT code, name, city, region, country FROM terms JOIN places ON places.id = CAST(value AS INTEGER)"
        f" WHERE kind = ? AND ({stands})",
        (int(Column.PLACE), *needles),
    )
    yield from (_Names(*row) for row in rows)
    for value in snapshot.values.unsaved:
        if value.kind == Column.PLACE and any(needle in value.folded for needle in needles):
            row = conn.execute(
                "SELECT name, city, region, country FROM places WHERE id = ?", (int(value.text),)
            ).fetchone()
            if row:
                yield _Names(value.code, *row)


def find_names(
    conn: sqlite3.Connection, snapshot: IndexSnapshot, field: str, typed: str, counts: Mapping[int, int]
) -> list[str]:
    """Return names of cities, regions or countries in which words begin as was typed, those of most photos first.

    Args:
        conn: the connection of the snapshot.
        snapshot: what is searched.
        field: "city", "region" or "country".
        typed: folded; empty: all.
        counts: code of a place -> number of photos; places without any are left out.
    """
    if not any(counts[code] for code in counts if code):  # 0: without a place
        return []
    needles = tuple(needles_of(field, typed)) if typed else ("\n",)
    found: Counter[str] = Counter()
    for names in _read_names(conn, snapshot, needles) if needles else ():
        if counts.get(names.code):
            for name in _names_meant(names, field, typed):
                found[name] += counts[names.code]
    return sorted(filter(None, found), key=lambda name: (-found[name], natural(name)))


def _names_meant(names: _Names, field: str, typed: str) -> set[str]:
    """Return the names of a place that may be meant: of quarter and city those that begin so, else the city's."""
    if field != "city":
        return {names.region if field == "region" else names.country}
    needle = signed("city", typed)
    begins = {name for name in (names.name, names.city) if typed and needle in signed("city", plain(name))}
    return begins or {names.city}


def words_of(
    conn: sqlite3.Connection, snapshot: IndexSnapshot, field: str | None, counts: Mapping[int, int]
) -> set[str]:
    """Return the folded names of all places of photos, of the kind that a filter looks at; None: of all kinds."""
    found: set[str] = set()
    for names in _read_names(conn, snapshot, ("\n",)):
        if counts.get(names.code):
            found |= {plain(name) for kind, name in _by_kind(names) if field in (None, kind)}
    return found


def _by_kind(names: _Names) -> Iterator[tuple[str, str]]:
    yield from (("city", names.name), ("city", names.city), ("region", names.region), ("country", names.country))
