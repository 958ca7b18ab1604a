"""Which photos wait for their sidecar to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.annotations import sidecar_records
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


def test_those_that_are_due_are_not_all_sorted_for_each_few(beside: Beside) -> None:
    with beside.store.reading() as conn:
        plan = conn.execute(f"EXPLAIN QUERY PLAN {sidecar_records._BEHIND}", (0, 200)).fetchall()
    assert "unwritten_due" in plan[0][3]
    assert not [step for *_, step in plan if "TEMP B-TREE" in step]
