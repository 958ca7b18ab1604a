"""The page of settings: everything in one place, by hand and by keys, and kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.axe import complaints, load_axe
from tests.browser.real_page import cell, shoot
from tests.browser.said import focus_photo
from tests.browser.settings_page import key_of, keys_of, open_settings, record, shown
from tests.pictures import picture, save

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_settings_are_reached_by_key_menu_sidebar_and_address_and_left_by_escape(page: Page) -> None:
    open_settings(page)
    page.keyboard.press("Escape")
    expect(cell(page, 0)).to_be_visible()
    page.locator("#more").click()
    page.get_by_role("menuitem", name="Settings").click()
    expect(page.locator("#settings")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#to-settings").click()
    expect(page.locator("#settings")).to_be_visible()
    assert page.evaluate("location.hash") == "#/settings"
    page.reload()
    expect(page.locator("#settings").get_by_role("heading", name="Privacy")).to_be_visible()


def test_escape_leads_back_to_the_photo_that_was_open(page: Page) -> None:
    cell(page, 1).dblclick()
    expect(page.locator(".viewer")).to_be_visible()
    before = page.evaluate("location.hash")
    open_settings(page)
    page.keyboard.press("Escape")
    expect(page.locator(".viewer")).to_be_visible()
    assert page.evaluate("location.hash") == before


def test_theme_and_names_are_the_ones_of_the_view(page: Page) -> None:
    settings = open_settings(page)
    settings.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(settings.get_by_role("button", name="Dark")).to_be_focused()
    settings.get_by_role("button", name="System").click()
    expect(page.locator("html")).not_to_have_attribute("data-theme", re.compile(""))
    settings.get_by_role("switch", name="File names below photos").check()
    page.keyboard.press("Escape")
    expect(page.locator(".cell__name").first).to_be_visible()


def test_the_network_is_told_as_the_system_has_it(page: Page) -> None:
    settings = open_settings(page)
    expect(settings).to_contain_text("Nothing. No connection leads to another computer")
    expect(settings).to_contain_text(page.evaluate("location.host"))


def test_thumbnails_are_emptied_after_a_question_and_come_back(page: Page) -> None:
    settings = open_settings(page)
    settings.get_by_role("button", name="Empty the thumbnails").click()
    with page.expect_response("**/api/cache/empty"):
        page.get_by_role("button", name="Delete thumbnails").click()
    expect(settings).to_contain_text("0 bytes of at most")
    with page.expect_response("**/api/settings"):
        settings.get_by_role("combobox", name="Thumbnails take at most").select_option(label="2 GB")
    expect(settings).to_contain_text("of at most 2.0 GB are used")


def test_a_key_is_changed_heard_named_and_put_back(page: Page) -> None:
    open_settings(page)
    record(page, "Tags", "y")
    expect(shown(page, "Tags")).to_have_text("Y")
    page.keyboard.press("Escape")
    expect(page.locator("#settings")).to_be_hidden()
    focus_photo(page, 1)
    page.keyboard.press("t")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("y")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    page.reload()  # kept
    expect(cell(page, 0)).to_be_visible()
    open_settings(page)
    expect(shown(page, "Tags")).to_have_text("Y")
    page.get_by_role("button", name="Reset the key: Tags").click()
    expect(shown(page, "Tags")).to_have_text("T")


def test_one_key_of_several_is_changed_one_added_and_one_taken_away(page: Page) -> None:
    settings = open_settings(page)
    heart = "Favourite, or no longer"
    expect(keys_of(page, heart)).to_have_count(2)
    record(page, heart, "q")
    caps = keys_of(page, heart).locator(".set-key__shown")
    expect(caps).to_have_text(["Q", "."])
    settings.get_by_role("button", name=f"{heart}: add a key").click()
    with page.expect_response("**/api/settings"):
        page.keyboard.press("F8")
    expect(caps).to_have_text(["Q", ".", "F8"])
    shoot(page, "keys")
    keys_of(page, heart).nth(1).click()
    with page.expect_response("**/api/settings"):
        settings.get_by_role("button", name=f"Remove the key .: {heart}").click()
    expect(caps).to_have_text(["Q", "F8"])
    page.keyboard.press("Escape")
    focus_photo(page, 1)
    page.keyboard.press("F8")
    expect(cell(page, 1).locator(".badge--said")).to_have_count(1)
    page.keyboard.press("q")
    expect(cell(page, 1).locator(".badge--said")).to_have_count(0)


def test_tooltips_name_the_key_that_a_command_has(page: Page) -> None:
    cell(page, 1).dblclick()
    heart = page.locator(".viewer__said .said-sign").first
    info = page.locator(".viewer__top button[data-command='viewer/KeyI']")
    expect(heart).to_have_attribute("title", "Favourite (F)")
    page.keyboard.press("Escape")
    open_settings(page)
    record(page, "Favourite, or no longer", "q")
    record(page, "About this photo", "Control+j")
    record(page, "Search", "F7")
    record(page, "Save this search", "F8")
    page.keyboard.press("Escape")
    expect(page.locator(".field kbd")).to_have_text("F7")
    expect(page.locator("#search-save")).to_have_attribute("title", "Save this search (F8)")
    cell(page, 1).hover()
    page.locator(".cell__heart").hover()
    expect(page.locator(".cell__heart")).to_have_attribute("title", "Favourite (Q)")
    cell(page, 1).dblclick()
    expect(heart).to_have_attribute("title", "Favourite (Q)")
    expect(heart).to_have_attribute("aria-label", "Favourite (Q)")
    expect(info).to_have_attribute("title", "About this photo (Ctrl+J)")
    page.reload()
    expect(info).to_have_attribute("title", "About this photo (Ctrl+J)")


def test_escape_takes_no_key_and_a_conflict_is_told_at_both(page: Page) -> None:
    settings = open_settings(page)
    key_of(page, "Go to a date").click()
    page.keyboard.press("Escape")
    expect(shown(page, "Go to a date")).to_have_text("G")
    expect(settings).to_be_visible()
    record(page, "Go to a date", "t")
    expect(settings.get_by_text("Also: Tags")).to_be_visible()
    expect(settings.get_by_text("Also: Go to a date")).to_be_visible()
    settings.get_by_role("button", name="Reset all keys").click()
    expect(settings.get_by_text("Also: ")).to_have_count(0)


def test_the_enter_that_asks_for_a_key_is_not_that_key_however_long_it_is_held(page: Page) -> None:
    open_settings(page)
    key_of(page, "Tags").focus()
    page.keyboard.down("Enter")
    expect(page.get_by_text("Press a key, or Esc", exact=True)).to_be_visible()
    page.keyboard.down("Enter")  # held
    page.keyboard.up("Enter")
    expect(page.get_by_text("Press a key, or Esc", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(shown(page, "Tags")).to_have_text("T")


@pytest.mark.parametrize("preset", ["Shoebox", "Lightroom", "XnView, qimgv"])
def test_keys_of_other_programs_have_no_conflict(page: Page, preset: str) -> None:
    settings = open_settings(page)
    settings.get_by_role("button", name=preset, exact=True).click()
    expect(settings.get_by_role("button", name=preset, exact=True)).to_have_attribute("aria-pressed", "true")
    expect(settings.get_by_text("Also: ")).to_have_count(0)
    ids = page.evaluate("[...document.querySelectorAll('[data-key^=\"key \"]')].map((one) => one.dataset.key)")
    assert len(ids) == len(set(ids)) > 40
    settings.get_by_role("button", name="Shoebox", exact=True).click()
    expect(settings.get_by_role("button", name="Reset all keys")).to_have_count(0)


def test_a_menu_of_the_sidebar_names_the_keys_of_the_sidebar(page: Page) -> None:
    settings = open_settings(page)
    settings.get_by_role("button", name="Lightroom", exact=True).click()
    expect(shown(page, "Open")).to_have_text("E")
    page.keyboard.press("Escape")
    page.get_by_role("treeitem", name=re.compile("^Rome")).first.click(button="right")
    expect(page.get_by_role("menuitem", name="Open")).to_contain_text("Enter")
    page.keyboard.press("Escape")
    settings = open_settings(page)
    settings.get_by_role("button", name="Shoebox", exact=True).click()
    expect(settings.get_by_role("button", name="Reset all keys")).to_have_count(0)


def test_a_press_elsewhere_takes_no_key_and_is_not_lost(page: Page) -> None:
    settings = open_settings(page)
    key_of(page, "Tags").click()
    names = settings.get_by_role("switch", name="File names below photos")
    names.click()
    expect(page.get_by_text("Press a key, or Esc", exact=True)).to_have_count(0)
    expect(names).to_be_checked()
    key_of(page, "Tags").click()
    key_of(page, "Pick").click()
    expect(page.get_by_role("button", name="Pick: press a key, or Escape")).to_be_visible()
    expect(shown(page, "Tags")).to_have_text("T")


def test_a_status_that_says_the_same_leaves_the_page_as_it_is(page: Page) -> None:
    settings = open_settings(page)
    limit = settings.get_by_role("combobox", name="Thumbnails take at most").element_handle()
    for _ in range(2):  # the first is drawn when the second has come
        with page.expect_response("**/api/status"):
            page.evaluate("for (const name of ['pagehide', 'pageshow']) window.dispatchEvent(new Event(name))")
    assert limit
    assert limit.evaluate("(list) => list.isConnected")


def test_news_change_only_what_they_are_about(page: Page, photos: Path) -> None:
    settings = open_settings(page)
    settings.get_by_role("combobox", name="Thumbnails take at most").focus()
    page.evaluate("""() => {
        window.changed = new Set();
        window.kept = document.activeElement;
        new MutationObserver((all) => all.forEach(({ target }) => window.changed.add(target.className)))
            .observe(document.getElementById("settings"), { childList: true, subtree: true, attributes: true });
    }""")
    for count in (8, 9):
        save(photos / f"new-{count}.jpg", picture(300, 200, hue=count))
        expect(settings.locator(".set__state").first).to_have_text(f"{count} photos")
    assert page.evaluate("[...window.changed]") == ["set__state"]
    assert page.evaluate("document.activeElement === window.kept")
    with page.expect_response("**/api/settings"):
        page.keyboard.type("5 GB")  # chosen by typing
    expect(settings).to_contain_text("of at most 5.0 GB are used")


def test_a_command_goes_on_waiting_for_its_key_while_news_arrive(page: Page, photos: Path) -> None:
    settings = open_settings(page)
    key_of(page, "Tags").click()
    waiting = page.get_by_text("Press a key, or Esc", exact=True).element_handle()

    save(photos / "new.jpg", picture(300, 200, hue=9))
    expect(settings.locator(".set__state").first).to_have_text("8 photos")
    assert waiting
    assert waiting.evaluate("(text) => text.isConnected")
    with page.expect_response("**/api/settings"):
        page.keyboard.press("y")
    expect(shown(page, "Tags")).to_have_text("Y")


def test_a_switch_that_cannot_be_kept_goes_back(page: Page) -> None:
    settings = open_settings(page)
    limit = settings.get_by_role("combobox", name="Thumbnails take at most")
    before = limit.input_value()
    page.route("**/api/settings", lambda route: route.fulfill(status=500, json={"error": {"message": "No."}}))
    with page.expect_response("**/api/settings"):
        limit.select_option(label="2 GB")
    expect(limit).to_have_value(before)


def test_a_folder_is_removed_from_here_and_one_stays_here(page: Page) -> None:
    settings = open_settings(page)
    settings.get_by_role("button", name=re.compile("^Remove .* from Shoebox")).click()
    page.get_by_role("button", name="Keep it").click()
    expect(settings).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    open_settings(page)
    load_axe(page)
    assert complaints(page) == []
    key_of(page, "Tags").click()
    assert complaints(page) == []
