"""Kills the program of acting.py at its writes, or lets them fail, and compares what is left with what it told.

    python -m tests.annotations.killing

Each run begins with the same library, does every kind of act once, and another system call of it is the last one or
fails: every write of every kind of act, about ten minutes. What is left is opened as by the next start; there the newest
act is taken back and done again.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gallery.annotations.library_file import open_library
from tests.annotations.acting import ACTS, found, said_after, step
from tests.faults.life import damage_of
from tests.program import PROGRAM

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
    hit: Counter[str] = field(default_factory=Counter)
    """Acts that were killed or refused, by their kinds; "none" where it was between two, or at the start."""


@cache
def may_trace() -> bool:
    """Whether strace is here and may look: containers often forbid it."""
    command = ["strace", "-qq", "-o", "/dev/null", "true"]
    return bool(shutil.which("strace")) and subprocess.run(command, check=False).returncode == 0


def start(path: Path, steps: int | str, *prefix: str) -> subprocess.Popen[str]:
    """Start the program that acts."""
    command = [*prefix, sys.executable, "-m", "tests.annotations.acting", str(path), str(steps)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROGRAM.parent)


class Told(NamedTuple):
    """What a program told until its end."""

    acts: int
    """How many acts there are as far as it told."""
    refused: bool
    """Whether it was refused one."""
    hit: str
    """The kind of the act that was refused, or that it did not come to the end of; "none"."""


def acknowledged(process: subprocess.Popen[str], before: int) -> Told:
    """Wait for the end of a program, and return what it told; `before` acts were there when it started."""
    told = process.communicate(timeout=120)[0].splitlines()
    acts, refused, hit = before, False, "none"
    for what, _, about in (line.partition(" ") for line in told):
        if what == "begin":
            hit = hit if refused else about
        elif what == "refused":
            refused = True
        elif what == "done" and about:
            acts, hit = int(about), hit if refused else "none"
    return Told(acts, refused, hit)


def look(path: Path, at_least: int, at_most: int) -> int:
    """Open the library as the next start does, compare it with what was told, and return how many acts it has."""
    assert damage_of(path) is None
    store = open_library(path).store
    assert store.notice is None
    acts, said = found(store)
    assert at_least <= acts <= at_most, (at_least, acts, at_most)
    assert said == said_after(acts), "no act is half done, and none is lost"
    store.close()
    assert not list(path.parent.glob("library.*-*.db")), "nothing was set aside"
    return acts


def look_at_undo(path: Path) -> None:
    """Take the newest act back, and do it again: the journal tells the truth. The library has an act more or two."""
    store = open_library(path).store
    acts, said = found(store)
    newest, _ = store.next_acts()
    if newest is not None:
        undone = store.undo()
        assert undone is not None
        assert (undone.act.id, undone.kept_items) == (newest.id, 0)
        assert found(store)[1] == said_after(newest.id - 1), "it is as it was before"
        assert store.redo() is not None
        assert found(store) == (acts + 2, said)
    store.close()
    assert damage_of(path) is None


def count_calls(place: Path, call: str, steps: int | str) -> int:
    """How many such calls the program makes on the library in the folder `counted`."""
    trace = place / "trace"
    process = start(place / "counted" / "library.db", steps, *traced(trace, call))
    told = acknowledged(process, 0)
    assert told.acts
    assert not told.refused
    return len(trace.read_text(encoding="utf-8").splitlines())


def make_library(folder: Path) -> int:
    """Make the library with which each run begins; return how many acts it has. Each kind was done once."""
    folder.mkdir()
    store = open_library(folder / "library.db").store
    for number in range(len(ACTS)):
        step(store, number)
    store.close()
    return len(ACTS)


def sweep(place: Path, call: str, what: str, most: int) -> Sweep:
    """Let one call after the other be the last one, or fail; `most` of them, evenly from the first to the last."""
    before = make_library(place / "base")
    shutil.copytree(place / "base", place / "counted")
    calls = count_calls(place, call, len(ACTS))
    row, runs = Sweep(f"{call}, {what.partition('=')[2]}"), min(most, calls)
    for at in range(runs):
        number = 1 + at * (calls - 1) // max(runs - 1, 1)
        path = shutil.copytree(place / "base", place / "run") / "library.db"
        process = start(path, len(ACTS), *traced(Path("/dev/null"), call, f"inject={call}:{what}:when={number}"))
        told = acknowledged(process, before)
        is_killed = what == KILL and process.returncode != 0
        assert not (told.refused and what == KILL)
        look(path, told.acts, told.acts + is_killed)  # what was not answered any more may be there
        look_at_undo(path)
        row.runs, row.acts = row.runs + 1, row.acts + told.acts - before
        if is_killed or told.refused:
            row.hit[told.hit] += 1
        shutil.rmtree(path.parent)
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
    """Print a table of all faults at every call, and how many acts of each kind were hit."""
    print("| system call, fault | runs | acts acknowledged, all there | killed or refused |\n|---|---:|---:|---:|")
    hit: Counter[str] = Counter()
    for call, what in FAULTS:
        with tempfile.TemporaryDirectory() as place:
            row = sweep(Path(place), call, what, sys.maxsize)
        print(f"| {row.fault} | {row.runs:,} | {row.acts:,} | {row.hit.total():,} |", flush=True)
        hit += row.hit
    print(", ".join(f"{kind} {count}" for kind, count in sorted(hit.items())))


if __name__ == "__main__":
    main()
