"""Changes of files that only their ctime tells."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

needs_ctime = pytest.mark.skipif(os.name == "nt", reason="Windows has a time of birth in its place")


def later(path: Path, change: Callable[[], object]) -> None:
    """Make a change, again until the file's ctime has risen: clocks of file systems are coarse."""
    before = path.stat().st_ctime_ns

    def has_risen() -> bool:
        change()
        return path.stat().st_ctime_ns != before

    wait_for(has_risen)


def swap(one: Path, other: Path) -> None:
    between = one.with_name("t.tmp")
    one.rename(between)
    other.rename(one)
    between.rename(other)


def swap_later(one: Path, other: Path) -> None:
    """Let two files change names, an odd number of times, until their ctimes have risen."""
    before = {path.stat().st_ctime_ns for path in (one, other)}
    swap(one, other)
    while before & {path.stat().st_ctime_ns for path in (one, other)}:
        swap(one, other)
        swap(one, other)
