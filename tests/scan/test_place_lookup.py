"""How photos get the names of their places: when their headers are read, and again when the table is another."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from gallery.catalog import photo_places, photos, schema
from gallery.catalog.database import Database
from gallery.catalog.photos import get_generation
from gallery.scan import place_lookup
from gallery.search import column_index
from gallery.search.column_index_updater import MIN_STALE_PHOTOS
from tests.index_builder import index, metadata, read, top
from tests.places.small_tables import PLACES, table

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from gallery.places.table import PlaceTable

LISBON: dict[str, Any] = {"latitude": 38.7115, "longitude": -9.137}
SINTRA: dict[str, Any] = {"latitude": 38.797, "longitude": -9.39}
SEA: dict[str, Any] = {"latitude": 45.0, "longitude": -35.0}


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with index(tmp_path) as conn:
        yield conn


@pytest.fixture(autouse=True)
def small_table(monkeypatch: pytest.MonkeyPatch) -> PlaceTable:
    return use(monkeypatch, table())


def use(monkeypatch: pytest.MonkeyPatch, places: PlaceTable) -> PlaceTable:
    """Let this be the table that comes with the program."""
    monkeypatch.setattr(place_lookup, "place_table", lambda: places)
    monkeypatch.setattr(place_lookup, "table_version", lambda: places.version)
    return places


def cities(conn: sqlite3.Connection, *ids: int) -> list[str | None]:
    found = [photo_places.get(conn, photo) for photo in ids]
    return [name and name.city for name in found]


def run_all(conn: sqlite3.Connection) -> int:
    """Run the steps until there are no more; return how many looked anything up or noted it."""
    steps = 0
    while place_lookup.run_step(conn):
        steps += 1
    return steps


def test_a_photo_gets_the_name_of_its_place_and_others_get_none(conn: sqlite3.Connection) -> None:
    folder = top(conn)
    there = read(conn, folder, b"there", metadata(b"1", **LISBON))
    sea = read(conn, folder, b"sea", metadata(b"2", **SEA))
    nowhere = read(conn, folder, b"nowhere", metadata(b"3"))
    zero = read(conn, folder, b"zero", metadata(b"4", latitude=0.0, longitude=0.0))
    assert place_lookup.look_up_noted(conn) == 3
    assert cities(conn, there, sea, nowhere, zero) == ["Lisbon", None, None, None]
    assert photo_places.get(conn, there) == ("Baixa", "Lisbon", "Lisbon", "Portugal", False)
    assert place_lookup.look_up_noted(conn) == 0


def test_a_photo_that_is_far_from_a_place_is_near_it(conn: sqlite3.Connection) -> None:
    photo = read(conn, top(conn), b"x", metadata(latitude=38.685, longitude=-6.7))
    place_lookup.look_up_noted(conn)
    found = photo_places.get(conn, photo)
    assert found is not None
    assert (found.city, found.near) == ("Olivenza", True)


def test_the_name_follows_the_position(conn: sqlite3.Connection) -> None:
    photo = read(conn, top(conn), b"x", metadata(b"1", **LISBON))
    place_lookup.look_up_noted(conn)
    for meta, city in (
        (metadata(b"2", **SINTRA), "Sintra"),
        (metadata(b"3"), None),
        (metadata(b"4", **LISBON), "Lisbon"),
    ):
        photos.set_read(conn, photo, meta)
        place_lookup.look_up_noted(conn)
        assert cities(conn, photo) == [city]
        assert photo_places.find_unplaced(conn, 1) == []


def test_a_change_makes_the_photo_stale_and_the_same_name_does_not(conn: sqlite3.Connection) -> None:
    photo = read(conn, top(conn), b"x", metadata(b"1", **LISBON))
    place_lookup.look_up_noted(conn)
    conn.execute("DELETE FROM stale")
    conn.execute("INSERT INTO unplaced VALUES (?)", (photo,))
    place_lookup.look_up_noted(conn)
    assert column_index.count_stale(conn) == 0
    conn.execute("UPDATE details SET latitude = ?, longitude = ?", (SINTRA["latitude"], SINTRA["longitude"]))
    conn.execute("DELETE FROM stale")
    place_lookup.look_up_noted(conn)
    assert column_index.count_stale(conn) == 1


def test_a_removed_photo_takes_its_place_along(conn: sqlite3.Connection) -> None:
    photo = read(conn, top(conn), b"x", metadata(b"1", **LISBON))
    place_lookup.look_up_noted(conn)
    conn.execute("INSERT INTO unplaced VALUES (?)", (photo,))
    conn.execute("DELETE FROM photos WHERE id = ?", (photo,))
    assert conn.execute("SELECT count(*) FROM photo_places").fetchone() == (0,)
    assert place_lookup.look_up_noted(conn) == 1  # the note of what is gone
    assert conn.execute("SELECT count(*) FROM photo_places").fetchone() == (0,)
    photo_places.delete_unused(conn)
    assert conn.execute("SELECT count(*) FROM places").fetchone() == (0,)


def test_another_table_looks_all_photos_up_again_step_by_step(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_lookup, "STEP", 3)
    folder = top(conn)
    where = [LISBON, SINTRA, {}, SEA] * 5
    ids = [read(conn, folder, b"%d" % at, metadata(b"%d" % at, **one)) for at, one in enumerate(where)]
    while place_lookup.look_up_noted(conn):
        pass
    place_lookup.begin_due(conn)
    run_all(conn)
    before, generation = cities(conn, *ids), get_generation(conn)
    assert before == ["Lisbon", "Sintra", None, None] * 5

    place_lookup.begin_due(conn)
    assert run_all(conn) == 0  # the same table: nothing to do

    use(monkeypatch, table([PLACES[0]]))
    place_lookup.begin_due(conn)
    assert cities(conn, *ids) == before  # until they are looked up
    assert run_all(conn) >= 2 * len(ids) // 3
    assert cities(conn, *ids) == ["Lisbon", "Lisbon", None, None] * 5
    assert get_generation(conn) > generation
    photo_places.delete_unused(conn)
    assert conn.execute("SELECT name FROM places").fetchall() == [("Lisbon",)]


def test_without_a_table_names_stay_and_notes_wait(conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged file has the version of the whole one: what is looked up in it would never be looked up again."""
    folder = top(conn)
    known = read(conn, folder, b"known", metadata(b"1", **LISBON))
    place_lookup.begin_due(conn)
    run_all(conn)

    damaged = use(monkeypatch, table([]))
    place_lookup.begin_due(conn)
    new = read(conn, folder, b"new", metadata(b"2", **SINTRA))
    run_all(conn)
    assert cities(conn, known, new) == ["Lisbon", None]

    whole = use(monkeypatch, table())
    monkeypatch.setattr(place_lookup, "table_version", lambda: damaged.version)  # as if nothing was to be begun
    place_lookup.begin_due(conn)
    run_all(conn)
    assert whole.version != damaged.version
    assert cities(conn, known, new) == ["Lisbon", "Sintra"]


def test_a_missing_table_begins_nothing(conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = read(conn, top(conn), b"x", metadata(b"1", **LISBON))
    place_lookup.begin_due(conn)
    run_all(conn)
    monkeypatch.setattr(place_lookup, "table_version", lambda: 0)
    place_lookup.begin_due(conn)
    assert run_all(conn) == 0
    assert cities(conn, photo) == ["Lisbon"]


def test_the_newest_photos_come_first(conn: sqlite3.Connection) -> None:
    folder = top(conn)
    older, newer = (read(conn, folder, name, metadata(name, **LISBON)) for name in (b"a", b"b"))
    assert place_lookup.look_up_noted(conn, 1) == 1
    assert cities(conn, older, newer) == [None, "Lisbon"]


def test_the_search_follows_while_many_photos_are_looked_up(conn: sqlite3.Connection) -> None:
    folder = top(conn)
    for at in range(1200):
        read(conn, folder, b"%d" % at, metadata(b"%d" % at, **LISBON))
    place_lookup.begin_due(conn)
    run_all(conn)
    assert column_index.count_stale(conn) < MIN_STALE_PHOTOS


def test_a_crash_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step is a transaction; what a new process finds in the index it finishes."""
    monkeypatch.setattr(place_lookup, "STEP", 2)
    database = Database(tmp_path / "index.db", schema.INDEX)
    with database.write() as conn:
        folder = top(conn)
        ids = [read(conn, folder, b"%d" % at, metadata(b"%d" % at, **LISBON)) for at in range(9)]
    database.close()
    steps, more = 0, True
    while more:
        database = Database(tmp_path / "index.db", schema.INDEX)
        with database.write() as conn:
            place_lookup.begin_due(conn)
        with suppress(RuntimeError), database.write() as conn:
            place_lookup.run_step(conn)
            raise RuntimeError("rolled back, as by a crash")
        with database.write() as conn:
            more = place_lookup.run_step(conn)
        database.close()
        steps += 1
    database = Database(tmp_path / "index.db", schema.INDEX)
    with database.read() as conn:
        assert cities(conn, *ids) == ["Lisbon"] * 9
    database.close()
    assert steps > 5


def test_an_index_of_before_places_is_looked_up_after_its_migration(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    step = next(at for at, sql in enumerate(schema.INDEX) if "CREATE TABLE photo_places" in sql)
    database = Database(path, schema.INDEX[:step])
    with database.write() as conn:
        columns = "id, folder, name, label, sort, size, mtime_ns, state, todo, taken_ms"
        row = (1, top(conn), b"x", "x", "", 1, 1, 1, 0, 5)
        conn.execute(f"INSERT INTO photos ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        conn.execute("INSERT INTO details (photo, latitude, longitude) VALUES (1, :latitude, :longitude)", LISBON)
    database.close()
    database = Database(path, schema.INDEX)
    with database.write() as conn:
        assert place_lookup.run_step(conn) is False
        place_lookup.begin_due(conn)
        run_all(conn)
        assert cities(conn, 1) == ["Lisbon"]
    database.close()
