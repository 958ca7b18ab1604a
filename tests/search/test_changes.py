"""The search follows whatever happens to photos and folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog import folders, mounted_drives, photos, schema
from gallery.catalog.database import Database
from gallery.search import column_index, column_index_updater, engine
from tests.index_builder import DAMAGED, metadata, other_bytes, read, source, top
from tests.search.queries import ids, settle

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def test_whatever_happens_to_a_photo(conn: sqlite3.Connection, state: str) -> None:
    here = top(conn)
    other = folders.put(conn, 1, here, b"Summer", b"Summer")
    photo = read(conn, here, b"IMG_1.jpg", metadata(b"one", make="Nikon"))
    read(conn, here, b"IMG_2.jpg", metadata(b"two"))
    settle(conn, state)
    assert ids(conn, "img_1 nikon") == [photo]

    photos.move(conn, photo, other, b"beach.jpg")
    settle(conn, state)
    assert ids(conn, "beach nikon summer") == [photo]
    assert ids(conn, "img_1") == []

    photos.mark_changed(conn, photo, 11, 21)
    photos.set_read(conn, photo, metadata(b"three", make="Sony", title="Sunset"))
    settle(conn, state)
    assert ids(conn, "sony sunset has:title") == [photo]
    assert ids(conn, "nikon") == []

    photos.set_thumbnail_made(conn, source(conn, photo), 0x07E0, None)
    assert not photos.set_thumbnail_made(conn, other_bytes(2), 0x07E0, None)
    settle(conn, state)
    assert ids(conn, "color:green") == [photo]

    photos.set_thumbnail_failed(conn, source(conn, photo), DAMAGED)
    settle(conn, state)
    assert ids(conn, "has:problem is:broken") == [photo]
    photos.set_thumbnail_made(conn, source(conn, photo), 0x07E0, None)
    settle(conn, state)
    assert ids(conn, "has:problem") == ids(conn, "is:broken") == []

    photos.mark_gone(conn, [photo])
    settle(conn, state)
    assert ids(conn, "summer") == ids(conn, "sony") == []
    assert ids(conn, "-sony") == [2]
    photos.mark_changed(conn, photo, 11, 21)
    settle(conn, state)
    assert ids(conn, "sony") == []
    photos.set_read(conn, photo, metadata(b"three", make="Sony"))
    settle(conn, state)
    assert ids(conn, "sony") == [photo]
    assert ids(conn, "sunset") == []


def test_whatever_happens_to_folders(conn: sqlite3.Connection, state: str) -> None:
    here = top(conn)
    old = folders.put(conn, 1, here, b"Old", b"Old name")
    photo = read(conn, old, b"a.jpg")
    far = folders.put_root(conn, 2, b"/elsewhere")
    away = read(conn, far, b"b.jpg")
    settle(conn, state)
    assert ids(conn, "old") == [photo]

    folders.mark_gone(conn, old)
    settle(conn, state)
    assert ids(conn, "old") == []
    new = folders.put(conn, 1, here, b"New", b"New name")
    photos.move(conn, photo, new, b"a.jpg")
    assert folders.restore_renamed(conn, old, new)
    settle(conn, state)
    assert ids(conn, 'folder:"new name"') == [photo]
    assert ids(conn, "old") == []

    mounted_drives.merge_root(conn, 2, 1, b"x/elsewhere")
    settle(conn, state)
    assert ids(conn, "pictures elsewhere") == [away]
    folders.remove_root(conn, 1)
    settle(conn, state)
    assert ids(conn, "") == ids(conn, "jpg") == ids(conn, "-zzz") == []
    if state == "kept":
        assert conn.execute("SELECT count(*) FROM planes").fetchone() == (0,)


def test_an_index_from_before_the_search_is_filled(tmp_path: Path) -> None:
    steps = next(number for number, step in enumerate(schema.INDEX) if "CREATE TABLE planes" in step)
    old = Database(tmp_path / "index.db", schema.INDEX[:steps])
    with old.write() as conn:
        folder = top(conn)
        columns = "folder, name, label, sort, size, mtime_ns, state, todo, taken_ms"
        rows = [
            (folder, name, name.decode(), "", 1, 1, state, 0, 5) for name, state in ((b"a1", 1), (b"a2", 4), (b"b", 2))
        ]
        conn.executemany(f"INSERT INTO photos ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        conn.execute("INSERT INTO details (photo, make) VALUES (1, 'Leica')")
    old.close()
    new = Database(tmp_path / "index.db", schema.INDEX)
    with new.write() as conn:
        assert ids(conn, "a") == ids(conn, "leica") == [1]
        settle(conn)
        assert ids(conn, "a") == ids(conn, "leica") == [1]
        assert ids(conn, "") == [3, 1]
    new.close()


def test_an_update_ends_after_the_block_that_reaches_its_limit(conn: sqlite3.Connection) -> None:
    folder = top(conn)
    for number in range(2 * column_index.BLOCK_SIZE):
        read(conn, folder, b"%d" % number)
    left = column_index_updater.update_blocks(conn, min_stale=1, max_updated=10)
    assert left == column_index.count_stale(conn) == column_index.BLOCK_SIZE + 1
    assert engine.search(conn, "").count == 2 * column_index.BLOCK_SIZE
    assert column_index_updater.update_blocks(conn, min_stale=1) == 0
