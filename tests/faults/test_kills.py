"""Three kills of each kind: nothing that was acknowledged is lost, and nothing is left behind."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from tests.faults.__main__ import table
from tests.faults.faults import FAULTS
from tests.faults.life import Outcome, damage_of

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 3


@pytest.mark.skipif(os.name != "posix", reason="the second start speaks to a socket, and kills are SIGKILL")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_kill_costs_nothing_that_was_acknowledged(tmp_path: Path, fault: str) -> None:
    outcome = FAULTS[fault](tmp_path, KILLS, random.Random(fault))
    assert (outcome.lost, outcome.wrong) == ([], [])
    assert outcome.kills == KILLS
    assert outcome.acknowledged >= KILLS


def test_damage_is_found(tmp_path: Path) -> None:
    (tmp_path / "index.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    assert damage_of(tmp_path / "index.db")
    assert damage_of(tmp_path / "cache.db") is None


def test_the_table_tells_what_was_lost() -> None:
    lines = table([Outcome("folders removed", 3, 1234, ["/a came back"])])
    assert lines[2:] == ["| folders removed | 3 | 1,234 | 1 | 0 |", "folders removed: /a came back"]
