"""axe-core over the page of a site: nothing may be done there, so that much of it is another page than the owner's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.axe import complaints, load_axe
from tests.browser.real_page import cell
from tests.site.site_page import enter

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.site.conftest import Site

pytestmark = pytest.mark.browser


def test_axe_finds_nothing_on_the_page_of_a_visitor(chromium: Browser, site: Site) -> None:
    anna = enter(chromium, site.config.address, "anna").open()
    page = anna.page
    load_axe(page)
    found = {"grid": complaints(page)}
    page.locator("#more").click()
    found["menu"] = complaints(page)
    page.keyboard.press("Escape")
    cell(page, 0).click()
    expect(page.locator(".stage__picture")).to_have_attribute("data-layer", "screen")
    page.keyboard.press("i")
    expect(page.locator(".panel")).to_be_visible()
    found["photo"] = complaints(page)
    page.emulate_media(color_scheme="dark")
    found["photo in the dark"] = complaints(page)
    anna.context.close()
    assert {name: each for name, each in found.items() if each} == {}
