"""Visits by their folders, numbers and photos: opened, opened again, and forgotten."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

from gallery.visits.registry import FIRST_ID, MAX_VISITS
from tests.pictures import encoded, save
from tests.visits.visiting import after_check, listed, names, open_visit

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from gallery.visits.registry import Visits


def test_ids_are_used_once_and_old_visits_are_forgotten(visits: Visits, tmp_path: Path) -> None:
    for number in range(MAX_VISITS + 1):
        save(tmp_path / str(number) / "p1.jpg")
        save(tmp_path / str(number) / "p2.jpg")
    openings = [visits.open(os.fsencode(tmp_path / str(number)), b"p1.jpg") for number in range(MAX_VISITS + 1)]
    ids = [photo for one in openings[1:] for photo in listed(one.visit).shown()[1]]
    assert len(ids) == len(set(ids)) == 2 * MAX_VISITS
    assert openings[0].photo == FIRST_ID
    assert visits.get(openings[0].number) is None
    assert visits.find(openings[0].photo) is None
    assert visits.get(openings[1].number) is openings[1].visit
    assert visits.find(openings[2].photo) == (openings[2].visit, b"p1.jpg")
    assert visits.last() == openings[-1]
    assert len({one.number for one in openings}) == MAX_VISITS + 1


def test_a_folder_that_is_opened_again_is_known_already(visits: Visits, folder: Path) -> None:
    first = visits.open(os.fsencode(folder), b"p3.jpg")
    photos = listed(first.visit).shown()[1]
    for _ in range(2 * MAX_VISITS):
        again = visits.open(os.fsencode(folder), b"p7.jpg")
        assert again.visit is first.visit
        assert again.visit.state.complete
        assert again.photo in photos
        assert again.visit.shown()[1] == photos
    assert again.number > first.number
    assert visits.last() == again
    assert visits.get(first.number) is first.visit  # Back leads there
    assert visits.find(first.photo) == (first.visit, b"p3.jpg")


def test_what_is_opened_while_its_folder_is_listed_is_shown(
    visits: Visits, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "export.dat").write_bytes(encoded("PNG"))
    go_on, asked, scandir = threading.Event(), threading.Event(), os.scandir

    def slow(path: bytes) -> Any:
        asked.set()
        assert go_on.wait(30)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", slow)
    one = open_visit(visits, folder, "p3.jpg")
    one.begin_listing()
    assert asked.wait(30)
    open_visit(visits, folder, "export.dat")
    assert "export.dat" in names(one)
    go_on.set()
    after_check(one, lambda: one.state.complete and len(names(one)) == 12)
    assert "export.dat" in names(one)
