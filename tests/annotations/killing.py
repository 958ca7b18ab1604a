"""Kills the program of acting.py at its writes, or lets them fail, and compares what is left with what it told.

python -m tests.annotations.killing        every write of every kind, about ten minutes
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gallery.annotations.library_file import open_library
from tests.annotations.acting import found, said_after
from tests.faults.life import damage_of
from tests.program import PROGRAM

STEPS = 6
KILL = "signal=KILL"
FAULTS = (
    *((call, KILL) for call in ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "rename")),
    ("pwrite64", "error=ENOSPC"),
    ("pwrite64", "error=EIO"),
    ("fdatasync", "error=EIO"),
)
"""Which system call, and what becomes of it instead."""


@dataclass
class Sweep:
    """A row of the table."""

    fault: str
    runs: int = 0
    acts: int = 0
    """Acts that were acknowledged."""
    hit: int = 0
    """Runs that were killed, or in which an act was refused."""


@cache
def may_trace() -> bool:
    """Whether strace is here and may look: containers often forbid it."""
    command = ["strace", "-qq", "-o", "/dev/null", "true"]
    return bool(shutil.which("strace")) and subprocess.run(command, check=False).returncode == 0


def start(path: Path, steps: int | str, *prefix: str) -> subprocess.Popen[str]:
    """Start the program that acts."""
    command = [*prefix, sys.executable, "-m", "tests.annotations.acting", str(path), str(steps)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROGRAM.parent)


def acknowledged(process: subprocess.Popen[str], before: int) -> tuple[int, bool]:
    """Wait for the end. How many acts there are as far as the program told, and whether it was refused one."""
    told, _ = process.communicate(timeout=120)
    done = [int(line.split()[1]) for line in told.splitlines() if line.startswith("done") and line.split()[1:]]
    return max(done, default=before), "refused" in told


def look(path: Path, at_least: int, at_most: int) -> int:
    """Open the library as the next start does, compare it with what was told, and return how many acts it has."""
    assert damage_of(path) is None
    store = open_library(path).store
    assert store.notice is None
    acts, said = found(store)
    assert at_least <= acts <= at_most, (at_least, acts, at_most)
    assert len(said) == 1, "no act is half done"
    assert said.pop().caption == said_after(acts)
    newest = next((each for each in store.history() if each.state == "done"), None)
    assert (newest.change.caption if newest and newest.change else None) == said_after(acts), "the journal is right"
    store.close()
    assert not list(path.parent.glob("library.*-*.db")), "nothing was set aside"
    return acts


def count_calls(place: Path, call: str, steps: int | str = STEPS) -> int:
    """How many such calls the program makes on a library, which is made where there is none."""
    counted, trace = place / "counted", place / "trace"
    counted.mkdir(exist_ok=True)
    process = start(counted / "library.db", steps, *traced(trace, call))
    assert acknowledged(process, 0) == (1 if steps == "restore" else STEPS, False)
    return len(trace.read_text(encoding="utf-8").splitlines())


def sweep(place: Path, call: str, what: str, most: int) -> Sweep:
    """Let one call after the other be the last one, or fail; `most` of them, evenly from the first to the last."""
    count = count_calls(place, call)
    row = Sweep(f"{call}, {what.partition('=')[2]}")
    path, acts = place / "library.db", 0
    runs = min(most, count)
    for number in (1 + at * (count - 1) // max(runs - 1, 1) for at in range(runs)):
        process = start(path, STEPS, *traced(Path("/dev/null"), call, f"inject={call}:{what}:when={number}"))
        told, refused = acknowledged(process, acts)
        assert not (refused and what == KILL)
        row.acts, row.runs, row.hit = (
            row.acts + told - acts,
            row.runs + 1,
            row.hit + bool(process.returncode or refused),
        )
        acts = look(path, told, told + (what == KILL))  # what was not answered any more may be there
    return row


def traced(output: Path, call: str, fault: str = "") -> list[str]:
    """The command that looks at one system call. Its quick way (seccomp) cannot kill."""
    quick = [] if KILL in fault else ["-f", "--seccomp-bpf"]
    return [
        "strace",
        *quick,
        "-qq",
        "-e",
        "signal=none",
        "-o",
        str(output),
        "-e",
        f"trace={call}",
        *(["-e", fault] if fault else []),
    ]


def main() -> None:
    """Print a table of all faults at every call."""
    print(
        "| system call, fault | runs | acts acknowledged, all there | runs that were killed or refused |\n|---|---:|---:|---:|"
    )
    for call, what in FAULTS:
        with tempfile.TemporaryDirectory() as place:
            row = sweep(Path(place), call, what, sys.maxsize)
            print(f"| {row.fault} | {row.runs:,} | {row.acts:,} | {row.hit:,} |", flush=True)


if __name__ == "__main__":
    main()
