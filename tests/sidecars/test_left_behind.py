"""Sidecars that were written for one photo, and lie beside another one now."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from gallery.annotations.album_store import AlbumStore
from gallery.annotations.models import AnnotationChange
from gallery.base.models import Sidecar
from gallery.catalog.file_places import Stranger
from gallery.sidecars import giving_back
from tests.sidecar_files import title, xmp_file

if TYPE_CHECKING:
    from tests.sidecars.beside import Beside


def move(beside: Beside, *moves: tuple[str, str]) -> None:
    """Rename photos without their sidecars, all at once, and let the library know."""
    known = [(beside.store.find([beside.photo(old)])[0][0].item, old, new) for old, new in moves]
    for _, old, new in known:
        (beside.root / old).rename(beside.root / f"{new}~")
    for _, _, new in known:
        (beside.root / f"{new}~").rename(beside.root / new)
    beside.store.relocate([beside.photo(new)._replace(item=item, fingerprint=old.encode()) for item, old, new in known])


@pytest.mark.parametrize("limit", [200, 1])
def test_photos_that_take_each_others_names_keep_only_their_own_words(beside: Beside, limit: int) -> None:
    before = xmp_file(title("Theirs"), xmp_Label="Review")
    (beside.root / "b.jpg.xmp").write_bytes(before)
    for name in "ab":
        beside.say(f"{name}.jpg", title=f"{name} is said", add_tags=(name,), rating=3)
    beside.say("a.jpg", caption="only of a")
    beside.write()
    acts = len(beside.store.history(None, 10))
    move(beside, ("a.jpg", "b.jpg"), ("b.jpg", "a.jpg"))
    while beside.writer.run_step(limit):
        pass
    of_b, of_a = beside.sidecar("a.jpg.xmp"), beside.sidecar("b.jpg.xmp")
    assert (of_a.title, of_a.tags, of_a.caption) == ("a is said", ("a",), "only of a")
    assert (of_b.title, of_b.tags, of_b.caption) == ("b is said", ("b",), None)
    assert len(beside.store.history(None, 10)) == acts


def test_a_new_photo_under_an_old_name_gets_nothing_of_what_was_said_of_the_old_one(beside: Beside) -> None:
    item = beside.say(title="Mine", add_tags=("me",), pick="rejected")
    beside.write()
    beside.store.set_gone([item])
    (beside.root / "a.jpg").write_bytes(b"another photo")
    os.utime(beside.root / "a.jpg", (1, 1))
    new = beside.photo()._replace(fingerprint=b"new")
    beside.store.apply([new], AnnotationChange(title="New"))
    beside.write()
    found = beside.sidecar()
    assert (found.title, found.tags, beside.value("rating"), beside.value("pick")) == ("New", (), None, None)
    beside.store.undo()
    beside.write()
    assert beside.sidecar().title is None


def test_what_another_program_wrote_into_a_sidecar_that_was_left_stays(beside: Beside) -> None:
    beside.say(title="Mine", add_tags=("me",))
    beside.say("b.jpg", rating=2)
    beside.write()
    move(beside, ("a.jpg", "c.jpg"))
    beside.write()
    beside.edit("Mine", "Theirs")
    move(beside, ("b.jpg", "a.jpg"))
    beside.write()
    assert (beside.sidecar().title, beside.sidecar().rating) == ("Theirs", 2)


def test_a_photo_that_comes_back_does_not_take_what_was_said_of_the_one_that_had_its_place(beside: Beside) -> None:
    first = beside.say(title="First", add_tags=("first",))
    beside.write()
    back = beside.photo()
    beside.store.set_gone([first])
    (beside.root / "a.jpg").write_bytes(b"another photo")
    os.utime(beside.root / "a.jpg", (1, 1))
    second = beside.store.apply(
        [beside.photo()._replace(fingerprint=b"second")], AnnotationChange(title="Second", add_tags=("second",))
    ).items[0]
    beside.write()
    (beside.root / "a.jpg").rename(beside.root / "c.jpg")
    beside.store.relocate([beside.photo("c.jpg")._replace(item=second, fingerprint=b"second")])
    beside.write()
    (beside.root / "a.jpg").write_bytes(b"a.jpg")
    os.utime(beside.root / "a.jpg", ns=(back.mtime_ns, back.mtime_ns))
    beside.store.relocate([back._replace(item=first)])
    beside.write()
    assert beside.store.read([first])[first].title == "First"
    assert (beside.sidecar().title, beside.sidecar().tags) == ("First", ("first",))
    assert beside.sidecar("c.jpg.xmp").title == "Second"


def give_back(beside: Beside, name: str, **other: Any) -> None:
    """Look at what was left behind, as the thread does, where the index has a photo about which nothing was said."""
    photo, folder = beside.photo(name), os.fsencode(beside.root)
    sidecars = tuple(
        Sidecar(os.fsencode(path.name), seen.st_size, seen.st_mtime_ns, shared=True, ctime_ns=0)
        for path in beside.root.glob("*.xmp")
        for seen in (path.stat(),)
    )
    stranger = Stranger(os.fsencode(name), photo.size, photo.mtime_ns, b"other", sidecars, is_undecided=False)
    giving_back.give_back(beside.records, beside.records.left(), {(folder, b""): [stranger._replace(**other)]})


def test_the_sidecar_of_a_raw_file_is_given_back_to_one_of_its_kind(beside: Beside) -> None:
    beside.say("a.nef", title="Mine")
    beside.write()
    move(beside, ("a.nef", "b.nef"))
    give_back(beside, "a.jpg")
    assert beside.sidecar("a.xmp").title == "Mine", "it says that it is not about this one"
    (beside.root / "a.nef").write_bytes(b"another photo")
    give_back(beside, "a.nef", is_undecided=True)
    give_back(beside, "a.nef", fingerprint=b"a.nef", size=5)
    assert beside.sidecar("a.xmp").title == "Mine", "a copy, or not decided yet"
    beside.write()
    give_back(beside, "a.nef")
    assert beside.sidecar("a.xmp").title is None
    assert beside.sidecar("b.xmp").title == "Mine"
    assert beside.records.left() == []


def test_words_come_back_with_a_file_whose_sidecar_was_given_back(beside: Beside) -> None:
    (beside.root / "a.jpg.xmp").write_bytes(xmp_file(title("Theirs")))
    item = beside.say(title="Mine", rating=4)
    beside.write()
    before = beside.photo()
    beside.store.set_gone([item])
    (beside.root / "a.jpg").write_bytes(b"another photo")
    AlbumStore(beside.store).create("Album", None, [beside.photo()._replace(fingerprint=b"other")])
    give_back(beside, "a.jpg")
    assert (beside.sidecar().title, beside.sidecar().rating) == ("Theirs", None)
    (beside.root / "a.jpg").write_bytes(b"a.jpg")
    os.utime(beside.root / "a.jpg", ns=(before.mtime_ns, before.mtime_ns))
    beside.store.relocate([before._replace(item=item)])
    beside.write()
    assert (beside.said().title, beside.said().rating) == ("Mine", 4)
    assert (beside.sidecar().title, beside.sidecar().rating) == ("Mine", 4)


def test_a_sidecar_that_was_left_and_deleted_is_forgotten(beside: Beside) -> None:
    item = beside.say(title="Mine")
    beside.say("b.jpg", title="Other")
    beside.write()
    beside.store.set_gone([item])
    giving_back.trim(beside.records, beside.records.left())
    assert [one.record.name for one in beside.records.left()] == [b"a.jpg.xmp"]
    (beside.root / "a.jpg.xmp").unlink()
    giving_back.trim(beside.records, beside.records.left())
    assert beside.records.left() == []


def test_what_was_left_is_remembered_while_its_drive_is_away(beside: Beside) -> None:
    item = beside.say(title="Mine")
    beside.say("b.jpg", title="Other")
    beside.write()
    beside.store.set_gone([item])
    beside.say("b.jpg", title="Another")
    away = beside.root.with_name("away")
    beside.root.rename(away)
    beside.root.mkdir()  # where the drive belongs
    beside.write()
    assert [one.record.name for one in beside.records.left()] == [b"a.jpg.xmp"]
    (away / "a.jpg.xmp").unlink()
    beside.root.rmdir()
    away.rename(beside.root)
    beside.say("b.jpg", title="The last one")
    beside.write()
    assert beside.records.left() == []
