"""The writing of a sidecar, killed or refused at a system call; `python -m tests.sidecars.killing` goes through all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.annotations.killing import KILL, may_trace
from tests.sidecars.killing import sweep

if TYPE_CHECKING:
    from pathlib import Path

RENAMES = "rename,renameat,renameat2"


@pytest.mark.skipif(not may_trace(), reason="no strace on this machine, or it may not look")
@pytest.mark.parametrize(("call", "what"), [("fsync", KILL), (RENAMES, KILL), ("fsync", "error=EIO")])
def test_a_sidecar_is_the_old_one_or_the_new_one_whole(tmp_path: Path, call: str, what: str) -> None:
    row = sweep(tmp_path, call, what, 2)
    assert row.runs > 0
    assert row.hit > 0
