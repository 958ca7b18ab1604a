"""A page of somebody else in the user's own browser, which holds our cookie, reads nothing and changes nothing (S06)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.attacking_page import WAYS, attack
from tests.browser.foreign_server import ForeignServer
from tests.browser.real_page import ready
from tests.web.client import ApiClient

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser


def state(page: Page) -> Any:
    """Return what the user set, as the user's own page is told it; but not the place, which the page itself may note."""
    return page.evaluate(
        """async () => {
          const headers = {'X-Gallery-Key': sessionStorage.getItem('gallery-key')};
          const get = async (path) => { const a = await fetch(path, {headers}); return [a.status, await a.json()]; };
          const [code, {roots, counts, progress, view: {anchor, ...view}}] = await get('/api/status');
          return [code, roots, counts, progress.stage, view, await get('/api/searches')];
        }"""
    )


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_a_foreign_page_reads_and_changes_nothing(serve: Serve, open_page: OpenPage, photos: Path, name: str) -> None:
    """Another port of this very host shares our cookies and is of the same *site*; another name is not."""
    served = serve(photos)
    home = f"http://127.0.0.1:{served.port}"
    page = ready(open_page(served))
    before = state(page)
    with ForeignServer(attack(home)) as other:
        foreign = page.context.new_page()
        foreign.goto(f"http://{name}:{other.port}/")
        assert other.reported.wait(90)
        assert set(other.found) == set(WAYS)
        leaked = {way: what for way, what in other.found.items() if what.startswith(("READ", "LOADED"))}
        assert leaked == {}
        assert "shoebox" not in other.found["the cookie"], "the cookie is HttpOnly"
        assert (other.found["storage"], other.found["the opener"]) == ("null", "null")
        if name == "127.0.0.1":
            assert any(f"shoebox_{served.port}=" in cookie for cookie in other.cookies), "cookies know no ports (S10)"
    assert state(page) == before
    assert before[0] == 200


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_a_link_of_a_foreign_page_does_not_lead_in(serve: Serve, open_page: OpenPage, photos: Path, name: str) -> None:
    served = serve(photos)
    home = f"http://127.0.0.1:{served.port}"
    page = ready(open_page(served))
    for target in ("/", "/#/?q=x", "/api/status", "/ui/js/main.js"):
        with ForeignServer(f"<!doctype html><a id=way href='{home}{target}'>cats</a>") as other:
            foreign = page.context.new_page()
            foreign.goto(f"http://{name}:{other.port}/")
            foreign.click("#way")
            foreign.wait_for_url(f"{home}/**")
            assert foreign.locator("body").inner_text() == "This request did not come from the Shoebox page."
            assert foreign.evaluate("window.opener === null && sessionStorage.length === 0")
            foreign.close()
    assert state(page)[0] == 200


def test_what_the_cookie_alone_opens_is_an_empty_page(serve: Serve, open_page: OpenPage, photos: Path) -> None:
    """Another server is sent the cookie, and can use it from outside of the browser: no photo, no name, no key."""
    served = serve(photos)
    page = ready(open_page(served))
    with ForeignServer("cats") as other:
        page.context.new_page().goto(f"http://127.0.0.1:{other.port}/")
        cookie = other.cookies[0].partition(f"shoebox_{served.port}=")[2].partition(";")[0]
    assert cookie
    client = ApiClient(served.port, cookie, "")
    assert client.ask("/", X_Gallery_Key=None).status == 200
    for target in ("/api/status", "/api/timeline.bin", "/media/x/thumb/1", "/feed/x"):
        assert client.ask(target, X_Gallery_Key=None).status == 401


@pytest.mark.parametrize(
    ("cookies", "said", "shown"),
    [
        (["shoebox_PORT=x; Path=/; Max-Age=0"], "This page is signed out", "This page is not signed in."),
        (["shoebox_PORT=x; Path=/"], "This page is signed out", "This page is not signed in."),
        (["shoebox_PORT=x; Path=/api"], "This page is signed out", ""),
        ([f"fill{number}={'x' * 4000}; Path=/" for number in range(7)], *["more cookies than Shoebox can take"] * 2),
    ],
    ids=["removed", "replaced", "twice", "28 KB"],
)
def test_what_another_server_can_do_is_said_with_the_way_back(
    serve: Serve, open_page: OpenPage, photos: Path, cookies: list[str], said: str, shown: str
) -> None:
    """It can log the page out, not in. The page says so; a new address brings it back."""
    served = serve(photos)
    page = ready(open_page(served))
    with ForeignServer("cats") as other:
        other.headers = [("Set-Cookie", cookie.replace("PORT", str(served.port))) for cookie in cookies]
        page.context.new_page().goto(f"http://127.0.0.1:{other.port}/")
    page.evaluate("location.hash = '#/?q=rome'")
    page.locator(".banner").get_by_text(said).wait_for(timeout=30_000)
    expect(page.locator(".banner")).to_contain_text("Enter where Shoebox runs")
    page.locator(".banner").get_by_role("button", name="Try again").click()
    assert page.locator(".toast", has_text="does not answer").count() == 0
    again = page.context.new_page()
    again.goto(f"http://127.0.0.1:{served.port}/")
    text = again.locator("body").inner_text()
    assert shown in text
