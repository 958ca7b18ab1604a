"""The page's modules in one file beside each for itself:  python -m tests.bench.bench_modules

Both over the same small server of the tests, from asking for the page until its first photo; one Chromium, which caches
nothing between two contexts.
"""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.bench.table import compare, heading
from tests.browser.chromium import FLAGS, chromium_path
from tests.browser.grid_stub import Stub
from tests.browser.stub_pages import page_file, plain_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response
    from playwright.sync_api import Browser


def seconds(browser: Browser, stub: Stub, answer: Callable[[str], Response]) -> float:
    """Return how long a new page takes to show a photo."""
    stub.page_file = answer
    with closing(browser.new_context()) as context:
        page = context.new_page()
        started = time.perf_counter()
        page.goto(stub.url)
        page.locator(".cell:not([hidden])").first.wait_for()
        return time.perf_counter() - started


def main() -> None:
    with closing(Stub(20_000)) as stub, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        seconds(browser, stub, page_file)
        heading()
        compare("a new page until its first photo, modules in one file and apart", "",
                lambda: seconds(browser, stub, page_file), lambda: seconds(browser, stub, plain_file))  # fmt: skip
        browser.close()


if __name__ == "__main__":
    main()
