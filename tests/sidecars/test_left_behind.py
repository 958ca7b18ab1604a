"""Sidecars that were written for one photo, and lie beside another one now."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gallery.annotations.models import AnnotationChange
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
