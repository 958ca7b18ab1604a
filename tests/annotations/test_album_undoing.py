"""Acts about albums are undone in any order, and leave what the others say."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from gallery.annotations import album_order, item_sets
from gallery.annotations.album_store import AlbumStore
from gallery.base.errors import UsageError
from tests.annotations.files import file, files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gallery.annotations.models import Applied
    from gallery.annotations.store import AnnotationStore

_SAID = "kind IN (0, 4)"
_WALKS = 6
_STEPS = 60


@pytest.fixture
def albums(store: AnnotationStore) -> AlbumStore:
    """The albums of an empty library."""
    return AlbumStore(store)


def act_of(applied: Applied) -> int:
    """The number of an act that changed something."""
    assert applied.act
    return applied.act.id


def undo(store: AnnotationStore, *acts: int) -> list[str]:
    """Undo acts. Return the state of each afterwards."""
    results = [store.undo(act) for act in acts]
    return [result.act.state for result in results if result]


def held(path: Path) -> dict[int, list[int]]:
    """The items of each album that holds some, in order."""
    found: dict[int, list[int]] = {}
    with closing(sqlite3.connect(path)) as conn:
        for album, item in conn.execute("SELECT album, item FROM album_items ORDER BY album, place"):
            found.setdefault(album, []).append(item)
    return found


def test_a_photo_put_in_and_moved_leaves_when_both_are_undone(
    store: AnnotationStore, albums: AlbumStore, path: Path
) -> None:
    trip, _ = albums.create("Trip", None)
    added = albums.add(trip, files(3))
    moved = albums.reorder(trip, [file(3)], file(1))
    assert undo(store, act_of(added), act_of(moved)) == ["undone", "undone"]
    assert held(path) == {}


def test_a_name_goes_back_to_what_was_before_the_undone_ones(store: AnnotationStore, albums: AlbumStore) -> None:
    trip, _ = albums.create("Trip", None, files(1))
    first, second = albums.rename(trip, "Journey"), albums.rename(trip, "Odyssey")
    assert undo(store, act_of(first)) == ["done"], "a later act says another name"
    assert undo(store, act_of(second), act_of(first)) == ["undone", "undone"]
    assert [one.name for one in store.get_albums()] == ["Trip"]


def test_an_album_goes_with_the_last_act_that_used_it_when_its_making_is_undone(
    store: AnnotationStore, albums: AlbumStore, path: Path
) -> None:
    trip, made = albums.create("Trip", None, files(2))
    added = albums.add(trip, [file(3)])
    inner, made_inner = albums.create("Italy", trip, [file(4)])
    assert undo(store, act_of(made)) == ["undone"]
    assert {one.id for one in store.get_albums()} == {trip, inner}, "both are used"
    assert undo(store, act_of(added)) == ["undone"]
    assert {one.id for one in store.get_albums()} == {trip, inner}, "one lies in the other"
    assert undo(store, act_of(made_inner)) == ["undone"]
    assert (store.get_albums(), held(path)) == ([], {})
    for _ in range(3):
        store.redo()
    assert {one.id for one in store.get_albums()} == {trip, inner}
    assert [len(items) for items in held(path).values()] == [3, 1]


def test_no_album_comes_back_into_one_that_is_deleted(store: AnnotationStore, albums: AlbumStore) -> None:
    trip, _ = albums.create("Trip", None)
    inner, _ = albums.create("Italy", trip)
    first, second = albums.delete(inner), albums.delete(trip)
    assert undo(store, act_of(first)) == ["done"]
    assert store.get_albums() == []
    assert undo(store, act_of(second), act_of(first)) == ["undone", "undone"]
    assert {one.id for one in store.get_albums()} == {trip, inner}


def _act(chance: random.Random, albums: AlbumStore, store: AnnotationStore) -> None:
    """Do something with albums by chance."""
    ids = [one.id for one in store.get_albums()]
    some = [file(number) for number in chance.sample(range(1, 8), chance.randint(1, 3))]
    if not ids or chance.random() < 0.15:
        albums.create(chance.choice("ABCD"), chance.choice([None, *ids]), some if chance.random() < 0.5 else [])
        return
    one, other = chance.choice(ids), chance.choice([None, *ids])
    acts: list[Callable[[], object]] = [
        lambda: albums.add(one, some),
        lambda: albums.add(one, some),
        lambda: albums.remove(one, some),
        lambda: albums.reorder(one, some[:1], some[-1]),
        lambda: albums.rename(one, chance.choice("EFGH")),
        lambda: albums.sort(one, chance.choice(["hand", "newest"])),
        lambda: albums.set_cover(one, some[:1]),
        lambda: albums.move(one, other, None),
        lambda: albums.delete(one),
    ]
    chance.choice(acts)()


def _registers(before: Any, after: Any, items: bytes) -> dict[Any, tuple[Any, Any]]:
    if isinstance(after, bytes):
        pairs = zip(album_order.unpack(before), album_order.unpack(after), strict=True)
        return dict(zip(item_sets.unpack(items), pairs, strict=True))
    old, new = json.loads(before), json.loads(after)
    return {name: (old[name], new[name]) for name in old}


def _replayed(conn: sqlite3.Connection) -> dict[tuple[int, Any], Any]:
    """What is said by the acts that are not undone: places by (album, item), columns by (album, name)."""
    found: dict[tuple[int, Any], Any] = {}
    rows = conn.execute(
        "SELECT done, tag, before, after, act_changes.items FROM acts JOIN act_changes ON act = acts.id"
        f" WHERE {_SAID} AND field = 10 ORDER BY acts.id, act_changes.rowid"
    )
    for done, album, before, after, items in rows.fetchall():
        for one, (old, new) in _registers(before, after, items).items():
            found.setdefault((album, one), old)
            if done:
                found[album, one] = new
    return found


def _check(path: Path) -> None:
    """Check that the library says what the acts that are not undone say."""
    with closing(sqlite3.connect(path)) as conn:
        wanted = _replayed(conn)
        places = {(album, item): place for album, item, place in conn.execute("SELECT * FROM album_items")}
        assert places == {key: place for key, place in wanted.items() if isinstance(key[1], int) and place}
        rows = conn.execute("SELECT id, parent, name, ordering, cover, deleted FROM albums").fetchall()
    parents = {row[0]: row[1] for row in rows if not row[-1]}
    for album, _, name, ordering, cover, deleted in rows:
        now = {"name": name, "ordering": ordering, "cover": cover}
        assert now == {key: wanted.get((album, key), value) for key, value in now.items()}
        is_said = not wanted[album, "deleted"]
        assert deleted or is_said or album in parents.values() or _is_used(path, album), "a remain"
    for album in parents:
        above = [album]
        while parents[above[-1]]:
            above.append(parents[above[-1]])
            assert above[-1] in parents, "it lies in one that is there"
            assert len(above) <= len(parents), "none lies in itself"


def _is_used(path: Path, album: int) -> bool:
    with closing(sqlite3.connect(path)) as conn:
        question = (
            f"SELECT 1 FROM acts JOIN act_changes ON act = acts.id WHERE {_SAID} AND done AND field = 10 AND tag = ?"
        )
        return conn.execute(question, (album,)).fetchone() is not None


@pytest.mark.parametrize("seed", range(_WALKS))
def test_what_is_undone_in_any_order_leaves_what_the_other_acts_say(
    store: AnnotationStore, albums: AlbumStore, path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(_STEPS):
        done = [act.id for act in store.history(limit=500) if act.state == "done"]
        kind = chance.random()
        if kind < 0.5 or not done:
            try:
                _act(chance, albums, store)
            except UsageError:
                continue
        elif kind < 0.9:
            store.undo(chance.choice(done))
        else:
            store.redo()
        _check(path)
    while undone := [store.undo(act.id) for act in store.history(limit=500) if act.state == "done"]:
        _check(path)
        assert any(result and result.act.state == "undone" for result in undone), "one at least can be undone"
    assert (store.get_albums(), held(path)) == ([], {})
