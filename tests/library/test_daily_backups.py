"""The daily backup begins after the first screen, is told when it fails, and is restored with a copy of what was."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from gallery.annotations.models import AnnotationChange
from gallery.base.errors import NotFoundError
from gallery.base.events import EventHub, RootsChanged, TimelinesChanged
from gallery.library.backups import BackupsController
from gallery.library.daily_backups import DailyBackups
from tests.annotations.files import file
from tests.full_disk import no_space
from tests.harness import Harness, run_harness
from tests.pictures import save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path


def backups_of(home: Harness) -> list[str]:
    return [one["name"] for one in home.library.backups.list()]


def say_something(home: Harness) -> None:
    """Say something about a file, whether it is there or not."""
    home.library.annotations._store.apply([file()], AnnotationChange(rating=3))


def test_none_is_made_before_the_first_screen_and_one_of_a_day_afterwards(tmp_path: Path) -> None:
    with run_harness(tmp_path / "data") as home:
        assert backups_of(home) == []
        assert home.library.status.read()["backup"] == {"newest": None, "problem": None}
        say_something(home)
        home.library.begin_work()
        wait_for(lambda: backups_of(home))
        assert home.library.status.read()["backup"]["newest"] == home.library.backups.list()[0]["at_ms"]
    with run_harness(tmp_path / "data") as home:
        home.library.begin_work()
        home.wait_until_idle()
    assert len(list((tmp_path / "data" / "backups").iterdir())) == 1


def test_one_that_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.annotations.backups.BackupFolder.prune", no_space)
    with run_harness(tmp_path / "data") as home:
        page = home.parts.hub.subscribe()
        say_something(home)
        home.library.begin_work()
        wait_for(lambda: home.library.backups.notice)
        wait_for(lambda: page.get(1) == RootsChanged())
        told = home.library.status.read()
        assert told["backup"]["problem"] in told["notices"]
        assert "not backed up" in told["backup"]["problem"]


def test_a_restored_backup_is_seen_at_once_and_what_was_is_kept(tmp_path: Path) -> None:
    save(tmp_path / "photos" / "a.jpg")
    with run_harness(tmp_path / "data", tmp_path / "photos") as home:
        home.wait_until_idle()
        photo = home.names()["a.jpg"]

        def rating() -> int:
            return int(home.library.annotations.describe(home.library.photos.details(photo))["annotation"]["rating"])

        home.library.annotations.annotate([photo], {"rating": 2})
        home.library.begin_work()
        (name,) = wait_for(lambda: backups_of(home))
        home.library.annotations.annotate([photo], {"rating": 5})
        page = home.parts.hub.subscribe()
        kept = home.library.backups.restore(name)["kept"]
        wait_for(lambda: rating() == 2)
        wait_for(lambda: isinstance(page.get(1), TimelinesChanged))
        assert (tmp_path / "data" / kept).exists()
        assert home.library.annotations.history(None)[0]["kind"] == "restore"
        home.library.annotations.annotate([photo], {"rating": 4})
        assert rating() == 4
        with pytest.raises(NotFoundError):
            home.library.backups.restore("library-2001-01-01.db")
        with pytest.raises(NotFoundError):
            home.library.backups.restore("../index.db")


def test_a_library_that_cannot_be_used_has_no_backups(home: Harness) -> None:
    daily = DailyBackups(None, EventHub())
    controller = BackupsController(None, home.library.annotations, daily, nullcontext)
    controller.begin()
    assert controller.list() == []
    assert controller.status() == {"newest": None, "problem": None}
    daily.stop()
