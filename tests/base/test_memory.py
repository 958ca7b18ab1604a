"""The machine's memory, and what is assumed where the system does not say."""

from __future__ import annotations

import os
import sys

import psutil
import pytest

from gallery.base import memory


def test_it_is_what_others_say_too() -> None:
    assert memory.total_bytes() == pytest.approx(psutil.virtual_memory().total, rel=0.01)
    assert memory.quarter_bytes() == (memory.total_bytes() or 0) // 4


@pytest.mark.skipif(sys.platform == "win32", reason="sysconf")
@pytest.mark.parametrize("answer", [-1, 0, ValueError("unknown"), OSError(22, "refused")])
def test_silence_counts_as_four_gibibytes(monkeypatch: pytest.MonkeyPatch, answer: object) -> None:
    def sysconf(_: str) -> object:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(os, "sysconf", sysconf)
    assert memory.quarter_bytes() == 1 << 30
