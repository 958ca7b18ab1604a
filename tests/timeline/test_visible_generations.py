"""The number of what is visible: another one when that is another one, and only then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from gallery.catalog import annotation_copy, change_log, folders, photos, schema
from gallery.catalog.annotation_copy import Said
from gallery.catalog.change_log import ChangeLog
from gallery.catalog.database import Database
from gallery.timeline.visible_generations import VisibleGenerations
from tests.index_builder import DAMAGED, EPOCH, ROOT, metadata, read, top

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


class Scene:
    """Two folders with photos; a visitor sees one of them, with a folder inside it."""

    def __init__(self, database: Database) -> None:
        self.database, self.changes = database, ChangeLog()
        database.add_observer(self.changes)
        with database.write() as conn:
            top(conn)
            self.shown, self.hidden = (folders.put_chain(conn, 1, ROOT, name) for name in (b"shown", b"hidden"))
            self.inner = folders.put_chain(conn, 1, ROOT, b"shown/inner")
            self.photo, self.other = (read(conn, folder, b"a.jpg") for folder in (self.shown, self.hidden))
            read(conn, self.inner, b"inner.jpg")
            photos.raise_generation(conn)
        self.within = (self.shown,)
        self.generations = VisibleGenerations(database, self.changes)

    def change(self, make: Change) -> bool:
        """Make a change that raises the generation. Return whether the number changed, for one who reads all anew too."""
        before = self.generations.now(self.within)
        with self.database.write() as conn:
            make(self, conn)
            photos.raise_generation(conn)
        after = self.generations.now(self.within)
        assert after == VisibleGenerations(self.database, self.changes).now(self.within)
        return after != before


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    database = Database(tmp_path / "index.db", schema.INDEX)
    yield Scene(database)
    database.close()


def set_folder(column: str, value: object, folder: str) -> Change:
    """Return a change of a column of a folder."""
    return lambda scene, conn: conn.execute(
        f"UPDATE folders SET {column} = ? WHERE id = ?", (value, getattr(scene, folder))
    )


Change = Callable[["Scene", "sqlite3.Connection"], object]
VISIBLE: dict[str, Change] = {
    "a photo comes": lambda scene, conn: read(conn, scene.shown, b"b.jpg"),
    "a photo comes further down": lambda scene, conn: read(conn, scene.inner, b"b.jpg"),
    "a photo goes": lambda scene, conn: photos.mark_gone(conn, [scene.photo]),
    "a photo is deleted": lambda scene, conn: conn.execute("DELETE FROM photos WHERE id = ?", (scene.photo,)),
    "a photo is renamed": lambda scene, conn: photos.move(conn, scene.photo, scene.shown, b"z.jpg"),
    "a photo moves within": lambda scene, conn: photos.move(conn, scene.photo, scene.inner, b"a.jpg"),
    "a photo moves in": lambda scene, conn: photos.move(conn, scene.other, scene.shown, b"z.jpg"),
    "a photo moves out": lambda scene, conn: photos.move(conn, scene.photo, scene.hidden, b"z.jpg"),
    "a photo has another place in the order of names": lambda scene, conn: conn.execute(
        "UPDATE photos SET sort = 'z' WHERE id = ?", (scene.photo,)
    ),
    "a photo has another time": lambda scene, conn: photos.set_read(conn, scene.photo, metadata(b"mark of a.jpg", 5)),
    "a photo has another caption": lambda scene, conn: photos.set_read(
        conn, scene.photo, metadata(b"mark of a.jpg", caption="With Anna")
    ),
    "something was said about a photo": lambda scene, conn: annotation_copy.put(
        conn, [(scene.photo, 1, Said(title="With Anna"))]
    ),
    "a photo is a favourite": lambda scene, conn: annotation_copy.put(conn, [(scene.photo, 1, Said(favourite=1))]),
    "a photo's place has a name": lambda scene, conn: conn.execute(
        "INSERT INTO photo_places VALUES (?, 7, 0)", (scene.photo,)
    ),
    "a photo is broken": lambda scene, conn: photos.set_unreadable(conn, scene.photo, DAMAGED, EPOCH, in_timeline=True),
    "a photo is of a group": lambda scene, conn: conn.execute(
        "UPDATE photos SET member_of = 99 WHERE id = ?", (scene.photo,)
    ),
    "a tile stands for others": lambda scene, conn: conn.execute(
        "UPDATE photos SET badges = 8 WHERE id = ?", (scene.photo,)
    ),
    "a photo has a problem": lambda scene, conn: photos.put_problem(conn, scene.photo, DAMAGED),
    "a folder is renamed": set_folder("label", "other", "inner"),
    "a folder cannot be listed": set_folder("problem", "It cannot be listed.", "inner"),
    "its drive is away": lambda _, conn: folders.set_offline(conn, 1, "It is not connected."),
}
ELSEWHERE: dict[str, Change] = {
    "nothing": lambda _, __: None,
    "a photo comes": lambda scene, conn: read(conn, scene.hidden, b"b.jpg"),
    "a photo goes": lambda scene, conn: photos.mark_gone(conn, [scene.other]),
    "something is said": lambda scene, conn: annotation_copy.put(conn, [(scene.other, 1, Said(title="With Anna"))]),
    "a photo is renamed": lambda scene, conn: photos.move(conn, scene.other, scene.hidden, b"z.jpg"),
    "a photo is broken": lambda scene, conn: photos.set_unreadable(conn, scene.other, DAMAGED, EPOCH, in_timeline=True),
    "a folder is renamed": set_folder("label", "other", "hidden"),
    "a folder's drive is away": set_folder("away", "It is not connected.", "hidden"),
    "an empty folder comes, which no tree shows": lambda scene, conn: folders.put_chain(
        conn, 1, ROOT, b"shown/new/inner"
    ),
    "a folder comes": lambda _, conn: folders.put_chain(conn, 1, ROOT, b"new"),
    "a root comes": lambda _, conn: top(conn, 2, b"/other"),
    "the root is renamed": lambda _, conn: conn.execute("UPDATE folders SET label = 'x' WHERE parent IS NULL"),
}


@pytest.mark.parametrize("what", VISIBLE)
def test_what_is_visible_changes_the_number(scene: Scene, what: str) -> None:
    assert scene.change(VISIBLE[what])


@pytest.mark.parametrize("what", ELSEWHERE)
def test_what_happens_elsewhere_does_not_change_it(scene: Scene, what: str) -> None:
    assert not scene.change(ELSEWHERE[what])


def test_a_state_that_comes_back_has_its_number_again(scene: Scene) -> None:
    first = scene.generations.now(scene.within)
    assert scene.change(lambda scene, conn: photos.move(conn, scene.photo, scene.hidden, b"z.jpg"))
    assert scene.change(lambda scene, conn: photos.move(conn, scene.photo, scene.shown, b"a.jpg"))
    assert scene.generations.now(scene.within) == first


def test_each_visitor_has_numbers_of_their_own(scene: Scene) -> None:
    every = [
        scene.generations.now(within) for within in ((scene.shown,), (scene.hidden,), (scene.shown, scene.hidden), ())
    ]
    assert len(set(every)) == 4
    assert all(0 <= number < 1 << 32 for number in every)


def test_only_folders_that_changed_are_read_again(scene: Scene) -> None:
    scene.generations.now(scene.within)
    asked: list[str] = []
    with scene.database.write() as conn:
        read(conn, scene.hidden, b"b.jpg")
        photos.raise_generation(conn)
    with scene.database.read() as conn:  # the one that is lent next
        conn.set_trace_callback(asked.append)
    scene.generations.now(scene.within)
    assert sum("FROM photos LEFT JOIN details" in statement for statement in asked) == 1
    assert any(f"[{scene.hidden}]" in statement for statement in asked)
    asked.clear()
    scene.generations.now(scene.within)
    assert not any("FROM photos " in statement for statement in asked)


@pytest.mark.parametrize("what", ["its drive is away", "a folder is renamed"])
def test_no_photo_is_read_again_for_a_folder(scene: Scene, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """It takes seconds to read a million."""
    scene.generations.now(scene.within)
    monkeypatch.setattr(scene.generations, "_hash_folders", lambda *_: pytest.fail("they are read"))
    with scene.database.write() as conn:
        VISIBLE[what](scene, conn)
        photos.raise_generation(conn)
    scene.generations.now(scene.within)


def test_the_number_of_an_earlier_state_is_known_if_somebody_asked_then(scene: Scene) -> None:
    with scene.database.read() as conn:
        earlier = photos.get_generation(conn)
    number = scene.generations.at(scene.within, earlier)
    assert number == scene.generations.now(scene.within)
    assert scene.change(VISIBLE["a photo comes"])
    assert scene.generations.at(scene.within, earlier) == number
    assert scene.generations.at((scene.hidden,), earlier) is None
    assert scene.generations.at(scene.within, earlier + 1) == scene.generations.now(scene.within)


def test_more_changes_than_the_log_holds_are_no_less_seen(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_log, "MAX_LOGGED_PHOTOS", 1)
    assert scene.change(lambda scene, conn: [read(conn, scene.shown, b"%d.jpg" % number) for number in range(4)])
    assert not scene.change(lambda scene, conn: [read(conn, scene.hidden, b"%d.jpg" % number) for number in range(4)])
