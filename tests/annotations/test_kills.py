"""Killed at random and at writes, or refused by the disk: what was acknowledged is there, and nothing is half."""

from __future__ import annotations

import random
import shutil
import threading
from datetime import date
from pathlib import Path

import pytest

from gallery.annotations.library_file import open_library
from gallery.annotations.models import AnnotationChange
from tests.annotations.acting import ACTS, FILES, name_of, redo, said_after, undo
from tests.annotations.killing import FAULTS, KILL, acknowledged, count_calls, look, may_trace, start, sweep, traced
from tests.faults.life import damage_of

KILLS = 8
RUNS = 6
"""Of each fault; `python -m tests.annotations.killing` goes through every write."""


def test_every_act_says_something_and_every_undo_takes_it_back() -> None:
    said = [said_after(acts) for acts in range(len(ACTS) + 1)]
    for number, act in enumerate(ACTS):
        same = [acts for acts in range(number + 1) if said[acts] == said[number + 1]]
        assert bool(same) == (act in (undo, redo)), name_of(number)


def test_a_kill_at_any_moment_costs_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(13)
    path, acts = tmp_path / "library.db", 0
    for _ in range(KILLS):
        process = start(path, 10_000)
        killer = threading.Timer(chance.uniform(0.3, 1.2), process.kill)
        killer.start()
        told = acknowledged(process, acts)
        assert not told.refused
        acts = look(path, told.acts, told.acts + 1)
    assert acts > KILLS


@pytest.mark.skipif(not may_trace(), reason="no strace on this machine, or it may not look")
@pytest.mark.parametrize(("call", "what"), FAULTS)
def test_a_fault_at_a_write_costs_nothing_that_was_acknowledged(tmp_path: Path, call: str, what: str) -> None:
    row = sweep(tmp_path, call, what, RUNS)
    assert row.runs > 0
    assert row.acts > 0
    assert row.hit.total() >= max(1, row.runs // 3)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder with a library that says `now`, and a backup in which it says `then`."""
    path = tmp_path / "whole" / "library.db"
    path.parent.mkdir()
    opened = open_library(path)
    opened.store.apply(FILES, AnnotationChange(caption="then"))
    assert opened.backups
    opened.backups.make_if_due(date(2026, 1, 1))
    opened.store.apply(FILES, AnnotationChange(caption="now"))
    opened.store.close()
    return path.parent


def caption(path: Path) -> str | None:
    assert damage_of(path) is None
    opened = open_library(path)
    assert opened.store.notice is None
    [said] = set(opened.store.read(range(1, len(FILES) + 1)).values())
    opened.store.close()
    return said.caption


@pytest.mark.skipif(not may_trace(), reason="no strace on this machine, or it may not look")
@pytest.mark.parametrize("call", ["pwrite64", "fdatasync", "fsync", "rename", "unlink"])
def test_a_backup_is_restored_wholly_or_not_at_all(tmp_path: Path, library: Path, call: str) -> None:
    shutil.copytree(library, tmp_path / "counted")
    count = count_calls(tmp_path, call, "restore")
    seen = set()
    for at in range(min(RUNS, count)):
        place = tmp_path / str(at)
        shutil.copytree(library, place)
        number = 1 + at * (count - 1) // max(min(RUNS, count) - 1, 1)
        fault = traced(Path("/dev/null"), call, f"inject={call}:{KILL}:when={number}")
        told = acknowledged(start(place / "library.db", "restore", *fault), 0)
        says = caption(place / "library.db")
        kept = [caption(aside) for aside in place.glob("library.replaced-*.db")]
        assert (says, kept) in (("now", []), ("now", ["now"]), ("then", ["now"]))
        assert says == "then" or not told.acts
        seen.add(says)
    assert "now" in seen
