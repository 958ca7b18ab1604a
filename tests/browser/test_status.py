"""What the page says of work in the background, of problems, and of a server that is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import cell, change_answer, ready
from tests.browser.waits import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser


def half_done(status: dict[str, Any]) -> None:
    if status["progress"]["paused"]:
        status["progress"] |= {"stage": "idle", "read": 5, "unread": 1, "thumbnails": 4, "unmade": 0}


def pause(page: Page) -> None:
    done = page.evaluate("""() => fetch("/api/scan", { method: "POST", body: '{"paused":true}',
      headers: { "Content-Type": "application/json", "X-Gallery-Key": sessionStorage.getItem("gallery-key") } })
      .then(({ ok }) => ok)""")
    assert done


def test_paused_work_is_said_and_goes_on(page: Page) -> None:
    pause(page)
    change_answer(page, half_done)
    # the server knows of no work left: its own news must not come in between
    silence = {"content_type": "text/event-stream", "body": "retry: 60000\n\n"}
    page.route("**/feed/**", lambda route: route.fulfill(**silence))
    page.reload()
    expect(page.locator("#status")).to_have_text("Paused at 80%")
    page.locator("#status").click()
    expect(page.locator(".pop h2")).to_have_text("Paused")
    page.get_by_role("button", name="Go on").focus()
    with page.expect_request("**/api/scan") as asked:
        page.keyboard.press("Enter")
    assert asked.value.post_data_json == {"paused": False}
    expect(page.locator("#status")).not_to_contain_text("Paused")
    wait_until(page, "document.querySelector('.pop').contains(document.activeElement)")


def test_looking_again_goes_on_and_says_what_came_of_it(page: Page) -> None:
    pause(page)
    expect(page.locator("#status")).to_have_text("Paused")
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url.rsplit("/", 1)[1]) if request.method == "POST" else None
    )
    page.locator("#more").click()
    page.get_by_role("menuitem", name="Look again").click()
    expect(page.locator(".toast")).to_contain_text("No new photos were found.")
    assert asked[:2] == ["scan", "rescan"]


def test_every_notice_is_shown(page: Page) -> None:
    change_answer(page, lambda status: status.update(notices=["The disk is full.", "A limit is reached."]))
    page.reload()
    expect(page.locator(".banner")).to_have_text("The disk is full. A limit is reached.")


def test_a_folder_that_is_away_hides_no_notice(page: Page) -> None:
    def full_and_away(status: dict[str, Any]) -> None:
        status["notices"] = ["The disk is full."]
        status["roots"][0] |= {"state": "offline", "reason": "It is not connected."}

    change_answer(page, full_and_away)
    page.reload()
    page.get_by_role("treeitem", name="Lisbon").click()
    expect(page.locator(".banner").first).to_have_text("The disk is full.")
    expect(page.locator(".banner").last).to_contain_text("“Pictures” is offline. It is not connected.")
    expect(page.locator(".banner")).to_have_count(2)


def test_a_drive_inside_a_folder_that_is_away_says_why(page: Page) -> None:
    reason = "Another drive is in its place. To show it as it is now, choose “Look again”."

    def away(tree: dict[str, Any]) -> None:
        for folder in tree["folders"]:
            if folder["name"] == "Lisbon":
                folder |= {"offline": True, "reason": reason}

    change_answer(page, away, "**/api/folders")
    page.reload()
    page.get_by_role("treeitem", name="Lisbon").click()
    expect(page.locator(".banner")).to_contain_text(f"“Lisbon” is offline. {reason}")
    with page.expect_request("**/api/rescan") as asked:
        page.locator(".banner").get_by_role("button", name="Look again").click()
    assert asked.value.post_data_json == {"root": 1}


def test_a_folder_still_away_is_said_to_be(page: Page, photos: Path) -> None:
    photos.rename(photos.with_name("Away"))
    expect(page.locator(".banner")).to_contain_text("is not connected")
    page.locator(".banner").get_by_role("button", name="Look again").click()
    expect(page.locator(".toast")).to_contain_text("“Pictures” is still not connected.")


def test_what_was_found_so_far_is_counted(serve: Serve, open_page: OpenPage, tmp_path: Path) -> None:
    def listing(status: dict[str, Any]) -> None:
        status["progress"] |= {"stage": "listing", "listed": 119}

    (tmp_path / "Empty").mkdir()
    page = open_page(serve(tmp_path / "Empty"), before=lambda page: change_answer(page, listing))
    expect(page.locator("#listed")).to_contain_text("119 found.")
    expect(page.locator("#status")).to_have_text("119 found")


def test_problems_lead_to_their_files(page: Page, photos: Path) -> None:
    expect(page.locator("#status")).to_have_text("1 file has a problem")
    page.locator("#status").click()
    page.get_by_role("button", name="Show all").click()
    dialog = page.get_by_role("dialog", name="Problems")
    expect(dialog.locator("section")).to_have_count(1)
    dialog.get_by_label("Copy path of broken.jpg").click()
    expect(page.locator(".toast")).to_contain_text("1 path copied")
    page.locator(".toast").get_by_label("Close this message").click()
    expect(page.locator(".toast")).to_have_count(0)
    dialog.get_by_role("button", name="broken.jpg", exact=True).click()
    expect(page.locator(".stage__problem")).to_contain_text("broken.jpg")
    assert (photos / "Rome" / "broken.jpg").exists()


def test_more_kinds_of_problems_than_there_is_room_for(serve: Serve, open_page: OpenPage, photos: Path) -> None:
    codes = ["empty", "damaged", "truncated", "too_large", "timeout", "unreadable"]
    rows = [
        {"photo": None, "name": f"{n}.jpg", "path": f"/x/{n}.jpg", "code": code, "message": code}
        for n, code in enumerate(codes)
    ]
    page = ready(open_page(serve(photos)))
    change_answer(page, lambda body: body.update(problems=rows), "**/api/problems")
    page.locator("#status").click()
    expect(page.locator(".problem")).to_have_count(4)
    expect(page.locator(".problem__more")).to_contain_text("2 other kinds")
    expect(page.locator(".pop__problems h3")).to_contain_text("6 files have a problem")
    page.get_by_role("button", name="Show all").click()
    dialog = page.get_by_role("dialog", name="Problems")
    expect(dialog.locator("section h3")).to_have_count(6)
    expect(dialog.get_by_role("button", name="0.jpg", exact=True)).to_have_count(0)  # no photo: nothing to open


def test_look_again_at_the_file_on_its_own_page(page: Page) -> None:
    page.locator("#status").click()
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("button", name="broken.jpg", exact=True).click()
    with page.expect_request("**/api/rescan") as asked:
        page.locator(".stage__problem").get_by_role("button", name="Look again").click()
    assert asked.value.post_data_json == {"problems": True}
    expect(page.locator(".toast")).to_contain_text("1 file still has a problem.")


def test_without_a_server_nothing_is_lost(serve: Serve, open_page: OpenPage, photos: Path) -> None:
    served = serve(photos)
    page = ready(open_page(served))
    wait_until(page, "document.getElementById('i-warning') !== null")
    served.stop()
    expect(page.locator(".banner")).to_contain_text("Shoebox has been closed.")
    sign = page.locator(".banner > .icon use")
    expect(sign).to_have_attribute("href", "#i-warning")
    assert sign.evaluate("(use) => use.getBoundingClientRect().width > 4")
    page.locator(".banner").get_by_role("button", name="Try again").click()
    expect(page.locator(".toast")).to_contain_text("does not answer")
    cell(page, 0).click()  # its large picture was never asked for
    expect(page.locator(".stage__problem h2")).to_have_text("Shoebox has been closed. Start it again to go on.")
    page.get_by_role("button", name="Back to the photos").last.click()
    expect(cell(page, 0)).to_be_visible()
