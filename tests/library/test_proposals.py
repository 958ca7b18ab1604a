"""Folders are proposed by number with a count and a few pictures, and nothing is added before it is asked for."""

from __future__ import annotations

import errno
import os
import threading
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.errors import NotFoundError
from gallery.base.picture_places import PicturePlace
from gallery.library import proposals as module
from gallery.library.picture_count import PictureCount
from gallery.library.proposals import ProposalsController
from gallery.visits.registry import is_visited
from tests.harness import run_harness
from tests.pictures import picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.harness import Harness


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[Harness]:
    with run_harness(tmp_path / "data") as running:
        yield running


def propose(harness: Harness, places: list[PicturePlace], drives: list[Path] | None = None) -> ProposalsController:
    library = harness.library
    return ProposalsController(library.proposals._visits, library.roots, lambda: places, lambda: [lambda: drives or []])


def found(proposals: ProposalsController) -> list[dict[str, Any]]:
    wait_for(lambda: not proposals.read()["searching"])
    return list(proposals.read()["proposals"])


def fill(folder: Path, *names: str) -> Path:
    for hue, name in enumerate(names):
        save(folder / name, picture(hue=40 * hue))
        os.utime(folder / name, (1_000_000_000 + hue,) * 2)
    return folder


def test_pictures_are_counted_at_every_level_and_the_newest_shown_first(harness: Harness, tmp_path: Path) -> None:
    pictures = fill(tmp_path / "Pictures", "a.jpg", "2024/06/b.jpg", "2024/c.jpg")
    (pictures / "letter.pdf").write_bytes(b"%PDF")
    (pictures / ".hidden").mkdir()
    fill(pictures / ".hidden", "d.jpg")
    proposals = propose(harness, [PicturePlace("pictures", pictures), PicturePlace("downloads", tmp_path / "none")])
    (one,) = found(proposals)
    assert (one["name"], one["photos"], one["complete"]) == ("Pictures", 3, True)
    assert len(one["samples"]) == 3
    assert all(is_visited(photo) for photo in one["samples"])
    names = [harness.library.visits.photos.labels([photo])[0]["name"] for photo in one["samples"]]
    assert names == ["c.jpg", "b.jpg", "a.jpg"]
    assert not harness.parts.settings.roots
    assert harness.library.visits.requested() is None  # no page goes there
    folder = proposals.add(one["number"])["folder"]
    assert harness.parts.settings.roots[0].path == os.fsencode(pictures)
    assert harness.library.folders.disk_path(folder) == os.fsencode(pictures)
    proposals.stop()


def test_a_card_is_proposed_and_keeps_its_number(
    harness: Harness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = fill(tmp_path / "EOS", "DCIM/100CANON/a.jpg", "DCIM/100CANON/b.jpg").parent / "EOS"
    drives: list[Path] = []
    proposals = propose(harness, [], drives)
    assert found(proposals) == []
    drives.append(card)

    def look_again() -> list[dict[str, Any]]:
        monkeypatch.setattr(module, "FRESH_S", 0.0)
        proposals.read()
        monkeypatch.setattr(module, "FRESH_S", 1e9)
        return found(proposals)

    (one,) = look_again()
    assert (one["kind"], one["photos"], one["samples"]) == ("card", 2, [])
    assert [again["number"] for again in look_again()] == [one["number"]]
    proposals.stop()


def test_a_drive_that_does_not_answer_keeps_back_nothing_else_and_costs_one_thread(
    harness: Harness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs, asked = threading.Event(), []
    pictures = fill(tmp_path / "Pictures", "a.jpg")
    card = fill(tmp_path / "EOS", "DCIM/100CANON/b.jpg")
    library = harness.library

    def dead() -> list[Path]:
        asked.append(1)
        hangs.wait(60)
        return []

    proposals = ProposalsController(
        library.proposals._visits,
        library.roots,
        lambda: [PicturePlace("pictures", pictures)],
        lambda: [dead, lambda: [card]],
    )
    wait_for(lambda: proposals.read()["proposals"])
    assert [one["name"] for one in found(proposals)] == ["Pictures", "DCIM"]
    monkeypatch.setattr(module, "FRESH_S", 0.0)
    proposals.read()
    monkeypatch.setattr(module, "FRESH_S", 1e9)
    assert [one["name"] for one in found(proposals)] == ["Pictures", "DCIM"]
    assert len(asked) == 1
    hangs.set()
    proposals.stop()


def test_what_was_not_proposed_is_not_added(harness: Harness, tmp_path: Path) -> None:
    proposals = propose(harness, [PicturePlace("pictures", fill(tmp_path / "Pictures", "a.jpg"))])
    with pytest.raises(NotFoundError):
        proposals.add(1)  # nobody has looked yet
    (one,) = found(proposals)
    with pytest.raises(NotFoundError):
        proposals.add(one["number"] + 1)
    assert not harness.parts.settings.roots
    proposals.stop()


def test_counting_ends_when_its_time_is_over(tmp_path: Path) -> None:
    fill(tmp_path, "a.jpg", "b/c.jpg")
    count = PictureCount(os.fsencode(tmp_path), 5, 3)
    count.run(-1.0, lambda: False)
    assert (count.photos, count.complete) == (0, False)
    count.run(30.0, lambda: True)
    assert not count.complete
    shallow = PictureCount(os.fsencode(tmp_path), 0, 1)
    shallow.run(30.0, lambda: False)
    assert (shallow.photos, shallow.complete, [one.name for one in shallow.newest]) == (1, True, [b"a.jpg"])


def test_a_count_that_is_cut_within_the_last_folder_is_not_complete(tmp_path: Path) -> None:
    fill(tmp_path, "a.jpg", "b.jpg", "c.jpg")
    asked = iter([False, False, False])
    count = PictureCount(os.fsencode(tmp_path), 5, 3)
    count.run(30.0, lambda: next(asked, True))
    assert (count.photos, count.complete) == (2, False)


def test_a_picture_that_cannot_be_read_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a.jpg", "b.jpg", "c/d.jpg")
    note = PictureCount._note

    def fails(self: PictureCount, entry: os.DirEntry[bytes], folder: bytes) -> None:
        if entry.name == b"a.jpg":
            raise OSError(errno.EIO, "Input/output error")
        note(self, entry, folder)

    monkeypatch.setattr(PictureCount, "_note", fails)
    count = PictureCount(os.fsencode(tmp_path), 5, 3)
    count.run(30.0, lambda: False)
    assert (count.photos, count.complete) == (2, False)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every folder")
def test_a_count_without_an_unreadable_folder_is_not_complete(tmp_path: Path) -> None:
    fill(tmp_path, "a.jpg", "locked/b.jpg")
    (tmp_path / "locked").chmod(0)
    count = PictureCount(os.fsencode(tmp_path), 5, 3)
    count.run(30.0, lambda: False)
    (tmp_path / "locked").chmod(0o700)
    assert (count.photos, count.complete) == (1, False)


def test_a_count_of_a_folder_that_is_not_there_is_not_complete(tmp_path: Path) -> None:
    count = PictureCount(os.fsencode(tmp_path / "none"), 5, 3)
    count.run(30.0, lambda: False)
    assert (count.photos, count.complete) == (0, False)
