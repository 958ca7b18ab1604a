"""Kills the writing of a sidecar at its system calls, or lets them fail: the sidecar is the old one or the new, whole.

python -m tests.sidecars.killing              every call of every kind, some minutes
python -m tests.sidecars.killing write PLACE  says one thing more about a photo in PLACE, and writes its sidecar
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import fromstring

from gallery.imaging.metadata.xmp import parse_sidecar
from tests.annotations.killing import KILL, traced
from tests.program import PROGRAM
from tests.sidecar_files import xmp_file
from tests.sidecars.beside import Beside

FOREIGN = "<crs:Kept xmlns:crs='urn:foreign'>of another program</crs:Kept>" + "<!-- long -->" * 2_000
FAULTS = (
    *((call, KILL) for call in ("openat", "write", "fchmod", "fsync", "rename,renameat,renameat2", "unlinkat",
                                "pwrite64", "fdatasync")),
    *((call, "error=ENOSPC") for call in ("write", "pwrite64", "fsync")),
    *((call, "error=EIO") for call in ("write", "fsync", "fdatasync", "rename,renameat,renameat2", "fchmod")),
)  # fmt: skip
"""Which system call, and what becomes of it instead."""
LAST_OPENS = 25
"""Of the files that a start opens only so many are of the writing: the last ones."""


@dataclass
class Sweep:
    """A row of the table."""

    fault: str
    runs: int = 0
    hit: int = 0
    """Runs that were killed, or refused something."""
    new: int = 0
    """Runs after which the sidecar was the new one."""


def make(place: Path) -> None:
    """Make a photo with a sidecar of another program."""
    beside = Beside(place)
    beside.photo()
    (beside.root / "a.jpg.xmp").write_bytes(xmp_file(FOREIGN, xmp_Rating=0))
    beside.store.close()


def write(place: Path) -> None:
    """Say one thing more, and write the sidecar; what is refused is told."""
    beside = Beside(place)
    number = (beside.said().rating or 0) % 5 + 1 if beside.store.history() else 1
    beside.say(rating=number)
    beside.records.make_due()
    beside.write()
    problems = beside.records.problems()
    print("refused" if problems else "written", number, flush=True)
    beside.store.close()


def start(place: Path, *prefix: str) -> tuple[int, str]:
    """Run the program that writes. Return its exit code and what it told."""
    command = [*prefix, sys.executable, "-m", "tests.sidecars.killing", "write", str(place)]
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=PROGRAM.parent,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout


def look(place: Path) -> int:
    """Check that the sidecar is whole and the other program's nodes are in it; return its rating."""
    data = (place / "photos" / "a.jpg.xmp").read_bytes()
    root = fromstring(data.decode())
    assert root.find(".//{urn:foreign}Kept") is not None
    assert data.count(b"<!-- long -->") == 2_000
    rating = parse_sidecar(data).rating
    assert rating is not None
    return rating


def sweep(place: Path, call: str, what: str, most: int) -> Sweep:
    """Let one call after the other be the last one, or fail; `most` of them, evenly to the last."""
    make(place)
    trace = place / "trace"
    code, _ = start(place, *traced(trace, call))
    assert code == 0
    count = len(trace.read_text(encoding="utf-8").splitlines())
    first = max(1, count - LAST_OPENS) if call == "openat" else 1
    runs = min(most, count - first + 1)
    row = Sweep(f"{call.partition(',')[0]}, {what.partition('=')[2]}")
    for number in (first + at * (count - first) // max(runs - 1, 1) for at in range(runs)):
        before = look(place)
        code, told = start(place, *traced(Path("/dev/null"), call, f"inject={call}:{what}:when={number}"))
        after = look(place)
        assert after in {before, before % 5 + 1}
        row.runs, row.hit, row.new = (
            row.runs + 1,
            row.hit + (code != 0 or "refused" in told),
            row.new + (after != before),
        )
        _catch_up(place)
        assert not list((place / "photos").glob(".shoebox-*")), "what a killed write left is gone with the next"
    return row


def _catch_up(place: Path) -> None:
    """Write as the next start does: then the sidecar says what the library says."""
    beside = Beside(place)
    beside.records.make_due()
    beside.write()
    said = beside.said().rating if beside.store.history() else 0
    beside.store.close()
    assert look(place) == said


def main() -> None:
    """Print a table of all faults at every call."""
    print("| system call, fault | runs | killed or refused | sidecar new at once |\n|---|---:|---:|---:|")
    for call, what in FAULTS:
        with tempfile.TemporaryDirectory() as place:
            row = sweep(Path(place), call, what, sys.maxsize)
            print(f"| {row.fault} | {row.runs:,} | {row.hit:,} | {row.new:,} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write(Path(sys.argv[2]))
    else:
        main()
