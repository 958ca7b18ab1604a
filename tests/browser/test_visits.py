"""A picture that was named when Shoebox was started, on the page over the real server, with its folder behind it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import cell, change_answer
from tests.browser.waits import wait_until
from tests.pictures import encoded, picture, save

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser

NAME = ".viewer__name strong"
KEEP = "Show this folder in Shoebox"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five pictures, one of them upright."""
    for number in range(1, 5):
        save(tmp_path / "card" / f"p{number}.jpg", picture(600, 400, hue=number * 60))
    save(tmp_path / "card" / "p10.jpg", picture(300, 600, hue=20))
    return tmp_path / "card"


@pytest.fixture
def page(serve: Serve, open_page: OpenPage, folder: Path) -> Page:
    """The page of a program that was started with the third picture."""
    return showing(open_page(serve(folder / "p3.jpg")), "p3.jpg", 5)


def showing(page: Page, name: str, count: int | None = None) -> Page:
    """The picture is on the stage, and its folder is listed."""
    expect(page.locator(NAME)).to_have_text(name)
    wait_until(page, "[...document.querySelectorAll('.stage__picture img')].some((image) => image.naturalWidth)")
    if count:
        expect(page.locator(".viewer__name .quiet")).to_contain_text(f"of {count}")
    return page


def place(page: Page) -> str:
    return str(page.evaluate("location.hash"))


def test_it_is_shown_at_once_without_a_library(page: Page) -> None:
    expect(page.locator(".viewer__name .quiet")).to_have_text("3 of 5")
    assert place(page).startswith("#/visit/")
    expect(page).to_have_title("p3.jpg - Shoebox")
    expect(page.locator(".welcome")).to_be_hidden()


def test_the_arrows_go_on_to_the_neighbours_in_the_order_of_names(page: Page) -> None:
    page.keyboard.press("ArrowRight")
    showing(page, "p4.jpg")
    page.keyboard.press("ArrowRight")
    showing(page, "p10.jpg")
    box = page.locator(".stage__picture").bounding_box()
    assert box
    assert abs(box["width"] / box["height"] - 0.5) < 0.02
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    showing(page, "p1.jpg")
    page.keyboard.press("Control+ArrowRight")  # there is no next folder
    showing(page, "p1.jpg")


def test_escape_shows_the_folder_and_back_leads_out_of_it(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator("#viewer")).to_be_hidden()
    expect(page.locator("#name")).to_have_text("card")
    wait_until(page, "document.querySelectorAll('.cell:not([hidden]) img').length === 5")
    expect(page.locator("#banner")).to_contain_text("A visit to “card”.")
    expect(page.locator("#sort")).to_be_hidden()
    cell(page, 0).click()
    showing(page, "p1.jpg")
    page.go_back()
    expect(page.locator("#viewer")).to_be_hidden()
    page.locator("#all").click()
    expect(page.locator("#banner")).to_be_empty()
    expect(page.get_by_text("Your photos, where they already are")).to_be_visible()
    page.go_back()
    expect(page.locator("#name")).to_have_text("card")


@pytest.mark.parametrize("from_the_grid", [False, True])
def test_one_key_shows_the_folder_in_shoebox(page: Page, from_the_grid: bool) -> None:
    if from_the_grid:
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name=KEEP)).to_be_visible()
    page.keyboard.press("l")
    expect(page.get_by_text("“card” is shown in Shoebox from now on.")).to_be_visible()
    wait_until(page, "location.hash.startsWith('#/folder/')")
    expect(page.locator("#tree")).to_contain_text("card")
    if not from_the_grid:
        expect(page.locator(".viewer__file")).to_have_text("p3.jpg")  # the title is its day now
        page.keyboard.press("Escape")
    wait_until(page, "document.querySelectorAll('.cell:not([hidden]) img').length === 5")
    page.keyboard.press("l")  # it is no visit any more
    expect(page.locator("#banner")).to_be_empty()


def test_a_reload_stays_and_a_visit_is_not_shown_twice(page: Page) -> None:
    page.keyboard.press("ArrowRight")
    showing(page, "p4.jpg")
    page.reload()
    showing(page, "p4.jpg", 5)
    page.keyboard.press("Escape")
    page.locator("#all").click()
    page.reload()
    expect(page.get_by_text("Your photos, where they already are")).to_be_visible()


def test_files_that_come_and_go_are_followed(page: Page, folder: Path) -> None:
    save(folder / "p5.jpg")
    (folder / "p1.jpg").unlink()
    (folder / "p2.jpg").unlink()
    expect(page.locator(".viewer__name .quiet")).to_have_text("1 of 4")
    (folder / "p3.jpg").unlink()
    showing(page, "p4.jpg")
    expect(page.get_by_text("“p3.jpg” was deleted or moved away.")).to_be_visible()


def test_what_is_no_picture_says_so_and_its_neighbours_are_there(
    serve: Serve, open_page: OpenPage, folder: Path
) -> None:
    (folder / "p3b.jpg").write_bytes(b"<!doctype html><title>Not found</title>")
    page = open_page(serve(folder / "p3b.jpg"))
    expect(page.locator(".stage__problem")).to_contain_text("The name says JPEG, the content is a web page.")
    expect(page.locator(".viewer__name .quiet")).to_have_text("4 of 6")
    page.keyboard.press("ArrowLeft")
    showing(page, "p3.jpg")


def test_a_picture_whose_name_tells_nothing(serve: Serve, open_page: OpenPage, folder: Path) -> None:
    (folder / "export.dat").write_bytes(encoded("PNG", picture(500, 400)))
    showing(open_page(serve(folder / "export.dat")), "export.dat", 6)


def test_beside_a_library_nothing_of_a_visit_is_remembered(
    serve: Serve, open_page: OpenPage, folder: Path, photos: Path
) -> None:
    served = serve(photos, folder / "p3.jpg")
    page = showing(open_page(served), "p3.jpg", 5)
    page.keyboard.press("Escape")
    expect(page.locator("#tree")).to_contain_text("Rome")
    page.locator("#all").click()
    expect(page.locator("#count")).to_have_text("7")
    page.keyboard.press("/")
    page.keyboard.type("p3")
    expect(page.locator("#name")).to_have_text("Search")  # the visit is none of what is searched
    served.stop()
    settings = b"".join(file.read_bytes() for file in served.data.glob("settings*.json"))
    assert os.fsencode(photos) in settings
    assert b"card" not in settings
    assert b"32212254" not in settings


@pytest.mark.parametrize("width", [1280, 700, 500])
def test_a_long_name_leaves_room_for_the_place(serve: Serve, open_page: OpenPage, folder: Path, width: int) -> None:
    name = f"{'a walk to the lighthouse ' * 4}.jpg"
    (folder / "p3.jpg").rename(folder / name)
    page = open_page(serve(folder / name), viewport={"width": width, "height": 700})
    place = page.locator(".viewer__name .quiet")
    expect(place).to_have_text("1 of 5")
    line = page.locator(".viewer__name").bounding_box()
    box = place.bounding_box()
    assert line
    assert box
    assert box["y"] + box["height"] <= line["y"] + line["height"] + 1
    assert box["x"] + box["width"] <= line["x"] + line["width"] + 1


def test_on_a_narrow_window_the_menu_has_the_command(serve: Serve, open_page: OpenPage, folder: Path) -> None:
    page = open_page(serve(folder / "p3.jpg"), viewport={"width": 480, "height": 700})
    showing(page, "p3.jpg")
    expect(page.locator(".viewer__keep")).to_be_hidden()
    page.mouse.move(240, 350)  # the bars fade where the pointer rests
    page.get_by_role("button", name="More").last.click()
    page.get_by_role("menuitem", name=KEEP).click()
    wait_until(page, "location.hash.startsWith('#/folder/')")


def test_the_place_is_written_when_the_folder_is_listed(serve: Serve, open_page: OpenPage, folder: Path) -> None:
    """The timeline may be the last one already when the page is told so."""
    told = iter([False] * 6)

    def late(state: dict[str, Any]) -> None:
        state["complete"] = next(told, True)

    page = open_page(serve(folder / "p3.jpg"), before=lambda page: change_answer(page, late, "**/api/visits/*"))
    showing(page, "p3.jpg", 5)
    assert next(told, None) is None


def test_a_place_that_may_change_is_neither_written_nor_said(serve: Serve, open_page: OpenPage, folder: Path) -> None:
    def never(state: dict[str, Any]) -> None:
        state["complete"] = False

    page = open_page(serve(folder / "p3.jpg"), before=lambda page: change_answer(page, never, "**/api/visits/*"))
    showing(page, "p3.jpg")
    expect(page.locator(".filmstrip__frame:visible")).to_have_count(5)
    page.keyboard.press("ArrowRight")
    showing(page, "p4.jpg")
    expect(page.locator("#viewer .sr[aria-live]")).to_have_text("p4.jpg")
    expect(page.locator(".viewer__name .quiet")).to_have_text("")
