"""The window's tests need Qt and Playwright, and open the driver's window as often as they like."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from gallery.desktop.probe import window_problem
from tests.window.needs import lack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.window.app import App
    from tests.window.stub import Stub


@pytest.fixture(autouse=True)
def window_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    if problem := window_problem():
        lack(problem)


@pytest.fixture
def open_window(tmp_path: Path) -> Iterator[Callable[..., App]]:
    """open_window(stub, devtools=True, env=None) -> App on the driver; all of them end with the test."""
    from tests.window.app import App

    with ExitStack() as stack:

        def start(stub: Stub, *more: str, **options: Any) -> App:
            driver = [sys.executable, "-m", "tests.window.driver", stub.origin, "--state", str(tmp_path / "state")]
            command = [*driver, *more]
            return stack.enter_context(App(command, tmp_path / "driver.log", **options))

        yield start
