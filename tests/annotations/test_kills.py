"""Killed at random and at writes, or refused by the disk: what was acknowledged is there, and nothing is half."""

from __future__ import annotations

import random
import threading
from typing import TYPE_CHECKING

import pytest

from tests.annotations.acting import said_after
from tests.annotations.killing import FAULTS, acknowledged, look, may_trace, start, sweep

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 12
RUNS = 6
"""Of each fault; `python -m tests.annotations.killing` goes through every write."""


def test_what_the_steps_say_is_known() -> None:
    told = [None, "said 0", "said 1", "said 0", "said 1", "said 4", "said 5"]
    assert [said_after(acts) for acts in range(7)] == told


def test_a_kill_at_any_moment_costs_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(13)
    path, acts = tmp_path / "library.db", 0
    for _ in range(KILLS):
        process = start(path, 10_000)
        killer = threading.Timer(chance.uniform(0.3, 1.2), process.kill)
        killer.start()
        told, refused = acknowledged(process, acts)
        assert not refused
        acts = look(path, told, told + 1)
    assert acts > KILLS


@pytest.mark.skipif(not may_trace(), reason="no strace on this machine, or it may not look")
@pytest.mark.parametrize(("call", "what"), FAULTS)
def test_a_fault_at_a_write_costs_nothing_that_was_acknowledged(tmp_path: Path, call: str, what: str) -> None:
    row = sweep(tmp_path, call, what, RUNS)
    assert row.runs > 0
    assert row.acts > 0
    assert row.hit >= max(1, row.runs // 3)
