"""What a step writes, and folders whose listing is known: nothing of them is compared, and nothing is missed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gallery.catalog import folders, photos
from gallery.catalog.database import Database
from gallery.catalog.schema import GONE, INDEX
from gallery.scan.listing import Listing, set_hash
from gallery.scan.moves import PossibleMoves, place_new_files
from gallery.scan.scan_pass import ScanPass, save_listing_hashes, write_listings

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    database = Database(tmp_path / "index.db", INDEX)
    (tmp_path / "root" / "a").mkdir(parents=True)
    (tmp_path / "root" / "b").mkdir()
    (tmp_path / "root" / "a" / "x.jpg").write_bytes(b"x")
    with database.write() as connection:
        folders.put_root(connection, 1, os.fsencode(tmp_path / "root"))
        yield connection
    database.close()


def step(conn: sqlite3.Connection, *relatives: bytes) -> list[bytes]:
    """Look at these folders, or at all, and write. The folders that had to be compared."""
    root = folders.get_root(conn, 1)
    assert root
    scan_pass = ScanPass(root, relatives or [b""], whole=not relatives, skip=())
    listings = scan_pass.list_folders(conn, 60)
    result = write_listings(conn, root, listings)
    place_new_files(conn, result, PossibleMoves())
    save_listing_hashes(conn, root, listings)
    return [relative for relative, listing in listings if not (listing and listing.unchanged)]


def alive(conn: sqlite3.Connection) -> set[tuple[bytes, bytes]]:
    rows = conn.execute(
        f"SELECT relative, name FROM photos JOIN folders ON folders.id = folder WHERE state != {GONE} AND gone = 0"
    )
    return set(rows)


def test_only_what_changed_is_compared(conn: sqlite3.Connection, tmp_path: Path) -> None:
    assert step(conn) == [b"", b"b", b"a"]  # by name the newest is likely to be the last
    assert step(conn) == []
    (tmp_path / "root" / "b" / "y.jpg").write_bytes(b"y")
    assert step(conn) == [b"b"]
    os.utime(tmp_path / "root" / "a" / "x.jpg", ns=(5, 5))
    assert step(conn) == [b"a"]
    (tmp_path / "root" / "a" / "inner").mkdir()
    assert step(conn) == [b"a", b"a/inner"]
    assert step(conn) == []
    assert alive(conn) == {(b"a", b"x.jpg"), (b"b", b"y.jpg")}


def test_the_folder_that_changed_last_is_listed_first(conn: sqlite3.Connection, tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "c").mkdir()
    for name, day in (("a", 9), ("b", 1), ("c", 5)):
        os.utime(root / name, (day * 86_400,) * 2)
    assert step(conn) == [b"", b"a", b"c", b"b"]


def test_a_photo_that_moved_away_and_back_is_found(conn: sqlite3.Connection, tmp_path: Path) -> None:
    """Its old folder looks as it did when it was last seen, but its row has gone elsewhere meanwhile."""
    step(conn)
    photo = conn.execute("SELECT id FROM photos").fetchone()[0]
    there = folders.find(conn, 1, b"b")
    assert there
    photos.move(conn, photo, there, b"x.jpg")
    assert alive(conn) == {(b"b", b"x.jpg")}
    step(conn)
    assert alive(conn) == {(b"a", b"x.jpg")}


def test_a_folder_that_went_and_came_is_found(conn: sqlite3.Connection, tmp_path: Path) -> None:
    """Only the folder itself was looked at when it was away, not the one that holds it."""
    step(conn)
    place, aside = tmp_path / "root" / "a", tmp_path / "aside"
    place.rename(aside)
    step(conn, b"a")
    assert alive(conn) == set()
    aside.rename(place)
    step(conn)
    assert alive(conn) == {(b"a", b"x.jpg")}


def test_a_folder_that_could_not_be_listed_is_compared_again(conn: sqlite3.Connection) -> None:
    step(conn)
    root = folders.get_root(conn, 1)
    assert root
    locked: list[tuple[bytes, Listing | None]] = [(b"a", Listing(problem="You are not allowed to open this folder."))]
    write_listings(conn, root, locked)
    save_listing_hashes(conn, root, locked)
    folder = folders.find(conn, 1, b"a")
    assert folder
    row = folders.get(conn, folder)
    assert row
    assert row.problem
    assert step(conn) == [b"a"]
    row = folders.get(conn, folder)
    assert row
    assert row.problem is None


def hash_of(listing: Listing, known: bytes | None = None) -> bytes | None:
    set_hash(listing, known)
    return listing.hash


def test_a_hash_tells_listings_apart() -> None:
    listings = [
        Listing({b"a": (1, 2, 4)}, []),
        Listing({b"a": (1, 3, 4)}, []),
        Listing({b"a": (2, 2, 4)}, []),
        Listing({b"b": (1, 2, 4)}, []),
        Listing({}, [b"a"]),
        Listing({}, []),
    ]
    assert len({hash_of(listing) for listing in listings}) == len(listings)


def test_a_listing_of_the_known_hash_is_unchanged() -> None:
    first, again, other = (Listing({b"a": (1, size, 4)}, []) for size in (2, 2, 3))
    known = hash_of(first)
    assert not first.unchanged
    assert hash_of(again, known) == known
    assert again.unchanged
    assert hash_of(other, known) != known
    assert not other.unchanged


def test_a_folder_that_could_not_be_listed_has_no_hash() -> None:
    assert hash_of(Listing(problem="no"), hash_of(Listing())) is None
