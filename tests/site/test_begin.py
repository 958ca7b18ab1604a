"""What a site reads at its start, before anybody asks: what each visitor will ask for, each once, then the disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from gallery.library import startup
from gallery.library.startup import DeferredStart
from gallery.site.site_server import begin
from gallery.timeline.build import TimelineQuery
from tests.harness import run_harness
from tests.pictures import picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from gallery.library.library import Library
    from gallery.site.config import SiteConfig

TOPS = {"Holidays": (2,), "Pictures": (1,)}


@dataclass
class Recorder:
    """A library that notes what is asked of it."""

    known: bool = True
    asked: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        note = self.asked.append
        self.photos = SimpleNamespace(any_known=lambda: self.known)
        self.folders = SimpleNamespace(
            find_tops=lambda names: SimpleNamespace(within=(1, 9) if names is None else TOPS[names[0]])
        )
        self.status = SimpleNamespace(read_within=note)
        self.timelines = SimpleNamespace(get=note)
        self.startup = DeferredStart()

    def begin_work(self) -> None:
        """Compare what is known with the disk."""
        self.asked.append("disk")


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    monkeypatch.setattr(startup, "FIRST_SCREEN_TIMEOUT_S", 0.05)
    monkeypatch.setattr(startup, "PICTURES_DELAY_S", 0.0)
    found = Recorder()
    yield found
    found.startup.stop()


def start(library: Recorder | Library, users: Mapping[str, tuple[str, ...] | None] | None) -> None:
    """Begin a site with these people, over a library or what stands for it."""
    begin(cast("Library", library), cast("SiteConfig", SimpleNamespace(users=users)))


def test_what_visitors_will_ask_for_is_read_once_before_the_disk(recorder: Recorder) -> None:
    users = {"anna": None, "ben": ("Holidays",), "eve": ("Holidays",), "dan": None, "fay": ("Pictures",)}
    start(recorder, users)
    seen = [(1, 9), (2,), (1,)]
    wait_for(lambda: recorder.asked[-1:] == ["disk"], 30)
    assert recorder.asked == [*seen, *(TimelineQuery(within=within) for within in seen), "disk"]


def test_without_a_list_of_people_it_is_what_everybody_sees(recorder: Recorder) -> None:
    start(recorder, None)
    wait_for(lambda: recorder.asked[-1:] == ["disk"], 30)
    assert recorder.asked == [(1, 9), TimelineQuery(within=(1, 9)), "disk"]


def test_an_empty_library_looks_at_the_disk_at_once(recorder: Recorder) -> None:
    recorder.known = False
    start(recorder, None)
    assert recorder.asked == ["disk"]


def test_a_real_library_is_watched_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "FIRST_SCREEN_TIMEOUT_S", 0.05)
    save(tmp_path / "photos" / "a.jpg", picture(200, 100))
    with run_harness(tmp_path / "data", tmp_path / "photos") as running:
        wait_for(lambda: running.names().keys() == {"a.jpg"}, 30)
        running.wait_until_idle()
    with run_harness(tmp_path / "data") as running:
        start(running.library, None)
        save(tmp_path / "photos" / "b.jpg", picture(200, 100))
        wait_for(lambda: running.names().keys() == {"a.jpg", "b.jpg"}, 30)
