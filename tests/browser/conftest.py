"""Chromium for the tests of the page. Missing, it skips them; under SHOEBOX_REQUIRE=1 it fails them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
]


def unavailable(reason: str) -> None:
    """Skips, or fails where everything must be there."""
    if os.environ.get("SHOEBOX_REQUIRE") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def chromium_path() -> str:
    """The system's Chromium."""
    found = (
        os.environ.get("SHOEBOX_CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if not found or not Path(found).exists():
        unavailable("no Chromium on this machine")
    return str(found)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Any]:
    """Playwright's driver. One a module and no longer: the window's tests start their own, others count processes."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        unavailable("Playwright is not installed")
    with sync_playwright() as driver:
        yield driver


@pytest.fixture
def launch(playwright: Any) -> Iterator[Callable[..., Any]]:
    """Starts Chromium with more flags; closes what it started. `launch("--force-device-scale-factor=2")`."""
    browsers = []

    def start(*flags: str) -> Any:
        browsers.append(playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, *flags]))
        return browsers[-1]

    yield start
    for browser in browsers:
        browser.close()


@pytest.fixture
def visit(launch: Callable[..., Any]) -> Callable[..., Any]:
    """Opens the page over a stub and waits for its first photo; what the policy refuses lands in `page.errors`."""

    def visit(stub: Any, *flags: str) -> Any:
        # an emulated viewport would hide the real pixel ratio, and with it the height at which Chromium stops
        size = {"no_viewport": True} if flags else {"viewport": {"width": 1280, "height": 800}}
        page = launch("--window-size=1280,800", *flags).new_page(**size)
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda said: page.errors.append(said.text) if "Security Policy" in said.text else None)
        page.goto(stub.url)
        page.locator(".cell:not([hidden])").first.wait_for(timeout=30_000)
        return page

    return visit
