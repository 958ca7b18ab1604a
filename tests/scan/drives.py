"""Drives that answer when a test lets them, and what tests ask of the roots on them."""

from __future__ import annotations

import os
import shutil
import threading
from typing import TYPE_CHECKING, Any

from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.harness import Harness

ANSWER_S = 60.0
"""How long a drive that hangs keeps a call at most, so that no thread outlives the tests."""


class HangingDrive:
    """A root whose drive, when it is told to, answers nothing more until it is plugged in again."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._path = os.fsencode(root)
        self._answers = threading.Event()
        self._answers.set()
        for name in ("listdir", "scandir", "stat", "lstat"):
            monkeypatch.setattr(os, name, self._hanging(getattr(os, name)))
        monkeypatch.setattr(shutil, "disk_usage", self._hanging(shutil.disk_usage))

    def hang(self) -> None:
        """Answer nothing from now on."""
        self._answers.clear()

    def answer(self) -> None:
        """Answer everything, also what has been asked meanwhile."""
        self._answers.set()

    def _hanging(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def asked(path: Any = ".", *args: Any, **options: Any) -> Any:
            if isinstance(path, str | bytes | os.PathLike) and os.fsencode(path).startswith(self._path):
                self._answers.wait(ANSWER_S)
            return original(path, *args, **options)

        return asked


def states(home: Harness) -> list[str]:
    """The state of each root, as a page is told it."""
    return [root["state"] for root in home.library.status.read()["roots"]]


def wait_until_observed(home: Harness) -> None:
    """Wait until the system reports changes in every root."""
    roots = home.parts.watcher._roots
    wait_for(lambda: roots and all(watched.observer.started for watched in list(roots.values())))
