"""The page of a site in Chromium, through nginx: two people look around, and nothing that they do is refused."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import cell
from tests.browser.waits import next_frames
from tests.pictures import picture, save
from tests.site.conftest import ODD_NAMES
from tests.site.site_page import READING, SitePage, enter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Route

    from tests.site.conftest import Site

pytestmark = pytest.mark.browser

ALL = 4 + len(ODD_NAMES) + 1
AWAY = "The gallery cannot be reached."
LINKS_OFF = ("&quot;links&quot;: true", "&quot;links&quot;: false")


@pytest.fixture
def people(chromium: Browser, site: Site) -> Iterator[Callable[..., SitePage]]:
    """Let people in, by name. In the end nobody's page has asked for what it may not have, or complained."""
    pages: list[SitePage] = []

    def let_in(name: str, **options: Any) -> SitePage:
        pages.append(enter(chromium, site.config.address, name, **options))
        return pages[-1]

    yield let_in
    for one in pages:
        one.page.unroute_all(behavior="ignoreErrors")
        one.context.close()
    for one in pages:
        assert [each for each in one.complaints if not re.match(one.expected, each)] == []
        assert [each for each in one.asked if not READING.fullmatch(each)] == []


def test_each_sees_the_own_folders(people: Callable[..., SitePage]) -> None:
    anna, ben = people("anna").open(), people("ben").open()
    anna.expect_count(ALL)
    ben.expect_count(4)
    expect(ben.page.locator("#tree .clip")).to_have_text(["Holidays"])
    expect(anna.page.locator("#tree .clip")).to_have_text(["photos"])
    anna.page.locator("#tree .twist").first.click()
    expect(anna.page.locator("#tree .clip")).to_have_text(["photos", "Holidays", "Private"])
    expect(ben.page.locator("#tree .cover img")).to_have_js_property("complete", True)
    expect(ben.page.locator("#tree .cover--none")).to_have_count(0)


def test_photos_are_opened_and_paged(people: Callable[..., SitePage]) -> None:
    ben = people("ben").open()
    cell(ben.page, 0).click()
    figure, title = ben.page.locator(".stage__picture"), ben.page.locator(".viewer__name")
    expect(figure).to_have_attribute("data-layer", "screen")
    ben.page.keyboard.press("ArrowRight")
    expect(title).to_contain_text("2 of 4")
    expect(figure).to_have_attribute("data-layer", "screen")
    ben.page.keyboard.press("i")
    expect(ben.page.locator(".panel")).to_contain_text("Holidays")
    expect(ben.page.locator(".panel__path")).to_have_count(0)
    expect(ben.page.locator(".panel__do > *")).to_have_text(["Download"])
    ben.page.reload()  # the address names the photo
    expect(title).to_contain_text("2 of 4")
    ben.page.keyboard.press("Escape")
    expect(ben.page.locator("#viewer")).to_be_hidden()


def test_a_search_finds_what_is_seen(people: Callable[..., SitePage]) -> None:
    ben = people("ben").open()
    ben.page.keyboard.press("/")
    ben.page.keyboard.type("h2")
    ben.expect_count(1)
    expect(ben.page.locator("#search-save")).to_be_hidden()
    ben.page.keyboard.press("Control+a")
    ben.page.keyboard.type("folder:private")
    expect(ben.page.locator("#page h2")).to_be_visible()
    ben.page.keyboard.press("Escape")
    ben.expect_count(4)


def test_nothing_is_offered_that_changes_something(people: Callable[..., SitePage]) -> None:
    anna = people("anna").open()
    page = anna.page
    for hidden in ("#add", "#status", "#searches", "#bar-select", "#search-save", "#filter", "#favourites", "#tags"):
        expect(page.locator(hidden)).to_be_hidden()
    assert anna.menu(page.locator("#more")) == ["Full screen", "Keys"], "a browser keeps the password"
    page.keyboard.press("Escape")
    page.locator("#tree .place").first.click(button="right")
    expect(page.locator(".menu .item__name")).to_have_text(["Open"])
    page.keyboard.press("Escape")
    expect(page.locator(".menu")).to_have_count(0)
    cell(page, 0).hover()
    expect(page.locator(".cell__pick:visible, .day__head .button:visible, .cell__heart")).to_have_count(0)
    page.keyboard.press("?")
    labels = page.locator(".keys dt").all_inner_texts()
    assert {"Next photo", "Search", "Clear the search"} <= set(labels)
    found = [one for one in labels if re.search("[Ss]elect|path|folder$|[Ss]ave|Undo", one)]
    assert found == ["Next folder", "Previous folder"]
    page.keyboard.press("Escape")


def test_keys_of_what_is_not_offered_do_nothing(people: Callable[..., SitePage]) -> None:
    anna = people("anna").open()
    keys = (
        "Control+Shift+c",
        "Control+Enter",
        "Control+Space",
        "Control+z",
        "Control+Shift+i",
        "Shift+ArrowRight",
        "f",
        "4",
        "p",
        "t",
        "Shift+KeyX",
    )
    for place in ("grid", "viewer"):
        if place == "viewer":
            cell(anna.page, 0).click()
            expect(anna.page.locator(".stage__picture")).to_have_attribute("data-layer", "screen")
            expect(anna.page.locator(".viewer__top [aria-label=More], .viewer__said, .panel__say")).to_have_count(0)
        for key in keys:
            anna.page.keyboard.press(key)
        expect(anna.page.locator(".toast, dialog[open], .menu")).to_have_count(0)
        expect(anna.page.locator("#bar-select")).to_be_hidden()


def test_view_and_place_survive_a_reload_and_another_visit(people: Callable[..., SitePage]) -> None:
    ben = people("ben").open()
    ben.choose("#look", "Dark")
    ben.choose("#sort", "Name, Z to A")
    ben.page.locator("#tree .place").first.click()
    expect(ben.page.locator("#name")).to_have_text("Holidays")
    ben.page.reload()
    expect(ben.page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(ben.page.locator("#name")).to_have_text("Holidays")
    expect(ben.page.locator("#sort-name")).to_have_text("Name, Z to A")
    other = ben.context.new_page()
    other.goto(ben.address)
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    expect(other.locator("#name")).to_have_text("Holidays")
    other.evaluate("localStorage.setItem('gallery-view ben', '{\"theme\": 7')")
    other.goto("about:blank")
    other.goto(ben.address)
    expect(other.locator("#name")).to_have_text("All photos")


@pytest.fixture
def new_folder(site: Site) -> Iterator[Any]:
    """Where photos may be put that nobody has seen yet; it is taken away again."""
    folder = site.photos / "Private" / "fresh"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
    site.harness.wait_until_idle()


def test_a_new_photo_appears_and_opens_with_all_its_pixels(
    people: Callable[..., SitePage], site: Site, new_folder: Any
) -> None:
    site.harness.wait_until_idle()
    anna, ben = people("anna").open(), people("ben").open()
    save(new_folder / "new.jpg", picture(4000, 3000, hue=200))
    anna.expect_count(ALL + 1)
    page = anna.page
    page.keyboard.press("/")
    page.keyboard.type("new.jpg")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("1")
    cell(page, 0).click()
    expect(page.locator(".stage__picture")).to_have_attribute("data-layer", "screen", timeout=60_000)
    page.keyboard.press("Control+1")
    expect(page.locator(".stage__picture")).to_have_attribute("data-layer", "original", timeout=60_000)
    expect(page.locator(".zoom output")).to_have_text("100%")
    with page.expect_response("**/timeline.bin*") as timeline:
        save(new_folder / "newer.jpg", picture(300, 200, hue=100))
        anna.ask_until(timeline.is_done)
    next_frames(page, 10)
    expect(page.locator(".stage__picture")).to_have_attribute("data-layer", "original")
    ben.ask_for_news()
    ben.expect_count(4)


def test_the_news_are_asked_for_while_the_page_is_seen(people: Callable[..., SitePage]) -> None:
    ben = people("ben")
    ben.page.clock.install()
    ben.open()
    news = ben.asked.count("GET /api/news")
    for _ in range(3):
        with ben.page.expect_response("**/api/news") as asked:
            ben.page.clock.fast_forward(11_001)
        assert asked.value.status == 304
    assert ben.asked.count("GET /api/news") == news + 3
    assert ben.asked.count("GET /api/timeline.bin") == 1


def test_a_gallery_that_was_away_comes_back_by_itself(people: Callable[..., SitePage]) -> None:
    anna = people("anna").open()
    anna.context.set_offline(True)
    anna.page.locator("#tree .twist").first.click()
    anna.page.locator("#tree .place", has_text="Holidays").click()
    expect(anna.page.locator("#banner")).to_contain_text(AWAY)
    anna.context.set_offline(False)
    expect(anna.page.locator("#banner")).to_be_empty()
    anna.expect_count(4)


def test_a_photo_comes_when_the_gallery_is_back(people: Callable[..., SitePage]) -> None:
    ben = people("ben").open()
    ben.context.set_offline(True)
    cell(ben.page, 1).click()
    problem = ben.page.locator(".stage__problem")
    expect(problem).to_contain_text(AWAY)
    expect(ben.page.locator(".viewer__top [download]")).to_be_hidden()
    expect(problem.get_by_role("button")).to_have_text(["Try again", "Back to the photos"])
    ben.context.set_offline(False)
    expect(ben.page.locator(".stage__picture")).to_have_attribute("data-layer", "screen")
    expect(problem).to_be_hidden()
    expect(ben.page.locator(".viewer__top [download]")).to_be_visible()
    ben.page.goto(f"{ben.address}#/photo/999999")
    expect(problem).to_contain_text("This photo is not here")
    expect(ben.page.locator(".viewer__top [download]")).to_be_hidden()
    ben.expected = "404 GET "


def test_a_front_server_alone_is_a_gallery_away(people: Callable[..., SitePage]) -> None:
    ben = people("ben").open()
    ben.page.route("**/api/**", lambda route: route.fulfill(status=502, body="Bad Gateway"))
    ben.ask_for_news()
    expect(ben.page.locator("#banner")).to_contain_text(AWAY)
    ben.page.unroute_all(behavior="wait")
    ben.ask_for_news()
    expect(ben.page.locator("#banner")).to_be_empty()
    ben.expected = "502 "


def test_pictures_come_by_signed_links_asked_for_together(people: Callable[..., SitePage]) -> None:
    anna = people("anna").open()
    assert anna.pictures() == {"picture", "api/links"}
    assert anna.asked.count("GET /api/links") <= 4  # the grid's, the covers'
    cell(anna.page, 0).click()
    expect(anna.page.locator(".stage__picture")).to_have_attribute("data-layer", "screen")
    assert anna.pictures() == {"picture", "api/links"}


def test_without_links_pictures_come_by_the_session(people: Callable[..., SitePage]) -> None:
    def without(route: Route) -> None:
        answer = route.fetch()
        assert LINKS_OFF[0] in answer.text()
        route.fulfill(response=answer, body=answer.text().replace(*LINKS_OFF))

    ben = people("ben")
    ben.page.route(ben.address, without)
    ben.open()
    assert ben.pictures() == {"media/KEY/thumb"}


def test_links_that_are_refused_are_no_hindrance(people: Callable[..., SitePage]) -> None:
    ben = people("ben")
    ben.page.route("**/picture/**", lambda route: route.fulfill(status=403))
    ben.open()
    assert ben.pictures() == {"picture", "api/links", "media/KEY/thumb"}
    cell(ben.page, 0).click()
    expect(ben.page.locator(".stage__picture")).to_have_attribute("data-layer", "screen")
    ben.expected = r"403 GET \S+/picture/"


def test_what_is_not_shown_is_said_of_the_own_folders_without_a_path_of_the_disk(
    people: Callable[..., SitePage], site: Site
) -> None:
    (site.photos / "Private" / "secret.pdf").touch()
    (site.photos / "Holidays" / "ticket.pdf").touch()
    try:
        site.harness.wait_until_idle()
        ben = people("ben").open()
        ben.ask_for_news()
        foot = ben.page.locator("#left-out")
        expect(foot).to_have_text("1 file not shown")
        foot.click()
        dialog = ben.page.get_by_role("dialog", name="Not shown")
        expect(dialog.locator("li")).to_have_text(["Holidays1 PDF"])
        expect(dialog.get_by_role("button")).to_have_count(2)  # to close, and the folder: no path is copied
    finally:
        (site.photos / "Private" / "secret.pdf").unlink()
        (site.photos / "Holidays" / "ticket.pdf").unlink()
        site.harness.wait_until_idle()
