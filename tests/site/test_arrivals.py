"""People who follow a link of another site: their session stays, and that site cannot begin others for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import FLAGS, chromium_path
from tests.browser.foreign_server import ForeignServer
from tests.site.site_page import enter

if TYPE_CHECKING:
    from tests.site.conftest import Site
    from tests.site.visitor_client import Visitor

KEY = re.compile(rb'name="gallery-key"')


@pytest.mark.parametrize("origin", ["cross-site", "same-site"])
def test_a_link_of_another_site_begins_no_session(anna: Visitor, origin: str) -> None:
    kept, anna.cookies = anna.cookies, {}
    headers: dict[str, Any] = {"Sec_Fetch_Site": origin, "Sec_Fetch_Dest": "document"}
    answer = anna.ask("/", **headers)
    assert (answer.status, anna.cookies) == (200, {})
    assert not KEY.search(answer.body)
    anna.cookies = kept
    assert KEY.search(anna.ask("/", **headers).body), "a browser that sends its cookie is known"
    assert anna.ask("/api/status").status == 200


def test_who_asks_for_the_head_of_the_page_begins_no_session(anna: Visitor) -> None:
    anna.cookies = {}
    assert anna.ask("/", "HEAD").status == 200
    assert anna.cookies == {}


@pytest.mark.browser
def test_a_page_that_is_open_stays_signed_in_when_a_link_is_followed(site: Site) -> None:
    with sync_playwright() as driver, ForeignServer() as foreign:
        foreign.page = f'<a href="http://127.0.0.1:{site.port}/#/?q=h1">photos</a>'
        browser = driver.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        first = enter(browser, f"http://127.0.0.1:{site.port}", "anna").open()
        before = first.context.cookies()
        second = first.context.new_page()
        second.goto(f"http://localhost:{foreign.port}/")  # another site than 127.0.0.1
        second.get_by_text("photos").click()
        second.locator(".cell:not([hidden])").first.wait_for(timeout=60_000)
        assert second.url.endswith("/#/?q=h1")
        assert first.context.cookies() == before
        with first.page.expect_response("**/api/news") as asked:
            first.ask_for_news()
        assert asked.value.status in (200, 304)
        expect(first.page.get_by_text("signed out")).to_have_count(0)
        browser.close()
