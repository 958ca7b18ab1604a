"""Values have codes while there are any, and values that no photo has are deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gallery.catalog import folders, photos
from gallery.search import column_index, column_index_updater
from tests.index_builder import metadata, read, source, top
from tests.search.queries import ids, settle

if TYPE_CHECKING:
    import sqlite3


def test_patterns_beyond_the_limit_share_one_code(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setattr("gallery.search.value_dictionary.MAX_NAME_PATTERNS", 2)
    folder = top(conn)
    found = [read(conn, folder, name) for name in (b"aa1", b"bb", b"cc", b"ccdd2", b"aa7")]
    settle(conn, state)
    assert ids(conn, "name:c") == [found[3], found[2]]
    assert ids(conn, "name:a") == [found[4], found[0]]
    assert ids(conn, "-name:c") == [found[1], found[4], found[0]]


@pytest.mark.parametrize("kind", ["camera", "lens", "iso", "f", "focal", "exposure"])
def test_values_beyond_the_limit_are_told_apart_by_their_rows(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, state: str, kind: str
) -> None:
    monkeypatch.setattr("gallery.search.value_dictionary.MAX_VALUES", 2)
    folder, texts = top(conn), ("Ab", "Cd", "Éf  1", "Gh")
    found = [
        read(conn, folder, b"%d.jpg" % at, metadata(b"%d" % at, make=text, model=f"M{at}", lens=text, iso=100 + at,
             f_number=1.0 + at, focal_mm=10.0 + at, exposure_s=1.0 + at))
        for at, text in enumerate(texts)
    ]  # fmt: skip
    for number in range(300):  # the high byte of nothing else may be taken for theirs
        read(conn, folder, b"none %d" % number)
    settle(conn, state)
    for at, photo in enumerate(found):
        asked = f'"{texts[at]}"' if kind in ("camera", "lens") else str({"iso": 100, "focal": 10}.get(kind, 1) + at)
        assert ids(conn, f"{kind}:{asked}") == [photo], asked
        assert photo not in ids(conn, f"-{kind}:{asked}")
    if kind in ("camera", "lens"):
        assert ids(conn, '"éf 1"') == [found[2]]
        assert ids(conn, f"{kind}:ab or {kind}:gh or {kind}:cd") == [found[3], found[1], found[0]]
    else:
        assert ids(conn, f"{kind}:>0") == found[::-1]
        assert ids(conn, f"{kind}:>{asked}") == []


def test_a_code_that_is_free_again_is_reused(conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.search.value_dictionary.MAX_VALUES", 2)
    folder = top(conn)
    first, second = (read(conn, folder, name, metadata(name, lens=f"L{name.decode()}")) for name in (b"a", b"b"))
    settle(conn)
    photos.mark_gone(conn, [first])
    column_index_updater.update_and_delete_unused_values(conn)
    third = read(conn, folder, b"c", metadata(b"c", lens="Lc"))
    settle(conn)
    assert conn.execute("SELECT text FROM terms WHERE kind = 23 ORDER BY code").fetchall() == [("Lc",), ("Lb",)]
    assert (ids(conn, "lens:lc"), ids(conn, "lens:lb"), ids(conn, "lens:la")) == ([third], [second], [])


def words(conn: sqlite3.Connection) -> set[str]:
    """What the dictionary of the search holds."""
    return {row[0] for row in conn.execute("SELECT text FROM terms")}


SECRET: dict[str, Any] = {
    "make": "Secretmaker",
    "model": "S1",
    "lens": "Secretlens",
    "iso": 123,
    "exposure_s": 0.123,
    "title": "Secret",
}


def test_no_value_of_a_removed_root_is_left(conn: sqlite3.Connection) -> None:
    kept = read(conn, top(conn), b"IMG_1.jpg", metadata(b"1", make="Canon", iso=100))
    there = top(conn, 2, b"/secret")
    for number in range(300):
        read(conn, there, f"secret {chr(0x4E00 + number)}.jpg".encode(), metadata(b"%d" % number, **SECRET))
    settle(conn)
    assert any("secret" in word for word in words(conn))
    folders.remove_root(conn, 2)
    while column_index_updater.update_and_delete_unused_values(conn):
        pass
    assert words(conn) == {"jpeg", "img_\n.jpg", "Canon", "100"}
    assert not [row for row in conn.execute("SELECT bytes FROM planes") if b"ecret" in row[0].lower()]
    assert ids(conn, "canon iso:100 img_1") == ids(conn, "") == [kept]


@pytest.mark.parametrize("how", ["renamed", "read again", "gone"])
def test_a_value_that_no_photo_has_any_more_is_deleted(conn: sqlite3.Connection, how: str) -> None:
    here = top(conn)
    photo = read(conn, here, b"secret.jpg", metadata(b"1", make="Secretmaker"))
    settle(conn)
    if how == "renamed":
        photos.move(conn, photo, here, b"plain.jpg")
    elif how == "gone":
        photos.mark_gone(conn, [photo])
    else:
        photos.set_read(conn, photo, metadata(b"2"))
    column_index_updater.update_and_delete_unused_values(conn)
    assert ("secret.jpg" in words(conn)) == (how == "read again")
    assert ("Secretmaker" in words(conn)) == (how == "renamed")


def test_an_unused_value_of_an_update_that_ended_early_is_deleted(conn: sqlite3.Connection) -> None:
    here = top(conn)
    column_index_updater.update_and_delete_unused_values(conn)
    for number in range(column_index.BLOCK_SIZE - 1):
        read(conn, here, b"%d" % number)
    secret = read(conn, here, b"secret")
    read(conn, here, b"9999")
    column_index_updater.update_blocks(conn, min_stale=1, max_updated=10)
    assert column_index.count_stale(conn) == 2
    conn.execute("DELETE FROM details WHERE photo = ?", (secret,))
    conn.execute("DELETE FROM photos WHERE id = ?", (secret,))
    assert column_index_updater.update_and_delete_unused_values(conn) == 0
    assert words(conn) == {"jpeg", "\n"}


def test_unused_values_are_searched_for_only_after_one_was_replaced(conn: sqlite3.Connection) -> None:
    here = top(conn)
    photo = read(conn, here, b"a.jpg")
    column_index_updater.update_and_delete_unused_values(conn)
    conn.execute("INSERT INTO terms VALUES (21, 9, 'left by hand', '', NULL)")
    read(conn, here, b"b.png")
    photos.set_thumbnail_made(conn, source(conn, photo), 0xF800, None)
    column_index_updater.update_and_delete_unused_values(conn)
    assert "left by hand" in words(conn)
    photos.mark_gone(conn, [photo])
    column_index_updater.update_and_delete_unused_values(conn)
    assert "left by hand" not in words(conn)


def test_unused_values_of_an_older_index_are_searched_for_once(conn: sqlite3.Connection) -> None:
    read(conn, top(conn), b"a.jpg")
    settle(conn)
    conn.execute("INSERT INTO terms VALUES (21, 9, 'of a root removed long ago', '', NULL)")
    column_index_updater.update_and_delete_unused_values(conn)
    assert words(conn) == {"jpeg", "a.jpg"}


def test_clearing_the_index_clears_the_dictionary(conn: sqlite3.Connection) -> None:
    photo = read(conn, top(conn), b"a.jpg", metadata(b"1", make="Secretmaker"))
    settle(conn)
    photos.mark_gone(conn, [photo])
    column_index_updater.clear(conn)
    settle(conn)
    assert words(conn) == set()
