"""Counters of what the indexer and the watcher do, for tests of what must not happen meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gallery.scan import watcher
from gallery.scan.indexer import Indexer
from gallery.scan.scanner import Scanner

if TYPE_CHECKING:
    import pytest


def count_turns(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """An entry for each time that the indexer looks for work, from now on."""
    turns: list[None] = []
    original = Indexer._do_some_work

    def spy(self: Indexer) -> bool:
        turns.append(None)
        return original(self)

    monkeypatch.setattr(Indexer, "_do_some_work", spy)
    return turns


def count_checks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The root of each check that is queued from now on; the watcher's are three seconds apart."""
    checks: list[int] = []
    original = Scanner.check_folders

    def spy(self: Scanner, root: int, relatives: Any) -> None:
        checks.append(root)
        original(self, root, relatives)

    monkeypatch.setattr(Scanner, "check_folders", spy)
    return checks


def count_root_checks(monkeypatch: pytest.MonkeyPatch, interval_s: float = 0.1) -> list[int]:
    """Have the watcher check its roots at this interval, and append each one it checks to the list returned.

    A clock for tests of what must not happen: so many checks later it has not happened.
    """
    checks: list[int] = []
    original = watcher.Watcher._root_checked

    def spy(self: watcher.Watcher, root: int, *args: Any) -> None:
        checks.append(root)
        original(self, root, *args)

    monkeypatch.setattr(watcher, "ROOT_CHECK_INTERVAL_S", interval_s)
    monkeypatch.setattr(watcher.Watcher, "_root_checked", spy)
    return checks
