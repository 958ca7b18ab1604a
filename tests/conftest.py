"""Fixtures for all rooms."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from tests.index_builder import index, top
from tests.pictures import picture, save
from tests.program import Served

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

if sys.platform == "darwin":
    # of macOS's own folder the path is so long that no socket can be in a test's folder, and it leads through a link
    os.environ["TMPDIR"] = "/private/tmp"
    tempfile.tempdir = None

# how long an example takes says something of the machine, not of the program
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


Serve = Callable[..., Served]


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Escape half surrogates in what a test printed: file names have them, and a process of pytest sends UTF-8 only."""
    return _printable((yield))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of the window first: they take longest, and the last file of them would leave other processes idle."""
    items.sort(key=lambda item: "window" not in item.keywords)


def _printable(data: Any) -> Any:
    if isinstance(data, str):
        return data.encode("utf-8", "backslashreplace").decode()
    if isinstance(data, dict):
        return {_printable(key): _printable(value) for key, value in data.items()}
    if isinstance(data, tuple):  # the reason why a module is left out is one, which xdist wants as a key
        return tuple(_printable(value) for value in data)
    return [_printable(value) for value in data] if isinstance(data, list) else data


@pytest.fixture(autouse=True)
def own_process() -> Iterator[None]:
    """Leave the process of the tests as it was: commands that run in it choose a working folder and a umask."""
    folder, umask = os.getcwd(), os.umask(0o022)
    os.umask(umask)
    yield
    os.chdir(folder)
    os.umask(umask)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start the program: `serve("--verbose", folder)`. Stopped at the end.

    `prefix` goes in front of the command (strace); `data` is the data folder of an earlier start.
    """
    started: list[Served] = []

    def start(*arguments: str | Path, prefix: Sequence[str] = (), data: Path | None = None) -> Served:
        base = tmp_path / f"serve{len(started)}"
        base.mkdir()
        started.append(Served(base, [str(argument) for argument in arguments], prefix, data))
        return started[-1]

    yield start
    for served in started:
        served.stop()


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder with three photos."""
    for number in range(3):
        save(tmp_path / "photos" / f"p{number}.jpg", picture(hue=80 * number))
    return tmp_path / "photos"


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A connection in a writing transaction of a new index, which is checked at the end (`index_builder.index`)."""
    with index(tmp_path) as connection:
        yield connection


@pytest.fixture
def folder(conn: sqlite3.Connection) -> int:
    """The top folder of a root in the index of `conn`."""
    return top(conn)
