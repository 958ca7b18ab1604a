"""Which photos wait for their sidecar to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.annotations.album_store import AlbumStore

if TYPE_CHECKING:
    from tests.sidecars.beside import Beside


def test_what_was_said_while_sidecars_were_not_wanted_is_written_later(beside: Beside) -> None:
    for number in range(5):
        beside.say(f"{number}.jpg", rating=number)
    assert beside.records.waiting() == 0
    beside.write()
    assert [beside.sidecar(f"{number}.jpg.xmp").rating for number in range(5)] == list(range(5))


def test_what_no_sidecar_holds_has_none_looked_at(beside: Beside) -> None:
    beside.say(rating=4)
    beside.write()
    AlbumStore(beside.store).create("Trip", None, [beside.photo("a.jpg")])
    beside.records.note_acts()
    assert beside.records.waiting() == 0
    beside.say(rating=5)
    beside.records.note_acts()
    assert beside.records.waiting() == 1
