"""The page over TLS through nginx, as two people at once: each has the own folders, and nothing speaks of the others'."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.real_page import cell
from tests.browser.waits import next_frames
from tests.pictures import picture, save
from tests.site.conftest import ODD_NAMES
from tests.site.site_page import READING, SitePage, enter
from tests.site.tls_site import NAME, open_chromium, running_tls_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Request, Response

    from tests.site.conftest import Site

pytestmark = pytest.mark.browser
ALL = 4 + len(ODD_NAMES) + 1
TEXTS = re.compile(r'<script type="application/json" id="texts">.*?</script>', re.DOTALL)
"""The words of the page, which are the same for everyone."""
HIDDEN = ("Private", "old.tif", "a b.jpg", "slash", "photos/Holidays", "anna")
"""What Ben's page may have nowhere: the other folders, the path of his own on the server, the other people."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Browser]]:
    """A site over TLS, and a Chromium."""
    with running_tls_site(tmp_path_factory.mktemp("tls")) as (site, certificate), sync_playwright() as driver:
        browser = open_chromium(driver, certificate)
        yield site, browser
        browser.close()


@pytest.fixture
def site(opened: tuple[Site, Browser]) -> Site:
    """The site."""
    return opened[0]


@pytest.fixture
def people(opened: tuple[Site, Browser]) -> Iterator[Callable[..., SitePage]]:
    """Let people in, by name; in the end nobody's page has complained, or asked for what it may not have."""
    pages: list[SitePage] = []

    def let_in(name: str, **options: Any) -> SitePage:
        pages.append(enter(opened[1], opened[0].config.address, name, **options))
        return pages[-1]

    yield let_in
    for one in pages:
        one.context.close()
    for one in pages:
        assert one.complaints == []
        assert [each for each in one.asked if not READING.fullmatch(each)] == []


def test_nothing_tells_of_what_is_not_seen(people: Callable[..., SitePage], site: Site) -> None:
    anna, ben = people("anna"), people("ben")
    answers: list[Response] = []
    ben.page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - it has no builtin
    whole: list[Request] = []
    """What came to its end: the page gives up suggestions that the next key overtakes, and a browser keeps none of them."""
    ben.page.on("requestfinished", lambda request: whole.append(request))  # noqa: PLW0108 - likewise
    anna.open().expect_count(ALL)
    ben.open().expect_count(4)
    seen = [_look_around(ben)]
    anna.expect_count(ALL)
    seen.append(
        json.dumps(ben.page.evaluate("[{...localStorage}, {...sessionStorage}, document.title, location.href]"))
    )
    bodies: list[str] = []
    for answer in answers:
        seen.append(f"{answer.url} {answer.all_headers()}")
        if (
            answer.status == 200
            and answer.request in whole
            and "/ui/" not in answer.url
            and not answer.headers.get("content-type", "").startswith("image/")
        ):
            bodies.append(answer.body().decode("latin-1"))
    assert any("Holidays" in text for text in bodies), "what was answered was read"
    seen = [TEXTS.sub("", text) for text in (*seen, *bodies)]
    assert any("Holidays" in text for text in seen), "what he may see is there"
    for hidden in (*HIDDEN, str(site.photos)):
        assert not [text for text in seen if hidden in text], hidden


def _look_around(someone: SitePage) -> str:
    """Use every part of the page; return all that it has shown, but for the words that were typed."""
    page = someone.page
    shown: list[str] = []
    typed = ("folder:", "p", "old", "privat", "a b")
    shown.append(page.content())
    page.locator("#tree .place").first.click()
    expect(page.locator("#name")).to_have_text("Holidays")
    shown.append(page.content())
    cell(page, 0).click()
    expect(page.locator(".stage__picture")).to_have_attribute("data-layer", "screen")
    page.keyboard.press("i")
    expect(page.locator(".panel")).to_contain_text("Holidays")
    shown.append(page.content())
    page.keyboard.press("i")
    page.keyboard.press("Escape")
    expect(page.locator("#viewer")).to_be_hidden()
    for words in typed:
        page.keyboard.press("/")
        expect(page.locator("#search")).to_be_focused()
        with page.expect_response("**/api/suggest*"):
            page.keyboard.press("Control+a")
            page.keyboard.type(words)
        next_frames(page, 5)
        shown.append(page.content())
        page.keyboard.press("Enter")
        expect(page.locator("#name")).to_contain_text("Search")
        next_frames(page, 5)
        shown.append(page.content())
        page.keyboard.press("Escape")
        page.goto(f"{someone.address}#/")
        someone.expect_count(4)
    page.keyboard.press("?")
    shown.append(page.content())
    page.keyboard.press("Escape")
    return "\n".join(shown)


def test_cookies_are_of_this_host_alone_and_of_no_script(people: Callable[..., SitePage]) -> None:
    ben = people("ben").open()
    cookies = {each["name"]: each for each in ben.context.cookies()}
    assert set(cookies) == {"__Host-shoebox", "shoebox_pictures"}
    for cookie in cookies.values():
        kept = {name: cookie.get(name) for name in ("domain", "path", "secure", "httpOnly", "sameSite")}
        assert kept == {"domain": NAME, "path": "/", "secure": True, "httpOnly": True, "sameSite": "Strict"}
    assert ben.page.evaluate("document.cookie") == ""
    assert ben.page.evaluate("isSecureContext")


def test_all_goes_over_tls(people: Callable[..., SitePage], site: Site) -> None:
    ben = people("ben")
    addresses: list[str] = []
    ben.page.on("request", lambda request: addresses.append(request.url))
    ben.open()
    assert addresses
    assert [each for each in addresses if not each.startswith(f"https://{NAME}:{site.port}/")] == []
    timing = "performance.getEntriesByType('resource').filter((one) => new URL(one.name).protocol !== 'https:').length"
    assert ben.page.evaluate(timing) == 0


def test_news_come_to_those_whom_they_concern(people: Callable[..., SitePage], site: Site) -> None:
    anna, ben = people("anna").open(), people("ben").open()
    fresh, elsewhere = site.photos / "Holidays" / "fresh", site.photos / "Private" / "fresh"
    try:
        save(fresh / "new.jpg", picture(300, 200, hue=200))
        anna.expect_count(ALL + 1)
        ben.expect_count(5)
        asked = len([each for each in ben.asked if "timeline" in each or "folders" in each])
        save(elsewhere / "new.jpg", picture(300, 200, hue=100))
        anna.expect_count(ALL + 2)
        with ben.page.expect_response("**/api/news") as news:
            ben.ask_for_news()
        assert news.value.status == 304
        next_frames(ben.page, 10)
        assert len([each for each in ben.asked if "timeline" in each or "folders" in each]) == asked
        ben.expect_count(5)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(elsewhere, ignore_errors=True)
    anna.expect_count(ALL)
    ben.expect_count(4)


@pytest.mark.parametrize("name", ["50%.jpg", "semi;colon&x=1.jpg", "Ümläut 😀.jpg", "old.tif"])
def test_a_photo_is_downloaded_as_it_is(people: Callable[..., SitePage], site: Site, name: str) -> None:
    anna = people("anna").open()
    page = anna.page
    page.keyboard.press("/")
    page.keyboard.type(f'name:"{name}"')
    page.keyboard.press("Enter")
    anna.expect_count(1)
    cell(page, 0).click()
    link = page.locator(".viewer__top a[download]")
    page.keyboard.press("i")
    expect(page.locator(".panel")).to_contain_text(name)
    for start in ("a click", "the panel", "the key"):
        with page.expect_download() as download:
            if start == "the key":
                page.keyboard.press("Control+s")
            else:
                (link if start == "a click" else page.locator(".panel a[download]")).click()
        assert download.value.suggested_filename == name
        file = next(site.photos.rglob(name))
        assert download.value.path().read_bytes() == file.read_bytes()
    expect(page.locator("#viewer")).to_be_visible()


PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
SMALL = """[...document.querySelectorAll("button, a, input, [role=slider], [role=menuitem]")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(".filmstrip__frame"))
  .map((one) => [one.id || one.className, one.getBoundingClientRect()])
  .filter(([, { width, height }]) => width < 44 || height < 42).map(([name]) => name)"""
"""What is too small for a finger. Frames of the filmstrip have their gaps, and the field its edges, besides."""
WIDTHS = "[innerWidth, document.documentElement.scrollWidth, visualViewport.scale]"


def test_a_phone_has_room_for_fingers(people: Callable[..., SitePage]) -> None:
    ben = people("ben", **PHONE).open()
    page = ben.page
    assert page.evaluate(SMALL) == []
    page.locator("#toggle-side").tap()
    page.locator("#tree .place").first.wait_for()
    assert page.evaluate(SMALL) == []
    page.locator("#tree .place").first.tap()
    page.locator("#look").tap()
    assert page.evaluate(SMALL) == []
    page.keyboard.press("Escape")
    assert ben.menu(page.locator("#more")) == ["Full screen"], "keys are on keyboards"
    page.keyboard.press("Escape")
    page.locator("#search").tap()
    page.keyboard.type("h")
    page.locator(".suggestions .item").first.wait_for()
    box = page.locator(".suggestions").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate(WIDTHS) == [390, 390, 1]
    page.keyboard.press("Escape")
    cell(page, 0).tap()
    expect(page.locator(".stage__picture")).to_have_attribute("data-layer", "screen")
    assert page.evaluate(SMALL) == []
    expect(page.locator(".viewer__top a[download]")).to_be_visible()


def test_a_finger_turns_pages_and_two_zoom(people: Callable[..., SitePage]) -> None:
    ben = people("ben", **PHONE).open()
    cell(ben.page, 0).tap()
    name, zoom = ben.page.locator(".viewer__name"), ben.page.locator(".zoom output")
    expect(ben.page.locator(".stage__picture")).to_have_attribute("data-layer", "screen")
    expect(zoom).to_have_text("100%")
    touch(ben, [[(320 - 20 * step, 400)] for step in range(12)])
    expect(name).to_contain_text("2 of 4")
    expect(zoom).to_have_text("100%")
    touch(ben, [[(165 - 10 * step, 400), (225 + 10 * step, 400)] for step in range(10)])
    expect(zoom).not_to_have_text("100%")
    assert ben.page.evaluate(WIDTHS) == [390, 390, 1], "the photo grows, not the page"


def touch(someone: SitePage, steps: list[list[tuple[int, int]]]) -> None:
    """Put fingers down at the first places, move them through the others, and lift them."""
    session = someone.context.new_cdp_session(someone.page)
    for kind, points in [("touchStart", steps[0]), *(("touchMove", step) for step in steps[1:]), ("touchEnd", [])]:
        places = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
    session.detach()
