"""Sidecars after a backup of library.db has taken its place: restored by the user, or because it was damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.annotations.library_file import open_library
from gallery.annotations.models import Annotation, AnnotationChange
from tests.sidecars.beside import Beside

if TYPE_CHECKING:
    from pathlib import Path


def backed_up(tmp_path: Path) -> Beside:
    """Return a library of which there is a backup, and about which a mistake was said then."""
    (tmp_path / "library").mkdir()
    beside = Beside(tmp_path / "library")
    for name in ("a.jpg", "b.jpg"):
        beside.say(name, rating=4, date="1984-22")
    beside.write()
    back_up(beside)
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        beside.say(name, rating=1, date="1999", title="Mistake")
    beside.write()
    return beside


def test_what_the_user_restored_counts_before_shoeboxs_own_sidecars(tmp_path: Path) -> None:
    beside = backed_up(tmp_path)
    beside.edit("Mistake", "Theirs", "b.jpg.xmp")
    beside.edit(">1<", ">2<", "b.jpg.xmp")
    beside.store.close()
    opened = open_library(beside.path / "data" / "library.db")
    assert opened.backups
    opened.backups.restore(opened.backups.get_all()[0].name)
    opened.store.close()
    beside = Beside(beside.path)
    beside.write()
    assert beside.said("a.jpg") == Annotation(rating=4, date="1984-22")
    assert (beside.sidecar("a.jpg.xmp").rating, beside.value("date", "a.jpg.xmp")) == (4, "1984")
    assert beside.sidecar("a.jpg.xmp").title is None
    assert (beside.said("b.jpg").rating, beside.said("b.jpg").date) == (2, "1984-22"), "another program's later change"
    assert beside.sidecar("b.jpg.xmp").title == "Theirs"
    found = beside.sidecar("c.jpg.xmp")
    assert (found.rating, found.title, beside.value("date", "c.jpg.xmp")) == (None, None, None)
    beside.store.close()


def restored(beside: Beside) -> Beside:
    """Take the newest backup, as the user does."""
    beside.store.close()
    opened = open_library(beside.path / "data" / "library.db")
    assert opened.backups
    opened.backups.restore(opened.backups.get_all()[0].name)
    opened.store.close()
    return Beside(beside.path)


def test_what_was_undone_after_the_backup_comes_back_and_stays(tmp_path: Path) -> None:
    beside = Beside(tmp_path)
    beside.say(title="Word", rating=4)
    beside.write()
    back_up(beside)
    beside.store.undo()
    beside.write()
    beside = restored(beside)
    beside.write()
    assert (beside.said().title, beside.said().rating) == ("Word", 4)
    assert beside.sidecar().title == "Word"
    beside.store.close()


def test_a_file_that_came_to_the_place_of_another_has_a_past_of_its_own(tmp_path: Path) -> None:
    beside = Beside(tmp_path)
    item = beside.say(title="First")
    beside.write()
    back_up(beside)
    for suffix in ("", ".xmp"):
        (beside.root / f"a.jpg{suffix}").rename(beside.root / f"b.jpg{suffix}")
    moved = beside.photo("b.jpg")._replace(fingerprint=b"a.jpg", item=item)
    beside.store.relocate([moved])
    (beside.root / "a.jpg").write_bytes(b"another picture")
    beside.store.apply([moved], AnnotationChange(rating=5))
    beside.store.apply([beside.photo("a.jpg")._replace(fingerprint=b"other")], AnnotationChange(title="Mistake"))
    beside.write()
    beside = restored(beside)
    beside.store.relocate([moved])
    beside.write()
    assert (beside.sidecar("b.jpg.xmp").title, beside.sidecar("b.jpg.xmp").rating) == ("First", None)
    assert beside.sidecar("a.jpg.xmp").title is None
    beside.store.close()


def test_after_damage_newer_sidecars_bring_back_what_was_said_since(tmp_path: Path) -> None:
    beside = backed_up(tmp_path)
    beside.store.close()
    for path in (beside.path / "data").glob("library.db*"):
        path.unlink()
    beside = Beside(beside.path)
    beside.write()
    assert (beside.said("a.jpg").rating, beside.said("a.jpg").date) == (1, "1999")
    beside.store.close()


def test_a_sidecar_that_was_written_and_not_noted_before_a_kill_counts_as_shoeboxs_own(tmp_path: Path) -> None:
    beside = Beside(tmp_path)
    beside.say(title="Word", rating=4)
    beside.write()
    back_up(beside)
    beside.say(title="Mistake", rating=1)
    beside.say("b.jpg", title="Mistake")
    write_and_be_killed(beside)
    beside = restored(beside)
    beside.write()
    assert (beside.said().title, beside.said().rating) == ("Word", 4)
    assert (beside.sidecar().title, beside.sidecar().rating) == ("Word", 4)
    assert beside.sidecar("b.jpg.xmp").title is None
    beside.store.close()


def test_what_is_said_right_after_such_a_kill_is_no_conflict(tmp_path: Path) -> None:
    beside = Beside(tmp_path)
    beside.say(title="Word")
    write_and_be_killed(beside)
    beside.say(title="Better")
    beside.write()
    assert beside.sidecar().title == "Better"
    assert beside.records.count_conflicts() == 0
    beside.store.close()


def test_a_restored_backup_knows_of_sidecars_that_were_left_behind(tmp_path: Path) -> None:
    beside = Beside(tmp_path)
    item = beside.say(title="Word")
    back_up(beside)
    beside.write()
    (beside.root / "a.jpg").rename(beside.root / "b.jpg")
    beside.store.relocate([beside.photo("b.jpg")._replace(fingerprint=b"a.jpg", item=item)])
    beside.write()
    beside = restored(beside)
    beside.store.relocate([beside.photo("b.jpg")._replace(fingerprint=b"a.jpg", item=item)])
    [left] = beside.records.left()
    assert (left.item, left.record.name, left.record.held) == (item, b"a.jpg.xmp", {"title": "Word"})
    beside.store.close()


def back_up(beside: Beside) -> None:
    opened = open_library(beside.path / "data" / "library.db")
    assert opened.backups
    assert opened.backups.make_if_due()
    opened.store.close()


def write_and_be_killed(beside: Beside) -> None:
    """Write what is due, and be killed before that is noted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside.records, "finish", be_killed)
        with pytest.raises(KeyboardInterrupt):
            beside.write()


def be_killed(*_: object) -> None:
    raise KeyboardInterrupt
