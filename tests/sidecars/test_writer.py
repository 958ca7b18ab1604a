"""Sidecars of real files: written, left alone, merged with what other programs write, and tried again."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from gallery.annotations.models import Annotation
from gallery.base import replace_below
from gallery.base.replace_below import temporary_name
from gallery.sidecars import writer
from tests.full_disk import no_space
from tests.sidecar_files import title, xmp_file

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sidecars.beside import Beside

FUTURE, PAST = time.time() + 86400, time.time() - 86400
"""A day away, seconds since 1970: they are told when the tests are collected, and a run may take more than an hour."""


def names(beside: Beside) -> list[str]:
    return sorted(path.name for path in beside.root.iterdir())


def test_what_is_said_stands_beside_the_photo(beside: Beside) -> None:
    beside.say(rating=4, label="red", title="Rome", caption="A <sunny> day & more", add_tags=("travel/italy", "sun"))
    beside.write()
    assert names(beside) == ["a.jpg", "a.jpg.xmp"]
    found = beside.sidecar()
    assert (found.rating, found.title, found.caption) == (4, "Rome", "A <sunny> day & more")
    assert set(found.tags) == {"travel/italy", "sun"}
    assert beside.value("label") == "Red"


def test_nothing_said_makes_no_sidecar(beside: Beside) -> None:
    beside.say(rating=4)
    beside.store.undo()
    beside.write()
    beside.say("b.jpg", title="")
    beside.write()
    assert names(beside) == ["a.jpg", "b.jpg"]
    assert beside.records.waiting() == 0


def test_an_undo_gives_the_sidecar_back_what_it_held(beside: Beside) -> None:
    before = xmp_file(title("Theirs"), xmp_Rating=2, xmp_Label="Review")
    (beside.root / "a.jpg.xmp").write_bytes(before)
    beside.say(rating=5, label="blue", title="Ours", add_tags=("sun",), favourite=True)
    beside.write()
    assert (beside.sidecar().rating, beside.sidecar().title, beside.value("favourite")) == (5, "Ours", True)
    beside.store.undo()
    beside.write()
    found = beside.sidecar()
    assert (found.rating, found.title, found.tags, beside.value("label")) == (2, "Theirs", (), "Review")
    assert beside.value("favourite") is None
    assert [one.item for one in beside.told] == [1], "what was given back is left to be read"


def test_rejected_and_picked_as_other_programs_have_it(beside: Beside) -> None:
    beside.say(rating=3)
    beside.say(pick="rejected")
    beside.write()
    text = (beside.root / "a.jpg.xmp").read_text(encoding="utf-8")
    assert "<xmp:Rating>-1<" in text
    assert "<digiKam:PickLabel>1<" in text
    beside.say(pick="picked")
    beside.write()
    text = (beside.root / "a.jpg.xmp").read_text(encoding="utf-8")
    assert "<xmp:Rating>3<" in text
    assert "<digiKam:PickLabel>3<" in text


def test_what_another_program_changed_is_taken_over(beside: Beside) -> None:
    item = beside.say(rating=4, title="Rome", add_tags=("travel/italy", "sun"))
    beside.write()
    beside.edit(">4<", ">2<")
    beside.edit("<rdf:li>sun</rdf:li>", "")
    beside.look(item)
    assert beside.said() == Annotation(rating=2, title="Rome", tags=("travel/italy",), removed_tags=("sun",))
    newest = beside.store.history()[0]
    assert newest.by == "sidecar"
    assert beside.adopted == 1
    assert beside.records.conflicts() == []
    assert beside.store.next_acts()[0] != newest, "Ctrl+Z takes back what the user did"
    beside.store.undo(newest.id)
    beside.write()
    assert beside.sidecar().rating == 4


def test_of_two_changes_the_newer_counts_and_the_other_is_kept(beside: Beside) -> None:
    item = beside.say(rating=4, title="Rome")
    beside.write()
    beside.edit(">4<", ">2<")
    beside.edit("Rome", "Roma", at_s=PAST)
    beside.say(rating=5)
    beside.look(item)
    [(conflict, known)] = beside.records.conflicts()
    assert (conflict.field, conflict.ours, conflict.theirs, conflict.ours_taken) == ("rating", 5, 2, True)
    assert known.item == item
    assert (beside.sidecar().rating, beside.sidecar().title) == (5, "Roma")
    assert (beside.said().rating, beside.said().title) == (5, "Roma")
    beside.edit(">5<", ">1<", at_s=FUTURE)
    beside.say(rating=3)
    beside.look(item)
    [(conflict, _)] = beside.records.conflicts()
    assert (conflict.ours, conflict.theirs, conflict.ours_taken) == (3, 1, False)
    assert beside.said().rating == beside.sidecar().rating == 1


def test_a_label_that_shoebox_has_no_word_for_is_left(beside: Beside) -> None:
    item = beside.say(label="red")
    beside.write()
    beside.edit("<xmp:Label>Red<", "<xmp:Label>Rot<")
    for _ in range(3):
        beside.look(item)
    assert beside.value("label") == "Rot"
    assert beside.said().label == "red"
    beside.say(label="blue")
    beside.look(item)
    assert "Rot" in {str(conflict.theirs) for conflict, _ in beside.records.conflicts()} | {beside.value("label")}


def test_a_sidecar_that_was_deleted_unsays_nothing(beside: Beside) -> None:
    item = beside.say(rating=4, add_tags=("sun",))
    beside.write()
    (beside.root / "a.jpg.xmp").unlink()
    beside.look(item)
    assert (beside.said().rating, beside.sidecar().rating, beside.sidecar().tags) == (4, 4, ("sun",))


def test_a_sidecar_that_lay_where_the_photo_came_unsays_nothing(beside: Beside) -> None:
    item = beside.say(rating=4)
    beside.write()
    (beside.root / "old").mkdir()
    (beside.root / "old" / "a.jpg.xmp").write_bytes(xmp_file(xmp_Rating=1))
    (beside.root / "a.jpg").rename(beside.root / "old" / "a.jpg")
    beside.store.relocate([beside.photo("old/a.jpg")._replace(item=item)])
    beside.write()
    assert beside.store.read([item])[item].rating == 4
    assert beside.sidecar("old/a.jpg.xmp").rating == 4


def test_a_photo_that_moved_with_its_sidecar_goes_on(beside: Beside) -> None:
    item = beside.say(rating=4)
    beside.write()
    for name in ("a.jpg", "a.jpg.xmp"):
        (beside.root / name).rename(beside.root / f"b{name[1:]}")
    beside.store.relocate([beside.photo("b.jpg")._replace(item=item)])
    beside.write()
    beside.edit(">4<", ">1<", "b.jpg.xmp")
    beside.look(item)
    assert beside.store.read([item])[item].rating == 1


def test_a_photo_that_is_another_one_by_now_is_not_written_about(beside: Beside) -> None:
    beside.say(rating=4)
    (beside.root / "a.jpg").write_bytes(b"another photo")
    beside.write()
    assert names(beside) == ["a.jpg"]
    assert beside.records.waiting() == 1


def test_what_is_as_it_was_left_is_not_even_read(beside: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    item = beside.say(rating=4)
    beside.write()
    before = (beside.root / "a.jpg.xmp").stat()
    monkeypatch.setattr(writer, "XmpEditor", None)
    beside.look(item)
    assert (beside.root / "a.jpg.xmp").stat() == before
    assert len(beside.told) == 1


def test_a_sidecar_keeps_its_rights(beside: Beside) -> None:
    path = beside.root / "a.jpg.xmp"
    path.write_bytes(xmp_file())
    path.chmod(0o640)
    beside.say(rating=1)
    beside.write()
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("content", [b"<!DOCTYPE a>" + xmp_file(), b"cut off <", xmp_file()[:-60], b"", b"\xff\xfe<"])
def test_a_sidecar_that_is_damaged_or_hostile_is_left_and_told(beside: Beside, content: bytes) -> None:
    (beside.root / "a.jpg.xmp").write_bytes(content)
    beside.say(rating=1)
    beside.write()
    assert (beside.root / "a.jpg.xmp").read_bytes() == content
    [(_, why, count)] = beside.records.problems()
    assert why.startswith("“a.jpg.xmp” is left as it is: it")
    assert count == 1
    assert beside.records.take(10) == [], "not before a minute has passed"


def test_a_disk_that_is_full_costs_nothing_and_is_tried_again(beside: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.jpg", "b.jpg"):
        beside.say(name, rating=1)
    with monkeypatch.context() as full:
        full.setattr(replace_below, "_write_all", no_space)
        beside.write()
    assert names(beside) == ["a.jpg", "b.jpg"]
    assert [(why, count) for _, why, count in beside.records.problems()] == [("The disk is full.", 2)]
    beside.records.make_due()
    beside.write()
    assert len(names(beside)) == 4
    assert beside.records.problems() == []


def test_a_drive_that_is_away_is_waited_for_without_a_word(beside: Beside) -> None:
    beside.say("trip/a.jpg", rating=1)
    (beside.root / "trip").rename(beside.root / "away")
    beside.write()
    assert (beside.records.waiting(), beside.records.problems()) == (1, [])
    (beside.root / "away").rename(beside.root / "trip")
    beside.records.make_due()
    beside.write()
    assert beside.sidecar("trip/a.jpg.xmp").rating == 1


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_no_link_is_followed_or_replaced(beside: Beside, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_bytes(xmp_file())
    (beside.root / "a.jpg.xmp").symlink_to(outside / "precious")
    beside.say(rating=1)
    beside.say("trip/b.jpg", rating=1)
    (beside.root / "trip" / "b.jpg").rename(outside / "b.jpg")
    (beside.root / "trip").rmdir()
    (beside.root / "trip").symlink_to(outside)
    beside.write()
    assert sorted(path.name for path in outside.iterdir()) == ["b.jpg", "precious"]
    assert (outside / "precious").read_bytes() == xmp_file()
    assert (beside.root / "a.jpg.xmp").is_symlink()
    assert len(beside.records.problems()) == 2


def test_another_program_that_writes_in_between_is_not_overwritten(
    beside: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = beside.root / "a.jpg.xmp"
    path.write_bytes(xmp_file())
    beside.say(rating=1)
    write_all = replace_below._write_all

    def slowly(descriptor: int, data: bytes) -> None:
        write_all(descriptor, data)
        path.write_bytes(xmp_file(title("Theirs")))
        os.utime(path, (PAST, PAST))

    with monkeypatch.context() as between:
        between.setattr(replace_below, "_write_all", slowly)
        beside.write()
    assert path.read_bytes() == xmp_file(title("Theirs"))
    assert not (beside.root / os.fsdecode(temporary_name(b"a.jpg.xmp"))).exists()
    beside.records.make_due()
    beside.write()
    assert (beside.sidecar().title, beside.sidecar().rating) == ("Theirs", 1)


def test_a_raw_file_gets_the_name_that_adobes_programs_give(beside: Beside) -> None:
    beside.say("a.nef", rating=1)
    beside.say("b.nef", rating=2)
    beside.say("b.jpg", rating=3)
    (beside.root / "c.xmp").write_bytes(xmp_file(photoshop_SidecarForExtension="NEF"))
    beside.say("c.jpg", rating=4)
    beside.say("d.jpg", rating=5)
    (beside.root / "d.xmp").write_bytes(xmp_file())
    beside.write()
    assert [name for name in names(beside) if name.endswith(".xmp")] == [
        "a.xmp", "b.jpg.xmp", "b.nef.xmp", "c.jpg.xmp", "c.xmp", "d.xmp",
    ]  # fmt: skip
    assert beside.sidecar("a.xmp").for_suffix == "NEF"
    assert (beside.sidecar("d.xmp").rating, beside.sidecar("d.xmp").for_suffix) == (5, "JPG")
