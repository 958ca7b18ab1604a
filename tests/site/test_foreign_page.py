"""A page of somebody else, in a visitor's own browser, reads nothing from a site and changes nothing there (S06)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.attacking_page import WAYS, attack
from tests.browser.foreign_server import ForeignServer
from tests.site.site_page import enter

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.site.conftest import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_a_foreign_page_reads_nothing_from_a_site(site: Site, chromium: Browser, name: str) -> None:
    """The browser knows the password and has a session; another port is of the same *site*, another name is not."""
    visitor = enter(chromium, f"http://127.0.0.1:{site.port}", "anna").open()
    cookies = {each["name"]: each["value"] for each in visitor.context.cookies()}
    with ForeignServer(attack(visitor.address.rstrip("/"))) as other:
        foreign = visitor.context.new_page()
        answers: list[int] = []
        foreign.on("response", lambda one: answers.append(one.status) if one.url.startswith(visitor.address) else None)
        foreign.goto(f"http://{name}:{other.port}/")
        assert other.reported.wait(90)
        assert set(other.found) == set(WAYS)
        assert [status for status in answers if status < 400] == []
        # where nginx itself asks for the password, without our headers, the refusal is not kept from the page
        refusals = {"READ opaque 0 "} | ({other.found["preload"]} if name == "localhost" else set())
        found = {way: what for way, what in other.found.items() if what not in refusals}
        assert {way: what for way, what in found.items() if what.startswith(("READ", "LOADED"))} == {}
        assert "shoebox" not in other.found["the cookie"], "the cookies are HttpOnly"
        assert (other.found["storage"], other.found["the opener"]) == ("null", "null")
    foreign.close()
    assert {each["name"]: each["value"] for each in visitor.context.cookies()} == cookies, "still the same session"
    visitor.page.reload()
    visitor.wait()
    visitor.context.close()
