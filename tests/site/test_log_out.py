"""How a visit ends, in Chromium over TLS: by logging out at a portal, by the hour, by a new start of the program."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from gallery.site.site_server import open_site
from tests.browser.real_page import WINDOW, cell
from tests.site.conftest import ODD_NAMES
from tests.site.site_page import SitePage, new_page
from tests.site.tls_site import open_chromium, tls_site
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext

    from tests.site.conftest import Site

pytestmark = pytest.mark.browser
ALL = 4 + len(ODD_NAMES) + 1
SIGNED_OUT = "You are signed out."
AWAY = "The gallery cannot be reached."
STRANGER = "Who are you?"
PLACE = "#/?q=h2"


class Portal:
    """A site behind a portal, and a Chromium with one window for each context."""

    def __init__(self, site: Site, browser: Browser) -> None:
        """Take the parts; the site does not run yet."""
        self.site = site
        self.browser = browser
        self._running = ExitStack()

    def start(self) -> None:
        """Start the site, anew if it runs: its sessions are forgotten."""
        self.stop()
        self._running.enter_context(open_site(self.site.harness.parts, self.site.config, lambda: None))

    def stop(self) -> None:
        """Stop the site; nginx goes on."""
        self._running.close()

    def page(self, context: BrowserContext) -> SitePage:
        """Return a blank page."""
        return new_page(context, self.site.config.address)

    def log_in(self, page: SitePage, name: str) -> SitePage:
        """Say at the portal who it is, and wait for the photos."""
        page.page.goto(f"{page.address}portal/in?who={name}")
        return page.wait()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with tls_site(tmp_path_factory.mktemp("portal"), portal=True) as (site, certificate), sync_playwright() as driver:
        found = Portal(site, open_chromium(driver, certificate))
        found.start()
        yield found
        found.browser.close()
        found.stop()


@pytest.fixture
def portal(opened: Portal) -> Iterator[Portal]:
    """The portal; the site before it runs at the end, too."""
    yield opened
    opened.start()


@pytest.fixture
def context(opened: Portal) -> Iterator[BrowserContext]:
    """What pages of one browser share."""
    made = opened.browser.new_context(viewport=WINDOW)
    yield made
    made.close()


def log_out(page: SitePage, name: str) -> None:
    """Log out, from wherever the page is."""
    page.page.keyboard.press("Escape")
    page.choose("#more", f"Log out {name}")
    expect(page.page.locator("body")).to_have_text("See you.")


def test_the_log_out_ends_all_pages_of_the_browser(portal: Portal, context: BrowserContext) -> None:
    anna = portal.log_in(portal.page(context), "anna")
    anna.page.locator("#tree .place").first.click()
    other = portal.page(context).open()
    cell(other.page, 0).click()
    log_out(anna, "anna")
    for each in (anna.page, other.page):
        expect(each.locator("body")).to_have_text("See you.")
        each.go_back()
        expect(each.locator("body")).to_have_text(STRANGER)
        assert each.locator("img").count() == 0
    assert [each["name"] for each in context.cookies()] == []
    assert anna.complaints == other.complaints == []


def test_who_comes_back_to_a_page_that_was_left_sees_nothing(portal: Portal, context: BrowserContext) -> None:
    anna, other = portal.log_in(portal.page(context), "anna"), portal.page(context).open()
    other.page.goto(f"{other.address}portal")
    log_out(anna, "anna")
    other.page.go_back()
    expect(other.page.locator("body")).to_have_text(STRANGER)


def test_no_browser_shows_page_or_answers_without_asking(portal: Portal, context: BrowserContext) -> None:
    anna = portal.page(context)
    rules: dict[str, str] = {}
    anna.page.on(
        "response", lambda one: rules.update({one.url.partition("?")[0]: one.headers.get("cache-control", "")})
    )
    portal.log_in(anna, "anna")
    for path in ("", "api/links", "api/status", "api/folders"):
        assert rules[anna.address + path] == "no-store"
    for path in ("api/timeline.bin", "api/news"):
        assert rules[anna.address + path] == "private, no-cache"


def test_a_session_that_has_ended_begins_anew_by_itself(portal: Portal, context: BrowserContext) -> None:
    ben = portal.log_in(portal.page(context), "ben").open(PLACE)
    ben.expect_count(1)
    portal.start()  # all sessions are forgotten
    with ben.page.expect_navigation():
        ben.ask_for_news()
    ben.wait().expect_count(1)
    assert ben.page.url == ben.address + PLACE
    expect(ben.page.locator("#banner")).to_be_empty()
    ben.page.locator("#all").click()
    ben.expect_count(4)


def test_pages_are_not_loaded_again_and_again(portal: Portal, context: BrowserContext) -> None:
    ben = portal.page(context)
    ben.page.route("**/api/**", lambda route: route.fulfill(status=401, body="{}"))
    ben.page.goto(f"{ben.address}portal/in?who=ben")
    banner = ben.page.locator("#banner")
    expect(banner).to_contain_text(SIGNED_OUT, timeout=60_000)
    assert ben.asked.count("GET /") == 3, "the page, a new session, and the page again"
    ben.page.unroute_all(behavior="wait")
    banner.get_by_role("button", name="Sign in again").click()
    ben.wait().expect_count(4)
    assert ben.asked.count("GET /") == 4


def test_two_windows_of_one_browser_share_the_session_that_begins(portal: Portal, context: BrowserContext) -> None:
    first = portal.log_in(portal.page(context), "ben")
    second = portal.page(context).open()
    context.clear_cookies(name="__Host-shoebox")
    before = [window.asked.count("GET /") for window in (first, second)]
    for window in (first, second):
        window.expected = "401|Failed"
        window.ask_for_news()
    for window, asked_for in zip((first, second), before, strict=True):
        wait_for(partial(is_loaded_again, window, asked_for), 60)
        window.wait().expect_count(4)
    for window in (first, second):
        with window.page.expect_response("**/api/news") as asked:
            window.ask_for_news()
        assert asked.value.status in (200, 304)


def is_loaded_again(window: SitePage, before: int) -> bool:
    """Return whether a page has asked for a new session, and then for itself."""
    window.page.wait_for_timeout(50)  # lets what it did arrive here
    return window.asked.count("GET /") >= before + 2


def test_a_session_of_the_portal_that_has_ended_leads_there(portal: Portal, context: BrowserContext) -> None:
    ben = portal.log_in(portal.page(context), "ben")
    context.clear_cookies(name="portal")
    with ben.page.expect_navigation():
        ben.page.locator("#tree .place").first.click()  # what is asked for is answered by the way to the portal
    expect(ben.page.locator("body")).to_have_text(STRANGER)
    portal.log_in(ben, "ben").expect_count(4)


def test_a_program_that_is_started_anew_is_found_again(portal: Portal, context: BrowserContext) -> None:
    ben = portal.log_in(portal.page(context), "ben")
    portal.stop()
    ben.ask_for_news()
    expect(ben.page.locator("#banner")).to_contain_text(AWAY)
    expect(ben.page.locator("#banner button")).to_have_text("Try again")
    portal.start()
    with ben.page.expect_navigation():
        ben.ask_for_news()
    ben.wait().expect_count(4)
    expect(ben.page.locator("#banner")).to_be_empty()


def test_a_page_that_becomes_another_persons_forgets_its_place(portal: Portal, context: BrowserContext) -> None:
    anna = portal.log_in(portal.page(context), "anna").open(PLACE)
    anna.expect_count(1)
    portal.log_in(portal.page(context), "ben")
    with anna.page.expect_navigation():
        anna.ask_for_news()
    anna.wait().expect_count(4)
    assert anna.page.url.removesuffix("#/") == anna.address
    expect(anna.page.locator("#search")).to_have_value("")


def test_two_people_of_one_browser_share_nothing(portal: Portal, context: BrowserContext) -> None:
    anna = portal.log_in(portal.page(context), "anna")
    anna.choose("#look", "Dark")
    anna.page.locator("#tree .twist").first.click()
    anna.page.locator("#tree .place", has_text="Private").click()
    anna.page.keyboard.press("/")
    anna.page.keyboard.type("old")
    anna.expect_count(1)
    cell(anna.page, 0).click()
    expect(anna.page.locator(".stage__picture")).to_have_attribute("data-layer", "screen")
    log_out(anna, "anna")
    ben = portal.log_in(portal.page(context), "ben")
    ben.expect_count(4)
    assert ben.page.url == ben.address
    expect(ben.page.locator("html")).not_to_have_attribute("data-theme", "dark")
    kept = "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])"
    for name in ("Private", "Holidays", "old.tif", "h0.jpg"):
        assert name not in ben.page.evaluate(kept)
    ben.page.locator("#tree .place").first.click()
    log_out(ben, "ben")
    again = portal.log_in(portal.page(context), "anna")
    expect(again.page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(again.page.locator("#name")).to_have_text("Private")
