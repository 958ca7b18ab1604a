"""Albums are made, filled, ordered, undone and done again, as one act each."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest

from gallery.annotations import journal, library_file
from gallery.annotations.album_store import AlbumStore
from gallery.annotations.given_words import give
from gallery.annotations.library_schema import LIBRARY
from gallery.annotations.models import AnnotationChange
from gallery.annotations.unlinked_items import read_said
from gallery.base.errors import NotFoundError, UsageError
from tests.annotations.files import file, files, item_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gallery.annotations.library_file import OpenedLibrary
    from gallery.annotations.store import AnnotationStore


@pytest.fixture
def albums(store: AnnotationStore) -> AlbumStore:
    """The albums of an empty library."""
    return AlbumStore(store)


def held(store: AnnotationStore, album: int, count: int = 9) -> list[int]:
    """The numbers of the files in an album, in its order."""
    found = []
    for number in range(1, count + 1):
        if known := store.find([file(number)])[0]:
            places = dict(store.read([known[0].item]).get(known[0].item, ((),) * 9)[-1])
            if album in places:
                found.append((places[album], number))
    return [number for _, number in sorted(found)]


def tree(store: AnnotationStore) -> list[tuple[str, str]]:
    """(name, name of what it lies in) of all albums, in order."""
    found = store.get_albums()
    names = {one.id: one.name for one in found}
    return [(one.name, names.get(one.parent, "")) for one in found]


def test_an_album_holds_files_in_their_order_and_a_file_is_in_many(store: AnnotationStore, albums: AlbumStore) -> None:
    trip, applied = albums.create("Trip", None, [file(3), file(1), file(2)])
    assert applied.act is not None
    assert (applied.act.items, applied.act.kind) == (3, "set")
    best, _ = albums.create("Best", None, [file(1)])
    assert (held(store, trip), held(store, best)) == ([3, 1, 2], [1])
    again = albums.add(trip, [file(1), file(4), file(4)])
    assert again.act is not None
    assert again.act.items == 1, "what it holds stays where it is"
    assert held(store, trip) == [3, 1, 2, 4]
    assert albums.add(trip, [file(1)]).act is None
    assert store.read([item_of(store, file(1))])[item_of(store, file(1))].favourite is None


def test_a_path_makes_what_is_not_there_and_capitals_make_no_other(store: AnnotationStore, albums: AlbumStore) -> None:
    rome, _ = albums.create("Trips / Italy/Rome", None)
    assert tree(store) == [("Trips", ""), ("Italy", "Trips"), ("Rome", "Italy")]
    same, again = albums.create("trips/italy/rome", None)
    assert (same, again.act) == (rome, None)
    inner, _ = albums.create("Old town", rome)
    assert [one.parent for one in store.get_albums() if one.id == inner] == [rome]


def test_only_a_photo_of_the_album_becomes_its_cover(store: AnnotationStore, albums: AlbumStore) -> None:
    trip, _ = albums.create("Trip", None, [file(1), file(2)])
    before = (store.get_albums(), store.history())
    with pytest.raises(UsageError, match=r"this one is not in it\.$"):
        albums.set_cover(trip, [file(3)])
    assert (store.get_albums(), store.history()) == before
    albums.set_cover(trip, [file(3), file(2)])
    assert [one.cover for one in store.get_albums()] == [item_of(store, file(2))], "the file of a group that is in it"


def test_every_act_about_albums_is_undone_and_done_again(store: AnnotationStore, albums: AlbumStore) -> None:
    trip, _ = albums.create("Trip", None, files(4))
    other, _ = albums.create("Other", None)
    acts: list[Callable[[], object]] = [
        lambda: albums.rename(trip, "Journey"),
        lambda: albums.sort(trip, "newest"),
        lambda: albums.set_cover(trip, [file(3)]),
        lambda: albums.move(trip, other, None),
        lambda: albums.add(trip, [file(7), file(6)]),
        lambda: albums.reorder(trip, [file(4), file(2)], file(1)),
        lambda: albums.remove(trip, [file(1), file(3)]),
        lambda: albums.delete(other),
    ]
    states = [(store.get_albums(), held(store, trip))]
    for act in acts:
        act()
        states.append((store.get_albums(), held(store, trip)))
        assert states[-1] != states[-2]
    assert states[-1] == ([], [4, 2, 7, 6]), "what it held stays noted"
    for state in states[-2::-1]:
        result = store.undo()
        assert result is not None
        assert result.act.state == "undone"
        assert (store.get_albums(), held(store, trip)) == state
    for state in states[1:]:
        result = store.redo()
        assert result is not None
        assert result.act.state == "done"
        assert (store.get_albums(), held(store, trip)) == state
    for _ in range(len(acts) + 2):
        store.undo()
    assert (store.get_albums(), held(store, trip)) == ([], [])


def test_the_history_tells_what_was_done(store: AnnotationStore, albums: AlbumStore) -> None:
    trip, _ = albums.create("Trip", None)
    albums.add(trip, files(2))
    albums.rename(trip, "Journey")
    told = [act.change.album for act in store.history() if act.change]
    assert told == [
        {"did": "rename", "album": trip, "name": "Trip", "to": "Journey"},
        {"did": "add", "album": trip, "name": "Trip"},
        {"did": "create", "album": trip, "name": "Trip"},
    ]


def test_an_old_act_is_undone_but_for_what_was_done_since(store: AnnotationStore, albums: AlbumStore) -> None:
    trip, made = albums.create("Trip", None)
    added = albums.add(trip, files(4))
    renamed = albums.rename(trip, "Journey")
    albums.rename(trip, "Odyssey")
    albums.reorder(trip, [file(4)], file(1))
    assert made.act
    assert added.act
    assert renamed.act
    for act in (made.act.id, renamed.act.id):
        result = store.undo(act)
        assert result is not None
        assert result.act.state == "done", "it was used, and named, since"
    result = store.undo(added.act.id)
    assert result is not None
    assert (result.undone_items, result.kept_items) == (3, 1)
    assert held(store, trip) == [4]
    assert [one.name for one in store.get_albums()] == ["Odyssey"]


def test_what_is_moved_between_two_again_and_again_stays_in_order(store: AnnotationStore, albums: AlbumStore) -> None:
    trip, _ = albums.create("Trip", None, files(3))
    for number in range(60):  # more often than there is room for
        assert albums.reorder(trip, [file(2 if number % 2 else 3)], file(3 if number % 2 else 2)).act
    assert albums.reorder(trip, [file(2)], file(3)).act is None, "it stands there"
    assert held(store, trip) == [1, 2, 3]
    for _ in range(59):
        store.undo()
    assert held(store, trip) == [1, 3, 2]
    store.undo()
    assert held(store, trip) == [1, 2, 3]


def test_a_file_that_moves_keeps_its_place(store: AnnotationStore, albums: AlbumStore) -> None:
    trip, applied = albums.create("Trip", None, files(3))
    store.relocate([file(2, relative=b"elsewhere/x.jpg", item=applied.items[1])])
    store.apply([file(1)], AnnotationChange(rating=3))
    assert held(store, trip) == [1, 2, 3]


def test_albums_lie_in_each_other_but_never_in_themselves(store: AnnotationStore, albums: AlbumStore) -> None:
    inner, _ = albums.create("a/b/c", None)
    [a, b, _] = [one.id for one in store.get_albums()]
    for parent in (a, b, inner):
        with pytest.raises(UsageError, match="cannot lie in itself"):
            albums.move(a, parent, None)
    moved_out = albums.move(inner, None, a)
    assert tree(store) == [("c", ""), ("a", ""), ("b", "a")]
    albums.move(a, inner, None)
    assert moved_out.act is not None
    result = store.undo(moved_out.act.id)  # c would lie in b, which lies in c
    assert result is not None
    assert result.act.state == "done"
    assert tree(store) == [("c", ""), ("a", "c"), ("b", "a")]


def test_siblings_are_ordered_by_hand(store: AnnotationStore, albums: AlbumStore) -> None:
    a, b, c = (albums.create(name, None)[0] for name in "abc")
    albums.move(c, None, a)
    albums.move(a, None, None)
    assert [one.id for one in store.get_albums()] == [c, b, a]
    store.undo()
    assert [one.id for one in store.get_albums()] == [c, a, b]


@pytest.mark.parametrize("name", ["", "  ", "a/b", "x" * 201, "\0", "\ud800"])
def test_a_name_that_cannot_be_is_refused(albums: AlbumStore, name: str) -> None:
    trip, _ = albums.create("Trip", None)
    with pytest.raises(UsageError):
        albums.rename(trip, name)
    with pytest.raises(UsageError):
        albums.create("/".join("x" * 33), None)
    with pytest.raises(UsageError):
        albums.sort(trip, "size")


def test_an_album_that_is_gone_is_told(store: AnnotationStore, albums: AlbumStore) -> None:
    trip, _ = albums.create("Trip", None)
    albums.delete(trip)
    for act in (lambda: albums.add(trip, files(1)), lambda: albums.delete(trip), lambda: albums.create("x", trip)):
        with pytest.raises(NotFoundError, match="not there any more"):
            act()
    assert store.get_albums() == []
    assert store.find([file(1)]) == [[]], "nothing was noted"


def test_a_library_of_before_there_were_albums_gets_them(
    opened: Callable[[], OpenedLibrary], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(library_file, "LIBRARY", LIBRARY[:1])
        before = opened().store
        with closing(sqlite3.connect(path)) as conn:
            assert conn.execute("PRAGMA user_version").fetchone() == (1,)
        before.close()
    store = opened().store
    assert AlbumStore(store).create("Trip", None, files(1))[1].act is not None
    assert path.with_name("library-v1.db").exists()


def test_words_that_are_given_to_another_file_take_its_albums_along(store: AnnotationStore, albums: AlbumStore) -> None:
    trip, _ = albums.create("Trip", None, [file(1), file(2), file(3)])
    best, _ = albums.create("Best", None, [file(1), file(4)])
    given = store.run(partial(give, pairs=[(item_of(store, file(1)), file(4))], note="given"))
    assert given.act is not None
    assert (held(store, trip), held(store, best)) == ([4, 2, 3], [4])
    store.undo()
    assert (held(store, trip), held(store, best)) == ([1, 2, 3], [1, 4])


def test_a_file_of_deleted_albums_alone_is_one_of_which_nothing_is_said(
    store: AnnotationStore, albums: AlbumStore
) -> None:
    trip, _ = albums.create("Trip", None, [file(1)])
    item = item_of(store, file(1))
    assert len(store.ask(partial(read_said, items=[item]))) == 1
    albums.delete(trip)
    assert store.ask(partial(read_said, items=[item])) == []


def test_what_another_program_says_in_a_sidecar_leaves_the_redo(store: AnnotationStore) -> None:
    store.apply([file(1)], AnnotationChange(rating=3))
    store.undo()
    store.run(lambda conn: journal.add_of_sidecars(conn, 1, [], AnnotationChange(rating=5)))
    assert store.redo() is not None
