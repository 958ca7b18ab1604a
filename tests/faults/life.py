"""One life of the program that ends by kill -9, and what is looked at afterwards."""

from __future__ import annotations

import shutil
import sqlite3
import struct
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from gallery.catalog.collation import plain
from gallery.timeline.file import HEADER
from tests.program import Served

if TYPE_CHECKING:
    import subprocess

    from tests.web.client import ApiClient

CHILDREN_END_S = 30.0
"""How long decode processes may outlive a killed program on a busy computer."""
DATABASES = ("index.db", "cache.db")


@dataclass
class Outcome:
    """A row of the table."""

    fault: str
    kills: int = 0
    acknowledged: int = 0
    """Changes that were answered with success before a kill."""
    lost: list[str] = field(default_factory=list)
    """Those of them that the next start did not have."""
    wrong: list[str] = field(default_factory=list)
    """Anything else: a damaged database, a process left behind, a start that was refused."""


def start(base: Path, data: Path, *arguments: str) -> Served:
    """Start the program on the data folder.

    Raises:
        AssertionError: it did not start; the message is what it said.
    """
    base.mkdir(parents=True, exist_ok=True)
    return Served(base, arguments, data=data)


def kill(process: subprocess.Popen[str], data: Path, outcome: Outcome) -> None:
    """Kill the program at once, and note in `outcome` what it leaves behind."""
    children = children_of(process.pid)
    process.kill()
    bury(process, children, data, outcome)


def bury(process: subprocess.Popen[str], children: list[psutil.Process], data: Path, outcome: Outcome) -> None:
    """Wait for the end of a program that was killed, and note in `outcome` what it leaves behind."""
    process.wait(CHILDREN_END_S)
    if process.stdout:
        process.stdout.close()
    outcome.kills += 1
    _, alive = psutil.wait_procs(children, CHILDREN_END_S)
    outcome.wrong += [f"process {child.pid} was left" for child in alive]
    outcome.wrong += [why for name in DATABASES if (why := damage_of(data / name))]


def children_of(pid: int) -> list[psutil.Process]:
    """Return the processes that a process has started, and those that they have."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def damage_of(path: Path) -> str | None:
    """Return what is wrong with a database and its log, or None. A copy is looked at: SQLite would mend the file."""
    if not path.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("", "-wal"):
            part = path.with_name(path.name + suffix)
            if part.exists():
                shutil.copy(part, folder)
        with closing(sqlite3.connect(Path(folder) / path.name)) as copy:
            copy.create_function("plain", 1, plain, deterministic=True)
            try:
                found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
                keys = copy.execute("PRAGMA foreign_key_check").fetchall()
            except sqlite3.DatabaseError as error:
                return f"{path.name}: {error}"
    return None if found == ["ok"] and not keys else f"{path.name}: {found[:3]} {keys[:3]}"


def shown_paths(client: ApiClient) -> set[str]:
    """Return the paths of all photos that the page would show."""
    data = client.ask("/api/timeline.bin").body
    _magic, _version, header_bytes, _generation, count, days, _, _ = HEADER.unpack_from(data)
    ids = list(struct.unpack_from(f"<{count}I", data, header_bytes + 8 * days))
    return set(client.ask("/api/paths", "POST", body={"ids": ids}).json()["paths"])
