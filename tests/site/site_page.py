"""The page of a site in Chromium, as one person: what it asks for, what fails, and what it complains of."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.browser.real_page import WINDOW
from tests.browser.waits import wait_for_pictures, wait_until
from tests.site.front_servers import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response

READING = re.compile(
    r"GET /(ui/.+|favicon.ico|api/(status|news|links|day-places|stretches|timeline\.bin|folders|left-out(?:/folders)?|labels|problems|search|suggest|explain"
    r"|photos/\d+)|media/[^/]+/(thumb|screen|original|motion|file)/\d+|picture/.+)?"
)
"""What a page may ask for; the log-out besides."""
DRAWN = 20
"""Photos of the tests that a window has room for at least."""
NEWS_MS = 500
"""Between two questions for news, which the page itself asks every 10 s and less often."""
PICTURES = re.compile(r"GET /(media/[^/]+/(?:thumb|screen|original)/|picture/|api/links)")


@dataclass(eq=False)
class SitePage:
    """A page with what it has done so far."""

    context: BrowserContext
    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    """Method and path of each request."""
    complaints: list[str] = field(default_factory=list)
    """Answers that are errors, errors of scripts, and what the policy forbids."""
    expected: str = "nothing"
    """What complaints may begin with, as a pattern."""

    def listen(self) -> None:
        """Note what the page does from now on."""
        self.page.on("request", self._on_request)
        self.page.on("response", self._on_response)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._on_console)

    def open(self, place: str = "") -> SitePage:
        """Go to a place, and wait until its photos are drawn."""
        self.page.goto(self.address + place)
        return self.wait()

    def wait(self) -> SitePage:
        """Wait until the photos of the place are drawn."""
        self.page.locator(".cell:not([hidden])").first.wait_for(timeout=60_000)
        wait_for_pictures(self.page)
        return self

    def menu(self, button: Locator) -> list[str]:
        """Open a menu, and return its entries."""
        button.click()
        return self.page.locator(".menu .item__name").all_inner_texts()

    def choose(self, button: str, entry: str) -> None:
        """Choose an entry of one of the toolbar's menus."""
        self.menu(self.page.locator(button))
        self.page.locator(".menu .item", has_text=entry).click()

    def ask_for_news(self) -> None:
        """Let the page ask at once, as it does when the network comes back."""
        self.page.evaluate("window.dispatchEvent(new Event('online'))")

    def ask_until(self, done: Callable[[], bool], seconds: float = 60) -> None:
        """Let the page ask for news until something is true.

        Raises:
            AssertionError: it is not after `seconds`.
        """
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, f"not true after {seconds} s"
            self.ask_for_news()
            self.page.wait_for_timeout(NEWS_MS)

    def expect_count(self, number: int, seconds: float = 60) -> None:
        """Wait until the place shows so many photos, and let the page ask for news meanwhile; photos that lie below the
        window are not drawn."""
        count = self.page.locator("#count")
        self.ask_until(lambda: count.text_content() == str(number), seconds)
        wait_until(
            self.page, f"document.querySelectorAll('.cell:not([hidden])').length >= {min(number, DRAWN)}", seconds
        )

    def pictures(self) -> set[str]:
        """Return the kinds of addresses by which pictures were asked for: "media/KEY/thumb", "picture", "api/links"."""
        found = (PICTURES.match(request) for request in self.asked)
        return {re.sub(r"(?<=media/)[^/]+", "KEY", each[1]).rstrip("/") for each in found if each}

    def _on_request(self, request: Request) -> None:
        self.asked.append(f"{request.method} {urlsplit(request.url).path}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status} {response.request.method} {response.url}")

    def _on_console(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning") and not said.text.startswith("Failed to load resource"):
            self.complaints.append(said.text)


def enter(browser: Browser, address: str, name: str, **options: object) -> SitePage:
    """Return a blank page of somebody who logs in at the front server by password."""
    context = browser.new_context(
        **{"viewport": WINDOW, "http_credentials": {"username": name, "password": PEOPLE[name]}, **options}  # type: ignore[arg-type]
    )
    return new_page(context, address)


def new_page(context: BrowserContext, address: str) -> SitePage:
    """Return one more blank page of somebody."""
    page = SitePage(context, context.new_page(), f"{address}/")
    page.listen()
    return page
