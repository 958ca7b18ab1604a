"""Queries for the tests of the search: asking, hostile texts, and what texts should mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from gallery.catalog.folders import IN_TIMELINE
from gallery.search import column_index, column_index_updater, engine
from gallery.search.nodes import AllOf, AnyOf, Days, Node, Word
from gallery.search.parser import parse
from tests.index_builder import row

if TYPE_CHECKING:
    import sqlite3

    from gallery.catalog.database import Database


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def settle(conn: sqlite3.Connection, state: str = "kept") -> None:
    """Write everything into the column index, if it is to be kept there; else leave it stale."""
    if state == "kept":
        assert column_index_updater.update_blocks(conn, min_stale=1) == 0
        assert column_index.count_stale(conn) == 0


def ms(moment: str) -> int:
    """Return the milliseconds since 1970 of a local time in ISO format."""
    return (datetime.fromisoformat(moment).replace(tzinfo=UTC) - EPOCH) // timedelta(milliseconds=1)


def ids(conn: sqlite3.Connection, text: str) -> list[int]:
    """Return the ids that a search finds, newest first, and check that its count and the condition say the same."""
    found = engine.search(conn, text)
    condition = engine.condition_for(conn, text)
    rows = conn.execute(
        f"SELECT id FROM photos WHERE {IN_TIMELINE} AND {condition.sql} ORDER BY taken_ms DESC, sort DESC, id DESC",
        condition.values,
    ).fetchall()
    assert [photo for (photo,) in rows][:100] == found.ids
    assert len(rows) == found.count
    return found.ids


def count(database: Database, text: str) -> int:
    """Return how many photos a search finds, in a transaction of its own."""
    with database.read() as conn:
        return engine.search(conn, text).count


def names(conn: sqlite3.Connection, text: str) -> list[str]:
    """Return the names of the photos that a search finds, newest first."""
    return [str(row(conn, photo)["label"]) for photo in ids(conn, text)]


ATTACKS = ["%", "_", "!", "!%", "'", "--", ";", "\\", "'; DROP TABLE photos; --", "?", "?1", ":x", "%00", "[a]", "*"]
"""Texts that mean something to SQL, to patterns or to formats, but are words here."""
HOSTILE = ["(" * 1000, ")" * 1000, "-(a or " * 300, "a " * 5000, "x" * 10_000, "\0\ud800" * 500, '"' * 999,
           "a|" * 5000, "f:" * 500, "iso:>" * 200, "date:" + "9" * 900, "iso:" + "9" * 900, "june " * 200,
           "size:" + "1.." * 300, "(a)" * 300, "-" * 1000, "camera:" + "|a" * 400,
           "/\ud800*"]  # fmt: skip


def days(first: str, last: str) -> Days:
    """Return the node of the days from the first to the last, both included."""
    begin, end = (int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) // 86400 for day in (first, last))
    return Days(begin, end + 1)


def meant(text: str) -> tuple[Node, ...]:
    """Parse a text that must have no mistakes, and return the nodes that all must match."""
    parsed = parse(text)
    assert parsed.mistakes == ()
    return parsed.node.nodes


def words(*texts: str) -> tuple[Node, ...]:
    """Return the nodes of plain words."""
    return tuple(Word(text) for text in texts)


def or_name(text: str, *meant: Node) -> AnyOf:
    """Return the node of a text that means something, or is part of a name."""
    plain = words(*text.split())
    return AnyOf((*meant, plain[0] if len(plain) == 1 else AllOf(plain)))


YEAR_2019 = days("2019-01-01", "2019-12-31")
JUNE_2019 = days("2019-06-01", "2019-06-30")
