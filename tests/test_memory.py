"""The machine's memory, and what is assumed where nobody tells."""

from __future__ import annotations

import os
import sys

import psutil
import pytest

from gallery import memory


def test_it_is_what_others_say_too() -> None:
    assert memory.total() == pytest.approx(psutil.virtual_memory().total, rel=0.01)
    assert memory.a_quarter() == (memory.total() or 0) // 4


@pytest.mark.skipif(sys.platform == "win32", reason="sysconf")
@pytest.mark.parametrize("answer", [-1, 0, ValueError("unknown"), OSError(22, "refused")])
def test_silence_counts_as_four_gibibytes(monkeypatch: pytest.MonkeyPatch, answer: object) -> None:
    def sysconf(_: str) -> object:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(os, "sysconf", sysconf)
    assert memory.a_quarter() == 1 << 30
