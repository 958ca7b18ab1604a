"""The machine's memory, and what is assumed where nobody tells."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from gallery.base import memory

ROOT = Path(__file__).resolve().parents[2]


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


def test_a_command_collects_its_garbage_once_all_is_imported(tmp_path: Path) -> None:
    script = f"""
import gc, sys
gc.disable()
from gallery.cli.main import main
assert main(["index", "--data-dir", {str(tmp_path / "data")!r}, {str(tmp_path)!r}]) == 0
print(gc.isenabled(), gc.get_freeze_count() > 10_000)
"""
    assert ran(script) == "True True"


def test_a_decode_process_collects_its_garbage_after_the_first_answer() -> None:
    script = """
import gc
from gallery.imaging.workers import process_main, protocol
from gallery.imaging.workers.limits import Limits
from gallery.base.models import FileRef

class Channel:
    def __init__(self): self.asked = []
    def send(self, payload): pass
    def receive(self):
        self.asked.append(gc.isenabled())
        if len(self.asked) == 3:
            print(*self.asked)
            raise EOFError
        return protocol.encode_read_request([FileRef(b"/", b"nothing", 1, 1)])

process_main.serve(Channel(), Limits(1 << 30, 1 << 30))
"""
    assert ran(script) == "False True True"


def ran(script: str) -> str:
    """What this says last, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=ROOT)
    return done.stdout.strip().splitlines()[-1]
