"""The page from its modules as they are in the tree, and from one file with all of them: it is the same page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.stub_pages import page_file, plain_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

    from tests.browser.grid_stub import Stub

pytestmark = pytest.mark.browser
MODULES = "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).length"


@pytest.mark.parametrize("answer", [plain_file, page_file])
def test_the_page_shows_photos(stub: Stub, visit: Callable[..., Any], answer: Callable[[str], Response]) -> None:
    stub.page_file = answer
    page = visit(stub)
    page.locator(".cell:not([hidden])").first.click()
    expect(page.locator(".stage__picture img").first).to_be_visible()
    assert page.errors == []
    assert (page.evaluate(MODULES) == 1) is (answer is page_file)
