"""The page for people who set their browser's text twice as large: nothing is cut, and nothing lies over another thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.every_view import boxes, fill_with_others, other_looks, pages, say_something
from tests.browser.real_page import ready
from tests.browser.text_fits import enlarge_text, unreadable
from tests.browser.waits import finish_animations

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser


def _look(page: Page) -> list[str]:
    finish_animations(page)
    return unreadable(page)


@pytest.mark.parametrize("width", [1280, 700])
def test_all_text_can_be_read_at_twice_the_size(serve: Serve, open_page: OpenPage, tmp_path: Path, width: int) -> None:
    served = serve(fill_with_others(tmp_path / "Pictures"))
    page = ready(open_page(served, before=enlarge_text, viewport={"width": width, "height": 800}))
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    say_something(page)
    found = {name: _look(page) for name in other_looks(page)}
    found |= {name: _look(page) for name in pages(page)}
    if width > 859:
        found |= {name: _look(page) for name in boxes(page)}
    assert {name: lines for name, lines in found.items() if lines} == {}
