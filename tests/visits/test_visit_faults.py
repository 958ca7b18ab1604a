"""A folder of a visit that cannot be listed, goes away, or lies on a drive that hangs."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

from gallery.visits import listing
from tests.pictures import encoded
from tests.visits.visiting import after_check, listed, names, open_visit
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from gallery.visits.registry import Visits


def test_a_folder_that_cannot_be_listed_says_why_and_is_tried_again(
    visits: Visits, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: bytes) -> Any:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse)
        one = listed(open_visit(visits, folder, "p3.jpg"))
        assert one.state.problem == "This folder cannot be listed: Permission denied."
        assert "p3.jpg" in names(one)
    after_check(one, lambda: one.state.problem is None and len(names(one)) == 11)


def test_a_folder_that_goes_away_keeps_what_was_shown(visits: Visits, folder: Path) -> None:
    one = listed(open_visit(visits, folder, "p3.jpg"))
    folder.rename(folder.parent / "elsewhere")
    after_check(one, lambda: one.state.problem is not None)
    assert len(names(one)) == 11
    (folder.parent / "elsewhere").rename(folder)
    after_check(one, lambda: one.state.problem is None)


def test_the_log_names_nothing_of_a_visit_whatever_fails(
    visits: Visits, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    (folder / "nosuffix").write_bytes(encoded("PNG"))

    def refuse(_: bytes, name: bytes) -> Any:
        raise PermissionError(13, "Permission denied", name)

    monkeypatch.setattr(listing, "open_below", refuse)
    one = listed(open_visit(visits, folder, "p3.jpg"))
    folder.rename(folder.parent / "elsewhere")
    after_check(one, lambda: one.state.problem is not None)
    assert "Permission denied" in caplog.text
    assert "cannot be listed: No such file or directory" in caplog.text
    assert "nosuffix" not in caplog.text
    assert str(folder) not in caplog.text


def test_a_drive_that_hangs_while_it_is_listed_holds_up_no_end(
    visits: Visits, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hang, asked = threading.Event(), threading.Event()

    def hanging(_: bytes) -> Any:
        asked.set()
        hang.wait(60)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "scandir", hanging)
    one = open_visit(visits, folder, "p3.jpg")
    one.begin_listing()
    assert asked.wait(30)
    one.begin_listing()
    assert sum(thread.name == "visit" for thread in threading.enumerate()) == 1
    assert one.state.photos == 5
    one.stop(0.01)
    hang.set()
    wait_for(lambda: not [thread for thread in threading.enumerate() if thread.name == "visit"])
